"""Repetitions of a calendar entry (RFC 5545 §3.8.5), written out: only those that end, and not too many.

Our own reading of the rules that calendars have for days, day by day, since it ends for any rule: one for 30 February
keeps others busy until the year 9999.
"""

import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from events.importing.refusals import CellRefused
from events.repeating import MOST_DATES

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PARTS = {"FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
#: Nothing repeats longer than so many days after its start.
HORIZON = 3653
#: Rules in one file; each costs as many steps as there are days.
MOST_RULES = 200
_DAY = datetime.timedelta(days=1)


def occurrences(start, zone, event):
    """The starts of all times in order, the first one at the front even where an RDATE is earlier; of the same type as
    `start` (a date, or a datetime). `zone` is the clock by which it repeats (IANA, "" where none is known). Raises
    `CellRefused`, also where all times are taken out."""
    moments = {start}
    if rule := event.get("RRULE"):
        moments |= set(_of_rule(start, zone, rule))
    moments |= set(_listed(event, "RDATE", start, zone))
    # The first time is taken out as any other (§3.8.5.1): whoever deletes it in a calendar writes just that.
    moments -= set(_listed(event, "EXDATE", start, zone))
    if len(moments) > MOST_DATES:
        raise CellRefused(_("repeats more than %(count)d times.") % {"count": MOST_DATES})
    if not moments:
        raise CellRefused(_("takes place at no time: all of its dates are taken out."))
    return sorted(moments, key=lambda moment: (moment != start, moment))


def _of_rule(start, zone, rule):
    if isinstance(rule, list) or not set(rule) <= _PARTS:
        raise _not_understood()
    if "COUNT" not in rule and "UNTIL" not in rule:
        raise CellRefused(_("repeats without an end. Give it one, or write out its dates."))
    first = local(start, zone)
    until = local(rule["UNTIL"][0], zone) if "UNTIL" in rule else None
    last = _day_of(first) + HORIZON * _DAY
    if until is not None and _day_of(until) <= last:
        last = _day_of(until)
    elif until is not None:
        raise CellRefused(_("repeats for more than ten years."))
    days = _days(_day_of(first), last, rule)
    if not isinstance(first, datetime.datetime):
        return days
    times = [datetime.datetime.combine(day, first.time()) for day in days]
    if isinstance(until, datetime.datetime):
        times = [time for time in times if time <= until]
    return [_like(start, time, zone) for time in times]


# Rules ----------------------------------------------------------------------------------------------------------------


def _days(first, last, rule):
    """The days of a rule from the first to the last one; of more than `MOST_DATES`, one more than that."""
    frequency, interval = str(rule.get("FREQ", [""])[0]), _number(rule, "INTERVAL", 1)
    if frequency not in _PERIODS or interval < 1:
        raise _not_understood()
    begin, place = _PERIODS[frequency](_WEEKDAYS.index(_weekday(str(rule.get("WKST", ["MO"])[0]))))
    most = min(_number(rule, "COUNT", MOST_DATES + 1), MOST_DATES + 1)
    fits, positions, found = _condition(frequency, rule, first), _numbers(rule, "BYSETPOS"), []
    start = begin(first)
    days = (start + number * _DAY for number in range((last - start).days + 1))
    for at, members in groupby(days, place):
        if (at - place(first)) % interval:
            continue
        members = [day for day in members if fits(day)]
        if positions:
            members = [day for number, day in enumerate(members) if {number + 1, number - len(members)} & positions]
        found += [day for day in members if day >= first]
        if len(found) >= most:
            break
    return found[:most]


#: By frequency: the first day of the period of a day, and a number of the period. Made for the day that begins weeks.
_PERIODS = {
    "DAILY": lambda _week: (lambda day: day, datetime.date.toordinal),
    "WEEKLY": lambda week: (
        lambda day: day - (day.weekday() - week) % 7 * _DAY,
        lambda day: (day.toordinal() - 1 - week) // 7,
    ),
    "MONTHLY": lambda _week: (lambda day: day.replace(day=1), lambda day: day.year * 12 + day.month),
    "YEARLY": lambda _week: (lambda day: day.replace(month=1, day=1), lambda day: day.year),
}


def _condition(frequency, rule, first):
    """Is a day one of the rule, if its period is one? What a rule leaves open, its first day says (§3.3.10)."""
    months, days, weekdays = _numbers(rule, "BYMONTH"), _numbers(rule, "BYMONTHDAY"), _by_day(frequency, rule)
    if frequency == "WEEKLY" and not weekdays:
        weekdays = {(None, first.weekday())}
    if frequency == "YEARLY" and weekdays and not months:
        raise _not_understood()  # the twentieth Monday of a year: nobody has such a list
    if frequency in ("MONTHLY", "YEARLY") and not days and not weekdays:
        days = {first.day}
        if frequency == "YEARLY" and not months:
            months = {first.month}

    def fits(day):
        from_end = day.day - 1 - (_next_month(day) - day.replace(day=1)).days
        places = {None, (day.day + 6) // 7, -((-from_end + 6) // 7)}
        return (
            (not months or day.month in months)
            and (not days or day.day in days or from_end in days)
            and (not weekdays or any((place, day.weekday()) in weekdays for place in places))
        )

    return fits


def _by_day(frequency, rule):
    """Pairs of a place in the month (None: every one) and a weekday, Monday being 0."""
    found = set()
    for item in map(str, rule.get("BYDAY", [])):
        place, name = item[:-2], _weekday(item[-2:])
        if place and (frequency not in ("MONTHLY", "YEARLY") or not place.lstrip("+-").isdecimal()):
            raise _not_understood()
        found.add((int(place) if place else None, _WEEKDAYS.index(name)))
    return found


def _weekday(name):
    if name not in _WEEKDAYS:
        raise _not_understood()
    return name


def _numbers(rule, name):
    try:
        return {int(number) for number in rule.get(name, [])}
    except ValueError:
        raise _not_understood() from None


def _number(rule, name, default):
    numbers = _numbers(rule, name) or {default}
    if len(numbers) > 1:
        raise _not_understood()
    return numbers.pop()


def _next_month(day):
    return (day.replace(day=28) + 4 * _DAY).replace(day=1)


def _not_understood():
    return CellRefused(_("repeats by a rule that is not understood. Write out its dates."))


# Lists, and clocks ----------------------------------------------------------------------------------------------------


def _listed(event, name, start, zone):
    """Moments of RDATE or EXDATE that are of the same kind as the start."""
    found = event.get(name, [])
    for listed in found if isinstance(found, list) else [found]:
        for one in listed.dts:
            if isinstance(one.dt, datetime.datetime) and isinstance(start, datetime.datetime):
                yield _like(start, local(one.dt, zone), zone)
            elif type(one.dt) is type(start):
                yield one.dt


def local(moment, zone):
    """What the clock shows: a date, or a naive datetime."""
    if not isinstance(moment, datetime.datetime) or moment.tzinfo is None:
        return moment
    return moment.astimezone(ZoneInfo(zone or "UTC")).replace(tzinfo=None)


def _like(start, local, zone):
    """The moment at which the clock shows that, of the same kind as the start: aware in UTC, or naive."""
    if start.tzinfo is None:
        return local
    return local.replace(tzinfo=ZoneInfo(zone or "UTC")).astimezone(datetime.UTC)


def _day_of(moment):
    return moment.date() if isinstance(moment, datetime.datetime) else moment
