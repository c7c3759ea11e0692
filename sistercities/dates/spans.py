"""From when until when, as far as it is known: a start, perhaps an end, to the minute, day, month, season or year.

Pure, without Django's models. The rules are those of `docs/architecture.md`, "Dates": sort by the earliest moment it
can be, finer precision first; upcoming until the latest moment has passed; a month matches by overlap.
"""

import datetime
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from sistercities.dates.partial import PartialDate

#: From the finest to the coarsest; the place in this tuple decides between two that begin at the same moment.
PRECISIONS = ("time", "day", "month", "season", "year", "tba")
#: Classes of length in days: what is on now is found by asking each class for what began no longer ago than that.
LENGTHS = (2, 32, 100, 400)
#: Where what has no date at all stands in a list: after everything else.
AT_THE_END = 2**62
_DAY_ONE = datetime.datetime(1, 1, 1)
_NOTHING = datetime.timedelta()


@dataclass(frozen=True)
class Span:
    """`starts_on` and `ends_on` are `PartialDate`s in the zone's calendar, `starts_at` and `ends_at` aware datetimes.

    A known time comes with its day (`starts_at` with the same local day in `starts_on`). Nothing at all is "to be
    announced". `zone` is an IANA name. Raises ValueError for an end without a start and an end before the start.
    """

    zone: str
    starts_on: PartialDate | None = None
    starts_at: datetime.datetime | None = None
    ends_on: PartialDate | None = None
    ends_at: datetime.datetime | None = None

    def __post_init__(self):
        for on, at in ((self.starts_on, self.starts_at), (self.ends_on, self.ends_at)):
            if at is not None and at.tzinfo is None:
                raise ValueError("a time without its offset from UTC")
            if at is not None and on != PartialDate.from_date(at.astimezone(self.zone_info).date()):
                raise ValueError("a time belongs to its local day")
        if self.starts_on is None and self.ends_on is not None:
            raise ValueError("an end without a start")
        if self.ends_at is not None and self.starts_at is None:
            raise ValueError("a time of the end without one of the start")
        if self.ends_on is not None and self.ends_on.latest < self.starts_on.earliest:
            raise ValueError("the end comes before the start")
        if self.ends_at is not None and self.ends_at < self.starts_at:
            raise ValueError("the end comes before the start")

    @classmethod
    def of_times(cls, zone, starts_at, ends_at=None):
        """A span whose times are known, from aware datetimes."""
        days = [at and PartialDate.from_date(at.astimezone(ZoneInfo(zone)).date()) for at in (starts_at, ends_at)]
        return cls(zone, days[0], starts_at, days[1], ends_at)

    @cached_property
    def zone_info(self):
        """The clock of the span."""
        return ZoneInfo(self.zone)

    @property
    def precision(self):
        """One of `PRECISIONS`, that of the start."""
        if self.starts_on is None:
            return "tba"
        return "time" if self.starts_at is not None else self.starts_on.precision

    @property
    def first_day(self):
        """The first local day it can be on; None where nothing is known."""
        return self.starts_on.earliest if self.starts_on else None

    @property
    def last_day(self):
        """The last local day it can be on; None where nothing is known."""
        return (self.ends_on or self.starts_on).latest if self.starts_on else None

    @cached_property
    def earliest_at(self):
        """The first moment it can begin at, aware and in UTC; None where nothing is known."""
        if self.starts_at is not None:
            return self.starts_at.astimezone(datetime.UTC)
        return self._midnight(self.first_day) if self.starts_on else None

    @cached_property
    def latest_at(self):
        """The moment from which it is over for certain, aware and in UTC; None where nothing is known.

        Where the time of the end is not known, that is the end of its last local day.
        """
        if self.starts_on is None:
            return None
        if self.ends_at is not None:
            over = self.ends_at.astimezone(datetime.UTC)
        else:
            over = self._midnight(self.last_day + datetime.timedelta(days=1))
        # What ends as it begins is on for that one moment, and so is a day that its zone skipped.
        return max(over, self.earliest_at + datetime.timedelta(minutes=1))

    def _midnight(self, day):
        # Where a clock change skips midnight, `fold=0` gives the moment of the change.
        return datetime.datetime.combine(day, datetime.time(), self.zone_info).astimezone(datetime.UTC)

    @property
    def sort_key(self):
        """Where it stands in a list: minutes of the local wall clock since the year 1, times ten, plus the precision.

        The wall clock and not the moment, since lists are read by day: what is on 1 October in Los Angeles does not
        stand among the days of another month in Berlin's list.
        """
        if self.starts_on is None:
            return AT_THE_END
        local = self.earliest_at.astimezone(self.zone_info).replace(tzinfo=None)
        if self.starts_at is None:
            local = datetime.datetime.combine(self.first_day, datetime.time())
        return int((local - _DAY_ONE).total_seconds() // 60) * 10 + PRECISIONS.index(self.precision)

    @property
    def length(self):
        """Its class of length: 0 for at most `LENGTHS[0]` days … `len(LENGTHS)` for more than any of them."""
        if self.starts_on is None:
            return len(LENGTHS)
        days = (self.latest_at - self.earliest_at) / datetime.timedelta(days=1)
        return sum(days > longest for longest in LENGTHS)

    @property
    def edtf(self):
        """ISO 8601-2: "2017-10", "2017-10-04/2017-10-05", "2017-10-06T19:30:00-07:00"; empty where nothing is known."""
        if self.starts_on is None:
            return ""
        ends = [self._edtf(self.starts_on, self.starts_at)]
        if self.ends_on is not None:
            ends.append(self._edtf(self.ends_on, self.ends_at))
        return "/".join(ends)

    def _edtf(self, on, at):
        if at is None:
            return on.edtf
        local = local_or_utc(at, self.zone_info).isoformat(timespec="seconds")
        return local.replace("+00:00", "Z")  # EDTF has no offset of nought

    def is_narrowed_by(self, other):
        """Does `other` say the same as this, only more precisely: 6 October at 19:00 instead of October?"""
        if self.starts_on is None or other.starts_on is None:
            return self.starts_on is None
        if self.starts_at is not None and self.starts_at != other.starts_at:
            return False
        if self.ends_at is not None and self.ends_at != other.ends_at:
            return False
        return self.first_day <= other.first_day and other.last_day <= self.last_day

    def overlaps(self, first, last):
        """Can it be on one of the local days from `first` to `last` (dates, both included)?"""
        return self.starts_on is not None and self.first_day <= last and first <= self.last_day


def local_or_utc(moment, zone):
    """An aware datetime by a zone's clock; in UTC where its offset has seconds, as local mean time did.

    Neither ISO 8601 nor HTML can write such an offset.
    """
    local = moment.astimezone(zone)
    return local if local.utcoffset() % datetime.timedelta(minutes=1) == _NOTHING else moment.astimezone(datetime.UTC)
