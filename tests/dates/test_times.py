import datetime

import pytest

from sistercities.dates.times import TimeNotUnderstood, parse_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19:30", "19:30"), ("19.30", "19:30"), ("1930", "19:30"), ("9:05", "09:05"), ("19", "19:00"),
        ("19h30", "19:30"), ("19 Uhr", "19:00"), ("19.30 Uhr", "19:30"), ("7 pm", "19:00"), ("7:30PM", "19:30"),
        ("12 am", "00:00"), ("12:15 p.m.", "12:15"), (" 0:00 ", "00:00"), ("23:59", "23:59"),
        ("8 o’clock", "08:00"), ("8h", "08:00"),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(text, expected):
    assert parse_time(text) == datetime.time.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    ["", "25:00", "19:60", "19:5", "13 pm", "0 am", "evening", "19:30:00", "-1", "²³:00", "19:30\x00", "1" * 9999],
)  # fmt: skip
def test_what_is_no_time_is_refused_with_an_example(text):
    with pytest.raises(TimeNotUnderstood, match="19:30 or 7:30 pm"):
        parse_time(text)


def test_midnight_at_the_end_of_a_day_belongs_to_the_next():
    with pytest.raises(TimeNotUnderstood, match="00:00 of the next day"):
        parse_time("24:00")
