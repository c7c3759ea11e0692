"""Cells about time say what the pages say: fast ways are held against `Span` and its words, for any span."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from events.exports import cells_when as when
from events.exports.context import Context, Side, plain
from sistercities.cities.models import City
from sistercities.dates.clock_words import other_clock, times_words
from sistercities.dates.ranges import span_words
from sistercities.dates.spans import Span
from sistercities.office.frame import SiteFrame
from sistercities.office.models import Office
from tests.dates.test_spans import SPANS, ZONES, at, days
from tests.events.exports.lists import AT

LANGUAGE = st.sampled_from(["en", "de"])
#: One evening, which ends on the next day; and two days of which the second one ends early.
EVENING = Span.of_times("Europe/Berlin", at("2017-10-06T22:00"), at("2017-10-07T02:00"))
NIGHT_AND_DAY = Span.of_times("Europe/Berlin", at("2017-10-06T22:00"), at("2017-10-07T18:00"))


def side_of(language="en", clock="event", home="Europe/Berlin", partner="America/Los_Angeles"):
    """A side of a list of events of two cities, Home (1) and Partner (2). No database."""
    cities = {
        1: City(pk=1, name_en="Home", name_de="Heim", time_zone=home),
        2: City(pk=2, name_en="Partner", name_de="Partner", time_zone=partner),
    }
    frame = SiteFrame(1, Office(home_city=cities[1]), cities, (), {})
    return Side(Context(frame, AT, (language,)), language, clock)


def fields_of(span, **other):
    """The fields of an `ExportRow` of that span."""
    seconds = {name: (moment := getattr(span, name)) and int(moment.timestamp()) for name in ("starts_at", "ends_at")}
    on = {name: (day := getattr(span, name)) and day.edtf for name in ("starts_on", "ends_on")}
    known = {"cities": "2,1", "partnership": None, "anniversary": None, "venue": None, "position": 0, "date_note": ""}
    return {**known, "time_zone": span.zone, "precision": span.precision, **seconds, **on, **other}


def value(cell, fields):
    return cell.function(*(fields[name] for name in cell.fields))


@given(SPANS, LANGUAGE)
@example(EVENING, "de")
@example(NIGHT_AND_DAY, "en")
def test_the_date_is_said_as_on_the_page(span, language):
    said = value(when.words(side_of(language)), fields_of(span))
    assert said == plain(span_words(span, language, weekday=True))


@given(SPANS)
def test_edtf_is_that_of_the_span(span):
    assert value(when.edtf(side_of()), fields_of(span)) == span.edtf


@given(SPANS, LANGUAGE)
@example(EVENING, "de")
@example(NIGHT_AND_DAY, "en")
def test_the_time_is_said_as_on_the_page(span, language):
    side = side_of(language, home=span.zone)
    city = side.context.frame.home_city
    assert value(when.times(side), fields_of(span)) == plain(times_words(span, side.name(city), language))


@given(SPANS, st.sampled_from(ZONES), LANGUAGE)
@example(EVENING, "America/Los_Angeles", "de")
@example(NIGHT_AND_DAY, "America/Los_Angeles", "en")
def test_the_time_in_the_other_city_is_said_as_on_the_page_where_a_time_is_known(span, zone, language):
    side = side_of(language, home=zone, partner=span.zone)
    expected = plain(other_clock(span, zone, side.name(side.context.frame.home_city), language))
    if span.starts_at is None or zone == span.zone:
        expected = ""
    assert value(when.other_times(side), fields_of(span)) == expected


@given(SPANS, st.sampled_from(["event", "home", "partner"]))
def test_days_are_those_that_are_known_and_times_by_the_chosen_clock(span, clock):
    side = side_of(clock=clock)
    zone = ZoneInfo({"event": span.zone, "home": "Europe/Berlin", "partner": "America/Los_Angeles"}[clock])
    for name, on, moment in (("starts", span.starts_on, span.starts_at), ("ends", span.ends_on, span.ends_at)):
        if moment is not None:
            expected = moment.astimezone(zone).replace(tzinfo=None, fold=0)
        else:
            expected = on.earliest if on is not None and on.day else None
        assert value(when.day(name)(side), fields_of(span)) == expected
        text = value(when.day_text(name)(side), fields_of(span))
        assert text == ("" if expected is None else str(expected).removesuffix(":00" if moment else ""))


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (days("2017-10"), ("October 2017", None, None, "to the month", "2017-10")),
        (days("2017-24"), ("winter 2017/18", None, None, "to the season", "2017-24")),
        (days("2017"), ("2017", None, None, "to the year", "2017")),
        (
            days("2017-10-04/2017-11"),
            ("Wednesday, 4 October – November 2017", "2017-10-04", None, "to the day", "2017-10-04/2017-11"),
        ),
    ],
)
def test_what_is_not_known_to_the_day_has_no_day(span, shown):
    fields, side = fields_of(span), side_of()
    cells = [when.words, when.day_exact("starts"), when.day_exact("ends"), when.precision, when.edtf]
    assert tuple(value(make(side), fields) for make in cells) == shown


def test_own_words_stand_for_the_main_date_alone():
    cell = when.words(side_of())
    span = days("2017-10")
    assert value(cell, fields_of(span, date_note="After the Art Week")) == "After the Art Week"
    assert value(cell, fields_of(span, date_note="After the Art Week", position=1)) == "October 2017"


@pytest.mark.parametrize(
    ("moment", "exact", "home"),
    [
        ("2017-10-29T00:30:00+00:00", "2017-10-29T02:30:00+02:00", "2017-10-29 02:30"),
        ("2017-10-29T01:30:00+00:00", "2017-10-29T02:30:00+01:00", "2017-10-29 02:30"),
        ("2018-03-25T00:59:00+00:00", "2018-03-25T01:59:00+01:00", "2018-03-25 01:59"),
        ("2018-03-25T01:00:00+00:00", "2018-03-25T03:00:00+02:00", "2018-03-25 03:00"),
    ],
)
def test_doubled_and_skipped_hours_are_told_apart_for_programs(moment, exact, home):
    starts_at = int(datetime.datetime.fromisoformat(moment).timestamp())
    fields = {"starts_on": moment[:10], "starts_at": starts_at, "time_zone": "Europe/Berlin"}
    assert value(when.day_exact("starts")(side_of()), fields) == exact
    assert value(when.day_text("starts")(side_of()), fields) == home


def test_a_time_is_exact_by_the_clock_of_each_city():
    span = Span.of_times("America/Los_Angeles", at("2017-10-06T19:30", "America/Los_Angeles"))
    shown = {
        clock: value(when.day_exact("starts")(side_of(clock=clock)), fields_of(span))
        for clock in ("event", "home", "partner")
    }
    assert shown == {
        "event": "2017-10-06T19:30:00-07:00",
        "home": "2017-10-07T04:30:00+02:00",
        "partner": "2017-10-06T19:30:00-07:00",
    }
