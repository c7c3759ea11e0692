"""What people type for a date, in either language, and what is refused with which words."""

import datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sistercities.dates.parsing import DateNotUnderstood, parse
from sistercities.dates.words import date_words
from tests.dates.test_partial import PARTIAL_DATES

UNDERSTOOD = {
    "1967": "1967|  1967 |\u00a01967",
    "1967-06": "June 1967|Juni 1967|juni 1967|JUNE 1967|Jun. 1967|June, 1967|6/1967|06/1967|06.1967|6.1967|1967-06",
    "2017-10": "2017-10|Okt 2017|Oct. 2017|Oktober 2017|in October 2017|In October of 2017|Im Oktober 2017",
    "2017-10-06": "on 6 October 2017|am 6. Oktober 2017|On October 6, 2017",
    "1967-06-27": "27.6.1967|27.06.1967|27. 6. 1967|27 June 1967|27. Juni 1967|27.Juni 1967|June 27, 1967|June 27 1967|"
    "27th June 1967|the 27th of June 1967|1967-06-27|1967-6-27|1967/06/27|27/6/1967|6/27/1967|27-6-1967|"
    "27\u00a0June\u00a01967|Jun 27th, 1967",
    "1967-05-05": "05/05/1967|5.5.1967",
    "1967-03-01": "1. März 1967|1. Maerz 1967|1 Mar 1967|1. Mrz. 1967|March 1st, 1967",
    "2018-01-02": "2. Jänner 2018|2 Jan 2018",
    "2017-21": "spring 2017|Frühling 2017|Frühjahr 2017|2017-21",
    "2017-22": "summer 2017|Sommer 2017",
    "2017-23": "autumn 2017|fall 2017|Herbst 2017|Autumn, 2017|in the autumn of 2017|im Herbst 2017",
    "2017-24": "winter 2017|Winter 2017/18|winter 2017/2018",
    "1999-24": "Winter 1999/2000|winter 1999/00",
}


@pytest.mark.parametrize(
    ("text", "edtf"), [(text, edtf) for edtf, texts in UNDERSTOOD.items() for text in texts.split("|")]
)
def test_understands_what_people_type_in_either_language(text, edtf):
    assert parse(text).edtf == edtf


@given(PARTIAL_DATES, st.sampled_from(["en", "de"]))
def test_understands_every_date_in_its_own_words_and_in_edtf(date, language):
    assert parse(date_words(date, language)) == date
    assert parse(date.edtf) == date


def refusal(text, language="en"):
    with translation.override(language), pytest.raises(DateNotUnderstood) as refused:
        parse(text)
    return str(refused.value).replace("\u00a0", " ")


def test_refuses_a_date_that_can_be_read_in_two_ways_and_says_which():
    assert refusal("05/06/1967") == (
        "“05/06/1967” can be read in two ways, as 5 June 1967 or as 6 May 1967. "
        "Write the month as a word, or the date as 1967-06-05."
    )
    assert refusal("5-6-1967").startswith("“5-6-1967” can be read in two ways, as 5 June 1967 or as 6 May 1967.")


EXAMPLES = "Write it as 1967, June 1967, 27 June 1967 or autumn 2017."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("67", "Write the year with four digits, such as 1967."),
        ("27.6.67", "Write the year with four digits, such as 1967."),
        ("June '67", "Write the year with four digits, such as 1967."),
        ("0999", "The year must lie between 1000 and 2999."),
        ("3000-01-01", "The year must lie between 1000 and 2999."),
        ("20017", "The year must lie between 1000 and 2999."),
        ("31 June 1967", "There is no such date in the calendar: “31 June 1967”."),
        ("29.2.1967", "There is no such date in the calendar: “29.2.1967”."),
        ("13/1967", "There is no such date in the calendar: “13/1967”."),
        ("27/13/1967", "There is no such date in the calendar: “27/13/1967”."),
        ("0/0/1967", "There is no such date in the calendar: “0/0/1967”."),
        ("2017-25", "There is no such date in the calendar: “2017-25”."),
        ("autumn 2017/18", "Only a winter has two years, one after the other, such as winter 2017/18."),
        ("winter 2017/19", "Only a winter has two years, one after the other, such as winter 2017/18."),
        ("1967–1970", f"“1967–1970” is not a date that can be understood. {EXAMPLES}"),
        ("ca. 1967", f"“ca. 1967” is not a date that can be understood. {EXAMPLES}"),
        ("1967~", f"“1967~” is not a date that can be understood. {EXAMPLES}"),
        ("Juno 1967", f"“Juno 1967” is not a date that can be understood. {EXAMPLES}"),
        ("tomorrow", f"“tomorrow” is not a date that can be understood. {EXAMPLES}"),
        ("", f"“” is not a date that can be understood. {EXAMPLES}"),
        ("<b>", f"“<b>” is not a date that can be understood. {EXAMPLES}"),
        ("9" * 61, "A date has at most 60 characters."),
    ],
)
def test_refuses_with_a_sentence_that_says_why(text, words):
    assert refusal(text) == words


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("October", "en", "Which year? “October” has none; write “October 2026”, for example."),
        ("In October", "en", "Which year? “In October” has none; write “In October 2026”, for example."),
        ("6 Oct", "en", "Which year? “6 Oct” has none; write “6 Oct 2026”, for example."),
        ("autumn", "en", "Which year? “autumn” has none; write “autumn 2026”, for example."),
        ("Im Oktober", "de", "Welches Jahr? „Im Oktober“ hat keines; schreiben Sie zum Beispiel „Im Oktober 2026“."),
        ("6.10.", "de", "Welches Jahr? „6.10.“ hat keines; schreiben Sie zum Beispiel „6.10. 2026“."),
    ],
)
def test_asks_for_the_year_and_shows_how_to_write_it(time_machine, text, language, words):
    time_machine.move_to(datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC))
    assert refusal(text, language) == words
    assert parse(f"{text} 2026").year == 2026


@given(st.text(max_size=200))
def test_any_text_is_either_a_date_or_refused_in_words(text):
    try:
        date = parse(text)
    except DateNotUnderstood as refused:
        words = str(refused)
    else:
        words = date_words(date, "en")
        assert parse(words) == date
    assert words
