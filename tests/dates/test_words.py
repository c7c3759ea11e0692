"""Partial dates in words, in both languages and in templates."""

import pytest
from django.template import Context, Template
from django.utils import translation

from sistercities.dates.partial import PartialDate
from sistercities.dates.words import date_words

NBSP = "\u00a0"
WORDS = [
    (PartialDate(1967, 6, 27), "27 June 1967", "27. Juni 1967"),
    (PartialDate(1967, 3, 1), "1 March 1967", "1. März 1967"),
    (PartialDate(1967, 6), "June 1967", "Juni 1967"),
    (PartialDate(1967), "1967", "1967"),
    (PartialDate(2017, season=21), "spring 2017", "Frühling 2017"),
    (PartialDate(2017, season=22), "summer 2017", "Sommer 2017"),
    (PartialDate(2017, season=23), "autumn 2017", "Herbst 2017"),
    (PartialDate(2017, season=24), "winter 2017/18", "Winter 2017/18"),
    (PartialDate(1999, season=24), "winter 1999/2000", "Winter 1999/2000"),
    (PartialDate(2009, season=24), "winter 2009/10", "Winter 2009/10"),
]


@pytest.mark.parametrize(("date", "english", "german"), WORDS)
def test_words_in_both_languages_do_not_break(date, english, german):
    assert (date_words(date, "en"), date_words(date, "de")) == (english.replace(" ", NBSP), german.replace(" ", NBSP))


@pytest.mark.parametrize(
    ("language", "words"), [("en", "June"), ("de", "Juni"), ("de-at", "Juni"), ("fr", "June"), (None, "Juni")]
)
def test_language_falls_back_to_the_active_one_and_then_to_english(language, words):
    with translation.override("de"):
        assert date_words(PartialDate(1967, 6), language) == f"{words}{NBSP}1967"


@pytest.mark.parametrize(
    ("date", "html"),
    [
        (PartialDate(1967, 6, 27), '<time datetime="1967-06-27">27. Juni 1967</time>'),
        (PartialDate(1967, 6), '<time datetime="1967-06">Juni 1967</time>'),
        (PartialDate(2017, season=23), '<time datetime="2017">Herbst 2017</time>'),
        (None, ""),
    ],
)
def test_the_time_element_has_words_for_people_and_a_value_for_machines(date, html):
    template = Template("{% load partial_dates %}{{ date|time_element }}")
    with translation.override("de"):
        assert template.render(Context({"date": date})) == html.replace(" J", f"{NBSP}J").replace(
            " 1967<", f"{NBSP}1967<"
        ).replace(" 2017<", f"{NBSP}2017<")


def test_the_filter_prints_words_and_nothing_for_an_unknown_date():
    template = Template("{% load partial_dates %}[{{ known|date_words }}][{{ unknown|date_words }}]")
    context = Context({"known": PartialDate(1967, 6), "unknown": None})
    assert template.render(context) == f"[June{NBSP}1967][]"
