"""Calendars as others write them: repetitions of which one time is different, clocks that nobody knows, odd lines."""

import time

import pytest

from events.importing.planning import Action
from events.importing.sources import open_file
from events.models import Event
from sistercities.tables import Unreadable
from tests.events.importing.files import imported, planned
from tests.events.importing.test_calendars import calendar_of, reasons
from tests.factories import VenueFactory

pytestmark = [pytest.mark.django_db]

REHEARSALS = [
    "UID:choir",
    "SUMMARY:Rehearsal",
    "DTSTART;TZID=Europe/Berlin:20261005T190000",
    "RRULE:FREQ=WEEKLY;COUNT=3",
]


def changed_time(when, *lines):
    return ["UID:choir", f"RECURRENCE-ID;TZID=Europe/Berlin:{when}", "SUMMARY:Rehearsal", *lines]


def dates_of(event):
    """The main date, then the others with whether they are cancelled."""
    others = sorted((date.span.edtf[:16], date.is_cancelled) for date in event.dates.all())
    return [event.span.edtf[:16], *others]


@pytest.mark.parametrize("comes_first", [False, True])
def test_the_first_time_of_a_repetition_can_be_another_one(editor, office, comes_first):
    moved = changed_time("20261005T190000", "DTSTART;TZID=Europe/Berlin:20261006T200000")
    entries = [moved, REHEARSALS] if comes_first else [REHEARSALS, moved]
    imported(calendar_of(*entries), editor)
    event = Event.objects.get()
    assert dates_of(event) == ["2026-10-06T20:00", ("2026-10-12T19:00", False), ("2026-10-19T19:00", False)]
    assert planned(calendar_of(*entries), editor).counts["same"] == 1


def test_a_later_time_can_be_another_one_wherever_it_stands_in_the_file(editor, office):
    moved = changed_time("20261012T190000", "DTSTART;TZID=Europe/Berlin:20261013T200000")
    imported(calendar_of(moved, REHEARSALS), editor)
    assert dates_of(Event.objects.get()) == [
        "2026-10-05T19:00",
        ("2026-10-13T20:00", False),
        ("2026-10-19T19:00", False),
    ]


def test_a_first_time_that_was_taken_out_does_not_take_place(editor, office):
    imported(calendar_of([*REHEARSALS, "EXDATE;TZID=Europe/Berlin:20261005T190000"]), editor)
    event = Event.objects.get()
    assert dates_of(event) == ["2026-10-12T19:00", ("2026-10-19T19:00", False)]
    assert planned(calendar_of([*REHEARSALS, "EXDATE;TZID=Europe/Berlin:20261005T190000"]), editor).counts["same"] == 1


def test_a_first_time_that_is_cancelled_cancels_no_other_one(editor, office):
    off = changed_time("20261005T190000", "STATUS:CANCELLED", "DTSTART;TZID=Europe/Berlin:20261005T190000")
    imported(calendar_of(REHEARSALS, off), editor)
    event = Event.objects.get()
    assert event.status == "scheduled"
    assert dates_of(event) == ["2026-10-12T19:00", ("2026-10-05T19:00", True), ("2026-10-19T19:00", False)]


def test_a_change_of_all_later_times_is_refused_and_leaves_the_others_as_they_are(editor, office):
    later = ["UID:choir", "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261012T190000"]
    entry = [*later, "SUMMARY:Rehearsal", "DTSTART;TZID=Europe/Berlin:20261013T190000"]
    made = planned(calendar_of(REHEARSALS, entry), editor)
    assert reasons(made) == ["Row 2: changes all later times of a repetition, too. Write out its dates."]
    assert made.counts["create"] == 1


def test_a_first_time_that_is_taken_out_later_is_left_to_people(editor, office):
    imported(calendar_of(REHEARSALS), editor)
    made = planned(calendar_of([*REHEARSALS, "EXDATE;TZID=Europe/Berlin:20261005T190000"]), editor)
    assert reasons(made) == ["Row 1: It would be on one date twice. Change its dates on the desk."]


@pytest.mark.parametrize("named", ["VALUE=DATE:20261012", "TZID=Europe/Berlin:20261012T190000"])
def test_the_day_alone_names_a_time_of_a_repetition(editor, office, named):
    moved = ["UID:choir", f"RECURRENCE-ID;{named}", "SUMMARY:Rehearsal", "DTSTART;TZID=Europe/Berlin:20261013T200000"]
    file = calendar_of(REHEARSALS, moved)
    imported(file, editor)
    assert dates_of(Event.objects.get()) == [
        *("2026-10-05T19:00", ("2026-10-13T20:00", False), ("2026-10-19T19:00", False)),
    ]
    assert planned(file, editor).counts["same"] == 1


def test_midnight_names_a_day_of_a_repetition_of_days(editor, office):
    days = ["UID:choir", "SUMMARY:Rehearsal", "DTSTART;VALUE=DATE:20261005", "RRULE:FREQ=WEEKLY;COUNT=2"]
    moved = ["UID:choir", "RECURRENCE-ID:20261012T000000", "SUMMARY:Rehearsal", "DTSTART;VALUE=DATE:20261013"]
    imported(calendar_of(days, moved), editor)
    assert dates_of(Event.objects.get()) == ["2026-10-05", ("2026-10-13", False)]


def test_a_day_with_several_times_names_none_of_them(editor, office):
    twice = [*REHEARSALS, "RDATE;TZID=Europe/Berlin:20261012T210000"]
    moved = ["UID:choir", "RECURRENCE-ID;VALUE=DATE:20261012", "SUMMARY:Rehearsal", "DTSTART:20261013T200000Z"]
    made = planned(calendar_of(twice, moved), editor)
    assert reasons(made) == [
        "Row 2: is about a day on which the repetition has several times. Write out its dates.",
    ]
    assert made.counts["create"] == 1


OTHER_TITLE = (
    "Row 2: This time is left out: “Title (English)” is different from that of all others. "
    "Add it as an event of its own."
)


@pytest.mark.parametrize(
    ("when", "dates"),
    [
        ("20261012T190000", ["2026-10-05T19:00", ("2026-10-19T19:00", False)]),
        ("20261005T190000", ["2026-10-12T19:00", ("2026-10-19T19:00", False)]),
    ],
)
def test_a_time_with_another_title_is_left_out_of_the_repetition(editor, office, when, dates):
    entry = changed_time(when, f"DTSTART;TZID=Europe/Berlin:{when}")
    file = calendar_of(REHEARSALS, [line.replace("Rehearsal", "Concert") for line in entry])
    _run, made = imported(file, editor)
    event = Event.objects.get()
    assert (str(event), dates_of(event)) == ("Rehearsal", dates)
    (item,) = made.items
    assert (item.reasons, item.notes) == ([], [OTHER_TITLE])
    # It is said as often as somebody looks.
    (item,) = planned(file, editor).items
    assert (item.action, item.notes) == (Action.SAME, [OTHER_TITLE])


def test_where_the_first_time_is_cancelled_one_with_the_usual_title_comes_first(editor, office):
    off = changed_time("20261005T190000", "STATUS:CANCELLED", "DTSTART;TZID=Europe/Berlin:20261005T190000")
    entry = changed_time("20261012T190000", "DTSTART;TZID=Europe/Berlin:20261012T190000")
    other = [line.replace("Rehearsal", "Concert") for line in entry]
    imported(calendar_of(REHEARSALS, off, other), editor)
    event = Event.objects.get()
    assert (str(event), dates_of(event)) == ("Rehearsal", ["2026-10-19T19:00", ("2026-10-05T19:00", True)])


def test_a_time_at_a_place_of_its_own_is_left_out_of_the_repetition(editor, office):
    VenueFactory(name_en="The Hall", city=office.home_city)
    elsewhere = changed_time("20261012T190000", "DTSTART;TZID=Europe/Berlin:20261012T190000")
    (item,) = planned(calendar_of(REHEARSALS, [*elsewhere, "LOCATION:The Hall"]), editor).items
    assert (item.values["title_en"], "venue" in item.values, item.notes) == (
        "Rehearsal",
        False,
        [OTHER_TITLE.replace("Title (English)", "Venue")],
    )
    (item,) = planned(calendar_of(REHEARSALS, [*elsewhere, "LOCATION:Nowhere"]), editor).items
    assert (item.reasons, item.notes) == (
        [],
        ["Row 2: This time is left out: There is no venue “Nowhere” here."],
    )


def test_a_cancelled_time_may_say_so_in_its_title(editor, office):
    when = "20261012T190000"
    off = changed_time(when, f"DTSTART;TZID=Europe/Berlin:{when}", "STATUS:CANCELLED")
    imported(calendar_of(REHEARSALS, [line.replace("SUMMARY:", "SUMMARY:Canceled event: ") for line in off]), editor)
    event = Event.objects.get()
    assert (str(event), dates_of(event)) == (
        "Rehearsal",
        ["2026-10-05T19:00", ("2026-10-12T19:00", True), ("2026-10-19T19:00", False)],
    )


# Clocks, and what is written oddly ------------------------------------------------------------------------------------


def test_a_clock_that_nobody_knows_is_named_once(editor, office):
    clock = "(UTC-08:00) Pacific Time (US & Canada)"
    entry = ["UID:a", "SUMMARY:A talk", f'DTSTART;TZID="{clock}":20261005T190000', "RRULE:FREQ=WEEKLY;COUNT=3"]
    (item,) = planned(calendar_of(entry), editor).items
    assert item.notes == [
        f"Row 1: Its clock “{clock}”, which is not known here: its times are read as those of Europe/Berlin."
    ]
    assert planned(calendar_of([*entry[:2], "DTSTART:20261005T190000"]), editor).items[0].notes == []


def test_a_line_may_be_folded_inside_of_a_character(editor, office):
    file = calendar_of(["UID:a", "SUMMARY:Für alle", "DTSTART:20261005T190000Z"])
    imported(file.replace("ü".encode(), b"\xc3\r\n \xbc"), editor)
    assert str(Event.objects.get()) == "Für alle"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_calendar_may_be_in_utf_16(editor, office, encoding):
    file = calendar_of(["UID:a", "SUMMARY:Für alle", "DTSTART:20261005T190000Z"]).decode()
    imported(file.encode(encoding), editor)
    assert str(Event.objects.get()) == "Für alle"


def test_what_says_nothing_of_an_event_may_be_written_in_any_way(editor, office):
    odd = ["DTSTAMP:yesterday", "GEO:somewhere", "PRIORITY:high"]
    assert planned(calendar_of(["UID:a", "SUMMARY:A", "DTSTART:20261005T190000Z", *odd]), editor).counts["create"] == 1


def test_time_zones_without_an_end_take_no_time(office):
    started = time.process_time()
    with pytest.raises(Unreadable, match="a damaged one"):
        open_file(b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VTIMEZONE\r\n" * 60_000)
    assert time.process_time() - started < 5  # an expression that starts anew at each of them took six minutes


def test_a_place_of_a_million_parts_is_told_at_once(editor, office):
    VenueFactory(name_en="The Hall", city=office.home_city)
    started = time.process_time()
    made = planned(
        calendar_of(["UID:a", "SUMMARY:A", "DTSTART:20261005T190000Z", "LOCATION:" + "a, " * 300_000]), editor
    )
    assert made.counts["skip"] == 1
    assert time.process_time() - started < 10  # the rest of it was copied at each comma, for minutes
