"""Dates as far as they are known: a year, a season, a month, a day.

The interchange form is EDTF (ISO 8601-2, level 1): "1967", "2017-10", "1967-06-27", seasons as the months 21 (spring)
to 24 (winter). What people type is read by `sistercities.dates.parsing`, and printed by `sistercities.dates.words`.
"""

import calendar
import datetime
import functools
import re
from dataclasses import dataclass

_EDTF = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
#: The range that the site accepts: every treaty between living cities, and no slip of the finger such as 20017.
FIRST_YEAR, LAST_YEAR = 1000, 2999


@functools.total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A date known to the year, the season, the month or the day, in the Gregorian calendar.

    Raises ValueError for what no calendar has and for years outside `FIRST_YEAR`…`LAST_YEAR`. Sorts by the first day it
    can be, finer precision first: 1 January 1967, January 1967, 1967.
    """

    year: int
    month: int | None = None
    day: int | None = None
    season: int | None = None

    def __post_init__(self):
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError("year out of range")
        if self.season is not None and (self.season not in SEASONS or self.month is not None or self.day is not None):
            raise ValueError("a season stands alone with its year")
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")
        month, day = (1 if part is None else part for part in (self.month, self.day))
        datetime.date(self.year, month, day)

    @classmethod
    def from_edtf(cls, text):
        """Read "1967", "1967-06", "1967-06-27" or "1967-23". Raises ValueError for everything else."""
        return _from_edtf(text)

    @classmethod
    def from_date(cls, date):
        return cls(date.year, date.month, date.day)

    @property
    def edtf(self):
        parts = [f"{self.year:04d}"]
        if self.season:
            parts.append(str(self.season))
        elif self.month:
            parts.append(f"{self.month:02d}")
            if self.day:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)

    @property
    def datetime_attribute(self):
        """For `<time datetime>`: HTML knows years, months and days, but no seasons; those give their year."""
        return f"{self.year:04d}" if self.season else self.edtf

    @property
    def precision(self):
        """ "day", "month", "season" or "year"."""
        if self.season:
            return "season"
        return "day" if self.day else "month" if self.month else "year"

    @property
    def earliest(self):
        """The first day it can be. Meteorological seasons; winter is December to February of the next year."""
        if self.season:
            return datetime.date(self.year, {21: 3, 22: 6, 23: 9, 24: 12}[self.season], 1)
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self):
        """The last day it can be."""
        if self.season == 24:
            return datetime.date(self.year + 1, 3, 1) - datetime.timedelta(days=1)
        if self.season:
            month = {21: 5, 22: 8, 23: 11}[self.season]
        elif self.day:
            return self.earliest
        else:
            month = self.month or 12
        return datetime.date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def sort_key(self):
        return self.earliest, self.latest

    def __lt__(self, other):
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self.sort_key < other.sort_key

    def __str__(self):
        return self.edtf


@functools.lru_cache(maxsize=4096)
def _from_edtf(text):
    """Remembered, since lists have the same days over and over, and nobody can change one."""
    match = _EDTF.fullmatch(text)
    if not match:
        raise ValueError(f"not an EDTF date: {text!r}")
    year, month, day = (int(part) if part else None for part in match.groups())
    if month is not None and month > 20:
        if day is not None:
            raise ValueError("a season has no day")
        return PartialDate(year, season=month)
    return PartialDate(year, month, day)
