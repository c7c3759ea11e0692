"""A thousand events of every zone, precision, status and text, written as a calendar and read again. No database."""

import datetime
from zoneinfo import ZoneInfo

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from events.calendar.entries import entries
from events.calendar.reading import CalendarRow
from events.models.choices import Attendance, EventKind, EventStatus
from sistercities.cities.zones import zone_names
from sistercities.dates.ical.calendars import Calendar, write
from sistercities.dates.ical.writing import one_line, plain, uri
from sistercities.dates.partial import PartialDate
from sistercities.dates.spans import Span
from tests.dates.ical_reader import File
from tests.dates.ical_rules import breaches

UTC = datetime.UTC
DAY = datetime.timedelta(days=1)
#: Events in a file, and files in one run: a thousand events.
EVENTS, FILES = 10, 100

#: Any text, and what has been an attack on some reader of calendars.
TEXTS = st.text(max_size=80) | st.sampled_from(
    [
        "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:a@example.org",
        "\\n \\; \\, ^n ^' \" : ; ,",
        "\N{RIGHT-TO-LEFT OVERRIDE}gnirts\u2028\x85\x0b\x00\ufeff",
        "\N{FAMILY}\N{ZERO WIDTH JOINER}ü€" * 20,
        " BEGIN:VALARM",
        "\udcff\ufffe",
    ]
)
ADDRESSES = st.sampled_from(
    ["", "https://example.org/ü?a=b;c,d#e", "http://example.org/%zz{|}^", "mailto:a@example.org", "//x", "javascript:1"]
)


#: Changes of clocks.
EDGES = [
    ("Europe/Berlin", datetime.datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Berlin", datetime.datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/Los_Angeles", datetime.datetime(2026, 3, 8, 10, tzinfo=UTC)),
    ("America/Los_Angeles", datetime.datetime(2026, 11, 1, 9, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime.datetime(2026, 4, 4, 15, tzinfo=UTC)),
]


@st.composite
def starts(draw):
    """A zone and a moment: any, or one within two hours of a change of clocks."""
    if draw(st.booleans()):
        zone, edge = draw(st.sampled_from(EDGES))
        return zone, edge + datetime.timedelta(minutes=draw(st.integers(-120, 120)))
    first, last = draw(st.sampled_from([(1890, 1930), (1970, 2050), (2020, 2040), (2090, 2999)]))
    moments = st.datetimes(datetime.datetime(first, 1, 2), datetime.datetime(last, 12, 29), timezones=st.just(UTC))
    return draw(st.sampled_from(zone_names())), draw(moments).replace(second=0, microsecond=0)


@st.composite
def spans(draw):
    zone, start = draw(starts())
    length = draw(st.sampled_from([None, 0, 1, 30, 90, 24 * 60, 40 * 24 * 60]) | st.integers(0, 5000))
    precision = draw(st.sampled_from(["time", "time", "time", "day", "month", "season", "year"]))
    if precision == "time":
        end = None if length is None else start + datetime.timedelta(minutes=length)
        return Span.of_times(zone, start, end)
    day = start.date()
    on = {
        "day": PartialDate.from_date(day),
        "month": PartialDate(day.year, day.month),
        "season": PartialDate(day.year, season=21 + day.month % 4),
        "year": PartialDate(day.year),
    }[precision]
    if length is None or precision != "day":
        return Span(zone, on)
    return Span(zone, on, None, PartialDate.from_date(day + length // 1440 * DAY))


@st.composite
def rows(draw):
    span, has_venue = draw(spans()), draw(st.booleans())
    moments = st.datetimes(datetime.datetime(2020, 1, 1), datetime.datetime(2030, 1, 1), timezones=st.just(UTC))
    degrees = st.decimals(-90, 90, places=5)
    venue = {
        "venue": draw(st.uuids(version=4)),  # of one venue all rows say the same
        "venue_name": draw(TEXTS),
        "venue_street_address": draw(TEXTS),
        "venue_postal_code": draw(st.text(max_size=8)),
        "venue_city": None,
        "venue_latitude": draw(degrees),
        "venue_longitude": draw(st.none() | degrees),
        "venue_changed_at": draw(moments),
        "town_changed_at": draw(moments),
    }
    return CalendarRow(
        uid=draw(st.uuids(version=4)),
        position=draw(st.integers(0, 1)),
        is_cancelled=draw(st.booleans()),
        time_zone=span.zone,
        precision=span.precision,
        starts_on=span.starts_on,
        starts_at=span.starts_at,
        ends_on=span.ends_on,
        ends_at=span.ends_at,
        first_on=span.first_day,
        last_on=span.last_day,
        latest_at=span.latest_at,
        language=draw(st.sampled_from(["en", "de"])),
        slug="an-event",
        title=draw(TEXTS),
        summary=draw(TEXTS),
        date_note=draw(st.just("") | TEXTS),
        status_note=draw(st.just("") | TEXTS),
        room=draw(st.just("") | TEXTS),
        kind=draw(st.sampled_from(EventKind.values)),
        status=draw(st.sampled_from(EventStatus.values)),
        is_run=draw(st.booleans()),
        attendance=draw(st.sampled_from(Attendance.values)),
        online_url=draw(ADDRESSES),
        sequence=draw(st.integers(0, 1000)),
        last_modified_at=draw(moments),
        **(venue if has_venue else dict.fromkeys(venue)),
    )


# Ten such events take minutes to shrink, and a failure names what it is about anyway.
@settings(max_examples=FILES, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(rows(), min_size=EVENTS, max_size=EVENTS, unique_by=lambda row: row.uid), st.sampled_from(["en", "de"]))
def test_every_event_comes_back_as_it_was(events, language):
    calendar = Calendar("Events", "https://example.org/calendar.ics", "https://example.org/")
    body = b"".join(write(calendar, entries(events, language, {})))
    assert breaches(body) == []
    file = File(body)
    assert [event["UID"] for event in file.events] == [str(row.uid) for row in events]
    for row, event in zip(events, file.events, strict=True):
        check_moments(row, file.moment(event, "DTSTART"), file.moment(event, "DTEND"))
        check_words(row, event, language)
        assert event["SEQUENCE"] == row.sequence
        assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt >= row.last_modified_at.replace(microsecond=0)
        off = row.is_cancelled or row.status == "cancelled"
        doubtful = row.precision not in ("time", "day") or row.status == "postponed"
        assert event["STATUS"] == ("CANCELLED" if off else "TENTATIVE" if doubtful else "CONFIRMED")


def check_moments(row, start, end):
    """What the file says is what the row says, to the second; no day is invented where a time or a day is known."""
    if isinstance(start, datetime.datetime):
        assert (row.precision, start) == ("time", row.starts_at)
        if row.ends_at is not None:
            assert end == (row.ends_at if row.ends_at > row.starts_at else None)
        else:
            assert end is None
        return
    assert start == row.first_on
    assert end == row.last_on + DAY
    if row.starts_at is not None:
        # Only what runs for days is put down by the day although its times are known.
        assert row.is_run
        assert row.last_on > row.first_on
        assert row.starts_at.astimezone(ZoneInfo(row.time_zone)).date() == row.first_on


def check_words(row, event, language):
    title = one_line(row.title)
    summary = str(event["SUMMARY"])
    assert summary.endswith(title)
    assert summary.removesuffix(title).rstrip() in ("", "Cancelled:", "Postponed:", "Abgesagt:", "Verschoben:")
    assert ("LANGUAGE" in event["SUMMARY"].params) == (row.language != language)
    description = str(event["DESCRIPTION"])
    assert description.endswith(f"http://testserver/{language}/{address(language)}/an-event/")
    for words in (row.summary, row.status_note):
        assert plain(words) in description
    if row.attendance == "online":
        assert "GEO" not in event
    elif row.venue and one_line(row.venue_name):
        assert one_line(row.venue_name) in str(event["LOCATION"])
    if row.online_url.startswith("http"):
        assert str(event["CONFERENCE"]) == uri(row.online_url)
    else:
        assert "CONFERENCE" not in event


def address(language):
    return {"en": "events", "de": "veranstaltungen"}[language]
