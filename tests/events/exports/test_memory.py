"""What a run of a profile remembers, and how two runs differ."""

import tracemalloc
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.exports.change_words import summary, words
from events.exports.memory import Change, Changed, Comparison, Handed, Memory, differences, fate, recall

BEFORE = Handed(
    uid="c0ffee00-0000-4000-8000-000000000001",
    event="c0ffee00-0000-4000-8000-000000000000",
    title="Night of films",
    known="2017-10-06",
    when="Friday, 6 October 2017",
    place="7",
    room="Hall 2",
    where="The Stage",
    last_on="2017-10-06",
    status="scheduled",
    state="live",
)


def packed(*records):
    memory = Memory("en")
    for record in records:
        memory.append(record)
    return memory.data()


@given(st.lists(st.builds(Handed, *[st.text()] * len(Handed._fields)), max_size=5))
def test_what_is_remembered_is_recalled_whatever_it_says(records):
    assert list(recall(packed(*records))) == records


def test_an_empty_list_and_a_missing_memory_are_recalled_as_nothing():
    assert list(recall(packed())) == list(recall(b"")) == []


def test_nothing_is_said_of_what_stayed_the_same():
    assert differences(BEFORE, BEFORE) == []
    assert words([], "en") == ""


@pytest.mark.parametrize(
    ("after", "english", "german"),
    [
        (
            {"known": "2017-10-07", "when": "Saturday, 7 October 2017"},
            "moved from Friday, 6 October 2017 to Saturday, 7 October 2017",
            "verlegt von Friday, 6 October 2017 auf Saturday, 7 October 2017",
        ),
        (
            {"known": "2017-10-07", "when": "Saturday, 7 October 2017", "status": "rescheduled"},
            "moved from Friday, 6 October 2017 to Saturday, 7 October 2017",
            "verlegt von Friday, 6 October 2017 auf Saturday, 7 October 2017",
        ),
        ({"status": "cancelled"}, "cancelled", "abgesagt"),
        ({"status": "postponed"}, "postponed", "verschoben"),
        ({"status": "moved_online", "place": "", "where": ""}, "moved online", "jetzt online"),
        (
            {"place": "8", "where": "Museum"},
            "other place: Museum instead of The Stage",
            "anderer Ort: Museum statt The Stage",
        ),
        ({"place": "", "where": ""}, "no longer: The Stage", "nicht mehr: The Stage"),
        ({"title": "Film night"}, "new title, before: “Night of films”", "neuer Titel, bisher: „Night of films“"),
        ({"state": "withdrawn"}, "now: withdrawn, before: live", "jetzt: withdrawn, bisher: live"),
        (
            {"status": "cancelled", "title": "Film night"},
            "cancelled; new title, before: “Night of films”",
            "abgesagt; neuer Titel, bisher: „Night of films“",
        ),
    ],
)
def test_every_change_is_said_in_both_languages(after, english, german):
    changes = differences(BEFORE, BEFORE._replace(**after))
    assert (words(changes, "en"), words(changes, "de")) == (english, german)


def test_other_words_for_the_same_date_are_no_move():
    assert differences(BEFORE, BEFORE._replace(when="Freitag, 6. Oktober 2017")) == []


def test_a_list_in_another_language_has_other_words_but_no_other_titles_and_rooms():
    german = BEFORE._replace(
        title="Nacht der Filme", room="Saal 2", when="Freitag, 6. Oktober 2017", state="Öffentlich"
    )
    assert Comparison(packed(BEFORE), "de").of(german) == []
    assert Comparison(packed(BEFORE), "de").of(german._replace(place="8", where="Kino")) == [
        Changed(Change.PLACE, "The Stage", "Kino")
    ]
    assert [change.kind for change in Comparison(packed(BEFORE), "en").of(german)] == ["place", "renamed", "state"]


def test_what_was_called_off_can_take_place_after_all():
    cancelled = BEFORE._replace(status="cancelled")
    assert words(differences(cancelled, BEFORE), "en") == "takes place after all"


@pytest.mark.parametrize(
    ("now", "english"),
    [
        (None, "gone: no longer public"),
        (BEFORE, "gone: no longer part of this list"),
        (BEFORE._replace(status="cancelled"), "gone: no longer part of this list; cancelled"),
        (
            BEFORE._replace(known="2017-12", when="December 2017"),
            "gone: moved from Friday, 6 October 2017 to December 2017",
        ),
    ],
)
def test_what_is_not_in_the_list_any_more_says_what_became_of_it(now, english):
    assert words(fate(BEFORE, now), "en") == english


def test_a_comparison_asks_of_each_date_once_and_gives_back_the_rest():
    other, third = BEFORE._replace(uid=str(uuid.uuid4())), BEFORE._replace(uid=str(uuid.uuid4()))
    comparison = Comparison(packed(BEFORE, other, third), "en")
    assert comparison.of(other) == []
    assert comparison.of(third._replace(status="cancelled")) == [Changed(Change.CANCELLED)]
    assert comparison.of(BEFORE._replace(uid=str(uuid.uuid4()))) == [Changed(Change.NEW)]
    assert list(comparison.rest()) == [BEFORE]


def test_a_summary_counts_by_kind():
    counts = {"new": 2, "moved": 1, "gone": 1, "left": 0}
    assert summary(counts, "en") == "1 no longer public, 1 moved, 2 new"
    assert summary(counts, "de") == "1 nicht mehr öffentlich, 1 verlegt, 2 neu"
    assert summary({}, "en") == "Nothing has changed."


def test_a_hundred_thousand_dates_are_compared_in_less_than_64_megabytes():
    records = [
        BEFORE._replace(uid=str(uuid.UUID(int=number << 64 | number)), title=f"Event number {number}")
        for number in range(5000)
    ]
    data = packed(*records)
    tracemalloc.start()
    comparison, memory = Comparison(data, "en"), Memory("en")
    for record in records:
        comparison.of(record)
        memory.append(record)
    memory.data()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak * 100_000 / len(records) < 64 * 1024**2


def test_words_of_a_manuscript_are_not_told_by_a_list_of_what_is_public():
    public = BEFORE._replace(state="", title="Films", known="2017-10-07", when="Saturday", room="", where="")
    assert differences(BEFORE, public) == []
    assert differences(BEFORE, public._replace(status="cancelled")) == [Changed(Change.CANCELLED)]
    assert len(differences(BEFORE._replace(state=""), public)) == 3
