"""Offsets of clocks: those of `zoneinfo`, however they are remembered."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sistercities.cities.zones import zone_names
from sistercities.dates.offsets import Offsets, local_datetime, local_iso, local_text, offsets
from tests.dates.test_spans import ZONES


def seconds(text):
    return int(datetime.datetime.fromisoformat(text).timestamp())


@given(st.sampled_from(ZONES), st.lists(st.integers(-4_000_000_000, 4_100_000_000), min_size=1, max_size=20))
def test_every_moment_has_the_offset_of_zoneinfo(zone, moments):
    clock = Offsets(zone)
    asked = [datetime.datetime.fromtimestamp(moment, ZoneInfo(zone)).utcoffset() for moment in moments]
    assert [clock.at(moment) for moment in moments] == [int(offset.total_seconds()) for offset in asked]


@pytest.mark.parametrize("zone", zone_names()[::20])
def test_every_hour_around_changes_of_the_clock_has_the_offset_of_zoneinfo(zone):
    clock, place = Offsets(zone), ZoneInfo(zone)
    for month in ("2026-03", "2026-04", "2026-10", "2026-11"):
        first = seconds(f"{month}-01T00:00Z")
        for moment in range(first, first + 30 * 24 * 3600, 3600):
            expected = datetime.datetime.fromtimestamp(moment, place).utcoffset()
            assert clock.at(moment) == expected.total_seconds()


def test_what_a_clock_shows_is_written_in_three_ways():
    clock = offsets("America/Los_Angeles")
    moment = seconds("2017-10-06T19:30-07:00")
    shown = clock.local(moment)
    assert local_datetime(shown) == datetime.datetime(2017, 10, 6, 19, 30)
    assert local_text(shown) == "2017-10-06 19:30"
    assert local_text(shown + 5) == "2017-10-06 19:30:05"
    assert local_iso(shown, clock.at(moment)) == "2017-10-06T19:30:00-07:00"
    assert local_iso(shown, 20_700) == "2017-10-06T19:30:00+05:45"


def test_a_moment_before_1970_and_an_offset_with_seconds():
    clock = offsets("Europe/Berlin")
    moment = seconds("1890-06-01T12:00+00:53:28")
    assert (clock.at(moment), local_text(clock.local(moment))) == (3208, "1890-06-01 12:00")
    assert local_iso(clock.local(moment), clock.at(moment)) is None
