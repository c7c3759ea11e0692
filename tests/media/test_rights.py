"""What keeps a picture from being published (promise 23)."""

import datetime

import pytest

from sistercities.media.models import Picture
from sistercities.media.words import has_words

DAY = datetime.date(2026, 11, 23)


def problems(languages=("en", "de"), **values):
    complete = {
        "title": "One",
        "file": "one.jpg",
        "rendition_widths": [400],
        "creator": "Ann",
        "licence": "press",
        "alt_text_en": "Bridge",
        "alt_text_de": "Brücke",
    }
    return [problem.field for problem in Picture(**complete | values).problems(languages, DAY)]


@pytest.mark.parametrize(
    "text", ["", " ", "\u00a0", "\u200b\u200d", "-", "–", "...", "©", "\u3164", "\u2800", "\ufeff", "?!"]
)
def test_blank_look_alikes_are_no_words(text):
    assert not has_words(text)
    assert problems(creator=text, alt_text_de=text) == ["credit_line", "alt_text_de"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"creator": "", "credit_line": "Agency"}, []),
        ({"file": ""}, ["file"]),
        ({"rendition_widths": []}, ["file"]),
        ({"creator": ""}, ["credit_line"]),
        ({"alt_text_en": ""}, ["alt_text_en"]),
        ({"alt_text_en": "", "alt_text_de": "", "is_decorative": True}, []),
        ({"licence": ""}, ["licence"]),
        ({"licence": "other"}, ["licence_url"]),
        ({"licence": "other", "licence_url": "https://example.org"}, []),
        ({"valid_until": DAY}, []),
        ({"valid_until": DAY - datetime.timedelta(days=1)}, ["valid_until"]),
    ],
)
def test_what_blocks_a_publication(values, expected):
    assert problems(**values) == expected


def test_only_the_languages_asked_for_need_their_words():
    assert problems(["en"], alt_text_de="") == []


def test_a_problem_says_what_to_do():
    picture = Picture(title="One", valid_until=datetime.date(2026, 3, 1))
    assert [str(problem.message) for problem in picture.problems(["de"], DAY)] == [
        "The picture waits for its file.",
        "Nobody is credited: give a credit line or a creator.",
        "The German alternative text is missing, and the picture is not marked as decorative.",
        "No licence is chosen.",
        "The right to use the picture ended on 1 March 2026.",
    ]
