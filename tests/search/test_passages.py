"""The sentence that shows why something was found."""

import time

import pytest

from sistercities.search.passages import LENGTH, marked, passage
from sistercities.search.queries import read_query

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
            "A <mark>city</mark> <mark>of</mark> <mark>angels</mark>. Angels of a city.",
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
    assert marked(text, read_query(query, language), language) == expected


def test_the_passage_has_the_words_that_stand_together():
    text = FILLER * 5 + "A film. " + FILLER * 5 + "They made the film in Prague. " + FILLER * 5
    found = passage(text, read_query("prague film", "en"), "en")
    assert "They made the <mark>film</mark> in <mark>Prague</mark>. " in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert len(found) < LENGTH + 60


def test_the_passage_begins_with_a_sentence_where_one_is_near():
    text = FILLER * 5 + "Here it is: freedom."
    assert passage(text, read_query("freedom", "en"), "en").startswith("… Nothing of interest")
    assert passage(text, read_query("freedom", "en"), "en").endswith("Here it is: <mark>freedom</mark>.")


def test_a_text_without_the_words_shows_its_beginning():
    found = passage(FILLER * 9, read_query("prague", "en"), "en")
    assert found.startswith("Nothing of interest")
    assert "<mark>" not in found


def test_words_without_spaces_do_not_take_long():
    begin = time.process_time()
    passage("ab." * 40_000, read_query("ab cd", "en"), "en")
    passage("x" * 100_000 + " film", read_query("film", "en"), "en")
    assert time.process_time() - begin < 3
