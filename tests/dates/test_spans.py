"""Spans: what they refuse, when they begin and are over, how they sort and overlap, how long they are."""

import datetime
import random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sistercities.dates.partial import PartialDate
from sistercities.dates.spans import AT_THE_END, LENGTHS, PRECISIONS, Span
from tests.dates.test_partial import DAYS, PARTIAL_DATES

BERLIN, LOS_ANGELES = "Europe/Berlin", "America/Los_Angeles"
#: Skipped midnights, half hours, a day that never was (Apia, 30 December 2011), both ends of the world.
ZONES = [
    *(BERLIN, LOS_ANGELES, "America/Sao_Paulo", "Asia/Beirut", "Africa/Cairo", "Asia/Kathmandu", "Pacific/Apia"),
    *("Pacific/Kiritimati", "Etc/GMT+12", "Asia/Tokyo", "Australia/Lord_Howe", "UTC"),
]
MOMENTS = st.datetimes(
    datetime.datetime(1000, 1, 3), datetime.datetime(2999, 12, 29), timezones=st.just(datetime.UTC)
).map(lambda moment: moment.replace(microsecond=0))


@st.composite
def _days(draw):
    start, end = sorted([draw(PARTIAL_DATES), draw(PARTIAL_DATES)])
    return Span(draw(st.sampled_from(ZONES)), start, None, draw(st.sampled_from([None, end, start])))


@st.composite
def _times(draw):
    zone = draw(st.sampled_from(ZONES))
    start = draw(MOMENTS)
    length = draw(st.none() | st.timedeltas(datetime.timedelta(), datetime.timedelta(days=3)))
    if length is None or draw(st.booleans()):
        return Span.of_times(zone, start, length and min(start + length, MOMENTS_END).replace(microsecond=0))
    span = Span.of_times(zone, start)
    end = draw(PARTIAL_DATES)
    assume(end.latest >= span.starts_on.earliest)
    return Span(zone, span.starts_on, start, end)


MOMENTS_END = datetime.datetime(2999, 12, 30, tzinfo=datetime.UTC)
DAY_SPANS = _days()
DATED_SPANS = st.one_of(DAY_SPANS, _times())
SPANS = st.one_of(DATED_SPANS, st.sampled_from(ZONES).map(Span))


def days(text, zone=BERLIN):
    """A span from "2017-10" or "2017-10-04/2017-10-05"."""
    start, _slash, end = text.partition("/")
    return Span(zone, PartialDate.from_edtf(start), None, PartialDate.from_edtf(end) if end else None)


def at(text, zone=BERLIN):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def utc(moment):
    return moment.isoformat()


@given(DATED_SPANS)
def test_it_is_over_after_it_can_begin(span):
    assert span.earliest_at < span.latest_at
    assert span.earliest_at.tzinfo is span.latest_at.tzinfo is datetime.UTC
    assert span.first_day <= span.last_day


@given(DATED_SPANS)
def test_its_moments_lie_on_its_first_and_last_day(span):
    zone = ZoneInfo(span.zone)
    assert span.earliest_at.astimezone(zone).date() >= span.first_day
    if span.starts_at is not None:
        assert span.earliest_at.astimezone(zone).date() == span.first_day
    assert (span.latest_at - datetime.timedelta(seconds=61)).astimezone(zone).date() <= span.last_day


@given(st.lists(SPANS, max_size=6))
def test_sorting_is_by_wall_clock_then_by_precision_and_ends_with_what_has_no_date(spans):
    def expected(span):
        if span.starts_on is None:
            return datetime.datetime.max, len(PRECISIONS)
        if span.starts_at is None:
            begins = datetime.datetime.combine(span.first_day, datetime.time())
        else:
            begins = span.starts_at.astimezone(ZoneInfo(span.zone)).replace(tzinfo=None, second=0)
        return begins, PRECISIONS.index(span.precision)

    assert sorted(spans, key=lambda span: span.sort_key) == sorted(spans, key=expected)
    assert all(0 <= span.sort_key <= AT_THE_END for span in spans)
    assert AT_THE_END < 2**63  # fits the column


def test_a_list_reads_by_day_and_finer_precision_first():
    spans = [
        Span(BERLIN, PartialDate(2017)),
        days("2017-09"),
        days("2017-23"),
        Span.of_times(LOS_ANGELES, at("2017-09-30T23:59", LOS_ANGELES)),  # the next morning in Berlin
        Span.of_times(BERLIN, at("2017-10-01T00:00")),
        days("2017-10-01"),
        days("2017-10"),
        Span.of_times(BERLIN, at("2017-10-01T00:01")),
        Span.of_times(BERLIN, at("2017-10-01T19:30")),
        Span.of_times(LOS_ANGELES, at("2017-10-01T19:31", LOS_ANGELES)),
        days("2017-10-31"),
        days("2017-24"),
        Span(BERLIN),
    ]
    shuffled = random.Random(1).sample(spans, len(spans))
    assert sorted(shuffled, key=lambda span: span.sort_key) == spans
    assert days("2017-10-01/2017-10-03", LOS_ANGELES).sort_key == days("2017-10-01").sort_key


@given(DATED_SPANS, DAYS, DAYS)
def test_overlap_is_that_of_whole_local_days(span, one, other):
    first, last = sorted([one, other])
    assert span.overlaps(first, last) == (max(first, span.first_day) <= min(last, span.last_day))
    assert span.overlaps(span.first_day, span.first_day)
    assert span.overlaps(span.last_day, span.last_day)


@given(PARTIAL_DATES, DAYS)
def test_a_date_overlaps_the_days_that_it_can_be(date, day):
    assert Span(BERLIN, date).overlaps(day, day) == (date.earliest <= day <= date.latest)


def test_what_has_no_date_overlaps_nothing():
    assert not Span(BERLIN).overlaps(datetime.date.min, datetime.date.max)


@pytest.mark.parametrize(
    ("span", "earliest", "latest"),
    [
        (days("2017-10"), "2017-09-30T22:00:00+00:00", "2017-10-31T23:00:00+00:00"),
        (days("2017-10", LOS_ANGELES), "2017-10-01T07:00:00+00:00", "2017-11-01T07:00:00+00:00"),
        (days("2017-24"), "2017-11-30T23:00:00+00:00", "2018-02-28T23:00:00+00:00"),
        (days("2015-24"), "2015-11-30T23:00:00+00:00", "2016-02-29T23:00:00+00:00"),
        (days("2017"), "2016-12-31T23:00:00+00:00", "2017-12-31T23:00:00+00:00"),
        (days("2017-10-04/2017-11"), "2017-10-03T22:00:00+00:00", "2017-11-30T23:00:00+00:00"),
        # The day of 25 hours.
        (days("2017-10-29"), "2017-10-28T22:00:00+00:00", "2017-10-29T23:00:00+00:00"),
        # Midnight does not exist: the day begins at one o'clock.
        (days("2017-10-15", "America/Sao_Paulo"), "2017-10-15T03:00:00+00:00", "2017-10-16T02:00:00+00:00"),
        (days("2017-10-14", "America/Sao_Paulo"), "2017-10-14T03:00:00+00:00", "2017-10-15T03:00:00+00:00"),
        # A day that never was: the island moved across the date line.
        (days("2011-12-30", "Pacific/Apia"), "2011-12-30T10:00:00+00:00", "2011-12-30T10:01:00+00:00"),
        # Midnight comes twice: the day ends, and the next begins, with the first of them.
        (days("2017-02-19", "America/Sao_Paulo"), "2017-02-19T03:00:00+00:00", "2017-02-20T03:00:00+00:00"),
    ],
)
def test_begins_and_is_over_by_its_own_clock(span, earliest, latest):
    assert (utc(span.earliest_at), utc(span.latest_at)) == (earliest, latest)


def test_a_time_without_an_end_lasts_until_the_end_of_its_day():
    span = Span.of_times(LOS_ANGELES, at("2017-10-06T19:30", LOS_ANGELES))
    assert (utc(span.earliest_at), utc(span.latest_at)) == ("2017-10-07T02:30:00+00:00", "2017-10-07T07:00:00+00:00")


def test_a_known_end_ends_it_and_what_ends_as_it_begins_is_on_for_a_minute():
    start = at("2017-10-06T19:30")
    assert utc(Span.of_times(BERLIN, start, at("2017-10-07T02:00")).latest_at) == "2017-10-07T00:00:00+00:00"
    assert utc(Span.of_times(BERLIN, start, start).latest_at) == "2017-10-06T17:31:00+00:00"


@given(DATED_SPANS)
def test_the_class_of_length_tells_how_long_ago_it_can_have_begun(span):
    longest = [*LENGTHS, float("inf")][span.length]
    lasts = (span.latest_at - span.earliest_at).total_seconds() / 86400
    assert lasts <= longest
    assert span.length == 0 or lasts > LENGTHS[span.length - 1]


@pytest.mark.parametrize(
    ("span", "length"),
    [
        (Span.of_times(BERLIN, at("2017-10-06T19:30")), 0),
        (days("2017-10-04/2017-10-05"), 0),
        (days("2017-10-04/2017-10-06"), 1),
        (days("2017-10-28/2017-10-29"), 1),  # 49 hours
        (days("2017-10"), 1),
        (days("2017-24"), 2),
        (days("2017"), 3),
        (days("2017/2018"), 4),
        (Span(BERLIN), 4),
    ],
)
def test_classes_of_length(span, length):
    assert span.length == length


@pytest.mark.parametrize(
    ("span", "precision"),
    [
        (Span.of_times(BERLIN, at("2017-10-06T19:30")), "time"),
        (days("2017-10-06/2017-11"), "day"),
        (days("2017-10"), "month"),
        (days("2017-23"), "season"),
        (days("2017"), "year"),
        (Span(BERLIN), "tba"),
    ],
)
def test_precision_is_that_of_the_start(span, precision):
    assert span.precision == precision


def test_of_times_takes_the_local_days():
    span = Span.of_times(LOS_ANGELES, at("2017-10-07T04:30"), at("2017-10-07T10:00"))
    assert (span.starts_on, span.ends_on) == (PartialDate(2017, 10, 6), PartialDate(2017, 10, 7))


DAY, NOON = PartialDate(2017, 10, 6), at("2017-10-06T12:00")


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"starts_at": NOON}, "a time belongs to its local day"),
        ({"starts_on": PartialDate(2017, 10), "starts_at": NOON}, "a time belongs to its local day"),
        ({"starts_on": PartialDate(2017, 10, 7), "starts_at": NOON}, "a time belongs to its local day"),
        ({"starts_on": DAY, "starts_at": NOON, "ends_at": NOON}, "a time belongs to its local day"),
        ({"ends_on": DAY}, "an end without a start"),
        ({"starts_on": DAY, "ends_on": DAY, "ends_at": NOON}, "a time of the end without one of the start"),
        ({"starts_on": DAY, "ends_on": PartialDate(2017, 10, 5)}, "the end comes before the start"),
        ({"starts_on": PartialDate(2017, season=24), "ends_on": PartialDate(2017, 11)}, "the end comes before"),
        (
            {"starts_on": DAY, "starts_at": NOON, "ends_on": DAY, "ends_at": NOON - datetime.timedelta(minutes=1)},
            "the end comes before the start",
        ),
    ],
)
def test_refuses_what_is_no_span(parts, reason):
    with pytest.raises(ValueError, match=reason):
        Span(BERLIN, **parts)


def test_refuses_times_that_only_the_zone_of_the_server_would_explain():
    naive = datetime.datetime(2017, 10, 6, 12)
    with pytest.raises(ValueError, match="a time without its offset"):
        Span(BERLIN, DAY, naive)
    with pytest.raises(ValueError, match="a time without its offset"):
        Span.of_times(BERLIN, naive)
