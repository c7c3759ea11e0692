"""Addresses made from titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sistercities.publishing.slugs import RESERVED, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Berlin & Los Angeles: Two cities", "berlin-los-angeles-two-cities"),
        ("Über die Brücke, größer als gedacht", "ueber-die-bruecke-groesser-als-gedacht"),
        ("Städte\u00adpartnerschaft", "staedtepartnerschaft"),
        ("Łódź ağ", "lodz-ag"),
        ("la > x", "la-x"),
        ("日本", "story"),
        ("!!!", "story"),
        ("Feed", "story-feed"),
    ],
)
def test_slug_of_a_title(title, slug):
    assert slug_of(title, fallback="story") == slug


def test_a_long_title_is_cut_between_words():
    assert slug_of("bridge " * 40, fallback="story", max_length=19) == "bridge-bridge"


@given(st.text(max_size=200))
def test_slugs_are_never_empty_reserved_or_odd(title):
    slug = slug_of(title, fallback="story")
    assert 0 < len(slug) <= 80
    assert slug not in RESERVED
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug_of(slug, fallback="story") == slug
