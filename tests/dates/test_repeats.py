import datetime
from itertools import islice

import pytest

from sistercities.dates.repeats import Repeat, repeated_days

TUESDAY = datetime.date(2017, 10, 10)  # the second Tuesday of its month


def days(first, repeat, last):
    return [str(day) for day in repeated_days(first, repeat, datetime.date.fromisoformat(last))]


@pytest.mark.parametrize(
    ("repeat", "last", "expected"),
    [
        (Repeat.WEEKLY, "2017-10-31", ["2017-10-17", "2017-10-24", "2017-10-31"]),
        (Repeat.FORTNIGHTLY, "2017-11-20", ["2017-10-24", "2017-11-07"]),
        (Repeat.MONTHLY, "2018-01-10", ["2017-11-10", "2017-12-10", "2018-01-10"]),
        (Repeat.MONTHLY_WEEKDAY, "2018-01-31", ["2017-11-14", "2017-12-12", "2018-01-09"]),
    ],
)
def test_days_repeat_until_the_last_one_included(repeat, last, expected):
    assert days(TUESDAY, repeat, last) == expected


def test_months_without_the_day_are_left_out():
    assert days(datetime.date(2017, 12, 31), Repeat.MONTHLY, "2018-05-31") == ["2018-01-31", "2018-03-31", "2018-05-31"]
    fifth_tuesday = datetime.date(2017, 10, 31)
    assert days(fifth_tuesday, Repeat.MONTHLY_WEEKDAY, "2018-05-31") == ["2018-01-30", "2018-05-29"]


@pytest.mark.parametrize("repeat", Repeat)
def test_nothing_repeats_before_or_on_the_first_day(repeat):
    assert days(TUESDAY, repeat, "2017-10-10") == days(TUESDAY, repeat, "2016-01-01") == []


@pytest.mark.parametrize("repeat", Repeat)
def test_the_end_of_the_calendar_is_no_error(repeat):
    assert days(datetime.date(9999, 12, 28), repeat, "9999-12-31") == []
    assert len(list(islice(repeated_days(TUESDAY, repeat, datetime.date.max), 3))) == 3
