"""VTIMEZONE held against zoneinfo, read by icalendar and dateutil, which know nothing of how it was made."""

import datetime
from bisect import bisect_right
from zoneinfo import ZoneInfo

import pytest
from icalendar import Timezone

from sistercities.cities.zones import zone_names
from sistercities.dates.ical.writing import encode
from sistercities.dates.ical.zones import timezone_lines
from tests.dates import ical_reader

HOUR = 3600
#: Half an hour of summer time, a negative one, clocks that follow the moon, none at all, midnight, a day left out.
ODD = (
    *("Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe", "Europe/Dublin", "Africa/Casablanca"),
    *("Asia/Tokyo", "America/Sao_Paulo", "Pacific/Apia", "America/Nuuk", "Asia/Pyongyang"),
)


def onsets(zone, first_year, until, last_year=None):
    """Sorted moments (UTC, seconds) and the offsets that hold from them on, as RFC 5545 §3.6.5 reads them."""
    lines = timezone_lines(zone, first_year, *([last_year] if last_year else []))
    found = ical_reader.onsets(Timezone.from_ical(encode(lines)), until)
    moments = sorted(((at - before).replace(tzinfo=datetime.UTC).timestamp(), after) for at, before, after in found)
    return [at for at, _offset in moments], [offset for _at, offset in moments]


def differences(zone, first_year, last_year, file_from=None, file_until=None):
    """The hours of those years (UTC) at which file and zoneinfo differ."""
    moments, offsets = onsets(
        zone, file_from or first_year, datetime.datetime(last_year + 2, 1, 1), last_year=file_until
    )
    place = ZoneInfo(zone)
    first = int(datetime.datetime(first_year, 1, 1, tzinfo=place).timestamp())
    last = int(datetime.datetime(last_year + 1, 1, 1, tzinfo=place).timestamp())
    wrong = []
    for at in range(first, last, HOUR):
        index = bisect_right(moments, at) - 1
        moment = datetime.datetime.fromtimestamp(at, place)
        if index < 0 or offsets[index] != moment.utcoffset():
            wrong.append(moment)
    return wrong


@pytest.mark.parametrize("zone", ODD)
def test_every_hour_of_forty_years_has_the_offset_of_the_zone(zone):
    assert differences(zone, 2000, 2040) == []


def test_every_hour_of_a_year_has_the_offset_of_the_zone_in_all_zones():
    assert [(zone, wrong[0]) for zone in zone_names() if (wrong := differences(zone, 2026, 2026))] == []


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Los_Angeles", "Africa/Casablanca", "America/Santiago"])
@pytest.mark.parametrize("year", [2088, 2500])
def test_rules_hold_for_ever(zone, year):
    assert differences(zone, year, year + 1, file_from=2026) == []
    assert differences(zone, year, year + 1) == []


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata"])
@pytest.mark.parametrize("year", [1880, 1916, 1945, 1967])
def test_history_has_the_offsets_of_its_time(zone, year):
    assert differences(zone, year, year + 2) == []


@pytest.mark.parametrize("zone", ODD)
def test_range_of_years_may_end(zone):
    assert differences(zone, 2009, 2012, file_until=2012) == []


def test_berlin_is_two_yearly_rules():
    assert timezone_lines("Europe/Berlin", 2026) == (
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
        *("BEGIN:DAYLIGHT", "DTSTART:20250330T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST"),
        *("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT"),
        *("BEGIN:STANDARD", "DTSTART:20251026T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET"),
        *("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD"),
        "END:VTIMEZONE",
    )


def test_summer_is_daylight_in_ireland_although_its_law_says_otherwise():
    lines = timezone_lines("Europe/Dublin", 2026)
    assert [lines[place + 4] for place, line in enumerate(lines) if line == "BEGIN:DAYLIGHT"] == ["TZNAME:IST"]


def test_zone_without_changes_is_one_standard():
    lines = timezone_lines("Asia/Tokyo", 2026)
    assert lines[2:-1] == (
        *("BEGIN:STANDARD", "DTSTART:20250101T000000", "TZOFFSETFROM:+0900", "TZOFFSETTO:+0900", "TZNAME:JST"),
        "END:STANDARD",
    )
