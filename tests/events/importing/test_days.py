"""Days and times as people and programs write them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.importing.days import NOTHING, Typed, read_day, read_time, say_again, shifted, span_of
from events.importing.refusals import CellRefused, OrderUnknown
from sistercities.dates.partial import PartialDate
from tests.factories import span_of as span


def said(cell, order=""):
    """Day and time of start and end, as text."""
    return [(one.on and one.on.edtf, one.time and f"{one.time:%H:%M}") for one in read_day(cell, order)]


NONE = (None, None)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("2026-10-03", [("2026-10-03", None), NONE]),
        ("2026-10-03 19:30", [("2026-10-03", "19:30"), NONE]),
        ("3 October 2026", [("2026-10-03", None), NONE]),
        ("3.10.2026 19:30 Uhr", [("2026-10-03", "19:30"), NONE]),
        ("Samstag, 03.10.2026, 19.30 Uhr", [("2026-10-03", "19:30"), NONE]),
        ("Sat, 3 Oct 2026, 7:30 pm", [("2026-10-03", "19:30"), NONE]),
        ("Sa. 3.10.2026 um 18 Uhr", [("2026-10-03", "18:00"), NONE]),
        ("3.10.2026, 18–20 Uhr", None),
        ("03.10.2026 19:30:00", [("2026-10-03", "19:30"), NONE]),
        ("10/13/2026 7:30:00 PM", [("2026-10-13", "19:30"), NONE]),
        ("3.10.2026, 18:00–20:00", [("2026-10-03", "18:00"), (None, "20:00")]),
        ("4.–20. November 2026", [("2026-11-04", None), ("2026-11-20", None)]),
        ("Fri 4 – Sun 6 December 2026", [("2026-12-04", None), ("2026-12-06", None)]),
        ("October 2026", [("2026-10", None), NONE]),
        ("Herbst 2026", [("2026-23", None), NONE]),
        ("2026", [("2026", None), NONE]),
        (2026, [("2026", None), NONE]),
        (datetime.date(2026, 10, 3), [("2026-10-03", None), NONE]),
        (datetime.datetime(2026, 10, 3, 19, 30), [("2026-10-03", "19:30"), NONE]),
        ("13/06/2026", [("2026-06-13", None), NONE]),
        ("06/13/2026", [("2026-06-13", None), NONE]),
    ],
)
def test_days_are_read_in_both_languages(cell, found):
    if found is None:
        with pytest.raises(CellRefused):
            read_day(cell)
    else:
        assert said(cell) == found


@pytest.mark.parametrize(
    "cell", ["someday", "31 February 2026", "03.10.26", "99999", datetime.time(9), "x" * 200, "2026-13-45T99:99"]
)
def test_what_is_no_day_is_refused_with_a_sentence(cell):
    with pytest.raises(CellRefused) as refused:
        read_day(cell)
    assert str(refused.value)


def test_a_day_that_people_read_differently_is_a_question_until_its_order_is_said():
    with pytest.raises(OrderUnknown, match="05/06/2026"):
        read_day("05/06/2026")
    assert said("05/06/2026", "dmy") == [("2026-06-05", None), NONE]
    assert said("05/06/2026", "mdy") == [("2026-05-06", None), NONE]
    assert said("05/06/2026 – 07/06/2026", "dmy") == [("2026-06-05", None), ("2026-06-07", None)]
    assert said("05-06-2026 19:00", "mdy") == [("2026-05-06", "19:00"), NONE]
    assert said("06/06/2026") == [("2026-06-06", None), NONE]


@given(st.text(max_size=60) | st.from_regex(r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}( [0-9]{1,2}[:.h][0-9]{2})?"))
def test_any_text_is_a_day_or_refused(text):
    try:
        starts, ends = read_day(text)
    except CellRefused:
        return
    assert isinstance(starts.on, PartialDate)
    assert ends is NOTHING or isinstance(ends, Typed)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("19:30", ("19:30", None)),
        ("7.30 pm", ("19:30", None)),
        ("18:00–20:00", ("18:00", "20:00")),
        ("18 Uhr–20 Uhr", ("18:00", "20:00")),
        ("18:00 bis 20:00", ("18:00", "20:00")),
        (datetime.time(9, 5), ("09:05", None)),
        (datetime.datetime(2026, 1, 1, 9, 5), ("09:05", None)),
        ("19:30:00", ("19:30", None)),
        ("ab 19.30 Uhr", ("19:30", None)),
        ("7:30:00 pm – 9:00:00 pm", ("19:30", "21:00")),
    ],
)
def test_times_are_read_alone_and_in_pairs(cell, found):
    assert tuple(time and f"{time:%H:%M}" for time in read_time(cell)) == found


@pytest.mark.parametrize("cell", ["noon", "25:00", "19:30:45", "19:30–", "–"])
def test_what_is_no_time_is_refused(cell):
    with pytest.raises(CellRefused):
        read_time(cell)


def test_spans_follow_the_rules_of_the_desk():
    day = PartialDate(2026, 10, 3)
    made = span_of(Typed(day, datetime.time(22)), Typed(None, datetime.time(1)), "Europe/Berlin")
    assert made == span("2026-10-03T22:00/2026-10-04T01:00")
    assert span_of(NOTHING, NOTHING, "UTC").precision == "tba"
    for starts, ends, sentence in (
        (NOTHING, Typed(day), "An end alone is not enough"),
        (Typed(PartialDate(2026, 10), datetime.time(9)), NOTHING, "A time needs a day"),
        (Typed(day), Typed(PartialDate(2026, 10, 2)), "The end comes before the start"),
        (Typed(PartialDate(2026, 3, 29), datetime.time(2, 30)), NOTHING, "does not exist on that day"),
        (Typed(PartialDate(2026, 10, 25), datetime.time(2, 30)), NOTHING, "comes twice on that day"),
    ):
        with pytest.raises(CellRefused, match=sentence):
            span_of(starts, ends, "Europe/Berlin")


def test_an_offset_says_which_of_two_times_is_meant_and_seconds_are_kept():
    first, second = (read_day(f"2026-10-25T02:30:15{offset}")[0] for offset in ("+02:00", "+01:00"))
    assert span_of(first, NOTHING, "Europe/Berlin").edtf == "2026-10-25T02:30:15+02:00"
    assert span_of(second, NOTHING, "Europe/Berlin").edtf == "2026-10-25T02:30:15+01:00"
    assert span_of(second, NOTHING, "America/Los_Angeles").edtf == "2026-10-24T18:30:15-07:00"


@pytest.mark.parametrize("offset", ["+24:00", "-99:59", "+02:75"])
def test_an_offset_that_no_clock_has_is_refused(offset):
    with pytest.raises(CellRefused, match="There is no such date in the calendar: “2026-10-25T02:30"):
        read_day(f"2026-10-25T02:30{offset}")


def test_on_another_clock_the_times_stay_what_they_show():
    there = shifted(span("2026-10-03T19:30/2026-10-03T22:00"), "America/Los_Angeles")
    assert there.edtf == "2026-10-03T19:30:00-07:00/2026-10-03T22:00:00-07:00"
    assert say_again(there, "Europe/Berlin")[0] == (PartialDate(2026, 10, 4), datetime.time(4, 30))
    assert shifted(span("2026-10"), "Asia/Tokyo").edtf == "2026-10"
