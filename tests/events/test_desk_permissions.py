"""Every door of the event's desk knocked at by every role, and what an account could try with crafted requests."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Event, EventEdition
from sistercities.publishing.models import PreviewLink, Stage
from sistercities.publishing.operations import publish
from tests.events.conftest import account
from tests.events.desk import add_row, filled, send, url
from tests.factories import EventFactory, EventTextFactory, PersonFactory, UserFactory, VenueFactory, further_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(author):
    """A published event of the author's, with a newer manuscript."""
    event = EventFactory(when="2117-10-06T19:30", created_by=author)
    text = EventTextFactory(event=event, title="Bridges", slug="bridges")
    publish(event, account("editor", "first-editor"))
    text.title = "Tunnels"
    text.save()
    return event


@pytest.fixture
def theirs(office):
    """Of another author, never published."""
    event = EventFactory(created_by=account("author", "eve"), venue=VenueFactory())
    EventTextFactory(event=event, title="Secret plans", slug="secret")
    further_date(event, "2018")
    event.participants.create(person=PersonFactory(name="Secret guest"))
    return event


READ_DOORS = ("change", "history", "preview", "check", "editions", "edition", "compare")
ALL_READ = dict.fromkeys(READ_DOORS, 200)


def knock(client, door, event, data=None, method=None):
    """The status of one door of the desk."""
    edition = EventEdition.objects.filter(event=event).first()
    args = {
        "preview": [event.pk, "en"],
        **{door: [event.pk, edition.pk if edition else 0] for door in ("edition", "compare", "restore")},
    }.get(door, [event.pk])
    call = client.post if (method == "post" or data is not None) else client.get
    return call(url(door, *args), data or {}).status_code


def statuses(client, user, event, doors=READ_DOORS, method=None):
    client.force_login(user)
    return {door: knock(client, door, event, method=method) for door in doors}


def test_reading_doors_open_to_who_may_see_the_event(client, author, event):
    assert statuses(client, author, event) == ALL_READ
    for role in ("editor", "exporter", "administrator"):
        assert statuses(client, account(role, role), event) == ALL_READ, role


def test_reading_doors_are_closed_to_everyone_else(client, event):
    for user in (account("author", "other"), account("media steward", "steward"), UserFactory()):
        found = statuses(client, user, event)
        # The stock admin sends who asks for an object that it cannot find to its index, with a message.
        assert found.pop("change") in (302, 403), user
        assert found.pop("history") in (302, 403), user
        assert set(found.values()) <= {403, 404}, user
        assert url("changelist") not in client.get(reverse("admin:index")).text or user.username == "other"


def test_visitors_are_sent_to_the_login_page(client, event):
    for door in (*READ_DOORS, "copy"):
        assert knock(client, door, event, method="post" if door == "copy" else None) == 302


def test_an_author_cannot_publish_schedule_or_withdraw(client, author, event):
    client.force_login(author)
    at = timezone.localtime() + datetime.timedelta(days=1)
    schedule = {"languages": ["en"], "at_0": at.strftime("%Y-%m-%d"), "at_1": at.strftime("%H:%M:%S")}
    assert knock(client, "publish", event, {"languages": ["en"]}) == 403
    assert knock(client, "schedule", event, schedule) == 403
    assert knock(client, "withdraw", event, {"languages": ["en"]}) == 403
    assert knock(client, "unschedule", event, method="post") == 403
    send(client, url("change", event.pk), _publish="1")
    assert list(EventEdition.objects.live().values_list("title", flat=True)) == ["Bridges"]
    assert EventEdition.objects.count() == 1


def test_an_editor_publishes_and_withdraws(client, event, editor):
    client.force_login(editor)
    assert knock(client, "publish", event, {"languages": ["en"]}) == 302
    assert list(EventEdition.objects.live().values_list("title", flat=True)) == ["Tunnels"]
    assert knock(client, "withdraw", event, {"languages": ["en"]}) == 302
    assert not EventEdition.objects.live().exists()


def test_an_event_in_review_can_be_read_but_not_changed_by_its_author(client, author, event):
    Event.objects.filter(pk=event.pk).update(stage=Stage.IN_REVIEW)
    further_date(event, "2117-10-13T19:30")
    event.participants.create(person=PersonFactory(name="Ada Guest"))
    event.opening_hours.create(days="17", opens="10:00", closes="18:00")
    assert statuses(client, author, event) == ALL_READ
    page = client.get(url("change", event.pk)).text.replace("\xa0", " ")
    for words in ("6 October 2117, 19:30 in Berlin", "13 October 2117, 19:30 in Berlin", "Ada Guest", "Monday, Sunday"):
        assert words in page, words
    assert 'name="starts_on"' not in page
    assert 'name="_repeat"' not in page
    for door, data in (
        ("change", {"starts_on": "2018", "_continue": "1"}),
        ("restore", None),
        ("links", {"recipient": "Eve", "days": 3}),
    ):
        assert knock(client, door, event, data, method="post") == 403, door
    assert not PreviewLink.objects.exists()
    assert Event.objects.get().span == event.span


def test_who_only_reads_events_changes_and_copies_none(client, event):
    client.force_login(account("exporter", "exporter"))
    assert knock(client, "change", event, {"starts_on": "2018"}) == 403
    assert knock(client, "copy", event, method="post") == 403
    assert client.get(url("add")).status_code == 403
    assert 'action="' + url("copy", event.pk) not in client.get(url("change", event.pk)).text
    assert Event.objects.count() == 1


def test_copying_is_for_who_may_see_the_event(client, author, event, theirs):
    client.force_login(author)
    assert knock(client, "copy", theirs, method="post") == 404
    assert knock(client, "copy", event, method="post") == 302
    copy = Event.objects.latest("pk")
    assert (copy.created_by, copy.working_title) == (author, "Tunnels (copy)")
    assert Event.objects.count() == 3


def test_a_copy_needs_the_token_of_the_form(author, event):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    assert client.post(url("copy", event.pk)).status_code == 403
    assert Event.objects.count() == 1


def test_the_list_shows_authors_their_own_events_only(client, author, event, theirs):
    client.force_login(author)
    page = client.get(url("changelist")).text
    assert "Tunnels" in page
    assert "Secret plans" not in page
    assert client.get(url("changelist"), {"q": "Secret guest"}).context["cl"].result_count == 0


def test_an_author_cannot_feature_hand_over_or_give_away_an_event_whatever_is_sent(client, author, event):
    client.force_login(author)
    other = account("author", "other")
    forged = {
        "is_featured": "on", "stage": "in_review", "created_by": other.pk, "uid": "0" * 32, "revision": "99",
        "sort_key": "1", "precision": "year", "earliest_at": "2000-01-01",
    }  # fmt: skip
    send(client, url("change", event.pk), working_title="Ours", **forged)
    found = Event.objects.get()
    assert (found.working_title, found.is_featured, found.stage, found.created_by) == ("Ours", False, "draft", author)
    assert (found.uid, found.span, found.sort_key, found.precision) == (event.uid, event.span, event.sort_key, "time")


def test_rows_of_another_event_are_not_reached_through_mine(client, author, theirs, event):
    client.force_login(author)
    date, guest = theirs.dates.get(), theirs.participants.get()
    before = [list(rows.values()) for rows in (theirs.dates, theirs.participants, theirs.texts)]
    data = filled(client, url("change", event.pk))
    data |= add_row("dates", 0, id=date.pk, starts_on="2019", event=theirs.pk) | {"dates-INITIAL_FORMS": 1}
    data |= add_row("participants", 0, id=guest.pk, person=guest.person_id, event=theirs.pk, DELETE="on")
    data |= {"participants-INITIAL_FORMS": 1, "texts-0-id": theirs.texts.get().pk, "texts-0-title": "Stolen"}
    client.post(url("change", event.pk), data)
    client.post(url("change", event.pk), data | {"dates-0-DELETE": "on", "texts-0-event": theirs.pk})
    assert [list(rows.values()) for rows in (theirs.dates, theirs.participants, theirs.texts)] == before


def test_more_rows_than_a_browser_sends_are_refused(client, author, event):
    client.force_login(author)
    data = filled(client, url("change", event.pk), **{"dates-TOTAL_FORMS": "5000", "participants-TOTAL_FORMS": "x"})
    assert client.post(url("change", event.pk), data).status_code == 200
    assert not event.dates.exists()


@pytest.mark.parametrize(
    "query",
    [
        "created_by__username=eve",
        "editions__body__contains=x",
        "texts__body__contains=x",
        "participants__person__note__contains=x",
        "venue__city=1",
    ],
)
def test_the_list_is_filtered_by_nothing_but_its_filters(client, author, event, query):
    client.force_login(author)
    response = client.get(url("changelist"), dict([query.split("=")]))
    assert response.status_code == 400 or response["Location"].endswith("?e=1")


@pytest.mark.parametrize(
    "address",
    [
        "events_venue_changelist?event={event}",
        "events_venue_changelist?eventedition__isnull=0",
        "events_organiser_changelist?event__id__exact={event}",
        "events_series_changelist?event={event}",
        "cities_city_changelist?event={event}",
        "media_picture_changelist?event={event}",
    ],
)
def test_no_list_tells_what_hidden_events_refer_to(client, author, theirs, address):
    client.force_login(author)
    name, _mark, query = address.format(event=theirs.pk).partition("?")
    assert client.get(f"{reverse(f'admin:{name}')}?{query}").status_code in (400, 302)


@pytest.mark.parametrize(
    "field", ["event&field_name=created_by", "eventtext&field_name=event", "eventdate&field_name=event",
              "participant&field_name=event", "eventedition&field_name=event"],
)  # fmt: skip
def test_autocomplete_offers_no_hidden_event(client, author, theirs, field):
    client.force_login(author)
    response = client.get(f"{reverse('admin:autocomplete')}?term=&app_label=events&model_name={field}")
    assert response.status_code == 403 or not {"Secret plans", "eve"} & {
        result["text"] for result in response.json()["results"]
    }


@pytest.mark.parametrize("name", ["venue", "organisers", "series"])
def test_autocomplete_of_places_is_for_who_may_see_them(client, author, theirs, name):
    address = f"{reverse('admin:autocomplete')}?term=&app_label=events&model_name=event&field_name={name}"
    for user, expected in ((author, 200), (account("media steward", "steward"), 403), (UserFactory(), 403)):
        client.force_login(user)
        assert client.get(address).status_code == expected, user
    client.force_login(author)
    assert "Secret plans" not in client.get(address).text


def test_deleted_events_come_back_only_through_editors(client, author, event):
    client.force_login(author)
    assert client.get(url("recoverlist")).status_code == 403
    client.force_login(account("editor", "second-editor"))
    assert client.get(url("recoverlist")).status_code == 200


def test_an_author_makes_venues_and_changes_none(client, author, theirs):
    client.force_login(author)
    venue = theirs.venue
    assert client.get(reverse("admin:events_venue_add")).status_code == 200
    assert client.get(reverse("admin:events_series_add")).status_code == 403
    assert client.post(reverse("admin:events_venue_change", args=[venue.pk]), {"name_en": "X"}).status_code == 403
    assert client.post(reverse("admin:events_venue_delete", args=[venue.pk]), {"post": "yes"}).status_code == 403
    venue.refresh_from_db()
    assert venue.name_en != "X"


def test_a_venue_names_where_it_is_used_to_who_may_see_it(client, author, editor, theirs):
    address = reverse("admin:events_venue_change", args=[theirs.venue.pk])
    client.force_login(author)
    page = client.get(address).text
    assert "Secret plans" not in page
    assert "<li>1 more</li>" in page
    client.force_login(editor)
    assert "Secret plans" in client.get(address).text
    response = client.post(reverse("admin:events_venue_delete", args=[theirs.venue.pk]), {"post": "yes"})
    assert "Secret plans" in response.text
    theirs.venue.refresh_from_db()
