"""How a body prints: figures with credits, quotes with speaker and role, the same markup in both languages."""

import pytest
from django.utils import translation

from sistercities.media.markup import picture_element
from stories.models.references import Quote
from stories.rendering import EMBED_RELATED, collected_credits, render_body
from tests.factories import (
    CityFactory,
    LosAngelesFactory,
    OfficeFactory,
    PersonFactory,
    PictureFactory,
    QuoteFactory,
    publish_story,
)

pytestmark = pytest.mark.django_db


def card(target, layout=""):
    layout = f' data-layout="{layout}"' if layout else ""
    return f'<sc-embed data-type="{target._meta.model_name}" data-id="{target.pk}"{layout}></sc-embed>'


END = "<p>The end.</p>"  # a text of nothing but cards is not published


def published(body, language="en", **frame):
    [edition] = publish_story(languages=(language,), words={"body": body + END}, **frame)
    return edition


def rendered(body, language="en"):
    with translation.override(language):
        return render_body(published(body, language)).removesuffix(END).rstrip()


@pytest.fixture
def office():
    return OfficeFactory()


@pytest.fixture
def bridge():
    return PictureFactory(title="Bridge", creator="Ada Lens")


@pytest.fixture
def tower():
    return PictureFactory(
        title="Tower",
        creator="Bo Light",
        licence="press",
        caption_en="A tower & its <clock>",
        caption_de="Ein Turm",
    )


def test_text_prints_polished_and_items_of_one_paragraph_without_it():
    body = '<h2>L. A.</h2><p>He said "10 %", <em>why</em>?</p><ul><li>one</li><li>two<ul><li>a</li></ul></li></ul>'
    assert rendered(body) == (
        "<h2>L.\xa0A.</h2>\n<p>He said “10\xa0%”, <em>why</em>?</p>\n"
        "<ul><li>one</li><li>two<ul><li>a</li></ul></li></ul>"
    )


def test_wide_picture_prints_with_caption_and_credit(bridge):
    assert rendered(card(bridge, "wide")) == (
        f'<figure class="wide">{picture_element(bridge, "wide", "en")}<figcaption>The bridge. <span class="credit">'
        '© Ada Lens, <a href="https://creativecommons.org/licenses/by/4.0/" rel="license">CC BY 4.0</a>'
        "</span></figcaption></figure>"
    )


def test_picture_in_the_column_prints_in_the_language_of_the_page(tower):
    assert rendered(card(tower, "text"), "de") == (
        f"<figure>{picture_element(tower, 'text', 'de')}<figcaption>Ein Turm. "
        '<span class="credit">© Bo Light</span></figcaption></figure>'
    )


@pytest.mark.parametrize("language", ["en", "de"])
def test_two_halves_print_as_a_pair_with_one_caption_and_both_credits(bridge, tower, language):
    bridge.licence = "press"
    bridge.save()
    captions = {"en": ("The bridge.", "A tower &amp; its &lt;clock&gt;."), "de": ("Die Brücke.", "Ein Turm.")}[language]
    with translation.override(language):
        left, right = (translation.gettext(f"{side}: %(caption)s").partition(":")[0] for side in ("Left", "Right"))
    assert rendered(card(bridge, "half") + card(tower, "half"), language) == (
        f'<figure class="wide"><div class="pair">{picture_element(bridge, "half", language)}'
        f"{picture_element(tower, 'half', language)}</div><figcaption>{left}: {captions[0]} {right}: {captions[1]} "
        '<span class="credit">© Ada Lens; © Bo Light</span></figcaption></figure>'
    )


def test_pair_of_the_same_credit_names_it_once():
    pictures = PictureFactory.create_batch(2, licence="press", caption_en="")
    assert rendered("".join(card(picture, "half") for picture in pictures)).endswith(
        '</div><figcaption><span class="credit">© Ada Lens</span></figcaption></figure>'
    )


def test_half_picture_alone_prints_in_the_column(bridge):
    assert rendered(card(bridge, "half")) == rendered(card(bridge, "text"))


def test_three_halves_are_a_pair_and_one_alone(bridge, tower):
    body = rendered(card(bridge, "half") + card(tower, "half") + card(bridge, "half"))
    assert [line.split(">")[0] for line in body.split("\n")] == ['<figure class="wide"', "<figure"]


def test_half_without_its_file_leaves_the_other_alone(bridge):
    waiting = PictureFactory(rendition_widths=[], file="")
    edition = published(card(bridge, "half"))
    edition.body = card(bridge, "half") + card(waiting, "half")
    embeds = [
        *edition.embeds.select_related(*EMBED_RELATED),
        edition.embeds.model(edition=edition, position=1, picture=waiting),
    ]
    assert render_body(edition, embeds=embeds) == rendered(card(bridge, "text"))


def test_quote_prints_speaker_and_frozen_role_in_the_ink_of_the_home_city(office):
    quote = QuoteFactory(words_en="Build bridges.", speaker=PersonFactory(name="Mia Example"), city=office.home_city)
    assert rendered(card(quote)) == (
        '<blockquote class="pull a"><p class="q">Build bridges.</p>'
        '<footer class="by"><strong>Mia Example</strong><span>Mayor</span></footer></blockquote>'
    )


@pytest.mark.parametrize(("ink", "classes"), [("poppy", "pull b"), ("fir", "pull b ink-fir")])
def test_quote_of_a_partner_prints_in_its_ink(office, ink, classes):
    quote = QuoteFactory(words_en="Hello.", speaker=None, role_title_en="", role_title_de="")
    quote.city = CityFactory(ink=ink)
    quote.speaker = PersonFactory(name="Mia Example")
    quote.save()
    assert rendered(card(quote)) == (
        f'<blockquote class="{classes}"><p class="q">Hello.</p>'
        '<footer class="by"><strong>Mia Example</strong></footer></blockquote>'
    )


def test_quote_in_translation_says_so_and_names_its_source(office):
    quote = QuoteFactory(
        words_en="A city of <dreams>.",
        words_de="Eine Stadt der Träume.",
        original_language="de",
        speaker=PersonFactory(name="Mia Example"),
        source='Morning "News"',
        source_url="https://news.example/a?b=1&c=2",
    )
    by = (
        '<footer class="by"><strong>Mia Example</strong><span>{role}</span><br>{note}<span>{source}: '
        '<a href="https://news.example/a?b=1&amp;c=2">{name}</a></span></footer></blockquote>'
    )
    assert rendered(card(quote)) == (
        '<blockquote class="pull a"><p class="q">A city of &lt;dreams&gt;.</p>'
        + by.format(
            role="Mayor", note="<span>Translated from German</span><br>", source="Source", name="Morning “News”"
        )
    )
    with translation.override("de"):
        source = translation.gettext("Source: %(source)s").partition(":")[0]
    assert rendered(card(quote), "de") == (
        '<blockquote class="pull a"><p class="q">Eine Stadt der Träume.</p>'
        + by.format(role="Bürgermeisterin", note="", source=source, name="Morning „News“")
    )


def test_quote_without_words_in_the_language_of_the_page_is_marked(office):
    quote = QuoteFactory(words_en="Hello.", speaker=PersonFactory(name="Mia Example"))
    edition = published(card(quote))
    Quote.objects.filter(pk=quote.pk).update(
        words_en="", words_de="Guten Tag.", role_title_en="", original_language="de"
    )
    assert render_body(edition).removesuffix(f"\n{END}") == (
        '<blockquote class="pull a"><p class="q" lang="de">Guten Tag.</p><footer class="by">'
        '<strong>Mia Example</strong><span lang="de">Bürgermeisterin</span></footer></blockquote>'
    )


def test_quote_whose_source_is_no_web_address_prints_no_link(office):
    quote = QuoteFactory(words_en="Hello.", speaker=PersonFactory(name="Mia"), source="Letter", role_title_en="Host")
    Quote.objects.filter(pk=quote.pk).update(source_url="javascript:alert(1)")
    assert rendered(card(quote)).endswith("<span>Host</span><br><span>Source: Letter</span></footer></blockquote>")


def test_quote_that_repeats_the_text_is_an_aside(office):
    quote = QuoteFactory(words_en="Anything goes, in freedom.", speaker=PersonFactory(name="Mia"), role_title_en="")
    quote.role_title_de = ""
    quote.save()
    inside = '<p class="q">Anything goes, in freedom.</p><footer class="by"><strong>Mia</strong></footer>'
    said = "<p>She says: “Anything <em>goes</em> in freedom”!</p>"
    assert rendered(said + card(quote)).endswith(f'<aside class="pull a">{inside}</aside>')
    assert rendered("<p>Anything goes in freedoms.</p>" + card(quote)).endswith(
        f'<blockquote class="pull a">{inside}</blockquote>'
    )


def test_broken_cards_print_nothing(bridge):
    [edition] = publish_story(words={"body": "<p>a</p>"})
    edition.body = f"<p>a</p>\n{card(bridge, 'wide')}\n<p>b</p>"
    assert render_body(edition) == "<p>a</p>\n<p>b</p>"


def test_body_that_was_never_sanitised_is_safe():
    [edition] = publish_story(words={"body": "<p>a</p>"})
    edition.body = "<p onclick=x>a<script>alert(1)</script><a href='javascript:x'>b</a>"
    assert render_body(edition) == "<p>ab</p>"


def test_credits_and_words_are_read_anew_for_every_page(bridge, office):
    quote = QuoteFactory(words_en="Before.", speaker=PersonFactory(name="Mia"))
    [edition] = publish_story(words={"body": card(bridge, "wide") + "<p>Text.</p>" + card(quote)})
    before = render_body(edition)
    bridge.creator = "Cy New"
    bridge.save()
    quote.words_en = "After."
    quote.save()
    assert render_body(edition) == before.replace("Ada Lens", "Cy New").replace("Before.", "After.")


def test_preview_edition_prints_like_the_published_one(bridge):
    [edition] = publish_story(words={"body": f"<p>a</p>{card(bridge, 'wide')}"})
    published = render_body(edition)
    preview = type(edition)(language="en", body=edition.body)
    preview.embeds_list = list(edition.embeds.select_related(*EMBED_RELATED))
    assert render_body(preview) == published


def test_body_costs_one_query_for_its_cards(office, django_assert_num_queries, bridge):
    quotes = QuoteFactory.create_batch(3, city=LosAngelesFactory())
    one = published(card(quotes[0]))
    many = published("".join(map(card, quotes)) + card(bridge, "wide") * 3)
    for edition in (one, many):
        with django_assert_num_queries(2):  # the cards, and the frame that knows the home city
            render_body(edition)


def test_collected_credits_name_every_picture_once_lead_first(bridge, tower):
    [edition] = publish_story(
        words={"body": card(bridge, "wide") + "<p>a</p>" + card(tower, "half") + card(bridge, "half")},
        lead_picture=tower,
    )
    embeds = edition.embeds.select_related(*EMBED_RELATED)
    assert collected_credits(edition, embeds) == [
        "Tower © Bo Light",
        'Bridge © Ada Lens, <a href="https://creativecommons.org/licenses/by/4.0/" rel="license">CC BY 4.0</a>',
    ]
