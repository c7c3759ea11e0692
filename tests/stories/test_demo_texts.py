"""The files of the demonstration as they are written: their length, marks and links. No database."""

import re

import pytest

from sistercities.office.models import StandingPageKind
from sistercities.richtext.links import refused_links
from stories.body import embed_problems, heading_problems, plain_text, sanitise
from stories.demo import reading


def all_texts():
    """`(name, language, fields, body)` of every file with words."""
    for folder, keys in (("stories", reading.table("stories")), ("pages", StandingPageKind.values)):
        for key in keys:
            for language, (fields, body) in reading.documents(folder, key).items():
                yield f"{key}.{language}", language, fields, body


@pytest.mark.parametrize("key", reading.table("stories"))
@pytest.mark.parametrize("language", reading.LANGUAGES)
def test_demo_story_has_the_length_of_a_magazine_piece(key, language):
    body = sanitise(reading.with_cards(reading.document("stories", key, language)[1], lambda kind, name: 1))
    assert 450 <= len(plain_text(body).split()) <= 900
    assert embed_problems(body) == heading_problems(body) == []


def test_demo_bodies_lose_nothing_when_they_are_sanitised():
    for name, _, _, body in all_texts():
        linked = reading.with_links(reading.with_cards(body, lambda kind, name: 1), lambda kind, name: "/somewhere/")
        tidy = re.sub(r"\n(?=</?(?:ul|li))|(?<=<ul>)\n", "", linked)
        assert refused_links(linked) == [], name
        assert sanitise(linked).replace("\n", "") == tidy.replace("\n", ""), name
        assert "[[" not in linked, name


def test_demo_words_are_set_with_typographic_marks():
    straight = re.compile(r"""["']|\.\.\.|  |\s-\s""")
    texts = {name: re.sub(r"<[^>]*>", "", "\n".join([*fields.values(), body])) for name, _, fields, body in all_texts()}
    for table in ("cities", "partnerships", "pictures", "quotes", "office"):
        texts |= {f"{table}.{row}": str(value) for row, value in flat(reading.table(table))}
    assert {name: straight.findall(text) for name, text in texts.items() if straight.search(text)} == {}


def flat(table, prefix=""):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def test_demo_quotation_marks_are_those_of_the_language():
    foreign = {"en": re.compile("[„‚]"), "de": re.compile("[”‘]|“\\w")}
    for name, language, fields, body in all_texts():
        assert foreign[language].findall("\n".join([*fields.values(), body])) == [], name


def test_demo_pictures_are_described_and_light():
    facts = reading.table("pictures")
    assert {path.stem for path in reading.picture_path("x").parent.iterdir()} == set(facts)
    for key, values in facts.items():
        assert reading.picture_path(key).stat().st_size < 1_000_000, key
        assert {"alt_text_en", "alt_text_de", "caption_en", "caption_de"} <= set(values), key
