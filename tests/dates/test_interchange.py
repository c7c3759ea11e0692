"""EDTF of spans: out and in again, checked against the edtf package."""

import datetime

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sistercities.dates.interchange import span_from_edtf
from sistercities.dates.partial import PartialDate
from sistercities.dates.spans import Span
from tests.dates.test_spans import DAY_SPANS, SPANS, ZONES

BERLIN, LOS_ANGELES = "Europe/Berlin", "America/Los_Angeles"


@given(SPANS)
def test_every_span_round_trips(span):
    assert span_from_edtf(span.edtf, span.zone) == span


@given(SPANS)
def test_each_end_is_what_the_edtf_package_reads(span):
    for end in filter(None, span.edtf.split("/")):
        assert str(edtf.parse_edtf(end)) == end


@given(DAY_SPANS.filter(lambda span: span.ends_on is not None))
def test_an_interval_of_days_is_what_the_edtf_package_reads(span):
    assert str(edtf.parse_edtf(span.edtf)) == span.edtf


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("", Span(BERLIN)),
        ("2017-10", Span(BERLIN, PartialDate(2017, 10))),
        ("2017-24/2018", Span(BERLIN, PartialDate(2017, season=24), None, PartialDate(2018))),
        (
            "2017-10-07T04:30:00+02:00/2017-10-07",
            Span(
                BERLIN,
                PartialDate(2017, 10, 7),
                datetime.datetime(2017, 10, 7, 2, 30, tzinfo=datetime.UTC),
                PartialDate(2017, 10, 7),
            ),
        ),
    ],
)
def test_reads(text, span):
    assert span_from_edtf(text, BERLIN) == span


def test_a_moment_belongs_to_the_day_of_the_zone_and_not_of_its_offset():
    span = span_from_edtf("2017-10-07T04:30:00+02:00", LOS_ANGELES)
    assert (span.starts_on, span.edtf) == (PartialDate(2017, 10, 6), "2017-10-06T19:30:00-07:00")


def test_both_hours_of_a_doubled_hour_stay_apart():
    summer, winter = "2017-10-29T02:30:00+02:00", "2017-10-29T02:30:00+01:00"
    assert span_from_edtf(f"{summer}/{winter}", BERLIN).edtf == f"{summer}/{winter}"


def test_local_mean_time_is_written_in_utc():
    noon = datetime.datetime(1850, 1, 1, 12, tzinfo=datetime.UTC)
    assert Span.of_times(BERLIN, noon).edtf == "1850-01-01T12:00:00Z"


def test_no_offset_is_written_as_the_edtf_package_reads_it():
    noon = datetime.datetime(2017, 1, 1, 12, tzinfo=datetime.UTC)
    assert Span.of_times("Europe/London", noon).edtf == "2017-01-01T12:00:00Z"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2017-10/", "an interval needs both its ends"),
        ("2017-10/..", "an interval needs both its ends"),
        ("/2017-10", "an interval needs both its ends"),
        ("../2017-10", "an interval needs both its ends"),
        ("/", "an interval needs both its ends"),
        ("2017~", "not an EDTF date"),
        ("2017?/2018", "not an EDTF date"),
        ("2017-10/2017-11/2017-12", "not an EDTF date"),
        ("tomorrow", "not an EDTF date"),
        ("2017-10-06T19:30:00", "offset"),
        ("2017-10-06T19:30-07:00", "offset"),
        ("2017-10-06T25:30:00-07:00", "hour must be in"),
        ("2017-10/2017-09", "the end comes before the start"),
        ("2017-10-06/2017-10-06T22:00:00-07:00", "a time of the end without one of the start"),
        ("2017-02-30", "day is out of range"),
        ("0999", "year out of range"),
        ("0001-01-01T00:00:00+14:00", "year out of range"),
        ("9999-12-31T23:59:59-12:00", "year out of range"),
    ],
)
def test_refuses_what_is_no_span_of_ours(text, reason):
    with pytest.raises(ValueError, match=reason):
        span_from_edtf(text, LOS_ANGELES)


@given(st.text("0123456789-/T:+Z.~?", max_size=45), st.sampled_from(ZONES))
def test_any_text_is_a_span_or_a_value_error(text, zone):
    try:
        span = span_from_edtf(text, zone)
    except ValueError:
        return
    assert span_from_edtf(span.edtf, zone) == span
