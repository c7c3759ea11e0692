"""What a cell may hold, and the guard that can be taken back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sistercities.tables import SEPARATORS, guarded, plain, unguarded
from sistercities.tables.cells import is_tame

#: What means something to somebody, mixed with anything: the guard has to survive the worst of both.
TEXT = st.text(st.sampled_from("=+-@＝＋－＠'\"\t\r\n ;,a1|\u200b\ufeff\xa0\u202e") | st.characters())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30 1234", "'+49 30 1234"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\n=1", "'\n=1"),
        ("＝cmd|' /C calc'!A0", "'＝cmd|' /C calc'!A0"),
        ("－5", "'－5"),
        (" \u200b=1", "' \u200b=1"),
        ("'=1", "''=1"),
        ("Concert", "Concert"),
        ("'Twas the night", "'Twas the night"),
        ("5 + 5 = 10", "5 + 5 = 10"),
        ("", ""),
    ],
)
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(text, written):
    assert guarded(text) == written
    assert unguarded(written) == text


@pytest.mark.parametrize(
    ("text", "separator", "written"),
    [
        ("Concert;=1+1", ",", "Concert;'=1+1"),
        ("Concert;=1+1", ";", "Concert;=1+1"),
        ("Concert,+1", ";", "Concert,'+1"),
        ("Concert\n@1", ";", "Concert\n'@1"),
        ('Concert\t"=1', ";", "Concert\t'\"=1"),
        ("Berlin, -5 °C; +3", "\t", "Berlin, -5 °C; +3"),
    ],
)
def test_what_another_program_would_take_for_the_beginning_of_a_cell_is_guarded_too(text, separator, written):
    assert guarded(text, separator) == written
    assert unguarded(written, separator) == text


@given(TEXT, st.sampled_from(["", *SEPARATORS]))
def test_a_guard_is_taken_back_exactly(text, separator):
    text = plain(text)
    assert unguarded(guarded(text, separator), separator) == text


@given(TEXT)
def test_a_guarded_text_begins_with_nothing_that_starts_a_formula(text):
    written = guarded(plain(text)).lstrip(" \u200b\ufeff\xa0\u202e")
    assert not written or written[0] not in "=+-@＝＋－＠\t\r\n"


def test_plain_text_holds_line_breaks_of_one_kind_and_no_control_characters():
    assert plain("one\r\ntwo\rthree\x0bfour\x85five\tsix\x00\x07\x1f\x7f\x9f\ufffe!\ud800") == (
        "one\ntwo\nthree\nfour\nfive\tsix!"
    )


@given(TEXT)
def test_plain_is_a_fixed_point_and_leaves_what_is_tame(text):
    assert plain(plain(text)) == plain(text)
    if is_tame(text):
        assert plain(text) == text
        assert "\n" not in text
        assert "\t" not in text
