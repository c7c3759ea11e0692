"""The anniversaries of partnerships, computed from the day of their signing: no rows, no queries.

A signing known only to the month, the season or the year has anniversaries known no better: whose year alone is known
is counted by year (`is_year_only`, and pages say so), and is ahead until that year is over. An ended partnership has
none from the day of its end; a suspended one goes on counting, and each of its anniversaries says that it rests.

Round are 5 years, every ten (German "runde" birthdays: 10, 20, 30 … 100, 110), and every quarter of a century (25, 75,
125): those that offices celebrate, and ask for 24 months ahead.
"""

import calendar
import datetime
from dataclasses import dataclass
from itertools import count

from sistercities.dates.partial import LAST_YEAR, PartialDate

#: How long before a round anniversary the desk hears of it: so long does a year of celebration take to prepare.
MONTHS_AHEAD = 24


@dataclass(frozen=True)
class UpcomingAnniversary:
    """`years` after the signing of `partnership`; `date` is a `PartialDate`, as precise as the signing is known."""

    partnership: object
    years: int
    date: PartialDate

    @property
    def is_round(self):
        return is_round(self.years)

    @property
    def is_year_only(self):
        """Is nothing but the year of the signing known, so that it is counted by year?"""
        return self.date.precision == "year"

    @property
    def is_suspended(self):
        """Does the partnership rest by then? Counted all the same; public lists do not announce it."""
        return self.partnership.is_suspended(self.date.latest)


def is_round(years):
    """5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100, 110, 120, 125 …"""
    return years == 5 or (years > 0 and (years % 10 == 0 or years % 25 == 0))


def anniversary_date(signed_on, years):
    """The date of `years` after a `PartialDate` (None gives None), as precise as that; 29 February gives the 28th in
    common years. None beyond the last year that the site knows.
    """
    if signed_on is None or signed_on.year + years > LAST_YEAR:
        return None
    year, day = signed_on.year + years, signed_on.day
    if (signed_on.month, day) == (2, 29) and not calendar.isleap(year):
        day = 28
    return PartialDate(year, signed_on.month, day, signed_on.season)


def upcoming(partnerships, on):
    """The next anniversary of each partnership on or after that day (a date), the soonest first.

    What falls on that day, or on a month, season or year that is not over, is still ahead. Partnerships without a date
    of signing, or that end before their next one, have none.
    """
    nearest = (next(_anniversaries(partnership, on, datetime.date.max), None) for partnership in partnerships)
    return _in_order(anniversary for anniversary in nearest if anniversary)


def anniversaries_between(partnerships, first, last):
    """Every anniversary that can fall on one of the days from `first` to `last` (dates, both included), in order."""
    return _in_order(found for partnership in partnerships for found in _anniversaries(partnership, first, last))


def round_ahead(partnerships, on, months=MONTHS_AHEAD):
    """The round anniversaries from that day to the same day of the month so many months later, in order."""
    return [found for found in anniversaries_between(partnerships, on, _months_later(on, months)) if found.is_round]


def _anniversaries(partnership, first, last):
    if partnership.ended_on is not None:
        last = min(last, partnership.ended_on.earliest - datetime.timedelta(days=1))
    if partnership.signed_on is None or last < first:
        return
    # A winter reaches into the next year.
    for years in count(max(1, first.year - partnership.signed_on.year - 1)):
        date = anniversary_date(partnership.signed_on, years)
        if date is None or date.earliest > last:
            return
        if date.latest >= first:
            yield UpcomingAnniversary(partnership, years, date)


def _in_order(anniversaries):
    return sorted(anniversaries, key=lambda found: (found.date.sort_key, -found.years, found.partnership.pk))


def _months_later(day, months):
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
