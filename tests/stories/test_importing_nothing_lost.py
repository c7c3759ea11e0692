"""Whatever the text: every character that can be seen is found again in the manuscript."""

import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from stories.body import plain_text
from stories.importing.decoding import NotImportable
from stories.importing.imported import Kind
from stories.importing.manuscript import import_text
from stories.importing.parsing import parse

#: What each kind of block may do without: the marks that made it one.
FURNITURE = {
    Kind.PARAGRAPH: "",
    Kind.HEADING: "#=-",
    Kind.BULLETS: "-*•◦‣▪·+–—",
    Kind.NUMBERS: "0123456789.)",
    Kind.CITATION: ">",
    Kind.QUOTE: "“”„»«‘’‚›‹\"'(),.—–―->",
    Kind.CREDITS: "©;|,:()-–—/*•◦‣▪·+",
}

NAMES = ["Ann Bee", "Zoltán von Kiss", "D´Arc", "دنה לוי", "berlin", "Ann", "ANN BEE"]
ROLES = ["Mayor of Lyon", "Rätin (bis 2019)", "poet", "17"]
WORDS = [
    "Words.",
    "and a word",
    "try.For",
    "was , with",
    "Über 5 € – oder?",
    "la > x",
    "👩‍👩‍👧‍👦",
    "a" * 70,
    "don’t",
    "zö-",
]
OPENING = ["“", "„", "»", "«", '"', "'", "‚", ""]
CLOSING = ["”", "“", "«", "»", '"', "'", "‘", ""]
MARKS = ["# ", "### ", "- ", "* ", "– ", "1. ", "2. ", "17) ", "> ", "", "", "", ""]
LABELS = ["Photo: ", "Bild 1: ", "Fotos von ", "Illustration: ", "Picture credits:", ""]
SIGNS = [" © ", " (c) ", "©", " Copyright ", ": © 2017 ", ", Foto: "]
BREAKS = ["\n", "\n\n", "\r\n\r\n", "\n \n", "\u2028", "  \n"]


SPEAKERS = [" ({}, {})", "({}, {})", " — {}, {}", "\n– {}, {}", "\n\n({}, {})", "\n{}, {}", "\n\n- {}, {}"]
OTHERS = ["Back to Berlin stories", "Zurück zur Übersicht", "***", "\u200b", "© 2024 City of X. All rights."]


def joined(*parts):
    return st.tuples(*(st.sampled_from(part) for part in parts)).map("".join)


quotes = st.builds(
    lambda words, speaker, name, role: words + speaker.format(name, role),
    joined(["", "> "], OPENING, WORDS, CLOSING),
    *map(st.sampled_from, (SPEAKERS, NAMES, ROLES)),
)
credits = st.builds(
    lambda separator, entries: separator.join(entries),
    st.sampled_from(["; ", " | ", ", ", "\n"]),
    st.lists(joined(LABELS, [*WORDS, "Park"], SIGNS, NAMES, ["", " / dpa", ", CC0"]), min_size=1, max_size=3),
)
sentences = st.builds(
    lambda mark, words: mark + " ".join(words),
    st.sampled_from(MARKS),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6),
)
lines = st.one_of(
    sentences,
    quotes,
    credits,
    joined(LABELS, NAMES),
    joined(WORDS, ["\n====", "\n---", "\n***"]),
    st.sampled_from(OTHERS),
    st.text(max_size=30),
)
texts = st.lists(st.tuples(lines, st.sampled_from(BREAKS)).map("".join), min_size=1, max_size=12).map("".join)


def visible(text):
    """The characters that can be seen, each as often as it stands there."""
    return Counter(
        character
        for character in text
        if not character.isspace()
        and unicodedata.category(character) not in ("Cc", "Cf", "Cn", "Cs", "Mn")
        and character not in "\u115f\u1160\u2800\u3164\uffa0\ufffc\ufffd"
    )


def parsed(text):
    try:
        return parse(text, "en")
    except NotImportable:
        return None


def kept_of(block):
    match block.kind:
        case Kind.QUOTE:
            return "".join([block.quotation.words, block.quotation.name, block.quotation.role])
        case Kind.CREDITS:
            return "".join(
                credit.label + credit.title + (credit.notice or credit.creator + credit.licence)
                for credit in block.credits
            )
        case _:
            return "".join(block.lines)


@given(texts)
@example("“Words.” (Ann Bee, poet)")
@example("T\n\nS\n\n1. a\n2. b\n\n4. c")
@settings(max_examples=200, deadline=None)
def test_a_block_loses_only_the_marks_that_made_it_one(text):
    imported = parsed(text)
    for block in imported.blocks if imported else ():
        lost = visible("".join(block.source)) - visible(kept_of(block))
        assert set(lost) <= set(FURNITURE[block.kind]), block


@given(texts)
@settings(max_examples=200, deadline=None)
def test_title_standfirst_and_blocks_hold_the_whole_text_once(text):
    imported = parsed(text)
    if imported is None:
        return
    parts = imported.title + imported.standfirst + "".join("".join(block.source) for block in imported.blocks)
    assert set(visible(text) - visible(parts)) <= set("#=-")
    assert not visible(parts) - visible(text)


def loosely(text):
    """Names are found whatever their case and apostrophes."""
    return visible(re.sub("[’´`‘ʼ]", "'", text).casefold())


@pytest.mark.django_db
@given(texts)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_manuscript_and_what_it_refers_to_hold_the_whole_text(text):
    imported = parsed("A title\n\n" + text)
    if imported is None:
        return
    report = import_text(imported, by=None, is_trial=True)
    columns = ["title", "words_en", "role_title_en", "title_en", "name", "creator", "credit_line", "copyright_notice"]
    rows = "".join(
        str(getattr(use.found.row, column, ""))
        for use in report.uses
        for column in [*columns, "usage_terms", "licence"]
    )
    labels = "".join(credit.label for credit in imported.credits)
    kept = report.text.title + report.text.standfirst + plain_text(report.text.body) + rows + labels
    furniture = "".join(FURNITURE[block.kind] for block in imported.blocks)
    # Warnings name what an existing row says differently.
    kept += "".join(use.found.warning for use in report.uses)
    assert set(loosely(text) - loosely(kept)) <= set(furniture + "'")
