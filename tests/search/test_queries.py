"""What somebody asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sistercities.search.queries import (
    LONGEST_QUERY,
    MOST_WORDS,
    Query,
    Term,
    TooLong,
    Width,
    read_query,
    wider_queries,
)


def beginning(word):
    return Term((word,), is_beginning=True)


def phrase(*words):
    return Term(words, is_exact=True)


def word(spelling):
    return Term((spelling,))


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("en", "", ()),
        ("en", "  \t ", ()),
        ("en", "!? – * () : ^ ' \\", ()),
        ("en", "Brücken in Berlin", (word("brücken"), beginning("berlin"))),
        ("de", "die Brücke", (beginning("brücke"),)),
        ("de", "Brücke für alle", (word("brücke"),)),
        ("en", "die Brücke", (word("die"), beginning("brücke"))),
        ("en", "film AND music NOT war", (word("film"), word("music"), beginning("war"))),
        ("en", "the", (beginning("the"),)),
        ("de", "die der", (word("die"), beginning("der"))),
        ("en", "film*  music", (beginning("film"), beginning("music"))),
        ("en", "b* ab", (word("b"), word("ab"))),
        ("en", "ab* of", (beginning("ab"),)),
        ("en", '"Two of a kind"', (phrase("two", "of", "a", "kind"),)),
        ("de", "„Stadt der Engel“ Film", (phrase("stadt", "der", "engel"), beginning("film"))),
        ("en", "“city of angels” »Film«", (phrase("city", "of", "angels"), phrase("film"))),
        ("en", 'half "open" film', (phrase("open"), word("half"), beginning("film"))),
        ("en", 'film "half open', (word("film"), word("half"), beginning("open"))),
        ("en", '"twin', (beginning("twin"),)),
        ("en", '"" film', (beginning("film"),)),
        ("en", "film film", (word("film"), beginning("film"))),
        ("de", "Berlin-Mitte", (word("berlin"), beginning("mitte"))),
        ("en", "L. A. films", (word("la"), beginning("films"))),
    ],
)
def test_terms_are_read(language, text, terms):
    assert read_query(text, language) == Query(" ".join(text.split()), terms)


def test_what_cannot_be_seen_is_left_out():
    query = read_query("\u202efilm\x07 \ud800\u2067music\u2069\ufeff", "en")
    assert query == Query("film music", (word("film"), beginning("music")))


def test_a_term_remembers_how_it_was_written():
    query = read_query("„Two of a Kind“ Brücken L.A.", "en")
    assert [term.written for term in query.terms] == ["Two of a Kind", "Brücken", "L.A."]
    assert [term.alone().text for term in query.terms] == ['"Two of a Kind"', "Brücken", "L.A."]


def test_too_long_is_refused():
    assert read_query("a" * LONGEST_QUERY, "en")
    assert read_query("word " * MOST_WORDS, "en")
    for text in ("a" * (LONGEST_QUERY + 1), "word " * (MOST_WORDS + 1), '"' + "a " * (MOST_WORDS + 1) + '"'):
        with pytest.raises(TooLong):
            read_query(text, "en")


def test_the_databases_are_given_tokens_only():
    query = read_query('"two kinds" Brück', "en")
    assert query.fts5("tokens", ["len", "kstory"], beginnings=True) == (
        '{tokens} : ("wtwo wkinds" AND ("wbruck" * OR "ebruck" OR "dbruck") AND "len" AND "kstory")'
    )
    assert query.tsquery(["len"], beginnings=True) == "(wtwo <-> wkinds) & (wbruck:* | ebruck | dbruck) & len"
    assert query.tsquery([], beginnings=False) == "(wtwo <-> wkinds) & (wbruck | ebruck | dbruck)"


@given(st.text(max_size=LONGEST_QUERY) | st.text(alphabet='"„“*:()-^+ abAND \0', max_size=LONGEST_QUERY))
def test_any_text_is_a_query_or_too_long(text):
    try:
        query = read_query(text, "de")
    except TooLong:
        return
    for written in (query.fts5("tokens", ["lde"], True), query.tsquery(["lde"], True)):
        assert written.isascii()
        assert not set(written) - set(' {}:()"*<->|&abcdefghijklmnopqrstuvwxyz0123456789_ANDOR')


@pytest.mark.parametrize(
    ("text", "wider"),
    [
        ("film prague", [(Width.ONE_TERM, "film"), (Width.ONE_TERM, "prague")]),
        ('"the Film" in Prague', [
            (Width.UNQUOTED, "the Film in Prague"), (Width.ONE_TERM, '"the Film"'), (Width.ONE_TERM, "Prague"),
        ]),
        ('"Two of a kind"', [(Width.UNQUOTED, "Two of a kind")]),
        ("Brückenfest", [
            (Width.BEGINNING, text) for text in ("Brückenfes", "Brückenfe", "Brückenf", "Brücken", "Brücke")
        ]),
        ("films*", [(Width.BEGINNING, "film")]),
        ("film", []),
        ("of", []),
    ],
)  # fmt: skip
def test_wider_queries_ask_for_less_the_nearest_first(text, wider):
    assert [(width, query.text) for width, query in wider_queries(read_query(text, "en"), "en")] == wider


@given(st.text(max_size=60))
def test_wider_queries_of_any_text_ask_for_something(text):
    try:
        query = read_query(text, "en")
    except TooLong:
        return
    assert all(wider for _width, wider in (wider_queries(query, "en") if query else []))
