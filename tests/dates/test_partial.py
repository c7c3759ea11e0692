"""Partial dates: what they are, how they sort, and their interchange form, checked against the edtf package."""

import datetime
import random

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sistercities.dates.partial import PartialDate

YEARS = st.integers(1000, 2999)
DAYS = st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31))
PARTIAL_DATES = st.one_of(
    st.builds(PartialDate, YEARS),
    st.builds(PartialDate, YEARS, st.integers(1, 12)),
    DAYS.map(PartialDate.from_date),
    st.builds(PartialDate, YEARS, season=st.sampled_from([21, 22, 23, 24])),
)


@given(PARTIAL_DATES)
def test_edtf_round_trips(date):
    assert PartialDate.from_edtf(date.edtf) == date


@given(PARTIAL_DATES)
def test_edtf_is_what_the_edtf_package_reads(date):
    assert str(edtf.parse_edtf(date.edtf)) == date.edtf


@given(PARTIAL_DATES.filter(lambda date: date.season is None))
def test_earliest_and_latest_are_those_of_the_edtf_package(date):
    parsed = edtf.parse_edtf(date.edtf)
    assert (
        datetime.date(*parsed.lower_strict()[:3]),
        datetime.date(*parsed.upper_strict()[:3]),
    ) == (date.earliest, date.latest)


@given(PARTIAL_DATES, PARTIAL_DATES)
def test_sorts_by_the_first_day_then_by_precision(one, other):
    assert (one < other) == ((one.earliest, one.latest) < (other.earliest, other.latest))
    assert (one == other) == (not one < other and not other < one)


@given(PARTIAL_DATES)
def test_the_datetime_attribute_is_a_year_a_month_or_a_date_of_html(date):
    """HTML standard, `time` element: valid year, month and date strings; there is none for a season."""
    attribute = date.datetime_attribute
    formats = {4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d"}
    read = datetime.datetime.strptime(attribute, formats[len(attribute)]).date()
    assert read.year == date.year
    assert (len(attribute) == 4) == (date.precision in ("year", "season"))


def test_a_list_sorts_finer_precision_first():
    dates = [
        PartialDate(1967, 1, 1),
        PartialDate(1967, 1),
        PartialDate(1967),
        PartialDate(1967, season=21),
        PartialDate(1967, 4, 1),
        PartialDate(1967, season=24),
        PartialDate(1968),
    ]
    shuffled = random.Random(1).sample(dates, len(dates))
    assert sorted(shuffled) == dates


@pytest.mark.parametrize(
    ("date", "earliest", "latest"),
    [
        (PartialDate(2017, season=21), "2017-03-01", "2017-05-31"),
        (PartialDate(2017, season=22), "2017-06-01", "2017-08-31"),
        (PartialDate(2017, season=23), "2017-09-01", "2017-11-30"),
        (PartialDate(2015, season=24), "2015-12-01", "2016-02-29"),
        (PartialDate(2017, season=24), "2017-12-01", "2018-02-28"),
        (PartialDate(2016, 2), "2016-02-01", "2016-02-29"),
        (PartialDate(1967), "1967-01-01", "1967-12-31"),
    ],
)
def test_seasons_are_those_of_meteorology(date, earliest, latest):
    assert (date.earliest.isoformat(), date.latest.isoformat()) == (earliest, latest)


@pytest.mark.parametrize(
    "parts",
    [
        {"year": 999},
        {"year": 3000},
        {"year": 1967, "month": 13},
        {"year": 1967, "month": 0},
        {"year": 1967, "month": 2, "day": 29},
        {"year": 1967, "month": 6, "day": 0},
        {"year": 1967, "day": 27},
        {"year": 1967, "season": 25},
        {"year": 1967, "month": 6, "season": 22},
    ],
)
def test_refuses_what_no_calendar_has(parts):
    with pytest.raises(ValueError, match=r".+"):
        PartialDate(**parts)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "67",
        "1967-6",
        "1967-06-27T10:00",
        "1967-06-31",
        "1967-25",
        "1967-21-01",
        "1967/1968",
        "1967~",
        "١٩٦٧",
        "1967\n",
    ],
)
def test_refuses_what_is_no_edtf_date_of_ours(text):
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.from_edtf(text)
