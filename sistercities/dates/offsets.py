"""How far clocks are from UTC, for many moments: what `zoneinfo` answers, remembered for six days at a time."""

import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

#: No clock was ever changed twice within less (`sistercities.dates.ical.zones`): what begins and ends with the same
#: offset has it all along.
STEP = 6 * 24 * 60 * 60
EPOCH = datetime.datetime(1970, 1, 1)


class Offsets:
    """The offsets of one zone. Moments are whole seconds since 1970, UTC; offsets are seconds, east is positive."""

    def __init__(self, zone):
        """`zone` is an IANA name."""
        self.zone = ZoneInfo(zone)
        self.constant = {}

    def at(self, moment):
        offset = self.constant.get(moment // STEP, self)
        if offset is self:
            offset = self._of_step(moment // STEP)
        return self._ask(moment) if offset is None else offset

    def local(self, moment):
        """What the clock shows: a naive datetime."""
        return EPOCH + datetime.timedelta(seconds=moment + self.at(moment))

    def _of_step(self, step):
        first = self._ask(step * STEP)
        self.constant[step] = first if first == self._ask((step + 1) * STEP) else None
        return self.constant[step]

    def _ask(self, moment):
        at = datetime.datetime.fromtimestamp(moment, datetime.UTC).astimezone(self.zone)
        return int(at.utcoffset().total_seconds())


@lru_cache(maxsize=512)
def offsets(zone):
    """The `Offsets` of an IANA name."""
    return Offsets(zone)
