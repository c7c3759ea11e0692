"""A visitor finds a partnership in the register and the page of its anniversary: by keyboard, in light and dark."""

import pytest

from tests.browser.barriers import barriers, too_wide
from tests.browser.test_visitor import tab_to
from tests.factories import (
    AnniversaryFactory,
    CityFactory,
    OfficeFactory,
    PartnershipFactory,
    PersonFactory,
    QuoteFactory,
    publish_event,
    publish_story,
)

PAGES = [
    "/en/partnerships/",
    "/de/partnerschaften/?sort=year",
    "/en/partnerships/?sort=name",
    "/en/partnerships/berlin-los-angeles/",
    "/de/partnerschaften/berlin-prague/",
    "/en/partnerships/berlin-los-angeles/50/",
    "/de/partnerschaften/berlin-los-angeles/50/",
]


@pytest.fixture
def site(new_context):
    """Two partnerships, one that ended, and an anniversary with all that its page can show."""
    partnership = PartnershipFactory()
    berlin, los_angeles = partnership.city_a, partnership.city_b
    OfficeFactory(home_city=berlin)
    prague = CityFactory(name_en="Prague", name_de="Prag", slug_en="prague", slug_de="prag", ink="fir", latitude=50)
    PartnershipFactory(city_a=berlin, city_b=prague, slug="berlin-prague", signed_on="1995", suspended_on="2022")
    ended = CityFactory(name_en="Riga", name_de="Riga", latitude=57, longitude=24)
    PartnershipFactory(city_a=berlin, city_b=ended, slug="berlin-riga", signed_on="1990", ended_on="2010")
    anniversary = AnniversaryFactory(
        partnership=partnership,
        motto_en="Two of a kind",
        motto_de="Aus demselben Stoff",
        introduction_en="Fifty years.",
        introduction_de="Fünfzig Jahre.",
    )
    AnniversaryFactory(partnership=partnership, years=40)
    for city, name in ((berlin, "Michael Müller"), (los_angeles, "Eric Garcetti")):
        QuoteFactory(anniversary=anniversary, city=city, speaker=PersonFactory(name=name), words_de="")
    for when in ("2017-10-04/2017-10-05", "2017-10", ""):
        publish_event(when=when, anniversary=anniversary, cities=[berlin, los_angeles])
    publish_story(languages=("en", "de"), anniversary=anniversary, partnership=partnership, cities=[berlin])
    return new_context


def test_a_visitor_sorts_the_register_and_reaches_the_anniversary_by_keyboard_alone(site):
    page = site(viewport={"width": 1440, "height": 900}, java_script_enabled=True).new_page()
    page.goto("/en/")
    tab_to(page, "Partner cities")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/partnerships/")
    tab_to(page, "By year")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/partnerships/?sort=year")
    assert page.locator(".chip[aria-current=page]").inner_text() == "By year"
    page.locator(".dir a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/partnerships/berlin-los-angeles/")
    tab_to(page, "50\u00a0years: “Two of a kind”".replace("\u00a0", " "))
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/partnerships/berlin-los-angeles/50/")
    assert page.get_by_role("img", name="50").is_visible()


def test_the_pages_read_without_javascript(site):
    page = site(java_script_enabled=False).new_page()
    page.goto("/de/partnerschaften/berlin-los-angeles/50/")
    assert page.locator("h1").inner_text().replace("\u00a0", " ") == "50 Jahre Berlin – Los Angeles"
    assert page.locator("blockquote").count() == 2
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/partnerships/berlin-los-angeles/50/")


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier_that_a_machine_can_find(site, scheme, width):
    page = site(color_scheme=scheme, viewport={"width": width, "height": 900}).new_page()
    assert barriers(page, PAGES) == {}


@pytest.mark.parametrize("width", [320, 768])
def test_no_page_scrolls_sideways(site, width):
    page = site(viewport={"width": width, "height": 900}).new_page()
    assert too_wide(page, PAGES) == []
