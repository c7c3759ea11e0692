"""Lists at secret addresses: public rows alone, for as long as nobody revokes them, and not too often."""

import datetime
import json
import logging

import pytest
from django.core.cache import cache
from django.urls import reverse

from events import handed_lists
from events.models import ExportAddress, ExportProfile
from sistercities.cities.models import City
from sistercities.documents import agenda
from sistercities.publishing.models import AuditEntry
from sistercities.publishing.operations import withdraw
from tests.factories import CityFactory, EventFactory, EventTextFactory, UserFactory, publish_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture(autouse=True)
def _nobody_asked_yet():
    cache.clear()


@pytest.fixture
def profile(exporter):
    return ExportProfile.objects.create(
        name="For the partner",
        owner=exporter.exporter,
        selection={"state": "public"},
        layout={"columns": ["title", "change"], "languages": ["en"]},
        format="csv",
    )


def make(exporter, profile):
    """The path of a new address, as the page shows it once."""
    url = reverse("admin:events_event_export_address", args=[profile.pk])
    page = exporter.post(url, {"recipient": "Los Angeles"})
    assert page.status_code == 200
    _label, address = page.context["addresses"][0]
    return address.removeprefix("http://testserver")


def rows(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()[1:]


def test_an_address_gives_the_current_list_to_whoever_has_it(exporter, profile, client):
    publish_event(words={"title": "Film night"}, when="2017-10-06")
    path = make(exporter, profile)
    client.logout()
    assert rows(client, path) == ["Film night,"]
    publish_event(words={"title": "A talk"}, when="2017-10-07")
    assert rows(client, path) == ["Film night,", "A talk,"]


@pytest.mark.parametrize("state", ["public", "any"])
def test_an_address_gives_public_rows_alone_whatever_the_profile_holds(exporter, profile, client, state):
    ExportProfile.objects.update(selection={"state": state})
    publish_event(words={"title": "Film night"}, when="2017-10-06")
    EventTextFactory(event=EventFactory(when="2017-10-07"), title="A draft")
    path = make(exporter, profile)
    client.logout()
    assert rows(client, path) == ["Film night,"]


def test_no_address_is_made_of_what_is_not_public(exporter, profile):
    ExportProfile.objects.update(selection={"state": "draft"})
    url = reverse("admin:events_event_export_address", args=[profile.pk])
    response = exporter.post(url, {"recipient": "Los Angeles"}, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "This profile lists what is not public, which no address may give away."
    ]
    assert not ExportAddress.objects.exists()


def test_a_profile_that_comes_to_list_drafts_closes_its_addresses_with_a_sentence(exporter, profile, client):
    EventTextFactory(event=EventFactory(when="2017-10-07"), title="A draft")
    path = make(exporter, profile)
    ExportProfile.objects.update(selection={"state": "draft"})
    response = client.get(path)
    assert (response.status_code, response.content.decode()) == (
        409,
        "This list is not public any more. Please tell the office.\n",
    )


def test_a_profile_of_a_deleted_city_says_so(exporter, profile, client):
    city = CityFactory()
    ExportProfile.objects.update(selection={"state": "public", "city": city.pk})
    path = make(exporter, profile)
    City.objects.filter(pk=city.pk).delete()
    response = client.get(path)
    assert (response.status_code, response.content.decode()) == (
        409,
        "This list asks for something that no longer exists. Please tell the office.\n",
    )


def test_a_revoked_address_is_gone_and_its_neighbour_stays(exporter, profile, client):
    path, other = make(exporter, profile), make(exporter, profile)
    first = ExportAddress.objects.order_by("pk").first()
    exporter.post(reverse("admin:events_event_export_revoke", args=[profile.pk, first.pk]))
    assert (client.get(path).status_code, client.get(other).status_code) == (404, 200)


def test_revoked_mistyped_and_never_made_addresses_look_the_same(exporter, profile, client):
    path = make(exporter, profile)
    ExportAddress.objects.update(revoked_at="2017-01-01 00:00Z")
    pages = [client.get(address) for address in (path, path[:-5] + "X.csv", "/lists/x.csv", "/lists/x.exe")]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1


def test_the_database_knows_no_token(exporter, profile):
    token = make(exporter, profile).removeprefix("/lists/").removesuffix(".csv")
    assert len(token) == 43
    row = ExportAddress.objects.values().get()
    assert token not in str(row)
    page = exporter.get(reverse("admin:events_event_export_profile", args=[profile.pk]))
    assert token not in page.content.decode()


def test_an_address_of_one_profile_cannot_be_revoked_through_another(exporter, profile):
    make(exporter, profile)
    other = ExportProfile.objects.create(name="Other", owner=exporter.exporter, format="csv")
    url = reverse("admin:events_event_export_revoke", args=[other.pk, ExportAddress.objects.get().pk])
    assert exporter.post(url).status_code == 404
    assert ExportAddress.objects.get().revoked_at is None


def test_visits_are_counted_and_logged_without_the_token(exporter, profile, client, caplog):
    path = make(exporter, profile)
    with caplog.at_level(logging.INFO, logger="events.handed_lists"):
        for _time in range(2):
            client.get(path)
        client.head(path)
    address = ExportAddress.objects.get()
    assert (address.visits, address.last_visit_at is None) == (2, False)
    messages = [record.getMessage() for record in caplog.records if record.name == "events.handed_lists"]
    assert messages == [f"List of profile {profile.pk} as csv through address {address.pk}"] * 3


def test_nobody_but_who_asked_keeps_the_list_or_finds_it(exporter, profile, client):
    response = client.get(make(exporter, profile))
    names = ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")
    assert [response[name] for name in names] == ["private, no-cache", "noindex, nofollow", "no-referrer"]
    assert not response.cookies


def test_an_unchanged_list_is_not_sent_again_and_a_changed_one_is(exporter, profile, client):
    [edition] = publish_event(words={"title": "Film night"}, when="2017-10-06")
    path = make(exporter, profile)
    tag = client.get(path)["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")
    withdraw(edition.event, UserFactory())
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200
    tag = client.get(path)["ETag"]
    ExportProfile.objects.update(layout={"columns": ["uid"], "languages": ["en"]})
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("ending", ["json", "xlsx", "docx", "csv", "ics"])
def test_a_file_stays_the_same_to_the_letter_until_something_changes(exporter, profile, client, ending, time_machine):
    def fetched(moment):
        time_machine.move_to(moment, tick=False)
        response = client.get(path.replace(".csv", f".{ending}"))
        return response["ETag"], b"".join(response.streaming_content)

    time_machine.move_to("2017-09-01 12:00Z", tick=False)
    exporter.force_login(exporter.exporter)
    publish_event(words={"title": "Film night"}, when="2017-10-06")
    path = make(exporter, profile)
    first = fetched("2017-09-01 12:10Z")
    assert fetched("2017-09-01 13:20Z") == first
    publish_event(words={"title": "A talk"}, when="2017-10-07")
    second = fetched("2017-09-01 13:30Z")
    assert (second[0] != first[0], second[1] != first[1]) == (True, True)
    if ending == "json":
        made = [json.loads(content)["made_at"] for _tag, content in (first, second)]
        assert made == ["2017-09-01T12:10:00+00:00", "2017-09-01T13:30:00+00:00"]
    # The next day is another state, by the clock of the office.
    assert fetched("2017-09-02 00:30Z")[0] != second[0]


def test_two_who_ask_at_once_hear_of_the_same_moment(exporter, profile):
    make(exporter, profile)
    first, second = ExportAddress.objects.get(), ExportAddress.objects.get()
    moment = datetime.datetime(2017, 9, 1, 12, tzinfo=datetime.UTC)
    later = moment + datetime.timedelta(seconds=1)
    assert (first.since("a", moment), second.since("a", later), second.since("b", later)) == (moment, moment, later)


def test_one_sender_is_stopped_without_stopping_others(exporter, profile, client, monkeypatch):
    monkeypatch.setattr(handed_lists, "PER_SENDER", 3)
    path = make(exporter, profile)
    statuses = [client.get(path, REMOTE_ADDR="198.51.100.7").status_code for _time in range(4)]
    refused = client.get(path, REMOTE_ADDR="198.51.100.7", headers={"X-Forwarded-For": "203.0.113.1"})
    assert statuses == [200, 200, 200, 429]
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert client.get(path, REMOTE_ADDR="203.0.113.1").status_code == 200


def test_one_address_has_a_limit_that_does_not_need_the_cache(exporter, profile, client, monkeypatch, time_machine):
    time_machine.move_to("2017-09-01 12:10Z", tick=False)
    exporter.force_login(exporter.exporter)
    monkeypatch.setattr(handed_lists, "PER_ADDRESS", 2)
    monkeypatch.setattr(handed_lists, "is_above", lambda *args: False)
    path = make(exporter, profile)
    assert [client.get(path).status_code for _time in range(3)] == [200, 200, 429]
    time_machine.move_to("2017-09-01 13:00Z", tick=False)
    assert client.get(path).status_code == 200
    assert ExportAddress.objects.get().visits == 3


def test_what_takes_long_to_make_has_a_lower_limit(exporter, profile, client, monkeypatch):
    monkeypatch.setattr(handed_lists, "PER_ADDRESS_IF_SLOW", 1)
    path = make(exporter, profile)
    assert [client.get(path).status_code for _time in range(2)] == [200, 200]
    assert client.get(path.replace(".csv", ".docx")).status_code == 429


def test_a_list_that_is_too_long_for_a_programme_says_so(exporter, profile, client, monkeypatch):
    monkeypatch.setattr(agenda, "MOST_ITEMS", 0)
    publish_event(words={"title": "Film night"}, when="2017-10-06")
    path = make(exporter, profile)
    response = client.get(path.replace(".csv", ".docx"))
    assert response.status_code == 409
    assert response.content.decode().count(".") >= 1
    assert client.get(path).status_code == 200


def test_making_and_revoking_stands_in_the_audit_trail(exporter, profile):
    make(exporter, profile)
    url = reverse("admin:events_event_export_revoke", args=[profile.pk, ExportAddress.objects.get().pk])
    exporter.post(url)
    exporter.post(url)  # twice has the effect of once
    assert list(AuditEntry.objects.order_by("pk").values_list("username", "object_repr", "detail")) == [
        ("exporter", "For the partner", "Address made for Los Angeles."),
        ("exporter", "For the partner", "Address for Los Angeles revoked."),
    ]


def test_a_deleted_profile_takes_its_addresses_with_it(exporter, profile, client):
    path = make(exporter, profile)
    exporter.post(reverse("admin:events_event_export_delete", args=[profile.pk]))
    assert client.get(path).status_code == 404
