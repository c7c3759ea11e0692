"""Pages on paper: black on white whatever the screen shows, without what only a screen can use, addresses in print."""

import pytest

from tests.factories import CityFactory, EventFactory, OfficeFactory, publish_event


@pytest.fixture
def paper(new_context):
    """A page of a dark screen, as it is printed: `paper("/en/events/")`."""
    berlin = CityFactory(name_en="Berlin", name_de="Berlin")
    OfficeFactory(home_city=berlin)
    publish_event(when="2095-10-06", cities=[berlin], words={"title": "A day before", "slug": "before"})
    event = EventFactory(
        when="2095-10-07T19:30", cities=[berlin], status="cancelled", ticket_url="https://example.org/tickets"
    )
    publish_event(event=event, words={"title": "An evening", "slug": "an-evening"})
    page = new_context(color_scheme="dark").new_page()

    def paper(path):
        page.goto(path)
        page.emulate_media(media="print")
        return page

    return paper


def styles(page, selector, name, pseudo=None):
    script = "(e, [name, pseudo]) => getComputedStyle(e, pseudo)[name]"
    return page.locator(selector).first.evaluate(script, [name, pseudo])


def test_a_dark_screen_prints_dark_words(paper):
    page = paper("/en/events/")
    assert styles(page, "h1", "color") == "rgb(0, 0, 0)"
    assert styles(page, ".state.off", "color") == "rgb(168, 20, 30)"
    assert styles(page, "body", "backgroundColor") == "rgb(255, 255, 255)"


def test_paper_has_no_navigation_and_no_forms(paper):
    page = paper("/en/events/")
    for selector in (".nav", ".util", ".find", ".filter", ".act", ".fold", ".foot nav"):
        assert page.locator(selector).first.is_hidden(), selector
    assert page.locator(".foot h2").first.is_visible()


def test_an_event_on_paper_has_the_address_of_its_tickets_and_no_neighbours(paper):
    page = paper("/en/events/an-evening/")
    assert "https://example.org/tickets" in styles(page, ".facts [rel=external]", "content", "::after")
    assert page.get_by_role("heading", name="A day before", include_hidden=True).is_hidden()


def test_the_heading_of_a_month_stays_with_its_first_event(paper):
    page = paper("/en/events/")
    assert styles(page, ".month", "display") == "block"  # a grid would let a page end after the heading
    assert styles(page, ".month > h2", "breakAfter") == "avoid"
