"""Reads calendar files by RFC 5545 alone: lines with the icalendar package, recurrences with dateutil.

Zones are those that the file itself explains, not those of the computer, which may know better than the file.
"""

import datetime
from bisect import bisect_right

from dateutil.rrule import rrulestr
from icalendar import Calendar

_DAY = datetime.timedelta(days=1)


def onsets(timezone, until):
    """`(local time, offset before, offset after)` of each change that a VTIMEZONE names until then, in order.

    Local times are meant by the offset before (§3.6.5); `until` is a naive datetime.
    """
    found = []
    for part in timezone.subcomponents:
        before, after = (part[name].td for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        start = part["DTSTART"].dt
        if start > until:
            continue
        moments = [start]
        if "RRULE" in part:
            # As dateutil wants it, the end is local as the start is.
            rule = part["RRULE"].copy()
            ends = rule.pop("UNTIL", [None])[0]
            last = min(until, ends.replace(tzinfo=None) + before) if ends else until
            moments = list(rrulestr(rule.to_ical().decode(), dtstart=start).between(start, last, inc=True))
        if "RDATE" in part:
            moments += [date.dt for date in part["RDATE"].dts]
        assert start in moments
        found += [(moment, before, after) for moment in moments]
    return sorted(found)


class File:
    """A calendar file; `events` are its VEVENTs."""

    def __init__(self, body):
        self.calendar = Calendar.from_ical(body)
        self.zones = {str(zone["TZID"]): zone for zone in self.calendar.walk("VTIMEZONE")}
        self._onsets = {}

    @property
    def events(self):
        return self.calendar.events

    def moment(self, event, name):
        """The value of that property as a date, or as a datetime in UTC; None where it is missing.

        A time that comes twice is the first of the two, as §3.3.5 has it.
        """
        if name not in event:
            return None
        value = event[name].dt
        if not isinstance(value, datetime.datetime):
            return value
        if value.tzinfo == datetime.UTC or str(value.tzinfo) == "UTC":
            return value.astimezone(datetime.UTC)
        local, zone = value.replace(tzinfo=None, fold=0), event[name].params["TZID"]
        return (local - self._offset(zone, local)).replace(tzinfo=datetime.UTC)

    def _offset(self, zone, local):
        # Rules are expanded as far as they are needed, and a year more, so that the next one finds them.
        until, found = self._onsets.get(zone, (datetime.datetime.min, []))
        if until <= local:
            until = local + 366 * _DAY
            found = onsets(self.zones[zone], until)
            self._onsets[zone] = until, found
        place = bisect_right([at for at, _before, _after in found], local) - 1
        assert place >= 0, f"{zone} is not explained for {local}"
        return found[place][2]
