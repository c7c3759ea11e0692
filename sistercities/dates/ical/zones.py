"""VTIMEZONE (RFC 5545 §3.6.5) for any IANA zone, made of its transitions.

The transitions are asked of `zoneinfo`, so file and page can only agree. They become yearly rules where a rule gives
exactly these transitions, which is what every calendar program reads best, and lists of dates where none does (Morocco,
whose clocks follow the moon).
"""

import calendar
import datetime
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from sistercities.dates.ical.writing import local, offset, text, utc

#: The last year whose transitions are looked at. The IANA database names single transitions until 2087 (Morocco) and
#: has one rule for ever afterwards, so a rule that still holds in the last year is written without an end.
HORIZON = 2100
#: Rules are found by what they give in many years: a file about later years has these before them, too.
_LATEST_START = 2050
#: No clock was ever changed twice within less: the shortest time, in Gaza and Recife, is an hour short of a week.
_STEP = datetime.timedelta(days=6)
_WEEK = datetime.timedelta(days=7)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Onset:
    """From `at` (UTC) on the clock differs by `after` from UTC, before it did by `before` (timedeltas)."""

    at: datetime.datetime
    before: datetime.timedelta
    after: datetime.timedelta
    name: str
    is_daylight: bool

    @property
    def local(self):
        """What the clock showed when it was changed: the clock before (§3.6.5: DTSTART is meant by TZOFFSETFROM)."""
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def kind(self):
        """What has to be the same for two of them to stand in one component."""
        return self.is_daylight, self.before, self.after, self.name


@lru_cache(maxsize=256)
def timezone_lines(zone, first_year, last_year=HORIZON):
    """The lines of the component as a tuple: right for every moment from that local year to that one, both included.

    `zone` is an IANA name. With the default last year it is right for ever.
    """
    found = onsets(zone, min(max(first_year - 1, 1), _LATEST_START), min(last_year, HORIZON))
    lines = ["BEGIN:VTIMEZONE", f"TZID:{text(zone)}"]
    for lasting in _components(found, ends_open=last_year >= HORIZON):
        lines += _component_lines(*lasting)
    return (*lines, "END:VTIMEZONE")


def onsets(zone, first_year, last_year):
    """Every `Onset` of those years in order. The first one says what held before, if nothing changed early enough."""
    place = ZoneInfo(zone)
    first = moment = datetime.datetime(first_year, 1, 1, tzinfo=datetime.UTC)
    end = datetime.datetime(last_year + 1, 1, 3, tzinfo=datetime.UTC)
    held, found = first.astimezone(place), []
    while moment < end:
        following = (moment + _STEP).astimezone(place)
        if following.utcoffset() != held.utcoffset():
            at = _change(place, moment, moment + _STEP)
            now = at.astimezone(place)
            found.append(Onset(at, held.utcoffset(), now.utcoffset(), now.tzname(), _is_daylight(held, now)))
        moment, held = moment + _STEP, following
    if not found or (found[0].at.year, found[0].at.month) > (first_year, 11):
        held = first.astimezone(place)
        is_daylight = _is_daylight(found[0].at.astimezone(place) if found else held, held)
        found.insert(0, Onset(first - held.utcoffset(), held.utcoffset(), held.utcoffset(), held.tzname(), is_daylight))
    return found


_NONE = datetime.timedelta()


def _is_daylight(other, moment):
    """Whether the clock is advanced at that moment; `other` is a neighbouring one of the other kind.

    Irish law calls summer time the standard and winter an hour less, of which RFC 5545 knows nothing: the clock is
    advanced in summer there, too.
    """
    return moment.dst() > _NONE or (moment.dst() == _NONE and other.dst() < _NONE)


def _change(place, before, after):
    """The first moment, in whole seconds, at which the offset is no longer that of `before`."""
    held = before.astimezone(place).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (before + datetime.timedelta(seconds=middle)).astimezone(place).utcoffset() == held:
            low = middle
        else:
            high = middle
    return before + datetime.timedelta(seconds=high)


def _components(found, ends_open):
    """Tuples of the onsets of one component, its rule or None, and whether the rule ends; in order of their first."""
    last_year = max(onset.local.year for onset in found)
    alike, components = {}, []
    for onset in found:
        alike.setdefault((onset.kind, onset.local.month, onset.local.time()), []).append(onset)
    single = {}
    for (kind, *_), same in alike.items():
        for run in _runs_of_years(same):
            if rule := _rule(run):
                components.append((run, rule, not (ends_open and run[-1].local.year == last_year)))
            else:
                single.setdefault(kind, []).extend(run)
    components += [(sorted(run, key=lambda onset: onset.at), None, True) for run in single.values()]
    return sorted(components, key=lambda component: component[0][0].at)


def _runs_of_years(same):
    """Parted where a year has none and where one rule does not give them all any more."""
    run = []
    for onset in same:
        follows = run and onset.local.year == run[-1].local.year + 1 and _rule([*run, onset])
        if run and not follows:
            yield run
            run = []
        run.append(onset)
    yield run


def _rule(run):
    """The parts of a yearly rule that give exactly these onsets, one each year in the same month, or None."""
    weekdays = {onset.local.weekday() for onset in run}
    days = [onset.local.day for onset in run]
    if len(run) < 2 or (len(weekdays) > 1 and len(set(days)) > 1):
        return None
    if len(weekdays) > 1:
        return f"BYMONTHDAY={days[0]}"
    weekday = _WEEKDAYS[weekdays.pop()]
    if all(_is_last(onset.local) for onset in run):
        return f"BYDAY=-1{weekday}"
    if len(numbers := {(number - 1) // 7 for number in days}) == 1:
        return f"BYDAY={numbers.pop() + 1}{weekday}"
    if max(days) - min(days) < 7:
        # "The Sunday on or after the 24th": of any seven days one is a Sunday.
        first = min(*days, min(calendar.monthrange(onset.local.year, onset.local.month)[1] for onset in run) - 6)
        return f"BYDAY={weekday};BYMONTHDAY={','.join(str(number) for number in range(first, first + 7))}"
    return None


def _is_last(moment):
    return (moment + _WEEK).month != moment.month


def _component_lines(run, rule, ends):
    name = "DAYLIGHT" if run[0].is_daylight else "STANDARD"
    yield f"BEGIN:{name}"
    yield f"DTSTART:{local(run[0].local)}"
    yield f"TZOFFSETFROM:{offset(run[0].before)}"
    yield f"TZOFFSETTO:{offset(run[0].after)}"
    yield f"TZNAME:{text(run[0].name)}"
    if rule:
        until = f";UNTIL={utc(run[-1].at)}" if ends else ""
        yield f"RRULE:FREQ=YEARLY;BYMONTH={run[0].local.month};{rule}{until}"
    elif run[1:]:
        yield f"RDATE:{','.join(local(onset.local) for onset in run[1:])}"
    yield f"END:{name}"
