"""Words added and removed between two texts."""

import time

import pytest

from sistercities.publishing.compare import Change, word_changes


def test_changed_words_are_named_in_reading_order():
    assert word_changes("Two old bridges.", "Two new bridges.") == [
        Change("same", "Two "),
        Change("removed", "old"),
        Change("added", "new"),
        Change("same", " bridges."),
    ]


def test_equal_texts_have_no_change():
    assert word_changes("One\n\ntwo", "One\n\ntwo") == [Change("same", "One\n\ntwo")]


def test_an_empty_text_is_all_added():
    assert word_changes("", "One two") == [Change("added", "One two")]


def test_both_texts_can_be_put_together_again():
    old, new = "The river runs north, they say.", "A river runs, they said, to the north."
    changes = word_changes(old, new)
    assert "".join(change.text for change in changes if change.kind != "added") == old
    assert "".join(change.text for change in changes if change.kind != "removed") == new


def test_rewritten_paragraphs_are_compared_one_by_one():
    kinds = [change.kind for change in word_changes("One old day.\n\nTwo old days.", "One new day.\n\nTwo new days.")]
    assert kinds == ["same", "removed", "added", "same", "removed", "added", "same"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" ".join(f"a x{n}" for n in range(5000)), " ".join(f"a y{n}" for n in range(5000))),
        (" ".join(f"a x{n}" for n in range(220)), " ".join(f"a y{n}" for n in range(220))),
        ("a\n\n" * 25_000, "b\n\n" * 24_000),
        ("a\n\nb\n\n" * 12_000, "b\n\na\n\n" * 12_000),
        (" ".join(str(n % 2000) for n in range(6000)), " ".join(str(n * 7 % 2000) for n in range(6000))),
    ],
    ids=["one word everywhere", "at the limit", "one paragraph everywhere", "two paragraphs in turn", "shuffled"],
)
def test_no_text_keeps_a_comparison_busy(old, new):
    start = time.process_time()
    changes = word_changes(old, new)
    assert time.process_time() - start < 6
    assert "".join(change.text for change in changes if change.kind != "added") == old
    assert "".join(change.text for change in changes if change.kind != "removed") == new


def test_very_long_texts_are_compared_by_paragraph():
    old = "\n".join(f"{'word ' * 40}{n}" for n in range(400))
    new = old.replace("word 7\n", "word seven\n")
    kinds = [change.kind for change in word_changes(old, new)]
    assert kinds == ["same", "removed", "added", "same"]
