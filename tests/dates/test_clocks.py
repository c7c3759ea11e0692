import datetime

import pytest

from sistercities.dates.clocks import DoubledHour, SkippedHour, nearest, offset_words, resolve, which_of_two

BERLIN, LOS_ANGELES, LORD_HOWE = "Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe"


def moment(zone, text, fold=None):
    local = datetime.datetime.fromisoformat(text)
    return resolve(local.date(), local.time(), zone, fold)


def utc(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("zone", "local", "expected"),
    [
        (BERLIN, "2017-10-06T19:30", "2017-10-06T17:30"),
        (BERLIN, "2017-12-06T19:30", "2017-12-06T18:30"),
        (BERLIN, "2017-03-26T01:59", "2017-03-26T00:59"),
        (BERLIN, "2017-03-26T03:00", "2017-03-26T01:00"),
        (BERLIN, "2017-10-29T01:59", "2017-10-28T23:59"),
        (BERLIN, "2017-10-29T03:00", "2017-10-29T02:00"),
        (LOS_ANGELES, "2017-03-12T01:59", "2017-03-12T09:59"),
        (LOS_ANGELES, "2017-03-12T03:00", "2017-03-12T10:00"),
        (LOS_ANGELES, "2017-11-05T00:59", "2017-11-05T07:59"),
        (LOS_ANGELES, "2017-11-05T02:00", "2017-11-05T10:00"),
        (LORD_HOWE, "2017-10-01T02:30", "2017-09-30T15:30"),
        ("UTC", "2017-10-06T19:30", "2017-10-06T19:30"),
    ],
)
def test_a_time_is_the_moment_of_its_own_clock(zone, local, expected):
    assert moment(zone, local) == utc(expected)
    assert moment(zone, local, fold=1) == utc(expected)


@pytest.mark.parametrize(
    ("zone", "local", "last", "first"),
    [
        (BERLIN, "2017-03-26T02:00", "2017-03-26T01:59", "2017-03-26T03:00"),
        (BERLIN, "2017-03-26T02:59", "2017-03-26T01:59", "2017-03-26T03:00"),
        (LOS_ANGELES, "2017-03-12T02:30", "2017-03-12T01:59", "2017-03-12T03:00"),
        (LORD_HOWE, "2017-10-01T02:15", "2017-10-01T01:59", "2017-10-01T02:30"),
        # Midnight is skipped: the nearest time before is on another day.
        ("America/Sao_Paulo", "2017-10-15T00:30", "2017-10-14T23:59", "2017-10-15T01:00"),
        ("Africa/Cairo", "2024-04-26T00:00", "2024-04-25T23:59", "2024-04-26T01:00"),
        # A whole day is skipped: Samoa crossed the date line.
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-29T23:59", "2011-12-31T00:00"),
    ],
)
@pytest.mark.parametrize("fold", [None, 0, 1])
def test_a_skipped_time_is_refused_with_the_nearest_times(zone, local, last, first, fold):
    with pytest.raises(SkippedHour) as refusal:
        moment(zone, local, fold)
    found = refusal.value
    assert (found.last_before.isoformat("T", "minutes"), found.first_after.isoformat("T", "minutes")) == (last, first)
    assert found.zone == zone


def test_a_refusal_says_what_the_clocks_do():
    with pytest.raises(SkippedHour) as refusal:
        moment(BERLIN, "2017-03-26T02:30")
    assert str(refusal.value) == (
        "02:30 does not exist on that day: the clocks go forward from 02:00 to 03:00. "
        "The nearest times are 01:59 and 03:00."
    )
    with pytest.raises(SkippedHour) as refusal:
        moment("America/Sao_Paulo", "2017-10-15T00:30")
    assert "The nearest times are 23:59 (14\u00a0October\u00a02017) and 01:00." in str(refusal.value)


@pytest.mark.parametrize(
    ("zone", "local", "first", "second"),
    [
        (BERLIN, "2017-10-29T02:00", "2017-10-29T00:00", "2017-10-29T01:00"),
        (BERLIN, "2017-10-29T02:59", "2017-10-29T00:59", "2017-10-29T01:59"),
        (LOS_ANGELES, "2017-11-05T01:30", "2017-11-05T08:30", "2017-11-05T09:30"),
        (LORD_HOWE, "2017-04-02T01:45", "2017-04-01T14:45", "2017-04-01T15:15"),
        ("America/Sao_Paulo", "2018-02-17T23:30", "2018-02-18T01:30", "2018-02-18T02:30"),
    ],
)
def test_a_doubled_time_asks_which_of_two_and_takes_the_answer(zone, local, first, second):
    with pytest.raises(DoubledHour) as question:
        moment(zone, local)
    assert (question.value.first, question.value.second) == (utc(first), utc(second))
    assert moment(zone, local, fold=0) == utc(first)
    assert moment(zone, local, fold=1) == utc(second)
    assert [which_of_two(utc(text), zone) for text in (first, second)] == [0, 1]


def test_the_question_names_both_moments_in_words():
    with pytest.raises(DoubledHour) as question:
        moment(BERLIN, "2017-10-29T02:30")
    assert str(question.value) == (
        "02:30 comes twice on that day: the clocks go back from 03:00 to 02:00. Which one is meant?"
    )
    assert question.value.labels == (
        "the first time, before the clocks go back (UTC+2)",
        "the second time, after the clocks went back (UTC+1)",
    )


def test_only_doubled_hours_are_one_of_two():
    assert which_of_two(utc("2017-10-28T22:30"), BERLIN) is None
    assert which_of_two(utc("2017-03-26T01:00"), BERLIN) is None


def test_where_nobody_can_be_asked_the_nearest_moment_counts():
    found = [
        nearest(datetime.date(2017, month, day), datetime.time(2, 30), BERLIN)
        for month, day in [(3, 19), (3, 26), (10, 29)]
    ]
    assert found == [utc("2017-03-19T01:30"), utc("2017-03-26T01:00"), utc("2017-10-29T00:30")]


def test_offsets_are_said_in_hours_and_minutes():
    at = utc("2017-07-01T12:00")
    zones = [BERLIN, LOS_ANGELES, "Asia/Kolkata", "America/St_Johns", "UTC"]
    assert [offset_words(at, zone) for zone in zones] == ["UTC+2", "UTC−7", "UTC+5:30", "UTC−2:30", "UTC+0"]


@pytest.mark.parametrize("server", ["Pacific/Kiritimati", "America/Los_Angeles", "UTC"])
def test_the_zone_of_the_server_changes_nothing(server, settings, monkeypatch):
    import time

    monkeypatch.setenv("TZ", server)
    time.tzset()
    try:
        settings.TIME_ZONE = server
        assert moment(BERLIN, "2017-10-29T02:30", fold=1) == utc("2017-10-29T01:30")
        with pytest.raises(SkippedHour):
            moment(LOS_ANGELES, "2017-03-12T02:30")
    finally:
        monkeypatch.undo()
        time.tzset()
