"""Periods that move with the calendar: "next 4 weeks", "this quarter"."""

import calendar
import datetime

from django.utils.translation import gettext_lazy as _

#: What a selection calls them, and what people do, in the order of a menu.
PERIODS = {
    "upcoming": _("From today on"),
    "today": _("Today"),
    "next-7-days": _("The next 7 days"),
    "next-4-weeks": _("The next 4 weeks"),
    "next-3-months": _("The next 3 months"),
    "this-month": _("This month"),
    "next-month": _("Next month"),
    "this-quarter": _("This quarter"),
    "next-quarter": _("Next quarter"),
    "this-year": _("This year"),
    "next-year": _("Next year"),
    "last-month": _("Last month"),
    "last-quarter": _("Last quarter"),
    "last-year": _("Last year"),
    "past": _("Before today"),
}
_DAY = datetime.timedelta(days=1)
#: Months of each word after "this-", "next-" and "last-".
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_STEPS = {"last": -1, "this": 0, "next": 1}


def days_of(period, today):
    """The first and the last day of a period of `PERIODS`, both included, as seen on that day; None where it is open.

    Weeks and "the next …" begin with that day: "the next 7 days" of a Monday end on Sunday. Raises KeyError.
    """
    if period in _FIXED:
        return _FIXED[period](today)
    step, _dash, unit = period.partition("-")
    length = _MONTHS[unit]
    first = today.year * 12 + (today.month - 1) // length * length + _STEPS[step] * length
    return _first_of(first), _first_of(first + length) - _DAY


def _first_of(months):
    """The first day of a month, counted from the year 0."""
    return datetime.date(months // 12, months % 12 + 1, 1)


def _in_months(day, count):
    """The same day so many months later, the last one of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_FIXED = {
    "upcoming": lambda today: (today, None),
    "past": lambda today: (None, today - _DAY),
    "today": lambda today: (today, today),
    "next-7-days": lambda today: (today, today + 6 * _DAY),
    "next-4-weeks": lambda today: (today, today + 27 * _DAY),
    "next-3-months": lambda today: (today, _in_months(today, 3) - _DAY),
}
