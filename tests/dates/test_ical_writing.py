"""Content lines: whatever goes in, what comes out is RFC 5545."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Event

from sistercities.dates.ical.calendars import Calendar, Entry, write
from sistercities.dates.ical.writing import closed, encode, offset, one_line, parameter, plain, text, uri
from tests.dates.ical_rules import breaches, unfolded

HEAD = Calendar("Name", "https://example.org/c.ics", "https://example.org/", {"UTC": 2026})


def entry(**fields):
    values = {
        "uid": "3b0c0f5e-0000-4000-8000-000000000001",
        "changed_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        "start": datetime.date(2026, 10, 3),
        "summary": "Title",
    }
    return Entry(**values | fields)


def read(body):
    (event,) = Event.from_ical(body, multiple=True)
    return event


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a,b;c\\d", r"a\,b\;c\\d"),
        ("one\ntwo\r\nthree\rfour\u2028five\x85six\x0bseven", r"one\ntwo\nthree\nfour\nfive\nsix\nseven"),
        ("a\x00\x07\x1b\x7f\x9fb\ufffe", "ab"),
        ("tab\tstays", "tab\tstays"),
        ("“Ü” 👩‍👩‍👧", "“Ü” 👩‍👩‍👧"),
        ("x\r\nATTENDEE:mailto:a@b", r"x\nATTENDEE:mailto:a@b"),
        (r"\n is no line break", r"\\n is no line break"),
    ],
)
def test_text_is_escaped(value, written):
    assert text(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [("plain", "plain"), ("a:b", '"a:b"'), ('say "x"', "\"say ^'x^'\""), ("a^b\nc", '"a^^b^nc"')],
)
def test_parameter_is_quoted_where_it_has_to_be(value, written):
    assert parameter(value) == written


@pytest.mark.parametrize(
    ("value", "same"),
    [
        ("\u202eabc", "\u202eabc\u202c"),
        ("\u2067a\u202bb", "\u2067a\u202bb\u202c\u2069"),
        ("a\u202cb\u2069", "ab"),
        ("\u2066a\u2069", "\u2066a\u2069"),
        ("\u202ea\nb", "\u202ea\u202c\nb"),
    ],
)
def test_no_direction_mark_stays_open(value, same):
    assert closed(value) == plain(value) == same


@pytest.mark.parametrize(
    ("minutes", "written"),
    [(120, "+0200"), (-210, "-0330"), (0, "+0000"), (53 + 28 / 60, "+005328"), (-1 / 60, "-000001")],
)
def test_offset_has_seconds_only_where_the_clock_had_them(minutes, written):
    assert offset(datetime.timedelta(minutes=minutes)) == written


def test_one_line_has_no_break():
    assert one_line(" a \r\n b\n") == "a b"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("https://example.org/ü?a=b c\r\nX:1", "https://example.org/%C3%BC?a=b%20c%0D%0AX:1"),
        ("https://example.org/%C3%BC,;'!*()?a[0]=1#b", "https://example.org/%C3%BC,;'!*()?a[0]=1#b"),
        ('https://example.org/{"a|b"}^`<\\>', "https://example.org/%7B%22a%7Cb%22%7D%5E%60%3C%5C%3E"),
        ("https://example.org/100%?a=%zz%4", "https://example.org/100%25?a=%25zz%254"),
        ("https://example.org/\udcff", "https://example.org/%3F"),
    ],
)
def test_uri_holds_what_an_address_may_hold(value, written):
    assert uri(value) == written


@pytest.mark.parametrize("filler", ["a", "ü", "€", "👩‍👩‍👧"])
@pytest.mark.parametrize("length", [*range(66, 78), 10_000])
def test_lines_are_folded_between_characters(filler, length):
    line = f"SUMMARY:{filler * length}"
    encoded = encode([line])
    parts = encoded.split(b"\r\n")
    assert parts.pop() == b""
    assert max(map(len, parts)) <= 75
    assert [part.decode() for part in parts]  # each by itself is whole
    assert encoded.replace(b"\r\n ", b"") == line.encode() + b"\r\n"


@given(st.text(), st.text(), st.text())
def test_any_text_comes_back(title, description, place):
    body = b"".join(write(HEAD, [entry(summary=title, description=description, location=place)]))
    assert breaches(body) == []
    event = read(body[body.index(b"BEGIN:VEVENT") : body.index(b"END:VCALENDAR")])
    assert str(event["SUMMARY"]) == one_line(title)
    assert str(event.get("DESCRIPTION", "")) == plain(description)
    assert str(event.get("LOCATION", "")) == one_line(place)


def test_second_of_two_equal_times_is_written_in_utc():
    zone = ZoneInfo("Europe/Berlin")
    first = datetime.datetime(2026, 10, 25, 2, 30, tzinfo=zone)
    lines = b"".join(write(HEAD, [entry(start=first), entry(start=first.replace(fold=1))])).decode().splitlines()
    assert [line for line in lines if line.startswith("DTSTART") and "2026" in line] == [
        "DTSTART;TZID=Europe/Berlin:20261025T023000",
        "DTSTART:20261025T013000Z",
    ]


def test_zone_that_nobody_announced_is_written_before_its_first_entry():
    zone = ZoneInfo("Asia/Tokyo")
    moments = [datetime.datetime(year, 5, 1, 12, tzinfo=zone) for year in (2026, 2027, 2020)]
    body = b"".join(write(HEAD, [entry(uid=str(at.year), start=at) for at in moments]))
    assert breaches(body) == []
    assert body.count(b"TZID:Asia/Tokyo") == 1
    # What lies before the years of the zone is right all the same.
    assert b"DTSTART:20200501T030000Z" in body


def test_end_that_is_not_later_is_left_out():
    at = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)
    for end in (at, at - datetime.timedelta(minutes=1)):
        assert b"DTEND" not in b"".join(write(HEAD, [entry(start=at, end=end)]))
    day = at.date()
    assert b"DTEND" not in b"".join(write(HEAD, [entry(start=day, end=day)]))


@pytest.mark.parametrize(
    ("end", "written"),
    [
        ("2026-10-25T02:30+02:00", []),
        ("2026-10-25T02:50+02:00", ["DTEND;TZID=Europe/Berlin:20261025T025000"]),
        # While the clock is set back, it shows less, or the same, after the beginning.
        ("2026-10-25T02:10+01:00", ["DTEND:20261025T011000Z"]),
        ("2026-10-25T02:30+01:00", ["DTEND:20261025T013000Z"]),
        ("2026-10-25T03:10+01:00", ["DTEND;TZID=Europe/Berlin:20261025T031000"]),
    ],
)
def test_end_is_later_by_the_moment_and_not_by_the_clock(end, written):
    zone = ZoneInfo("Europe/Berlin")
    start, end = (datetime.datetime.fromisoformat(text).astimezone(zone) for text in ("2026-10-25T02:30+02:00", end))
    body = b"".join(write(HEAD, [entry(start=start, end=end)]))
    assert breaches(body) == []
    assert [line for line in unfolded(body) if line.startswith("DTEND")] == written


def test_file_is_written_while_it_is_read():
    asked = []

    def endless():
        number = 0
        while True:
            asked.append(number)
            yield entry(uid=str(number), summary="x" * 1000)
            number += 1

    pieces = write(HEAD, endless())
    next(pieces)
    assert len(asked) < 40
    next(pieces)
    assert 40 < len(asked) < 80
