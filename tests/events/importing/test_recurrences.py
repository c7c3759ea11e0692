"""Repetitions, held against dateutil, which knows nothing of how we read them."""

import datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Event

from events.importing.recurrences import HORIZON, occurrences
from events.importing.refusals import CellRefused

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def entry(**lines):
    text = "".join(
        f"{name.replace('_', '-')}{value if value[0] in ':;' else ':' + value}\r\n" for name, value in lines.items()
    )
    return Event.from_ical(f"BEGIN:VEVENT\r\n{text}END:VEVENT\r\n")


@st.composite
def rules(draw):
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 4))}", f"COUNT={draw(st.integers(1, 60))}"]
    days = draw(st.lists(st.sampled_from(DAYS), unique=True, max_size=3))
    places = draw(st.sampled_from(["", "1", "2", "5", "-1", "-2"])) if frequency == "MONTHLY" else ""
    if days and frequency != "YEARLY":
        parts.append("BYDAY=" + ",".join(f"{places}{day}" for day in days))
    if frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        parts.append(f"BYMONTHDAY={draw(st.sampled_from(['1', '15,28', '31', '-1', '-3,13']))}")
    if draw(st.booleans()):
        parts.append("BYMONTH=" + ",".join(map(str, draw(st.lists(st.integers(1, 12), unique=True, min_size=1)))))
    if len(parts) > 3 and frequency == "MONTHLY" and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from(['1', '-1', '2', '1,-1']))}")
    if frequency == "WEEKLY":
        parts.append(f"WKST={draw(st.sampled_from(DAYS))}")
    return ";".join(parts)


@given(rules(), st.dates(datetime.date(2024, 1, 1), datetime.date(2028, 12, 31)))
def test_days_of_a_rule_are_those_that_dateutil_finds(rule, start):
    last = datetime.datetime.combine(start + datetime.timedelta(days=HORIZON), datetime.time())
    theirs = [
        day.date() for day in rrulestr(rule, dtstart=datetime.datetime.combine(start, datetime.time())) if day <= last
    ]
    assert occurrences(start, "", entry(RRULE=rule)) == sorted({start, *theirs})


def test_what_the_clock_shows_stays_when_the_clocks_change():
    start = datetime.datetime(2026, 10, 19, 17, tzinfo=datetime.UTC)  # 19:00 in Berlin
    found = occurrences(start, "Europe/Berlin", entry(RRULE="FREQ=WEEKLY;COUNT=2"))
    assert found == [start, datetime.datetime(2026, 10, 26, 18, tzinfo=datetime.UTC)]


def test_single_dates_are_added_and_taken_out():
    start = datetime.date(2026, 10, 3)
    changed = entry(RRULE="FREQ=DAILY;UNTIL=20261006", EXDATE=";VALUE=DATE:20261004", RDATE=";VALUE=DATE:20261224")
    assert occurrences(start, "", changed) == [datetime.date(2026, 10, day) for day in (3, 5, 6)] + [
        datetime.date(2026, 12, 24)
    ]


def test_the_first_time_can_be_taken_out_but_not_all():
    start = datetime.date(2026, 10, 3)
    without = entry(RRULE="FREQ=DAILY;COUNT=2", EXDATE=";VALUE=DATE:20261003")
    assert occurrences(start, "", without) == [datetime.date(2026, 10, 4)]
    with pytest.raises(CellRefused, match="takes place at no time"):
        occurrences(start, "", entry(EXDATE=";VALUE=DATE:20261003"))


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("FREQ=DAILY", "repeats without an end"),
        ("FREQ=DAILY;COUNT=201", "repeats more than 200 times"),
        ("FREQ=DAILY;UNTIL=20990101", "repeats for more than ten years"),
        ("FREQ=SECONDLY;COUNT=5", "a rule that is not understood"),
        ("FREQ=DAILY;COUNT=5;BYHOUR=9", "a rule that is not understood"),
        ("FREQ=YEARLY;COUNT=5;BYDAY=20MO", "a rule that is not understood"),
        ("FREQ=WEEKLY;COUNT=5;INTERVAL=0", "a rule that is not understood"),
    ],
)
def test_what_cannot_be_written_out_is_refused(rule, sentence):
    with pytest.raises(CellRefused, match=sentence):
        occurrences(datetime.date(2026, 10, 3), "", entry(RRULE=rule))


def test_a_rule_that_never_comes_true_ends():
    rule = entry(RRULE="FREQ=DAILY;COUNT=5;BYMONTH=2;BYMONTHDAY=30")
    assert occurrences(datetime.date(2026, 10, 3), "", rule) == [datetime.date(2026, 10, 3)]
