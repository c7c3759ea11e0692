"""Cells about time. Each function takes a `Side` and returns a function from a row to the value of the cell.

A day that nobody has announced is never in one of them: `from` and `to` are empty then, and what is known stands in the
words, the precision and the EDTF.
"""

import datetime
import json
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import override

from events.exports.context import plain
from events.hours import hours_words
from events.models.spans import PRECISION_LABELS
from sistercities.dates.clock_words import other_clock, place_words, times_of_minutes, times_words
from sistercities.dates.offsets import offsets
from sistercities.dates.partial import PartialDate
from sistercities.dates.ranges import ONE_EVENING, span_words
from sistercities.dates.spans import Span

_A_DAY = 24 * 60 * 60
_EVENING = int(ONE_EVENING.total_seconds())


def words(side):
    """The editors' own words, or generated ones: "Friday, 6 October 2017"."""
    note, language = side.field("date_note"), side.language

    @lru_cache(maxsize=2048)
    def of_days(starts_on, ends_on):
        days = [value and PartialDate.from_edtf(value) for value in (starts_on, ends_on)]
        return plain(span_words(Span("UTC", days[0], ends_on=days[1]), language, weekday=True))

    def cell(row):
        if row.position == 0 and (own := getattr(row, note)):
            return own
        if row.ends_at is None or row.ends_on == row.starts_on:
            return of_days(row.starts_on, row.ends_on)
        return plain(span_words(row.span, language, weekday=True))  # may be one evening past midnight

    return cell


def known_day(name):
    """`from` or `to`: the day, with the time where it is known; None where no day is known."""
    on, at = f"{name}_on", f"{name}_at"

    def make(side):
        zone_of = side.context.clocks.zone(side.clock)

        def cell(row):
            moment = getattr(row, at)
            if moment is None:
                return _day(getattr(row, on))
            return offsets(zone_of(row)).local(moment)

        return cell

    return make


def known_day_exact(name):
    """The same for programs: ISO 8601, a time with its offset from UTC."""
    on, at = f"{name}_on", f"{name}_at"

    def make(side):
        zone_of = side.context.clocks.zone(side.clock)

        def cell(row):
            moment, day = getattr(row, at), getattr(row, on)
            if moment is None:
                return day if day and len(day) == 10 else None
            return _iso(moment, zone_of(row))

        return cell

    return make


@lru_cache(maxsize=2048)
def _day(edtf):
    return datetime.date.fromisoformat(edtf) if edtf and len(edtf) == 10 else None


@lru_cache(maxsize=512)
def _offset_words(seconds):
    """ "+02:00"; None for what ISO 8601 cannot write: local mean time had offsets with seconds."""
    if seconds % 60:
        return None
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"


def _iso(moment, zone):
    clock = offsets(zone)
    words = _offset_words(clock.at(moment))
    if words is None:
        return offsets("UTC").local(moment).isoformat() + "+00:00"
    return clock.local(moment).isoformat() + words


def edtf(side):
    """What is known, for programs, by the event's own clock (`Span.edtf`)."""

    def cell(row):
        starts = row.starts_on
        if starts is None:
            return ""
        if row.starts_at is not None:
            starts = _iso(row.starts_at, row.time_zone).replace("+00:00", "Z")
        if row.ends_on is None:
            return starts
        if row.ends_at is None:
            return f"{starts}/{row.ends_on}"
        return f"{starts}/{_iso(row.ends_at, row.time_zone).replace('+00:00', 'Z')}"

    return cell


def precision(side):
    with override(side.language):
        labels = {name: str(label) for name, label in PRECISION_LABELS.items()}
    return lambda row: labels[row.precision]


def zone(side):
    """The name of the clock that `from` and `to` are by."""
    return side.context.clocks.zone(side.clock)


def times(side):
    """ "19:30–22:00 in Los Angeles", by the clock of the event."""
    language, clocks = side.language, side.context.clocks

    def cell(row):
        if row.starts_at is None:
            return ""
        city = clocks.name(row, language)
        own = offsets(row.time_zone)
        minutes = _minutes(row, own, own)
        if minutes is None:
            return plain(times_words(row.span, city, language))
        return _placed(*minutes, city, language)

    return cell


def other_times(side):
    """ "04:30 the next day in Berlin", by the clock of the other city; empty where it shows the same."""
    language, clocks = side.language, side.context.clocks

    def cell(row):
        if row.starts_at is None or (city := clocks.other(row)) is None:
            return ""
        own, other = offsets(row.time_zone), offsets(city.time_zone)
        minutes = _minutes(row, own, other)
        if minutes is None:
            return plain(other_clock(row.span, city.time_zone, side.name(city), language))
        if all(own.at(moment) == other.at(moment) for moment in (row.starts_at, row.ends_at or row.starts_at)):
            return ""
        return _placed(*minutes, side.name(city), language)

    return cell


def _minutes(row, own, other):
    """What the other clock shows at start and end, in minutes since the midnight that began the event's first day; None
    where words say more than one day of the event."""
    starts_at, ends_at = row.starts_at, row.ends_at
    if row.ends_on not in (None, row.starts_on) and (
        ends_at is None or ends_at - starts_at >= _EVENING or _ordinal(row.ends_on) - _ordinal(row.starts_on) != 1
    ):
        return None
    local = starts_at + own.at(starts_at)
    midnight = local - local % _A_DAY
    first = (starts_at + other.at(starts_at) - midnight) // 60
    if ends_at is None or ends_at == starts_at:
        return first, None
    return first, (ends_at + other.at(ends_at) - midnight) // 60


@lru_cache(maxsize=2048)
def _ordinal(day):
    return datetime.date.fromisoformat(day).toordinal()


@lru_cache(maxsize=4096)
def _placed(first, last, city, language):
    return plain(place_words(times_of_minutes(first, last, language), city, language))


def moment(name):
    """A moment by the clock of the home city: when something was last changed."""

    def make(side):
        clock = offsets(side.context.clocks.home)

        def cell(row):
            at = getattr(row, name)
            return None if at is None else clock.local(at)

        return cell

    return make


def moment_exact(name):
    """The same for programs, in UTC."""

    def make(side):
        def cell(row):
            at = getattr(row, name)
            return None if at is None else offsets("UTC").local(at).isoformat() + "Z"

        return cell

    return make


class _Hours(NamedTuple):
    position: int
    days: str
    opens: datetime.time
    closes: datetime.time


def opening_hours(side):
    """Lines such as "Tuesday–Saturday 10:00–18:00", and the note on them."""
    note, language = side.field("opening_note"), side.language

    @lru_cache(maxsize=256)
    def lines(rows):
        found = [
            _Hours(position, days, *map(datetime.time.fromisoformat, times))
            for position, days, *times in json.loads(rows)
        ]
        return tuple(plain(line) for line in hours_words(sorted(found), language))

    def cell(row):
        found = lines(row.opening_hours) if row.opening_hours else ()
        return (*found, own) if (own := getattr(row, note)) else found

    return cell
