"""What is chosen is read from an allow-list, and survives profiles and addresses unchanged."""

import datetime

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from events.exports.column_table import COLUMNS, DEFAULT
from events.exports.foreign import ValuesRefused
from events.exports.layout import Layout, read_layout
from events.exports.periods import PERIODS, days_of
from events.exports.selection import MOST_EVENTS, Selection, State, read_selection
from events.models import EventKind, EventStatus
from sistercities.office.frame import SiteFrame, current_frame
from tests.factories import AnniversaryFactory

EMPTY = SiteFrame(1, None, {}, (), {})
UID = "11111111-2222-4333-8444-555555555555"


def refused(**values):
    with pytest.raises(ValuesRefused) as error:
        read_selection(values, EMPTY)
    return error.value.errors


# Selections -----------------------------------------------------------------------------------------------------------


@given(
    st.builds(
        Selection,
        period=st.sampled_from([*PERIODS]),
        kinds=st.lists(st.sampled_from(EventKind.values), unique=True).map(
            lambda kinds: tuple(kind for kind in EventKind.values if kind in kinds)
        ),
        statuses=st.sampled_from([(), ("cancelled",), tuple(EventStatus.values)]),
        languages=st.sampled_from([(), ("de",), ("en", "de")]),
        state=st.sampled_from(State.values),
        events=st.lists(st.uuids().map(str), unique=True, max_size=3).map(tuple),
    )
)
def test_a_selection_survives_profiles_and_addresses(selection):
    assert read_selection(selection.as_json(), EMPTY) == selection
    assert read_selection(QueryDict(selection.query), EMPTY) == selection


def test_days_survive_too():
    selection = Selection(first=datetime.date(2017, 10, 1), last=datetime.date(2017, 10, 31))
    assert read_selection(QueryDict(selection.query), EMPTY) == selection


@pytest.mark.django_db
def test_things_are_named_by_their_key_or_as_in_the_addresses_of_the_site(office, los_angeles):
    anniversary = AnniversaryFactory(partnership__city_a=office.home_city, partnership__city_b=los_angeles)
    frame = current_frame()
    chosen = Selection(city=los_angeles.pk, partnership=anniversary.partnership_id, anniversary=anniversary.pk)
    assert read_selection(chosen.as_json(), frame) == chosen
    slugs = {"city": "los-angeles", "partnership": "berlin-los-angeles", "anniversary": "berlin-los-angeles/50"}
    assert read_selection(slugs, frame) == chosen


def test_lists_may_be_one_text_with_commas_and_other_names_are_ignored():
    values = QueryDict("kinds=talk,film&kinds=film&page=7&state=")
    assert read_selection(values, EMPTY) == Selection(kinds=("film", "talk"))


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"kinds": "rave"}, "kinds", "“rave” is none of the choices."),
        ({"kinds": ["film", "' OR 1=1 --"]}, "kinds", "“' OR 1=1 --” is none of the choices."),
        ({"state": "deleted"}, "state", "“deleted” is none of the choices."),
        ({"period": ["today", "past"]}, "period", "Choose one."),
        ({"city": "7"}, "city", "“7” is none of the choices."),
        ({"city": "9" * 400}, "city", f"“{'9' * 60}” is none of the choices."),
        ({"partnership": "berlin\x00"}, "partnership", "“berlin\x00” is none of the choices."),
        ({"anniversary": "berlin-los-angeles/50"}, "anniversary", "“berlin-los-angeles/50” is none of the choices."),
        ({"first": "6.10.2017"}, "first", "“6.10.2017” is no day. Write it as 2017-10-06."),
        ({"first": "20171006"}, "first", "“20171006” is no day. Write it as 2017-10-06."),
        ({"first": "2017-02-30"}, "first", "“2017-02-30” is no day. Write it as 2017-10-06."),
        ({"first": "0001-01-01"}, "first", "Years go from 1000 to 2999."),
        ({"last": "٢٠١٧-١٠-٠٦"}, "last", "“٢٠١٧-١٠-٠٦” is no day. Write it as 2017-10-06."),
        ({"first": "2017-10-06", "last": "2017-10-05"}, "last", "The last day comes before the first one."),
        ({"first": "2017-10-06", "period": "today"}, "period", "Choose a period, or a first and a last day: not both."),
        ({"events": "1234"}, "events", "“1234” is none of the choices."),
        ({"events": [UID] * (MOST_EVENTS + 1)}, "events", "At most 5000 single events can be chosen."),
        ({"languages": "fr"}, "languages", "“fr” is none of the choices."),
        ({"spoken": "tlh"}, "spoken", "“tlh” is none of the choices."),
        ({"kinds": {"film": 1}}, "kinds", "“{'film': 1}” is none of the choices."),
        ({"city": True}, "city", "“True” is none of the choices."),
        ({"city": 1.5}, "city", "“1.5” is none of the choices."),
        ({"kinds": [["film"]]}, "kinds", "“['film']” is none of the choices."),
    ],
)
def test_what_is_none_of_ours_is_refused_with_a_sentence_at_its_field(values, field, sentence):
    assert refused(**values) == {field: sentence}


def test_every_wrong_field_is_named_at_once():
    assert refused(kinds="rave", city="atlantis").keys() == {"kinds", "city"}


# Layouts --------------------------------------------------------------------------------------------------------------


@given(
    st.builds(
        Layout,
        columns=st.lists(st.sampled_from([*COLUMNS]), unique=True, min_size=1).map(tuple),
        languages=st.sampled_from([("en",), ("de",), ("en", "de"), ("de", "en")]),
        clock=st.sampled_from(["event", "home", "partner", "both"]),
        separator=st.sampled_from(["", "comma", "semicolon", "tab"]),
        header=st.sampled_from(["labels", "keys"]),
        fuzzy=st.booleans(),
    )
)
def test_a_layout_survives_profiles_and_keeps_the_order_of_its_columns(layout):
    assert read_layout(layout.as_json()) == layout


def test_what_a_layout_does_not_say_is_that_of_the_default():
    assert read_layout({}) == Layout()
    assert read_layout({"clock": "home"}, Layout(fuzzy=True)) == Layout(clock="home", fuzzy=True)
    assert len(DEFAULT) == 18


@pytest.mark.parametrize(
    "values",
    [
        {"columns": "title,password"},
        {"columns": "created_by"},
        {"languages": "fr"},
        {"clock": "Europe/Berlin"},
        {"separator": "|"},
        {"header": "none"},
        {"fuzzy": "perhaps"},
    ],
)
def test_a_layout_of_other_values_is_refused(values):
    with pytest.raises(ValuesRefused) as error:
        read_layout(values)
    assert error.value.errors.keys() == values.keys()


# Periods --------------------------------------------------------------------------------------------------------------


def test_periods_seen_on_a_day_in_november():
    today = datetime.date(2017, 11, 30)
    found = {name: tuple(day and day.isoformat() for day in days_of(name, today)) for name in PERIODS}
    assert found == {
        "upcoming": ("2017-11-30", None),
        "today": ("2017-11-30", "2017-11-30"),
        "next-7-days": ("2017-11-30", "2017-12-06"),
        "next-4-weeks": ("2017-11-30", "2017-12-27"),
        "next-3-months": ("2017-11-30", "2018-02-27"),
        "this-month": ("2017-11-01", "2017-11-30"),
        "next-month": ("2017-12-01", "2017-12-31"),
        "this-quarter": ("2017-10-01", "2017-12-31"),
        "next-quarter": ("2018-01-01", "2018-03-31"),
        "this-year": ("2017-01-01", "2017-12-31"),
        "next-year": ("2018-01-01", "2018-12-31"),
        "last-month": ("2017-10-01", "2017-10-31"),
        "last-quarter": ("2017-07-01", "2017-09-30"),
        "last-year": ("2016-01-01", "2016-12-31"),
        "past": (None, "2017-11-29"),
    }


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2990, 12, 31)), st.sampled_from(["month", "quarter", "year"]))
def test_periods_of_the_calendar_follow_each_other_without_a_gap(today, unit):
    last, this, following = (days_of(f"{step}-{unit}", today) for step in ("last", "this", "next"))
    assert this[0] <= today <= this[1]
    assert [this[0] - last[1], following[0] - this[1]] == [datetime.timedelta(days=1)] * 2


@pytest.mark.django_db
def test_today_is_that_of_the_home_city(office):
    late = datetime.datetime(2017, 9, 30, 22, 30, tzinfo=datetime.UTC)
    assert Selection(period="today").days(current_frame(), late) == (datetime.date(2017, 10, 1),) * 2
