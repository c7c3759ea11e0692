"""Calendar files of lists and of events, read with the icalendar package."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from events.models import Event
from sistercities.publishing.operations import publish, withdraw
from tests.dates.ical_rules import breaches
from tests.factories import (
    EventFactory,
    EventTextFactory,
    UserFactory,
    VenueFactory,
    further_date,
    publish_event,
    span_of,
)

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2017, 10, 3, 12, tzinfo=datetime.UTC)
LIST = "/en/events/calendar.ics"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def calendar(client):
    """The calendar at an address; what breaks the rules of RFC 5545 fails the test."""

    def calendar(path=LIST):
        response = client.get(path)
        assert response.status_code == 200, path
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert breaches(body) == []
        return Calendar.from_ical(body)

    return calendar


def said(component, *names):
    return [component[name].to_ical().decode() if name in component else None for name in names]


def titles(found):
    return [str(event["SUMMARY"]) for event in found.events]


def again(event, by=None, **changes):
    """Publish the event once more with these changes."""
    event = Event.objects.get(pk=event.pk)
    if when := changes.pop("when", None):
        event.set_span(span_of(when, event.zone_name))
    for name, value in changes.items():
        setattr(event, name, value)
    event.save()
    publish(event, by or UserFactory())
    return event


def test_entry_says_all_of_an_event(office, calendar):
    venue = VenueFactory(
        name_en="The Hall", street_address="Main Street 1", postal_code="10117", city=office.home_city,
        latitude="52.51", longitude="13.39",
    )  # fmt: skip
    words = {"title": "An evening", "slug": "an-evening", "summary": "First, second; third.\nFourth.", "room": "Room 2"}
    (edition,) = publish_event(
        when="2017-10-06T19:30/2017-10-06T22:00", kind="talk", venue=venue, words=words, attendance="mixed",
        online_url="https://example.org/live",
    )  # fmt: skip
    (event,) = calendar().events
    assert {name: value.to_ical().decode() for name, value in event.items()} == {
        "UID": str(edition.uid),
        "DTSTAMP": "20171003T120000Z",
        "LAST-MODIFIED": "20171003T120000Z",
        "SEQUENCE": "0",
        "DTSTART": "20171006T193000",
        "DTEND": "20171006T220000",
        "SUMMARY": "An evening",
        "DESCRIPTION": r"First\, second\; third.\nFourth.\n\nhttps://example.org/live\n\n"
        "http://testserver/en/events/an-evening/",
        "LOCATION": r"Room 2\, The Hall\, Main Street 1\, 10117 Berlin",
        "GEO": "52.51;13.39",
        "URL": "http://testserver/en/events/an-evening/",
        "CATEGORIES": "Talk",
        "CONFERENCE": "https://example.org/live",
        "STATUS": "CONFIRMED",
        "TRANSP": "OPAQUE",
    }
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"


def test_head_names_the_list_and_where_it_comes_from(office, calendar):
    publish_event(kind="film")
    head = calendar(f"{LIST}?kind=film")
    names = ("PRODID", "VERSION", "METHOD", "NAME", "X-WR-CALNAME", "URL", "SOURCE", "REFRESH-INTERVAL")
    assert said(head, *names) == [
        "-//Sister Cities//Calendar//EN",
        "2.0",
        "PUBLISH",
        "Events: Film – Sister Cities Berlin",
        "Events: Film – Sister Cities Berlin",
        "http://testserver/en/events/?kind=film",
        "http://testserver/en/events/calendar.ics?kind=film",
        "PT1H",
    ]


@pytest.mark.parametrize(
    ("zone", "when"),
    [
        ("Europe/Berlin", "2018-03-25T01:59"),  # before the clocks go forward
        ("Europe/Berlin", "2018-03-25T03:00"),
        ("Europe/Berlin", "2017-10-29T02:30+02:00"),  # the hour that comes twice
        ("Europe/Berlin", "2017-10-29T02:30+01:00"),
        ("America/Los_Angeles", "2018-03-11T03:00"),
        ("America/Los_Angeles", "2017-11-05T01:30-07:00"),
        ("America/Los_Angeles", "2017-11-05T01:30-08:00"),
        ("Australia/Lord_Howe", "2018-04-01T01:45+10:30"),
        ("Africa/Casablanca", "2018-05-20T12:00"),
        ("Asia/Kathmandu", "2018-01-01T00:00"),
    ],
)
def test_moment_is_that_of_the_page_at_every_change_of_clocks(office, calendar, zone, when):
    (edition,) = publish_event(when=when, time_zone=zone)
    (event,) = calendar().events
    assert event["DTSTART"].dt.astimezone(datetime.UTC) == edition.starts_at
    if event["DTSTART"].dt.tzinfo != datetime.UTC:
        assert event["DTSTART"].dt.replace(tzinfo=None) == edition.starts_at.astimezone(ZoneInfo(zone)).replace(
            tzinfo=None
        )


@pytest.mark.parametrize(
    ("when", "facts", "start", "end", "transparent"),
    [
        ("2017-10-04", {}, "20171004", "20171005", True),
        ("2017-10-04/2017-10-05", {}, "20171004", "20171006", True),
        ("2017-12-31", {}, "20171231", "20180101", True),
        ("2017-10-04T19:30", {}, "20171004T193000", None, False),
        ("2017-10-04T22:00/2017-10-05T02:00", {}, "20171004T220000", "20171005T020000", False),
        ("2017-10-04T10:00/2017-10-08", {}, "20171004T100000", "20171009T000000", False),
        ("2017-10-04T10:00/2017-11", {}, "20171004T100000", None, False),
        ("2017-10-04/2017-11", {}, "20171004", None, True),
        ("2017-09-01/2017-12-31", {"is_run": True}, "20170901", "20180101", True),
        ("2017-10-04T18:00/2017-12-31T17:00", {"is_run": True}, "20171004", "20180101", True),
        ("2017-10-04T18:00", {"is_run": True}, "20171004T180000", None, False),
    ],
)
def test_start_and_exclusive_end(office, calendar, when, facts, start, end, transparent):
    publish_event(when=when, **facts)
    (event,) = calendar().events
    assert said(event, "DTSTART", "DTEND") == [start, end]
    assert event["TRANSP"] == ("TRANSPARENT" if transparent else "OPAQUE")


def test_fuzzy_dates_come_only_when_asked_for(office, calendar):
    for when in ["2017-11-15", "2017-11", "2017-23", "2018", ""]:
        publish_event(when=when, words={"title": when or "Date to follow"})
    assert titles(calendar()) == ["2017-11-15"]
    found = {str(event["SUMMARY"]): event for event in calendar(f"{LIST}?tentative=1").events}
    assert set(found) == {"2017-11-15", "2017-11", "2017-23", "2018"}
    names = ("DTSTART", "DTEND", "STATUS", "TRANSP")
    assert said(found["2017-11"], *names) == ["20171101", "20171201", "TENTATIVE", "TRANSPARENT"]
    assert said(found["2017-23"], *names) == ["20170901", "20171201", "TENTATIVE", "TRANSPARENT"]
    assert said(found["2018"], *names) == ["20180101", "20190101", "TENTATIVE", "TRANSPARENT"]
    assert str(found["2017-11"]["DESCRIPTION"]).startswith("November\N{NO-BREAK SPACE}2017\n\n")


def test_editors_words_for_the_date_stand_in_the_description(office, calendar):
    publish_event(when="2017-11", words={"date_note": "After the Art Week"})
    (event,) = calendar(f"{LIST}?tentative=1").events
    assert str(event["DESCRIPTION"]).startswith("After the Art Week\n\n")


def test_further_dates_are_entries_of_their_own(office, calendar):
    event = EventFactory(when="2017-10-06T19:30")
    later = further_date(event, "2017-10-13T19:30")
    off = further_date(event, "2017-10-20T19:30", is_cancelled=True)
    publish_event(event=event, words={"title": "Weekly"})
    found = calendar()
    assert [str(entry["UID"]) for entry in found.events] == [str(date.uid) for date in (event, later, off)]
    assert [str(entry["STATUS"]) for entry in found.events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert titles(found) == ["Weekly", "Weekly", "Cancelled: Weekly"]


def test_cancelled_is_said_for_thirty_days_and_then_left_out(office, calendar, clock):
    event = EventFactory(when="2018-05-01T20:00")
    publish_event(event=event, words={"title": "Gala", "slug": "gala"})
    again(event, status="cancelled")
    for days, expected in ((0, ["Cancelled: Gala"]), (30, ["Cancelled: Gala"]), (31, [])):
        clock.move_to(NOW + datetime.timedelta(days=days), tick=False)
        found = calendar()
        assert titles(found) == expected
        assert [str(entry["STATUS"]) for entry in found.events] == ["CANCELLED"] * len(expected)
    # Its own file goes on saying so.
    assert titles(calendar("/en/events/gala/calendar.ics")) == ["Cancelled: Gala"]


def test_postponed_is_tentative_and_blocks_no_time(office, calendar):
    publish_event(when="2017-10-06T19:30", status="postponed", words={"title": "Gala", "status_note": "A strike."})
    (event,) = calendar().events
    assert said(event, "SUMMARY", "STATUS", "TRANSP") == ["Postponed: Gala", "TENTATIVE", "TRANSPARENT"]
    assert str(event["DESCRIPTION"]).startswith("A strike.\n\n")


def test_sequence_and_last_modified_grow_with_a_move(office, calendar, clock):
    event = EventFactory(when="2017-10-06T19:30")
    publish_event(event=event)
    clock.shift(3600)
    again(event, when="2017-10-07T19:30", status="rescheduled")
    (entry,) = calendar().events
    names = ("UID", "SEQUENCE", "LAST-MODIFIED", "DTSTAMP", "DTSTART")
    assert said(entry, *names) == [str(event.uid), "1", "20171003T130000Z", "20171003T130000Z", "20171007T193000"]


def test_changed_venue_is_a_modification(office, calendar, clock):
    venue = VenueFactory(name_en="The Hall", city=office.home_city)
    publish_event(when="2017-10-06T19:30", venue=venue)
    clock.shift(3600)
    venue.street_address = "Side Street 2"
    venue.save()
    (entry,) = calendar().events
    assert said(entry, "SEQUENCE", "LAST-MODIFIED") == ["0", "20171003T130000Z"]


def test_bytes_stay_the_same_until_something_changes(office, client, clock):
    event = EventFactory(when="2017-12-06T19:30")
    publish_event(event=event)
    publish_event(when="2016-10-01")
    first = client.get(LIST)
    clock.move_to(datetime.datetime(2017, 10, 31, 23, 59, tzinfo=datetime.UTC), tick=False)
    assert client.get(LIST).content == first.content
    again = client.get(LIST, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    clock.shift(60)  # a new month: October of the year before goes
    assert client.get(LIST).headers["ETag"] != first.headers["ETag"]
    event.texts.update(title="Other title")
    publish(event, UserFactory())
    assert b"SUMMARY:Other title" in client.get(LIST).content


def test_online_event_has_its_link_where_programs_show_it(office, calendar):
    venue = VenueFactory(city=office.home_city)
    publish_event(when="2017-10-06T19:30", attendance="online", online_url="https://example.org/ü", venue=venue)
    publish_event(when="2017-10-07T19:30", attendance="online")
    first, second = calendar().events
    assert said(first, "LOCATION", "CONFERENCE", "GEO") == ["https://example.org/ü", "https://example.org/%C3%BC", None]
    assert first["CONFERENCE"].params == {"VALUE": "URI", "LABEL": "Online"}
    assert said(second, "LOCATION", "CONFERENCE") == ["Online", None]


def test_text_of_another_language_is_marked(office, calendar):
    event = EventFactory(when="2017-10-06T19:30")
    EventTextFactory(event=event, language="en", title="Evening", slug="evening")
    publish(event, UserFactory())
    (entry,) = calendar("/de/veranstaltungen/calendar.ics").events
    assert entry["SUMMARY"].params == {"LANGUAGE": "en"}
    assert entry["DESCRIPTION"].params == {"LANGUAGE": "en"}
    assert str(entry["URL"]) == "http://testserver/de/veranstaltungen/evening/"
    (entry,) = calendar().events
    assert entry["SUMMARY"].params == {}


def test_identity_is_the_same_in_every_language_and_wherever_the_site_moves(office, calendar, settings):
    publish_event(["en", "de"], when="2017-10-06T19:30")
    (before,) = calendar().events
    settings.SITE_URL = "https://elsewhere.example"
    (after,) = calendar("/de/veranstaltungen/calendar.ics").events
    assert before["UID"] == after["UID"]
    assert str(after["URL"]).startswith("https://elsewhere.example/de/veranstaltungen/")


def test_withdrawn_event_is_gone_from_the_list(office, calendar):
    event = EventFactory(when="2017-10-06T19:30")
    publish_event(event=event, words={"slug": "gone"})
    withdraw(event, UserFactory())
    found = calendar()
    assert titles(found) == []
    assert [str(zone["TZID"]) for zone in found.walk("VTIMEZONE")] == ["Europe/Berlin"]  # else it were no calendar
