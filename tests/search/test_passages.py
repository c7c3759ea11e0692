"""What shows why something was found."""

import html
import re
import time

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from sistercities.search import passages
from sistercities.search.models import SearchDocument
from sistercities.search.passages import LENGTH, excerpt, hits
from sistercities.search.queries import read_query


def marked(text, asked, language):
    return passages.marked(text, hits(text, read_query(asked, language), language))


def passage(text, asked, language="en"):
    return passages.passage(text, hits(text, read_query(asked, language), language))


FILLER = "Nothing of interest happens in this sentence at all, nor in the next one. "


@pytest.mark.parametrize(
    ("text", "query", "language", "expected"),
    [
        ("Die Brücken der Stadt", "Bruecke", "de", "Die <mark>Brücken</mark> der Stadt"),
        ("Two bridges, one bridge", "bridges", "en", "Two <mark>bridges</mark>, one <mark>bridge</mark>"),
        ("Berliner in Berlin", "berlin", "de", "<mark>Berliner</mark> in <mark>Berlin</mark>"),
        ("Berliner in Berlin", '"berlin"', "de", "Berliner in <mark>Berlin</mark>"),
        ("Films in L. A.!", "LA film", "en", "<mark>Films</mark> in <mark>L. A.</mark>!"),
        (
            "A city of angels. Angels of a city.",
            '"city of angels"',
            "en",
            "A <mark>city of angels</mark>. Angels of a city.",
        ),
        (
            '<b>R&D</b> & "more"',
            "r b",
            "en",
            "&lt;<mark>b</mark>&gt;<mark>R</mark>&amp;D&lt;/<mark>b</mark>&gt; &amp; &quot;more&quot;",
        ),
        (
            "<script>film</script>",
            "film script",
            "en",
            "&lt;<mark>script</mark>&gt;<mark>film</mark>&lt;/<mark>script</mark>&gt;",
        ),
        ("ﬁlm ½ Straße", "film strasse 1", "de", "<mark>ﬁlm</mark> <mark>½</mark> <mark>Straße</mark>"),
        ("Nothing of it", "film", "en", "Nothing of it"),
    ],
)  # fmt: skip
def test_words_are_marked_whole_and_all_else_is_escaped(text, query, language, expected):
    assert marked(text, query, language) == expected


def test_the_passage_has_the_words_that_stand_together():
    text = FILLER * 5 + "A film. " + FILLER * 5 + "They made the film in Prague. " + FILLER * 5
    found = passage(text, "prague film")
    assert "They made the <mark>film</mark> in <mark>Prague</mark>. " in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert len(found) < LENGTH + 60


def test_the_passage_begins_with_a_sentence_where_one_is_near():
    text = FILLER * 5 + "Here it is: freedom."
    assert passage(text, "freedom").startswith("… Nothing of interest")
    assert passage(text, "freedom").endswith("Here it is: <mark>freedom</mark>.")


def test_a_text_without_the_words_shows_its_beginning():
    found = passage(FILLER * 9, "prague")
    assert found.startswith("Nothing of interest")
    assert "<mark>" not in found


def test_the_longest_texts_do_not_take_long():
    begin = time.process_time()
    passage("ab." * 40_000, "ab cd")
    passage("x" * 100_000 + " film", "film")
    passage("a " * 100_000, '"a a a a a a a a a a a b"')
    passage("one two three four " * 10_000, "one two three four five six seven eight nine ten eleven twelve")
    assert time.process_time() - begin < 5


def document(**columns):
    return SearchDocument(**{"language": "en", "title": "A title", "text": "", "names": "", "note": "", **columns})


def test_an_excerpt_shows_names_only_for_what_is_nowhere_else():
    shown = document(text="A film.", names="Haus der Kulturen\nFilm\nThe <House>", note="In October 2017")
    assert excerpt(shown, read_query("film title", "en")) == (
        "A <mark>title</mark>",
        "In October 2017",
        "A <mark>film</mark>.",
        "",
    )
    assert excerpt(shown, read_query("film house october", "en")) == (
        "A title",
        "In <mark>October</mark> 2017",
        "A <mark>film</mark>.",
        "The &lt;<mark>House</mark>&gt;",
    )


def test_an_excerpt_shows_three_names_at_most():
    shown = document(names="\n".join(f"House {number}" for number in range(5)))
    assert excerpt(shown, read_query("house", "en")).names == " · ".join(
        f"<mark>House</mark> {number}" for number in range(3)
    )


def test_a_phrase_is_marked_where_all_of_it_stands():
    text = "Two of many, two of a kind: 2 of a kind, two, of a Kind."
    assert marked(text, '"two of a kind" many', "en") == (
        "Two of <mark>many</mark>, <mark>two of a kind</mark>: 2 of a kind, <mark>two, of a Kind</mark>."
    )
    assert marked("la la la", '"la la" la', "en") == "<mark>la la</mark> <mark>la</mark>"


@given(st.text(max_size=400), st.text(max_size=40))
def test_what_is_marked_in_any_text_is_that_text(text, asked):
    found = hits(text, read_query(asked, "de"), "de")
    shown = passages.marked(text, found)
    assert html.unescape(shown.replace("<mark>", "").replace("</mark>", "")) == html.unescape(escape(text))
    assert re.sub("</?mark>", "", passages.passage(text, found)).strip(" …") in escape(text)
