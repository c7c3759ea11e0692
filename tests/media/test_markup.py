"""What a page prints of a picture, as a whole."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from sistercities.media.markup import (
    SIZES,
    credit_entry,
    credit_line,
    picture_element,
    social_image_url,
    thumbnail,
)
from sistercities.media.models import Picture

KEY = "a" * 22 + "/" + "b" * 16


def picture(**values):
    return Picture(
        **{
            "title": "Nickel Diner in L. A.",
            "creator": "Ryan Vaarsi",
            "licence": "all-rights-reserved",
            "alt_text_en": "Neon sign",
            "alt_text_de": "Leuchtschrift",
            "file": "original.jpg",
            "width": 1000,
            "height": 750,
            "renditions_key": KEY,
            "rendition_widths": [400, 640, 960],
            "card_widths": [400, 640],
            "focal_x": 0.31,
            "focal_y": 0.96,
        }
        | values
    )


def sources(family, widths, sizes):
    sets = {
        extension: ", ".join(f"/media/r/{KEY}/{family}{width}.{extension} {width}w" for width in widths)
        for extension in ("avif", "webp")
    }
    return "".join(
        f'<source type="image/{extension}" srcset="{sets[extension]}" sizes="{sizes}">'
        for extension in ("avif", "webp")
    )


def test_a_picture_in_the_text():
    assert picture_element(picture(), "text", "de") == (
        f"<picture>{sources('w', (400, 640, 960), SIZES['text'])}"
        f'<img src="/media/r/{KEY}/w960.jpg" width="960" height="720" alt="Leuchtschrift" class="fx-3 fy-10" '
        'loading="lazy" decoding="async"></picture>'
    )


def test_a_card_is_cropped_and_silent():
    sizes = SIZES["card"]
    assert picture_element(picture(), "card", "en", alt="") == (
        f"<picture>{sources('c', (400, 640), sizes)}"
        f'<img src="/media/r/{KEY}/c640.jpg" width="640" height="427" alt="" loading="lazy" decoding="async"></picture>'
    )


def test_the_first_picture_is_loaded_at_once():
    printed = picture_element(picture(), "lead", "en", priority=True)
    assert printed.endswith('alt="Neon sign" class="fx-3 fy-10" fetchpriority="high"></picture>')


@pytest.mark.parametrize(
    ("values", "language", "printed"),
    [
        ({"is_decorative": True}, "en", 'alt="" class'),
        ({"alt_text_de": "\u200b-"}, "de", 'alt="Neon sign" lang="en" class'),
        ({"alt_text_de": "", "alt_text_en": ""}, "de", 'alt="" class'),
        ({"alt_text_en": '"><script>&'}, "en", 'alt="&quot;&gt;&lt;script&gt;&amp;" class'),
    ],
)
def test_alternative_texts(values, language, printed):
    assert printed in picture_element(picture(**values), "wide", language)


@pytest.mark.parametrize(
    "values", [{"file": "", "rendition_widths": []}, {"rendition_widths": []}, {"renditions_key": ""}]
)
def test_a_picture_without_files_prints_nothing_but_its_credit(values):
    assert picture_element(picture(**values), "lead", "en") == ""
    assert credit_line(picture(**values), "en") == "© Ryan Vaarsi"


def test_no_picture_prints_nothing():
    assert [f(None, "en") for f in (credit_line, credit_entry)] == ["", ""]
    assert picture_element(None, "lead", "en") == ""
    assert (social_image_url(None), thumbnail(None)) == (None, "")


@pytest.mark.parametrize(
    ("values", "line", "entry"),
    [
        ({}, "© Ryan Vaarsi", "Nickel Diner in L. A. © Ryan Vaarsi"),
        ({"credit_line": "© Agency / R. V."}, "© Agency / R. V.", "Nickel Diner in L. A. © Agency / R. V."),
        (
            {"medium": "illustration", "licence": "cc0"},
            "Illustration: Ryan Vaarsi, CC0",
            "Nickel Diner in L. A. (Illustration: Ryan Vaarsi, CC0)",
        ),
        ({"licence": "cc0"}, "Photo: Ryan Vaarsi, CC0", "Nickel Diner in L. A. (Photo: Ryan Vaarsi, CC0)"),
        (
            {"licence": "cc-by-sa-4.0"},
            '© Ryan Vaarsi, <a href="https://creativecommons.org/licenses/by-sa/4.0/" rel="license">CC BY-SA 4.0</a>',
            "Nickel Diner in L. A. © Ryan Vaarsi, "
            '<a href="https://creativecommons.org/licenses/by-sa/4.0/" rel="license">CC BY-SA 4.0</a>',
        ),
        (
            {"licence": "other", "licence_url": 'https://example.org/?a="b"'},
            '© Ryan Vaarsi, <a href="https://example.org/?a=&quot;b&quot;" rel="license">licence</a>',
            "Nickel Diner in L. A. © Ryan Vaarsi, "
            '<a href="https://example.org/?a=&quot;b&quot;" rel="license">licence</a>',
        ),
        ({"creator": "<b>", "title": "<i>"}, "© &lt;b&gt;", "&lt;i&gt; © &lt;b&gt;"),
        ({"creator": " \u200b- "}, "", "Nickel Diner in L. A."),
    ],
)
def test_credits(values, line, entry):
    assert (credit_line(picture(**values), "en"), credit_entry(picture(**values), "en")) == (line, entry)


def test_the_address_for_link_previews():
    assert social_image_url(picture()) == f"/media/r/{KEY}/social.jpg"


def test_an_unknown_slot_is_a_mistake():
    with pytest.raises(KeyError):
        picture_element(picture(), "banner", "en")


def test_tags_print_in_the_active_language():
    template = Template(
        '{% load pictures %}{% picture pic slot="card" %}|{% credit pic %}|{% picture pic "card" alt="" %}'
    )
    with override("de"):
        first, credit, silent = template.render(Context({"pic": picture()})).split("|")
    assert ('alt="Leuchtschrift"' in first, credit, 'alt=""' in silent) == (True, "© Ryan Vaarsi", True)


@pytest.mark.django_db
def test_printing_asks_neither_database_nor_storage(django_assert_num_queries, settings):
    settings.STORAGES = {"staticfiles": settings.STORAGES["staticfiles"]}
    settings.CACHES = {"default": {"BACKEND": "no.such.Cache"}}
    with django_assert_num_queries(0):
        for slot in ("lead", "hero", "wide", "text", "half", "card", "card-lead"):
            assert picture_element(picture(), slot, "en")
        assert all((credit_entry(picture(), "de"), social_image_url(picture()), thumbnail(picture())))
