"""What the entries of calendar files say, read by RFC 5545 alone (`tests.dates.ical_reader`)."""

import datetime

import pytest

from sistercities.dates.ical.writing import one_line, plain
from sistercities.publishing.operations import publish
from tests.events.calendars import LIST, said, titles
from tests.factories import EventFactory, EventTextFactory, UserFactory, VenueFactory, further_date, publish_event

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2017, 10, 3, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def test_entry_says_all_of_an_event(office, calendar_lines):
    venue = VenueFactory(
        name_en="The Hall", street_address="Main Street 1", postal_code="10117", city=office.home_city,
        latitude="52.51", longitude="13.39",
    )  # fmt: skip
    words = {"title": "An evening", "slug": "an-evening", "summary": "First, second; third.\nFourth.", "room": "Room 2"}
    (edition,) = publish_event(
        when="2017-10-06T19:30/2017-10-06T22:00", kind="talk", venue=venue, words=words, attendance="mixed",
        online_url="https://example.org/live",
    )  # fmt: skip
    found = calendar_lines()
    assert found[found.index("BEGIN:VEVENT") : found.index("END:VEVENT")] == [
        "BEGIN:VEVENT",
        f"UID:{edition.uid}",
        "DTSTAMP:20171003T120000Z",
        "LAST-MODIFIED:20171003T120000Z",
        "SEQUENCE:0",
        "DTSTART;TZID=Europe/Berlin:20171006T193000",
        "DTEND;TZID=Europe/Berlin:20171006T220000",
        "SUMMARY:An evening",
        r"DESCRIPTION:First\, second\; third.\nFourth.\n\nhttps://example.org/live\n\n"
        "http://testserver/en/events/an-evening/",
        r"LOCATION:Room 2\, The Hall\, Main Street 1\, 10117 Berlin",
        "GEO:52.51000;13.39000",
        "URL:http://testserver/en/events/an-evening/",
        "CATEGORIES:Talk",
        "CONFERENCE;VALUE=URI;LABEL=Online:https://example.org/live",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
    ]


def test_head_names_the_list_and_where_it_comes_from(office, calendar_lines):
    publish_event(kind="film")
    found = calendar_lines(f"{LIST}?kind=film")
    assert found[: found.index("BEGIN:VTIMEZONE")] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sister Cities//Calendar//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Events: Film – Sister Cities Berlin",
        "X-WR-CALNAME:Events: Film – Sister Cities Berlin",
        "URL:http://testserver/en/events/?kind=film",
        "SOURCE;VALUE=URI:http://testserver/en/events/calendar.ics?kind=film",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
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
    file = calendar()
    assert file.moment(file.events[0], "DTSTART") == edition.starts_at


@pytest.mark.parametrize(
    ("zone", "when", "start", "end"),
    [
        ("Europe/Berlin", "2017-10-29T01:30/2017-10-29T03:30", "20171029T013000", "20171029T033000"),
        ("Europe/Berlin", "2017-10-29T02:30+02:00/2017-10-29T02:30+01:00", "20171029T023000", "20171029T013000Z"),
        ("America/Los_Angeles", "2017-11-05T01:50-07:00/2017-11-05T01:10-08:00", "20171105T015000", "20171105T091000Z"),
        ("America/Los_Angeles", "2018-03-11T01:30/2018-03-11T03:30", "20180311T013000", "20180311T033000"),
    ],
)
def test_evening_across_a_change_of_clocks_ends_when_it_ends(office, calendar, zone, when, start, end):
    (edition,) = publish_event(when=when, time_zone=zone)
    file = calendar()
    (event,) = file.events
    assert said(event, "DTSTART", "DTEND") == [start, end]
    assert [file.moment(event, name) for name in ("DTSTART", "DTEND")] == [edition.starts_at, edition.ends_at]


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


def test_direction_mark_in_one_part_of_a_place_leaves_the_others_alone(office, calendar):
    venue = VenueFactory(
        name_en="\N{RIGHT-TO-LEFT OVERRIDE}llaH", street_address="Main Street 1", city=office.home_city
    )
    publish_event(when="2017-10-06", venue=venue, words={"room": "\N{LEFT-TO-RIGHT ISOLATE}R"})
    (entry,) = calendar().events
    assert str(entry["LOCATION"]) == "\u2066R\u2069, \u202ellaH\u202c, Main Street 1, Berlin"


HOSTILE = [
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:two",
    "\\n \\, ; : \" ' ^n ^^ %0d%0a",
    "\N{RIGHT-TO-LEFT OVERRIDE}dednuob\u2028\x85\x0b",
    "\ufeff👩‍👩‍👧" * 12,
    "ü" * 160,
]


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_title_comes_back_as_it_is_shown(office, calendar, title):
    EventTextFactory(event=(event := EventFactory(when="2017-10-06T19:30")), title="x", slug="x", summary=title)
    event.texts.update(title=title)
    publish(event, UserFactory())
    for path in (LIST, "/en/events/x/calendar.ics"):
        (entry,) = calendar(path).events
        assert str(entry["SUMMARY"]) == one_line(title)
        assert str(entry["DESCRIPTION"]) == f"{plain(title)}\n\nhttp://testserver/en/events/x/"


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
