"""The anniversaries of partnerships, computed from the day of their signing."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sistercities.cities.anniversaries import (
    UpcomingAnniversary,
    anniversaries_between,
    anniversary_date,
    is_round,
    round_ahead,
    upcoming,
)
from sistercities.cities.models import Partnership
from sistercities.dates.partial import PartialDate

TODAY = datetime.date(2026, 11, 24)


def signed(edtf, **dates):
    """A partnership that was signed on that date; `dates` are EDTF, too."""
    dates = {name: PartialDate.from_edtf(date) for name, date in dates.items()}
    return Partnership(pk=1, signed_on=edtf and PartialDate.from_edtf(edtf), **dates)


def told(anniversaries):
    return [(found.years, found.date.edtf) for found in anniversaries]


@pytest.mark.parametrize(
    ("edtf", "on", "expected"),
    [
        ("1967-06-27", "2026-11-24", (60, "2027-06-27")),
        ("1967-06-27", "2027-06-27", (60, "2027-06-27")),  # on the day itself
        ("1967-06-27", "2027-06-28", (61, "2028-06-27")),
        ("1967-06-27", "1967-06-27", (1, "1968-06-27")),
        ("2030-01-01", "2026-11-24", (1, "2031-01-01")),  # to be signed
        ("1967-06", "2027-06-30", (60, "2027-06")),
        ("1967-06", "2027-07-01", (61, "2028-06")),
        ("1967", "2026-12-31", (59, "2026")),
        ("1967", "2027-01-01", (60, "2027")),
        ("1967-24", "2027-02-28", (59, "2026-24")),  # the winter 2026/27
        ("1967-24", "2027-03-01", (60, "2027-24")),
        ("2000-02-29", "2026-11-24", (27, "2027-02-28")),
        ("2000-02-29", "2027-03-01", (28, "2028-02-29")),
        ("2000-02-29", "2028-02-29", (28, "2028-02-29")),
    ],
)
def test_the_next_anniversary_is_as_precise_as_the_signing(edtf, on, expected):
    assert told(upcoming([signed(edtf)], datetime.date.fromisoformat(on))) == [expected]


@pytest.mark.parametrize("signed_on", [None, "2999-01-01"])
def test_a_partnership_of_unknown_age_or_beyond_the_calendar_has_none(signed_on):
    assert upcoming([signed(signed_on)], TODAY) == []


def test_an_ended_partnership_has_none_from_the_day_of_its_end():
    ended = signed("1990-06-01", ended_on="2020-06-15")
    assert told(anniversaries_between([ended], datetime.date(2018, 1, 1), TODAY)) == [
        (28, "2018-06-01"),
        (29, "2019-06-01"),
        (30, "2020-06-01"),
    ]
    assert upcoming([ended], datetime.date(2020, 6, 2)) == []
    assert upcoming([signed("1990-06-01", ended_on="2027-06-01")], TODAY) == []
    assert told(upcoming([signed("1990", ended_on="2027-06-01")], TODAY)) == [(36, "2026")]
    assert upcoming([signed("1990", ended_on="2026")], TODAY) == []


def test_a_suspended_partnership_counts_on_and_says_that_it_rests():
    resting, running = signed("1990-11-12", suspended_on="2022"), signed("1990-11-12")
    assert [(found.years, found.is_suspended) for found in upcoming([resting], TODAY)] == [(37, True)]
    assert [(found.years, found.is_suspended) for found in upcoming([running], TODAY)] == [(37, False)]
    before = UpcomingAnniversary(resting, 31, PartialDate(2021, 11, 12))
    assert not before.is_suspended


def test_those_of_which_the_year_alone_is_known_say_so():
    assert [found.is_year_only for found in upcoming([signed("1967"), signed("1967-06")], TODAY)] == [True, False]


def test_round_are_five_every_ten_and_every_quarter_of_a_century():
    assert [years for years in range(-50, 131) if is_round(years)] == [
        *(5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100, 110, 120, 125, 130)
    ]


@pytest.mark.parametrize(
    ("edtf", "on", "expected"),
    [
        ("1967-06-27", "2025-06-26", []),
        ("1967-06-27", "2025-06-27", [(60, "2027-06-27")]),
        ("1967-06-27", "2027-06-27", [(60, "2027-06-27")]),
        ("1967-06-27", "2027-06-28", []),
        ("1967", "2024-12-31", []),
        ("1967", "2025-01-01", [(60, "2027")]),
        ("2000-02-29", "2018-02-28", []),
        ("2000-02-29", "2018-03-01", [(20, "2020-02-29")]),
        ("2000-02-29", "2028-02-29", [(30, "2030-02-28")]),  # 24 months later there is no 29 February
        ("1968-11-30", "2026-08-31", []),
    ],
)
def test_round_ones_are_ahead_for_24_months(edtf, on, expected):
    assert told(round_ahead([signed(edtf)], datetime.date.fromisoformat(on))) == expected


def test_the_soonest_comes_first_and_of_one_day_the_one_of_more_years():
    paris, los_angeles, madrid = (signed(day) for day in ("1987-07-02", "1967-06-27", "1977-06-27"))
    paris.pk, los_angeles.pk, madrid.pk = 1, 2, 3
    found = upcoming([paris, madrid, los_angeles], TODAY)
    assert [anniversary.partnership for anniversary in found] == [los_angeles, madrid, paris]


days = st.dates(datetime.date(1900, 1, 1), datetime.date(2900, 12, 31))
partial_dates = st.one_of(
    days.map(PartialDate.from_date),
    days.map(lambda day: PartialDate(day.year, day.month)),
    days.map(lambda day: PartialDate(day.year)),
    st.builds(lambda day, season: PartialDate(day.year, season=season), days, st.sampled_from([21, 22, 23, 24])),
)


@given(signed_on=partial_dates, on=days)
def test_the_next_one_is_ahead_and_the_one_before_is_over(signed_on, on):
    (found,) = upcoming([Partnership(pk=1, signed_on=signed_on)], on)
    assert found.date.latest >= on
    assert found.date.precision == signed_on.precision
    assert found.date.year == signed_on.year + found.years
    assert found.years == 1 or anniversary_date(signed_on, found.years - 1).latest < on


@given(signed_on=partial_dates, ended_on=st.none() | partial_dates, first=days, last=days)
def test_a_span_has_every_anniversary_that_can_fall_into_it_and_no_other(signed_on, ended_on, first, last):
    partnership = Partnership(pk=1, signed_on=signed_on, ended_on=ended_on)
    if ended_on is not None:
        last = min(last, ended_on.earliest - datetime.timedelta(days=1))
    every = ((years, anniversary_date(signed_on, years)) for years in range(1, 1100))
    expected = [
        (years, date.edtf)
        for years, date in every
        if date and first <= last and first <= date.latest and date.earliest <= last
    ]
    found = anniversaries_between([partnership], first, last)
    assert told(found) == expected
    assert told(upcoming([partnership], first)) == told(
        anniversaries_between([partnership], first, datetime.date.max)[:1]
    )
