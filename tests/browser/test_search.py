"""A visitor finds something by asking: by keyboard and without scripts, on a phone and on a desk, in light and dark."""

import pytest

from tests.browser.barriers import barriers, too_wide
from tests.browser.test_visitor import tab_to
from tests.factories import (
    AnniversaryFactory,
    EventFactory,
    OfficeFactory,
    PersonFactory,
    QuoteFactory,
    publish_event,
    publish_story,
)

PAGES = [
    "/en/search/",
    "/de/suche/",
    "/en/search/?q=bridges",
    "/de/suche/?q=br%C3%BCcken",
    "/de/suche/?q=film",
    "/en/search/?q=bridges&kind=event",
    "/en/search/?q=bridges&page=2",
    "/en/search/?q=ada",
    "/en/search/?q=bridges%20zebra",
    "/de/suche/?q=Zebra",
    "/en/search/?q=" + "word%20" * 13,
    "/en/no-such-page/",
]


@pytest.fixture
def site(new_context):
    """Something of every kind about bridges, one of it with very long words, and two pages of it."""
    anniversary = AnniversaryFactory(motto_en="Bridges for fifty years", introduction_en="Of bridges and angels.")
    partnership = anniversary.partnership
    OfficeFactory(home_city=partnership.city_a)
    quote = QuoteFactory(words_en="Build bridges.", words_de="Baut Brücken.", speaker=PersonFactory(name="Ada Example"))
    text = "Nothing of interest. " * 40 + "Here they built bridges of steel. " + "Nothing of interest. " * 40
    body = f'<p>{text}</p>\n<sc-embed data-type="quote" data-id="{quote.pk}"></sc-embed>'
    publish_story(["en"], words={"title": "Bridges of Berlin", "body": body}, cities=[partnership.city_a])
    publish_story(["de"], words={"title": "Brücken und Donaudampfschifffahrtsgesellschaftskapitäne " * 2})
    event = EventFactory(when="2017-10", kind="film", cities=[partnership.city_b], status="cancelled")
    event.participants.create(person=PersonFactory(name="Ada Example"), function="speaker")
    publish_event(["en"], event=event, words={"title": "Bridges on film"})
    for number in range(12):
        publish_event(["en"], when=f"2017-11-{number + 1:02}", words={"title": f"Bridges, part {number}"})
    return new_context


def test_a_visitor_asks_narrows_and_reads_on_by_keyboard(site):
    page = site(viewport={"width": 1440, "height": 900}).new_page()
    page.goto("/en/")
    tab_to(page, "Search")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("bridges")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=bridges")
    assert page.get_by_role("status").inner_text() == "15 results for “bridges”"
    tab_to(page, "Stories 1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=bridges&kind=story")
    assert page.get_by_role("status").inner_text() == "1 result for “bridges”"
    assert page.locator("mark").all_inner_texts() == ["Bridges", "bridges", "bridges"][: page.locator("mark").count()]
    assert "Here they built bridges of steel." in page.locator(".results").inner_text()
    tab_to(page, "Bridges of Berlin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/stories/**")
    assert page.locator("h1").inner_text() == "Bridges of Berlin"


def test_search_works_without_scripts_and_in_the_other_language(site):
    page = site(java_script_enabled=False).new_page()
    page.goto("/en/search/?q=bridges")
    page.get_by_role("link", name="Further results").click()
    page.wait_for_url("**/en/search/?q=bridges&page=2")
    assert page.locator(".results > li").count() == 5
    page.get_by_role("link", name="Deutsch").click()
    page.wait_for_url("**/de/suche/?q=bridges")
    assert page.get_by_role("searchbox").input_value() == "bridges"
    page.get_by_role("searchbox").fill("brücken zebra")
    page.get_by_role("button", name="Suchen").click()
    page.wait_for_url("**/de/suche/?q=br%C3%BCcken+zebra")
    assert page.get_by_role("status").locator("a").all_inner_texts() == ["Nur „brücken“", "Berliner Geschichten"]
    page.get_by_role("link", name="Nur „brücken“").click()
    page.wait_for_url("**/de/suche/?q=br%C3%BCcken")
    assert page.locator(".results h2").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_no_page_of_search_has_a_barrier_that_axe_can_find(site, scheme, width):
    page = site(color_scheme=scheme, viewport={"width": width, "height": 900}).new_page()
    assert barriers(page, PAGES) == {}


@pytest.mark.parametrize("width", [320, 768])
def test_no_page_of_search_scrolls_sideways(site, width):
    page = site(viewport={"width": width, "height": 900}).new_page()
    assert too_wide(page, PAGES) == []
