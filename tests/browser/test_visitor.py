"""A visitor reads: by keyboard alone, in light and dark, on a phone and on a desk, uncounted and unfollowed."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from sistercities.office.models import StandingPage
from tests.factories import (
    OfficeFactory,
    PartnershipFactory,
    PersonFactory,
    PictureFactory,
    QuoteFactory,
    StoryFactory,
    StoryTextFactory,
    ThemeFactory,
    publish_story,
)


@pytest.fixture
def site(new_context):
    """Berlin and Los Angeles, three stories in both languages, one of them with everything a body can hold."""
    partnership = PartnershipFactory()
    berlin, los_angeles = partnership.city_a, partnership.city_b
    OfficeFactory(home_city=berlin, welcome_title_en="Two cities", welcome_title_de="Zwei Städte")
    StandingPage.objects.create(
        kind="imprint", title_en="Legal notice", title_de="Impressum", body_en="<p>We.</p>", body_de="<p>Wir.</p>"
    )
    film = ThemeFactory(name_en="Film", name_de="Kino", slug_en="film", slug_de="kino")
    diner = PictureFactory(title="Diner at night", creator="Ada Lens", file="", rendition_widths=[], renditions_key="")
    quote = QuoteFactory(
        words_en="A bridge is a promise.",
        words_de="Eine Brücke ist ein Versprechen.",
        speaker=PersonFactory(name="Mia Muster"),
        city=los_angeles,
    )
    story = StoryFactory(partnership=partnership, cities=[berlin, los_angeles], themes=[film], is_featured=True)
    cards = (
        f'<sc-embed data-type="quote" data-id="{quote.pk}"></sc-embed><h2>Over the river</h2><p>More.</p>'
        f'<sc-embed data-type="picture" data-id="{diner.pk}" data-layout="wide"></sc-embed><p>And more.</p>'
    )
    for language, title in [("en", "Bridges of two cities"), ("de", "Brücken zweier Städte")]:
        StoryTextFactory(
            story=story,
            language=language,
            title=title,
            slug="bridges" if language == "en" else "bruecken",
            body=f'<p>With a <a href="https://example.org/">link</a> and <span lang="fr">un mot</span>.</p>{cards}',
        )
    # The picture is credited; that it waits for its file must not keep this story from being read in a test.
    type(diner).objects.filter(pk=diner.pk).update(file="originals/x.jpg", rendition_widths=[400], renditions_key="k")
    publish_story(languages=("en", "de"), story=story)
    for n in (1, 2):
        publish_story(words={"title": f"Other story {n}", "slug": f"other-{n}"}, cities=[berlin])
    return new_context


def tab_to(page, words):
    """Press Tab until the element with these words, or that label, has the focus, which must be visible; return how
    many presses."""
    for presses in range(1, 120):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e), c = e.closest(".card");
              const o = c ? getComputedStyle(c) : s;
              return {words: (e.labels?.length ? e.labels[0] : e).textContent.trim().replace(/\\s+/g, " "),
                seen: parseFloat(o.outlineWidth) >= 2 || parseFloat(s.outlineWidth) >= 2}; }"""
        )
        if focused["words"] == words:
            assert focused["seen"], f"the focus on “{words}” is invisible"
            return presses
    raise AssertionError(f"Tab never reached “{words}”")


def test_a_visitor_reads_a_story_and_goes_back_to_the_filtered_index_by_keyboard_alone(site):
    page = site(viewport={"width": 1440, "height": 900}).new_page()
    page.goto("/")
    assert page.url.endswith("/en/")
    assert tab_to(page, "Skip to content") == 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.goto("/en/")
    tab_to(page, "Stories")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/stories/")
    assert page.locator("h1").inner_text() == "Berlin stories"
    tab_to(page, "Film")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/stories/?theme=film")
    tab_to(page, "Bridges of two cities")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/stories/bridges/**")
    assert page.locator("blockquote").inner_text().split("\n")[0] == "A bridge is a promise."
    assert page.locator("blockquote footer strong").inner_text() == "Mia Muster"
    assert "Diner at night © Ada Lens" in page.locator("article").inner_text().replace("\u00a0", " ")
    tab_to(page, "Back to Berlin stories")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/stories/?theme=film")


def test_the_language_switch_leads_to_the_same_story(site):
    page = site().new_page()
    page.goto("/en/stories/bridges/")
    page.get_by_role("link", name="Deutsch").click()
    page.wait_for_url("**/de/geschichten/bruecken/")
    assert page.locator("html").get_attribute("lang") == "de"
    assert "Brücken zweier Städte" in page.locator("h1").inner_text().replace("\u00a0", " ")
    assert "Eine Brücke ist ein Versprechen." in page.locator("blockquote").inner_text()


def test_a_browser_that_prefers_german_is_sent_to_the_german_pages(site):
    page = site(locale="de-DE").new_page()
    page.goto("/")
    assert page.url.endswith("/de/")


PAGES = [
    "/en/",
    "/de/",
    "/en/stories/",
    "/de/geschichten/?thema=kino",
    "/en/stories/bridges/",
    "/de/geschichten/bruecken/",
    "/en/cities/los-angeles/",
    "/en/imprint/",
    "/en/report-a-barrier/",
    "/de/nichts/",
]


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier_that_a_machine_can_find(site, scheme, width):
    context = site(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    found = {}
    for address in PAGES:
        page.goto(address)
        results = Axe().run(page, options={"resultTypes": ["violations"]})
        found[address] = [
            f"{violation['id']}: {node['html'][:160]}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]
    assert found == {address: [] for address in PAGES}
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("width", [320, 768])
def test_no_page_scrolls_sideways(site, width):
    page = site(viewport={"width": width, "height": 900}).new_page()
    too_wide = []
    for address in PAGES:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            too_wide.append(address)
    assert too_wide == []


def test_reading_and_filtering_work_without_javascript(site):
    page = site(java_script_enabled=False).new_page()
    page.goto("/en/stories/")
    page.get_by_role("link", name="Film", exact=True).click()
    page.wait_for_url("**/en/stories/?theme=film")
    page.locator("h2 a").click()
    page.wait_for_url("**/en/stories/bridges/**")
    assert page.locator("h1").inner_text().replace("\u00a0", " ") == "Bridges of two cities"
