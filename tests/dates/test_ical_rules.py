"""What the other tests hold calendar files against finds what is wrong."""

import pytest

from tests.dates.ical_rules import breaches

GOOD = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:20251026T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
LAST-MODIFIED:20260101T000000Z
SEQUENCE:0
DTSTART;TZID=Europe/Berlin:20260501T190000
DTEND;TZID=Europe/Berlin:20260501T200000
SUMMARY:A title
CONFERENCE;VALUE=URI:https://example.org/
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
"""


def written(text):
    return text.replace("\n", "\r\n").encode()


def test_good_file_breaks_no_rule():
    assert breaches(written(GOOD)) == []


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("END:VCALENDAR\n", "END:VCALENDAR", "does not end with a line"),
        ("A title", "A\rtitle", "a bare line break"),
        ("A title", "x" * 80, "octets"),
        ("A title\n", "A title\n\n", "empty"),
        ("A title", "a;b", "SUMMARY has the value"),
        ("A title", "a\x07b", "no content line"),
        ("SUMMARY:A title\n", "", "VEVENT without SUMMARY"),
        ("SEQUENCE:0", "SEQUENCE:-1", "SEQUENCE has the value"),
        ("SEQUENCE:0", "SEQUENCE:0\nSEQUENCE:0", "SEQUENCE 2 times"),
        ("DTSTAMP:20260101T000000Z", "DTSTAMP:20260101T000000", "DTSTAMP has the value"),
        ("DTEND;TZID=Europe/Berlin:20260501T200000", "DTEND;VALUE=DATE:20260502", "start and end of different kinds"),
        ("DTEND;TZID=Europe/Berlin:20260501T200000", "DTEND;TZID=Europe/Berlin:20260501T200000Z", "does not apply"),
        ("DTEND;TZID=Europe/Berlin:20260501T200000", "DTEND:20260502", "DTEND:20260502"),
        ("TZID=Europe/Berlin:20260501T19", "TZID=Europe/Paris:20260501T19", "zone Europe/Paris is not explained"),
        ("https://example.org/", "https://example.org/%zz", "CONFERENCE has the value"),
        (";VALUE=URI", "", "CONFERENCE does not say"),
        ("VERSION:2.0", "VERSION:2.0\nMETHOD:PUBLISH", "METHOD without an organiser"),
        ("END:VTIMEZONE\n", "", "VEVENT stands in VTIMEZONE"),
        ("END:VEVENT\nEND:VCALENDAR\n", "END:VEVENT\n", "something stays open"),
        ("TZOFFSETTO:+0100", "TZOFFSETTO:-0000", "TZOFFSETTO has the value"),
    ],
)
def test_each_rule_is_found_broken(right, wrong, sentence):
    assert right in GOOD
    assert any(sentence in breach for breach in breaches(written(GOOD.replace(right, wrong, 1))))


def test_line_folded_inside_of_a_character_is_found():
    body = written(GOOD.replace("A title", "ü"))
    assert breaches(body) == []
    assert any("inside of a character" in breach for breach in breaches(body.replace(b"\xc3\xbc", b"\xc3\r\n \xbc")))


def test_day_that_ends_as_it_begins_is_found():
    lines = {"DTSTART;TZID=Europe/Berlin:20260501T190000": "DTSTART;VALUE=DATE:20260501"}
    lines["DTEND;TZID=Europe/Berlin:20260501T200000"] = "DTEND;VALUE=DATE:20260501"
    text = GOOD
    for line, day in lines.items():
        text = text.replace(line, day)
    assert breaches(written(text)) == ["ends before it starts"]
