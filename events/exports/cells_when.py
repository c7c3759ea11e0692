"""Cells about time. Each function takes a `Side` and gives a `Cell`.

A day that nobody has announced is never in one of them: `from` and `to` are empty then, and what is known stands in the
words, the precision and the EDTF. Rows come in order, so what is remembered by days is asked for again and again.
"""

import datetime
import json
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import override

from events.exports.cell import cell
from events.exports.context import plain
from events.exports.rows import span_of
from events.hours import hours_words
from events.models.spans import PRECISION_LABELS
from sistercities.dates.clock_words import other_clock, place_words, times_of_minutes, times_words
from sistercities.dates.offsets import A_DAY, local_datetime, local_iso, local_text, offsets
from sistercities.dates.ranges import ONE_EVENING, span_words

_SPAN = ("starts_on", "starts_at", "ends_on", "ends_at")
_EVENING = int(ONE_EVENING.total_seconds())


def words(side):
    """The editors' own words, or generated ones: "Friday, 6 October 2017"."""
    language = side.language

    @lru_cache(maxsize=2048)
    def of_days(starts_on, ends_on):
        return plain(span_words(span_of("UTC", starts_on, None, ends_on, None), language, weekday=True))

    def written(position, note, zone, starts_on, starts_at, ends_on, ends_at):
        if note and position == 0:
            return note
        if ends_on == starts_on:
            return of_days(starts_on, None)
        if ends_at is None:
            return of_days(starts_on, ends_on)
        # May be one evening past midnight.
        return plain(span_words(span_of(zone, starts_on, starts_at, ends_on, ends_at), language, weekday=True))

    return cell(written, "position", side.field("date_note"), "time_zone", *_SPAN)


# Days and moments -----------------------------------------------------------------------------------------------------


def day(name):
    """ "starts" or "ends": the day, as a date, or as a naive datetime where the time is known; None where no day is."""
    return _of_day(name, _as_date, lambda moment, clock: local_datetime(clock.local(moment)))


def day_text(name):
    """The same as text: "2017-10-06", "2017-10-06 19:30"; empty where no day is known."""
    return _of_day(name, lambda on: _whole(on) or "", lambda moment, clock: local_text(clock.local(moment)))


def day_exact(name):
    """The same for programs: ISO 8601, a time with its offset from UTC."""
    return _of_day(name, lambda on: _whole(on), lambda moment, clock: _iso(moment, clock))


def _of_day(name, of_day, of_moment):
    fields = f"{name}_on", f"{name}_at"

    def make(side):
        zone_of, keys = side.context.clocks.zone(side.clock)

        def of_event(on, moment, zone):
            return of_day(on) if moment is None else of_moment(moment, offsets(zone))

        def of_city(on, moment, *keys):
            return of_day(on) if moment is None else of_moment(moment, offsets(zone_of(*keys)))

        return cell(of_event if zone_of is None else of_city, *fields, *keys)

    return make


def _whole(edtf):
    return edtf if edtf and len(edtf) == 10 else None


@lru_cache(maxsize=2048)
def _as_date(edtf):
    return datetime.date.fromisoformat(edtf) if _whole(edtf) else None


def _iso(moment, clock):
    offset = clock.at(moment)
    return local_iso(moment + offset, offset) or local_iso(moment, 0)


def edtf(side):
    """What is known, for programs, by the event's own clock (`Span.edtf`)."""

    def end(on, moment, zone):
        return on if moment is None else _iso(moment, offsets(zone)).replace("+00:00", "Z")

    def written(zone, starts_on, starts_at, ends_on, ends_at):
        if starts_on is None:
            return ""
        starts = end(starts_on, starts_at, zone)
        return starts if ends_on is None else f"{starts}/{end(ends_on, ends_at, zone)}"

    return cell(written, "time_zone", *_SPAN)


def precision(side):
    with override(side.language):
        labels = {name: str(label) for name, label in PRECISION_LABELS.items()}
    return cell(labels.__getitem__, "precision")


def zone(side):
    """The name of the clock that `from` and `to` are by."""
    zone_of, keys = side.context.clocks.zone(side.clock)
    return cell(zone_of, *keys)


def moment(name):
    """A moment by the clock of the home city: when something was last changed."""

    def make(side):
        clock = offsets(side.context.clocks.home)
        return cell(lambda at: None if at is None else local_datetime(clock.local(at)), name)

    return make


def moment_exact(name):
    """The same for programs, in UTC."""
    return lambda side: cell(lambda at: None if at is None else local_iso(at, 0), name)


# Times in words -------------------------------------------------------------------------------------------------------


def times(side):
    """ "19:30–22:00 in Los Angeles", by the clock of the event."""
    language, name_of = side.language, side.context.clocks.name

    def written(starts_on, starts_at, ends_on, ends_at, zone, venue, cities):
        if starts_at is None:
            return ""
        city, own = name_of(zone, venue, cities, language), offsets(zone)
        minutes = _minutes(starts_on, starts_at, ends_on, ends_at, own, own)
        if minutes is None:
            return plain(times_words(span_of(zone, starts_on, starts_at, ends_on, ends_at), city, language))
        return _placed(*minutes, city, language)

    return cell(written, *_SPAN, "time_zone", "venue", "cities")


def other_times(side):
    """ "04:30 the next day in Berlin", by the clock of the other city; empty where it shows the same."""
    language, other_city = side.language, side.context.clocks.other

    @lru_cache(maxsize=4096)
    def pair(zone, *keys):
        city = other_city(zone, *keys)
        return city and (offsets(zone), offsets(city.time_zone), city.time_zone, side.name(city))

    def written(starts_on, starts_at, ends_on, ends_at, zone, *keys):
        if starts_at is None or (found := pair(zone, *keys)) is None:
            return ""
        own, other, other_zone, name = found
        minutes = _minutes(starts_on, starts_at, ends_on, ends_at, own, other)
        if minutes is None:
            span = span_of(zone, starts_on, starts_at, ends_on, ends_at)
            return plain(other_clock(span, other_zone, name, language))
        if own.at(starts_at) == other.at(starts_at) and (ends_at is None or own.at(ends_at) == other.at(ends_at)):
            return ""
        return _placed(*minutes, name, language)

    return cell(written, *_SPAN, "time_zone", "cities", "partnership", "anniversary")


def _minutes(starts_on, starts_at, ends_on, ends_at, own, other):
    """What the other clock shows at start and end, in minutes since the midnight that began the event's first day; None
    where words name more than one day of the event (`ranges.shown_end`)."""
    if ends_on not in (None, starts_on) and (
        ends_at is None or ends_at - starts_at >= _EVENING or _ordinal(ends_on) - _ordinal(starts_on) != 1
    ):
        return None
    local = starts_at + own.at(starts_at)
    midnight = local - local % A_DAY
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


# Opening hours --------------------------------------------------------------------------------------------------------


class _Hours(NamedTuple):
    position: int
    days: str
    opens: datetime.time
    closes: datetime.time


def opening_hours(side):
    """Lines such as "Tuesday–Saturday 10:00–18:00", and the note on them."""

    @lru_cache(maxsize=1024)
    def lines(rows, note):
        found = [
            _Hours(position, days, *map(datetime.time.fromisoformat, times))
            for position, days, *times in json.loads(rows)
        ]
        written = [plain(line) for line in hours_words(sorted(found), side.language)]
        return (*written, note) if note else tuple(written)

    return cell(lines, "opening_hours", side.field("opening_note"))
