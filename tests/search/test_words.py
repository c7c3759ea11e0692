"""Words as the index holds them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sistercities.search.words import (
    GAP,
    MOST_BYTES,
    MOST_PLACES,
    MOST_PLACES_OF_A_WORD,
    exact_token,
    fold,
    is_stop_word,
    stem_token,
    title_key,
    tokens_of,
    words_of,
)


def spellings(text):
    return [word.spelling for word in words_of(text)]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Müller, Mueller & Co.", ["müller", "mueller", "co"]),
        ("L.A., L. A. and LA", ["la", "la", "and", "la"]),
        ("z. B. Los Angeles", ["zb", "los", "angeles"]),
        ("The end. A new start", ["the", "end", "a", "new", "start"]),
        ("Berlin’s Städte-\npartnerschaften", ["berlin", "s", "städte", "partnerschaften"]),
        ("Cafe\u0301, Ca\u00adfé", ["café", "café"]),
        ("Ｂｅｒｌｉｎ ﬁlm ½", ["berlin", "film", "1", "2"]),
        ("50 Jahre, 1967–2017", ["50", "jahre", "1967", "2017"]),
        ("snake_case 🎬 — …", ["snake", "case"]),
        ("Прага שָׁלוֹם", ["прага", "שלום"]),
    ],
)
def test_words_are_found_in_a_text(written, words):
    assert spellings(written) == words


def test_words_know_where_they_stand():
    text = "Die „Brücke“ in L. A.!"
    assert [text[word.start : word.end] for word in words_of(text)] == ["Die", "Brücke", "in", "L. A."]


@pytest.mark.parametrize(
    "variants",
    [
        ("Müller", "MÜLLER", "Mueller", "muller", "Mu\u0308ller"),
        ("Straße", "STRASSE", "strasse", "Strasse"),
        ("Goethe", "Göthe", "goethe"),
        ("Łódź", "Lodz", "łódź"),
        ("İstanbul", "Istanbul", "ıstanbul"),
        ("São", "Sao"),
    ],
)
def test_variants_of_a_word_fold_alike(variants):
    assert len({fold(spelling) for variant in variants for spelling in spellings(variant)}) == 1


def test_e_after_a_vowel_is_a_letter_of_its_own():
    assert [fold(word) for word in ("neue", "feuer", "bauer", "quelle")] == ["neue", "feuer", "bauer", "quelle"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("Brücke", "Brücken", "Bruecke", "brucken")),
        ("de", ("Häuser", "Haus", "Haeuser", "Hauses")),
        ("de", ("Partnerschaft", "Partnerschaften")),
        ("en", ("bridge", "bridges", "Bridged")),
        ("en", ("city", "cities")),
    ],
)
def test_forms_of_a_word_have_one_stem(language, words):
    assert len({stem_token(spelling, language) for word in words for spelling in spellings(word)}) == 1


def test_stems_belong_to_their_language():
    assert stem_token("berlin", "de") != stem_token("berlin", "en")


def test_stop_words_are_known_in_every_spelling():
    assert [word for word in ("für", "fuer", "FÜR".casefold(), "the", "die") if is_stop_word(word, "de")] == [
        "für", "fuer", "für", "die",
    ]  # fmt: skip
    assert is_stop_word("the", "en")
    assert not is_stop_word("die", "en")
    # They fold to "to" and "du", and are words.
    assert not is_stop_word("toe", "en")
    assert not is_stop_word("due", "de")


def test_title_key_forgives_case_accents_and_punctuation():
    assert title_key("„Los Ángeles“!") == title_key("los angeles") == "los angeles"


def test_tokens_keep_the_order_of_words_and_part_the_fields():
    assert tokens_of(["Two cities", "Two bridges"], "en") == "wtwo wcities x wtwo wbridges x ebridg eciti etwo"


def test_words_beyond_the_last_place_are_found_but_not_in_order():
    words = [f"word{number}" for number in range(MOST_PLACES)]
    tokens = tokens_of([" ".join([*words, "last", "word7", "one"])], "en").split()
    assert tokens[: MOST_PLACES + 1] == [*(f"w{word}" for word in words), GAP]
    # PostgreSQL counts to 16,383: what stands behind is in one place, so nothing may stand before it but a gap.
    assert set(tokens[MOST_PLACES:16_383]) == {GAP}
    assert tokens[16_383:16_388] == [GAP, "wlast", GAP, "wone", GAP]
    assert {token[0] for token in tokens[16_388:]} == {"e"}


def test_a_word_has_as_many_places_as_postgresql_counts():
    tokens = tokens_of(["the end " * (MOST_PLACES_OF_A_WORD + 5)], "en").split()
    assert tokens[: 2 * MOST_PLACES_OF_A_WORD] == ["wthe", "wend"] * MOST_PLACES_OF_A_WORD
    assert tokens[2 * MOST_PLACES_OF_A_WORD :] == [*[GAP] * 11, "eend", "ethe"]


def test_a_text_of_nothing_but_different_words_is_indexed_as_far_as_the_databases_hold_it():
    text = " ".join(f"{number}{chr(0x4E00 + number % 20_000) * 50}" for number in range(4000))
    assert MOST_BYTES < len(tokens_of([text], "de")) < 2 * MOST_BYTES


@given(st.text(max_size=300))
def test_tokens_of_any_text_are_plain_ascii(text):
    for language in ("de", "en"):
        assert all(token.isascii() and token.isalnum() for token in tokens_of([text], language).split())


@given(st.text(min_size=1, max_size=30), st.integers(1, 29))
def test_the_beginning_of_a_word_folds_to_the_beginning_of_the_folded_word(text, length):
    for spelling in spellings(text):
        assert exact_token(spelling).startswith(exact_token(spelling[:length]))


@pytest.mark.parametrize("language", ["de", "en"])
@given(st.from_regex(r"[a-zäöüßé]{1,30}", fullmatch=True))
def test_no_stem_begins_with_another_letter_than_its_word(language, word):
    for spelling in spellings(word):
        assert stem_token(spelling, language)[1] == exact_token(spelling)[1]
