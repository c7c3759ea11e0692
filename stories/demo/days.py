"""Days of the demonstration's events, counted from the day on which it is loaded: the same day gives the same dates."""

import datetime
import re
from zoneinfo import ZoneInfo

from sistercities.dates.clocks import resolve
from sistercities.dates.partial import PartialDate
from sistercities.dates.spans import Span

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COUNTED = re.compile(r"(mon|tue|wed|thu|fri|sat|sun|month|season|year|)([+-][0-9]+)")


def span_of(when, zone, today):
    """The `Span` of a few characters, in that zone (an IANA name); empty ones are a date to follow.

    "2017-10-04/2017-10-05" as in EDTF; "+3" and "-20/+40" days from `today`, "thu+1" the Thursday of next week,
    "month+2", "season+1", "year+1"; with times "+1T19:30", "+1T19:30/22:00" and "sat+2T22:00/sun+2T02:00". Raises
    ValueError for anything else.
    """
    if not when:
        return Span(zone)
    start, _slash, end = when.partition("/")
    starts_on, starts_at = _end(start, zone, today)
    if not end:
        return Span(zone, starts_on, starts_at)
    if "T" not in end and ":" in end:
        end = f"{start.partition('T')[0]}T{end}"
    return Span(zone, starts_on, starts_at, *_end(end, zone, today))


def _end(text, zone, today):
    date, _t, time = text.partition("T")
    counted = _COUNTED.fullmatch(date)
    on = _counted(counted[1], int(counted[2]), today) if counted else PartialDate.from_edtf(date)
    if not time:
        return on, None
    if on.day is None:
        raise ValueError(f"a time needs a day: {text!r}")
    return on, resolve(on.earliest, datetime.time.fromisoformat(time), zone)


def _counted(unit, number, today):
    if unit == "year":
        return PartialDate(today.year + number)
    if unit == "month":
        year, month = divmod(today.year * 12 + today.month - 1 + number, 12)
        return PartialDate(year, month + 1)
    if unit == "season":
        # Seasons begin in March; January and February belong to the winter of the year before.
        year, season = divmod((today.year * 12 + today.month - 3) // 3 + number, 4)
        return PartialDate(year, season=21 + season)
    if unit:
        monday = today - datetime.timedelta(days=today.weekday())
        day = monday + datetime.timedelta(days=7 * number + _WEEKDAYS.index(unit))
    else:
        day = today + datetime.timedelta(days=number)
    return PartialDate.from_date(day)


def moment_of(published, zone, today):
    """When an edition went live: an aware datetime as it is, or so many days from `today`, at nine in the morning."""
    if isinstance(published, datetime.datetime):
        return published
    return datetime.datetime.combine(today + datetime.timedelta(days=published), datetime.time(9), ZoneInfo(zone))
