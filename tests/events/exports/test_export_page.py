"""The export page: what it asks, shows, refuses and hands out."""

import struct
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from events.admin.delivery import COMPLETE
from events.exports.column_table import DEFAULT
from events.models import ExportProfile
from sistercities.publishing.models import AuditEntry
from tests.events.conftest import account
from tests.factories import EventFactory, EventTextFactory, UserFactory, further_date, publish_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

URL = "/admin/events/event/export/"
#: What a browser sends of the page with two columns.
FORM = {"period": "", "state": "public", "language": "en", "clock": "event", "header": "labels", "format": "csv"}


def send(client, button, **fields):
    return client.post(URL, {**FORM, "columns": ["title", "from"], button: "1", **fields})


def body(response):
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_the_page_opens_with_what_is_to_come_and_the_usual_columns(exporter):
    publish_event(words={"title": "Film night"}, when="2099-10-06")
    publish_event(words={"title": "Long ago"}, when="2001-10-06")
    response = exporter.get(URL)
    preview = response.context["preview"]
    assert [row[0] for row in preview["rows"]] == ["Film night"]
    assert preview["count"] == 1
    assert [column["key"] for column in response.context["form"].column_rows if column["is_on"]] == list(DEFAULT)


def test_a_preview_has_an_address_that_opens_the_same_list(exporter):
    publish_event(words={"title": "Film night"}, when="2017-10-06", kind="film")
    publish_event(words={"title": "A talk"}, when="2017-10-07", kind="talk")
    response = send(exporter, "_preview", kinds=["talk"], first="2017-10-01", format="csv", separator="tab")
    address = urlsplit(response["Location"])
    assert (response.status_code, address.path) == (302, URL)
    assert parse_qs(address.query) == {
        "first": ["2017-10-01"],
        "kinds": ["talk"],
        "state": ["public"],
        "columns": ["title", "from"],
        "separator": ["tab"],
        "language": ["en"],
        "format": ["csv"],
    }
    opened = exporter.get(response["Location"])
    assert opened.context["preview"]["rows"] == [("A talk", "2017-10-07")]
    assert opened.context["form"].query == address.query


def test_the_numbers_beside_the_columns_put_them_in_order(exporter):
    response = send(
        exporter,
        "_preview",
        columns=["title", "from", "uid"],
        **{"place-title": "3", "place-from": "1", "place-uid": "2"},
    )
    assert parse_qs(urlsplit(response["Location"]).query)["columns"] == ["from", "uid", "title"]


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"first": "2017-13-01"}, "first", "“2017-13-01” is no day. Write it as 2017-10-06."),
        ({"first": "2017-10-02", "last": "2017-10-01"}, "last", "The last day comes before the first one."),
        ({"city": "999"}, "city", "“999” is none of the choices."),
        ({"kinds": ["opera"]}, "kinds", "“opera” is none of the choices."),
        ({"state": "secret"}, "state", "“secret” is none of the choices."),
        ({"language": "fr"}, "language", "“fr” is none of the choices."),
        ({"format": "exe"}, "format", "“exe” is none of the choices."),
        ({"columns": []}, "__all__", "Choose at least one column."),
        ({"place-title": "first"}, "__all__", "“first” is no place in the order: use 1, 2, 3."),
        ({"events": ["1; DROP TABLE"]}, "events", "“1; DROP TABLE” is none of the choices."),
    ],
)
@pytest.mark.parametrize("button", ["_preview", "_download", "_save_new"])
def test_a_mistake_is_named_at_its_field_and_everything_typed_is_kept(exporter, button, fields, field, message):
    response = send(
        exporter,
        button,
        last=fields.get("last", "2017-12-31"),
        name="Mine",
        **({key: value for key, value in fields.items() if key != "last"}),
    )
    assert response.status_code == 200
    assert dict(response.context["form"].errors) == {field: [message]}
    page = response.content.decode()
    assert f'value="{fields.get("last", "2017-12-31")}"' in page
    assert not ExportProfile.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_download_is_a_file_with_a_dated_name_and_stands_in_the_audit_trail(exporter, time_machine):
    time_machine.move_to("2017-09-01 12:00Z", tick=False)
    exporter.force_login(exporter.exporter)
    publish_event(words={"title": "Film night"}, when="2017-10-06")
    response = send(exporter, "_download", period="upcoming")
    assert response["Content-Disposition"] == 'attachment; filename="events-2017-09-01.csv"'
    assert response["Cache-Control"] == "private, no-store"
    assert body(response) == "Title,From\r\nFilm night,2017-10-06\r\n"
    assert list(AuditEntry.objects.filter(action="exported").values_list("action", "username", "detail")) == [
        ("exported", "exporter", "CSV, 1 row. Period: From today on; Public state: Public now")
    ]


def test_a_script_gets_the_rows_that_are_done_with_every_piece(exporter):
    publish_event(words={"title": "Film night"}, when="2017-10-06")
    response = exporter.post(URL, {**FORM, "columns": ["title"], "_download": "1"}, headers={"X-Export-Frames": "1"})
    assert (response["X-Export-Total"], response["X-Export-Type"]) == ("1", "text/csv; charset=utf-8")
    found, data = [], b"".join(response.streaming_content)
    while data:
        rows, length = struct.unpack(">II", data[:8])
        if length == COMPLETE:
            found.append((rows, "complete"))
            assert len(data) == 8
            break
        found.append((rows, data[8 : 8 + length].decode("utf-8-sig")))
        data = data[8 + length :]
    assert found[-1] == (1, "complete")
    assert "".join(text for _rows, text in found[:-1]) == "Title\r\nFilm night\r\n"


def test_only_manuscripts_that_are_asked_for_leave_the_desk(exporter):
    publish_event(words={"title": "Public"}, when="2017-10-06")
    EventTextFactory(event=EventFactory(when="2017-10-07"), title="A draft")
    assert body(send(exporter, "_download", columns=["title"])) == "Title\r\nPublic\r\n"
    assert body(send(exporter, "_download", columns=["title"], state="draft")) == "Title\r\nA draft\r\n"


def test_selected_events_open_the_page_with_exactly_them(exporter):
    [first], [second] = (publish_event(words={"title": title}, when="2017-10-06") for title in ("One", "Two"))
    EventTextFactory(event=EventFactory(when="2017-10-07"), title="Not chosen")
    url = reverse("admin:events_event_changelist")
    chosen = [first.event.pk, second.event.pk]
    response = exporter.post(url, {"action": "export_selected", "_selected_action": chosen, "index": 0})
    query = parse_qs(urlsplit(response["Location"]).query)
    assert sorted(query["events"]) == sorted(str(edition.event.uid) for edition in (first, second))
    opened = exporter.get(response["Location"])
    assert sorted(row[0] for row in opened.context["preview"]["rows"]) == ["One", "Two"]


def test_all_events_of_a_filtered_list_can_be_chosen_even_if_no_address_holds_them(exporter):
    for number in range(101):
        EventTextFactory(event=EventFactory(when="2017-10-06", kind="talk"), title=f"Talk {number}")
    EventTextFactory(event=EventFactory(when="2017-10-06", kind="film"), title="A film")
    url = reverse("admin:events_event_changelist") + "?kind__exact=talk"
    some = EventTextFactory._meta.model.objects.filter(event__kind="talk").values_list("event", flat=True)[:50]
    response = exporter.post(
        url, {"action": "export_selected", "_selected_action": list(some), "select_across": "1", "index": 0}
    )
    assert response.status_code == 200
    assert (response.context["preview"]["count"], response.context["preview"]["is_too_long"]) == (101, True)
    assert len(response.context["form"].selection.events) == 101
    again = send(exporter, "_preview", events=response.context["form"].selection.events, state="any")
    assert again.context["preview"]["count"] == 101


#: Manuscripts come from two tables, main dates and further ones; only what is longer than the preview is counted.
QUERIES = {("public", 1): 7, ("public", 3): 7, ("public", 12): 8, ("any", 1): 9, ("any", 3): 9, ("any", 12): 11}


@pytest.mark.parametrize(("state", "count"), QUERIES)
def test_the_page_takes_the_same_queries_whatever_it_lists(exporter, state, count, django_assert_num_queries):
    for _number in range(count):
        publish_event(when="2099-10-06")
    exporter.get(URL)
    with django_assert_num_queries(QUERIES[state, count]) as found:
        page = exporter.get(URL, {"state": state})
    assert page.context["preview"]["count"] == count
    # A hundred thousand rows would be read and sorted for the ten that are shown.
    read = [query["sql"] for query in found.captured_queries if "x_uid" in query["sql"]]
    assert len(read) == {"public": 1, "any": 2}[state]
    assert all(sql.endswith("LIMIT 10") for sql in read)


@pytest.mark.parametrize("first", ["main", "further"])
def test_a_preview_of_manuscripts_has_the_first_rows_of_both_kinds_of_dates(exporter, first):
    """All that is shown may be main dates, or further ones of a single event."""
    talk = EventTextFactory(title="Weekly talk", event=EventFactory(when="2099-01-01")).event
    for day in range(1, 13):
        further_date(talk, f"2099-{'03' if first == 'main' else '02'}-{day:02}")
        EventTextFactory(title="Other", event=EventFactory(when=f"2099-{'02' if first == 'main' else '03'}-{day:02}"))
    page = exporter.get(URL, {"state": "any", "columns": ["title", "from"]})
    preview = page.context["preview"]
    days = [f"2099-02-{day:02}" for day in range(1, 10)]
    title = "Other" if first == "main" else "Weekly talk"
    assert preview["rows"] == [("Weekly talk", "2099-01-01"), *((title, day) for day in days)]
    assert preview["count"] == 25


@pytest.mark.parametrize("role", ["author", "media steward"])
def test_who_may_not_export_finds_every_door_closed(client, role):
    user = account(role, "nobody")
    profile = ExportProfile.objects.create(name="Mine", owner=user, format="csv")
    client.force_login(user)
    args = [profile.pk]
    doors = [
        (client.get, URL, {}),
        (client.post, URL, {**FORM, "columns": ["title"], "_download": "1"}),
        (client.get, reverse("admin:events_event_export_profiles"), {}),
        (client.get, reverse("admin:events_event_export_profile", args=args), {}),
        (client.post, reverse("admin:events_event_export_run", args=args), {}),
        (client.get, reverse("admin:events_event_export_edit", args=args), {}),
        (client.post, reverse("admin:events_event_export_delete", args=args), {}),
        (client.post, reverse("admin:events_event_export_address", args=args), {"recipient": "Eve"}),
        (client.post, reverse("admin:events_event_export_revoke", args=[profile.pk, 1]), {}),
    ]
    assert [call(url, data).status_code for call, url, data in doors] == [403] * len(doors)
    assert ExportProfile.objects.count() == 1
    assert not AuditEntry.objects.filter(action="exported").exists()


def test_visitors_are_sent_to_the_login_page(client):
    assert client.get(URL)["Location"].startswith("/admin/login/")


def test_the_list_of_events_leads_to_the_page_only_who_may_export(client, office):
    for role, shown in (("exporter", True), ("editor", True), ("author", False)):
        client.force_login(account(role, role))
        page = client.get(reverse("admin:events_event_changelist"))
        assert (URL in page.content.decode()) is shown
        assert (
            any(name == "export_selected" for name, _label in page.context["action_form"].fields["action"].choices)
            is (shown)
            if page.context["action_form"]
            else not shown
        )


def test_other_peoples_profiles_look_like_missing_ones(exporter):
    theirs = ExportProfile.objects.create(name="Theirs", owner=UserFactory(), format="csv")
    statuses = {
        door: exporter.get(reverse(f"admin:events_event_export_{door}", args=[pk])).status_code
        for pk in (theirs.pk, 99999)
        for door in ("profile", "edit", "delete")
    }
    assert set(statuses.values()) == {404}
    assert exporter.post(reverse("admin:events_event_export_run", args=[theirs.pk])).status_code == 404
    assert exporter.get(f"{URL}?profile={theirs.pk}").status_code == 404
    assert "Theirs" not in exporter.get(reverse("admin:events_event_export_profiles")).content.decode()
