"""Times with their city, and what the clock of the other city shows."""

import datetime
import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sistercities.dates.clock_words import difference, duration, other_clock, times_words
from sistercities.dates.spans import Span
from tests.dates.test_spans import BERLIN, LOS_ANGELES, SPANS, ZONES, at, days

NBSP = "\u00a0"
TOKYO = "Asia/Tokyo"
NAMES = {
    BERLIN: ("Berlin", "Berlin"),
    LOS_ANGELES: ("Los Angeles", "Los Angeles"),
    TOKYO: ("Tokyo", "Tokio"),
    "Asia/Kathmandu": ("Kathmandu", "Kathmandu"),
    "Europe/Paris": ("Paris", "Paris"),
    "Australia/Lord_Howe": ("Lord Howe", "Lord Howe"),
}


def span(zone, starts, ends=None):
    return Span.of_times(zone, at(starts, zone), ends and at(ends, zone))


def plain(words):
    return words.replace(NBSP, " ")


def both(some_span, other):
    """What both clocks say, in both languages."""
    return tuple(
        plain(
            f"{times_words(some_span, NAMES[some_span.zone][language == 'de'], language)} · "
            f"{other_clock(some_span, other, NAMES[other][language == 'de'], language)}"
        )
        for language in ("en", "de")
    )


@pytest.mark.parametrize(
    ("zone", "starts", "ends", "other", "english", "german"),
    [
        (
            *(LOS_ANGELES, "2017-10-06T19:30", None, BERLIN),
            "19:30 in Los Angeles · 04:30 the next day in Berlin",
            "19:30 Uhr in Los Angeles · 04:30 Uhr am nächsten Tag in Berlin",
        ),
        (
            *(LOS_ANGELES, "2017-10-06T19:30", "2017-10-06T22:00", BERLIN),
            "19:30–22:00 in Los Angeles · 04:30–07:00 the next day in Berlin",
            "19:30–22:00 Uhr in Los Angeles · 04:30–07:00 Uhr am nächsten Tag in Berlin",
        ),
        (
            *(LOS_ANGELES, "2017-10-06T10:00", "2017-10-06T16:00", BERLIN),
            "10:00–16:00 in Los Angeles · from 19:00 until 01:00 the next day in Berlin",
            "10:00–16:00 Uhr in Los Angeles · von 19:00 bis 01:00 Uhr am nächsten Tag in Berlin",
        ),
        (
            *(LOS_ANGELES, "2017-10-06T22:00", "2017-10-07T02:00", BERLIN),
            "from 22:00 until 02:00 the next day in Los Angeles · 07:00–11:00 the next day in Berlin",
            "von 22:00 bis 02:00 Uhr am nächsten Tag in Los Angeles · 07:00–11:00 Uhr am nächsten Tag in Berlin",
        ),
        (
            *(BERLIN, "2017-10-06T07:00", "2017-10-06T08:00", LOS_ANGELES),
            "07:00–08:00 in Berlin · 22:00–23:00 the previous day in Los Angeles",
            "07:00–08:00 Uhr in Berlin · 22:00–23:00 Uhr am Vortag in Los Angeles",
        ),
        (
            *(BERLIN, "2017-10-06T08:00", "2017-10-06T11:00", LOS_ANGELES),
            "08:00–11:00 in Berlin · from 23:00 the previous day until 02:00 in Los Angeles",
            "08:00–11:00 Uhr in Berlin · von 23:00 Uhr am Vortag bis 02:00 Uhr in Los Angeles",
        ),
        (
            *(LOS_ANGELES, "2017-10-06T21:00", "2017-10-07T08:30", TOKYO),
            "from 21:00 until 08:30 the next day in Los Angeles · "
            "from 13:00 the next day until 00:30 two days later in Tokyo",
            "von 21:00 bis 08:30 Uhr am nächsten Tag in Los Angeles · "
            "von 13:00 Uhr am nächsten Tag bis 00:30 Uhr zwei Tage später in Tokio",
        ),
        (
            *(BERLIN, "2017-10-06T10:00", "2017-10-08T18:00", LOS_ANGELES),
            "6 October, 10:00 – 8 October, 18:00 in Berlin · 6 October, 01:00 – 8 October, 09:00 in Los Angeles",
            "6. Oktober, 10:00 Uhr – 8. Oktober, 18:00 Uhr in Berlin · "
            "6. Oktober, 01:00 Uhr – 8. Oktober, 09:00 Uhr in Los Angeles",
        ),
        (
            *(BERLIN, "2017-10-06T21:00", "2017-10-06T23:00", "Asia/Kathmandu"),
            "21:00–23:00 in Berlin · 00:45–02:45 the next day in Kathmandu",
            "21:00–23:00 Uhr in Berlin · 00:45–02:45 Uhr am nächsten Tag in Kathmandu",
        ),
        # The same clock: nothing to say.
        (*(BERLIN, "2017-10-06T21:00", None, "Europe/Paris"), "21:00 in Berlin · ", "21:00 Uhr in Berlin · "),
        # What ends as it begins has one time.
        (*(BERLIN, "2017-10-06T21:00", "2017-10-06T21:00", BERLIN), "21:00 in Berlin · ", "21:00 Uhr in Berlin · "),
        # In the weeks between the two changes the difference is eight hours.
        (
            *(LOS_ANGELES, "2017-10-30T19:30", None, BERLIN),
            "19:30 in Los Angeles · 03:30 the next day in Berlin",
            "19:30 Uhr in Los Angeles · 03:30 Uhr am nächsten Tag in Berlin",
        ),
    ],
)
def test_times_of_both_cities(zone, starts, ends, other, english, german):
    assert both(span(zone, starts, ends), other) == (english, german)


def test_times_stay_together_on_a_line():
    assert times_words(span(BERLIN, "2017-10-06T21:00"), "Berlin", "de") == f"21:00{NBSP}Uhr in Berlin"


def test_a_time_whose_end_is_only_known_to_the_day_has_its_day():
    start = span(BERLIN, "2017-10-04T10:00")
    until = Span(BERLIN, start.starts_on, start.starts_at, days("2017-10-08").starts_on)
    assert plain(times_words(until, "Berlin", "en")) == "4 October, 10:00 in Berlin"


@pytest.mark.parametrize(
    ("edtf", "other", "english", "german"),
    [
        ("2017-10-06", LOS_ANGELES, "Los Angeles is nine hours behind", "In Los Angeles ist es neun Stunden früher"),
        ("2017-12", TOKYO, "Tokyo is eight hours ahead", "In Tokio ist es acht Stunden später"),
        (
            "2017-12-24",
            "Asia/Kathmandu",
            "Kathmandu is 4 hours 45 minutes ahead",
            "In Kathmandu ist es 4 Stunden 45 Minuten später",
        ),
        (
            "2017-07-01",
            "Australia/Lord_Howe",
            "Lord Howe is eight and a half hours ahead",
            "In Lord Howe ist es achteinhalb Stunden später",
        ),
        ("2017-10-06", "Europe/Paris", "", ""),
        # The difference changes within these.
        ("2017-10-29", TOKYO, "", ""),
        ("2017-10", TOKYO, "", ""),
        ("2017-23", LOS_ANGELES, "", ""),
        ("2017", LOS_ANGELES, "", ""),
        ("2017/2999", TOKYO, "", ""),
        ("2017-10-06/2017-11-02", LOS_ANGELES, "", ""),
    ],
)
def test_without_a_time_the_difference_is_said_where_it_is_certain(edtf, other, english, german):
    english_name, german_name = NAMES[other]
    words = [
        other_clock(days(edtf), other, english_name, "en"),
        other_clock(days(edtf), other, german_name, "de"),
    ]
    assert [plain(text) for text in words] == [english, german]
    assert times_words(days(edtf), "Berlin", "en") == ""


def test_a_date_to_follow_has_no_clock():
    assert (times_words(Span(BERLIN), "Berlin", "en"), other_clock(Span(BERLIN), TOKYO, "Tokyo", "en")) == ("", "")


@given(SPANS, st.sampled_from(ZONES), st.sampled_from(["en", "de"]))
def test_any_two_clocks_can_be_said(some_span, other, language):
    words = times_words(some_span, "Here", language), other_clock(some_span, other, "There", language)
    assert bool(words[0]) == (some_span.starts_at is not None)
    assert "None" not in "".join(words)
    assert "{" not in "".join(words)


@pytest.mark.parametrize(
    ("minutes", "english", "german"),
    [
        (1, "one minute", "eine Minute"),
        (30, "half an hour", "eine halbe Stunde"),
        (45, "45 minutes", "45 Minuten"),
        (60, "one hour", "eine Stunde"),
        (90, "one and a half hours", "eineinhalb Stunden"),
        (540, "nine hours", "neun Stunden"),
        (345, "5 hours 45 minutes", "5 Stunden 45 Minuten"),
        (780, "13 hours", "13 Stunden"),
        (810, "13 hours 30 minutes", "13 Stunden 30 Minuten"),
    ],
)
def test_durations(minutes, english, german):
    assert (plain(duration(minutes, "en")), plain(duration(minutes, "de"))) == (english, german)


def test_the_difference_of_half_an_hour_is_seen():
    first = datetime.datetime(2017, 7, 1, tzinfo=datetime.UTC)
    assert difference("Australia/Sydney", "Australia/Lord_Howe", first, first + datetime.timedelta(days=1)) == 30


@pytest.mark.parametrize("server_zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_zone_of_the_server_plays_no_part(monkeypatch, server_zone):
    expected = both(span(LOS_ANGELES, "2017-10-06T19:30"), BERLIN)
    monkeypatch.setenv("TZ", server_zone)
    time.tzset()
    try:
        assert (
            datetime.datetime.now().astimezone().utcoffset() == datetime.datetime.now(ZoneInfo(server_zone)).utcoffset()
        )
        assert both(span(LOS_ANGELES, "2017-10-06T19:30"), BERLIN) == expected
    finally:
        monkeypatch.undo()
        time.tzset()
