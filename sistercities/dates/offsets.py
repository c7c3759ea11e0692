"""How far clocks are from UTC, for many moments: what `zoneinfo` answers, remembered for six days at a time."""

import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

A_DAY = 24 * 60 * 60
#: No clock was ever changed twice within less (`sistercities.dates.ical.zones`): what begins and ends with the same
#: offset has it all along.
STEP = 6 * A_DAY
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
        """What the clock shows, in seconds since 1970 by that clock."""
        return moment + self.at(moment)

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


# What a clock shows ---------------------------------------------------------------------------------------------------
# In seconds since 1970 by that clock (`Offsets.local`). Days and times come again and again.


def local_datetime(shown):
    """As a naive datetime."""
    return EPOCH + datetime.timedelta(seconds=shown)


def local_text(shown, between=" "):
    """ "2017-10-06 19:30", with seconds only where there are any."""
    days, seconds = divmod(shown, A_DAY)
    return f"{_day_text(days)}{between}{_clock_text(seconds)}"


def local_iso(shown, offset):
    """ "2017-10-06T19:30:00-07:00", the offset in seconds; None where ISO 8601 cannot write it: local mean time had
    offsets with seconds."""
    if offset % 60:
        return None
    days, seconds = divmod(shown, A_DAY)
    clock = _clock_text(seconds)
    return f"{_day_text(days)}T{clock if len(clock) == 8 else clock + ':00'}{_offset_text(offset)}"


@lru_cache(maxsize=2048)
def _day_text(days):
    return (EPOCH + datetime.timedelta(days=days)).date().isoformat()


@lru_cache(maxsize=4096)
def _clock_text(seconds):
    clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    return f"{clock}:{seconds % 60:02d}" if seconds % 60 else clock


@lru_cache(maxsize=512)
def _offset_text(seconds):
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
