"""Dates as far as they are known: a year, a season, a month, a day.

The interchange form is EDTF (ISO 8601-2): "1967", "2017-10", "1967-06-27", seasons as the months 21 (spring) to 24 (winter).
"""

import calendar
import datetime
import re
from dataclasses import dataclass

_EDTF = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}


@dataclass(frozen=True)
class PartialDate:
    """A date known to the year, the season, the month or the day. Raises ValueError for what no calendar has."""

    year: int
    month: int | None = None
    day: int | None = None
    season: int | None = None

    def __post_init__(self):
        if not 1 <= self.year <= 9999:
            raise ValueError("year out of range")
        if self.season is not None and (self.season not in SEASONS or self.month or self.day):
            raise ValueError("a season stands alone with its year")
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")
        datetime.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def from_edtf(cls, text):
        match = _EDTF.fullmatch(text)
        if not match:
            raise ValueError(f"not an EDTF date: {text!r}")
        year, month, day = (int(part) if part else None for part in match.groups())
        if month and month > 20:
            if day:
                raise ValueError("a season has no day")
            return cls(year, season=month)
        return cls(year, month, day)

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
    def earliest(self):
        """The first day it can be. Meteorological seasons; winter is December to February of the next year."""
        if self.season:
            return datetime.date(self.year, {21: 3, 22: 6, 23: 9, 24: 12}[self.season], 1)
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self):
        """The last day it can be."""
        if self.season == 24:
            if self.year == 9999:
                return datetime.date(9999, 12, 31)
            return datetime.date(self.year + 1, 3, 1) - datetime.timedelta(days=1)
        if self.season:
            month = {21: 5, 22: 8, 23: 11}[self.season]
        elif self.day:
            return self.earliest
        else:
            month = self.month or 12
        return datetime.date(self.year, month, calendar.monthrange(self.year, month)[1])

    def __str__(self):
        return self.edtf
