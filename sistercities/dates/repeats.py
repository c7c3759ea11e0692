"""The days on which something repeats, as an explicit list: weekly, every two weeks, monthly. Pure."""

import calendar
import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Repeat(models.TextChoices):
    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY = "monthly", _("every month on the same day, such as the 6th")
    MONTHLY_WEEKDAY = "monthly-weekday", _("every month on the same weekday, such as the second Tuesday")


def repeated_days(first, repeat, last):
    """The dates after `first` up to `last`, both `datetime.date`s, in order and made one by one.

    Months that do not have the day (a 31st, a fifth Tuesday) are left out, as RFC 5545 §3.3.10 leaves them out.
    """
    if repeat in (Repeat.WEEKLY, Repeat.FORTNIGHTLY):
        step = datetime.timedelta(weeks=1 if repeat == Repeat.WEEKLY else 2)
        while last - first >= step:
            first += step
            yield first
        return
    months = first.year * 12 + first.month - 1
    while True:
        months += 1
        year, month = divmod(months, 12)
        if (year, month + 1) > (last.year, last.month):
            return
        day = _same_day(first, year, month + 1, repeat)
        if day is not None and day <= last:
            yield day


def _same_day(first, year, month, repeat):
    weekday_of_first, length = calendar.monthrange(year, month)
    number = first.day
    if repeat == Repeat.MONTHLY_WEEKDAY:
        number = 1 + (first.weekday() - weekday_of_first) % 7 + (first.day - 1) // 7 * 7
    return datetime.date(year, month, number) if number <= length else None
