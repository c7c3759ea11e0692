"""A visitor finds what is on: by keyboard and without JavaScript, on a phone and on a desk, in light and dark."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from sistercities.cities.models import Partnership
from tests.browser.test_visitor import tab_to
from tests.factories import (
    AnniversaryFactory,
    EventFactory,
    OfficeFactory,
    PartnershipFactory,
    PersonFactory,
    VenueFactory,
    further_date,
    publish_event,
)

LA = "America/Los_Angeles"


@pytest.fixture
def site(new_context):
    """An evening in Los Angeles a month from now, a run, an event without a day, a cancelled one."""
    partnership = PartnershipFactory()
    berlin, los_angeles = partnership.city_a, partnership.city_b
    OfficeFactory(home_city=berlin)
    today = timezone.now().astimezone(ZoneInfo(LA)).date()
    day, later, before = (today + datetime.timedelta(days=days) for days in (30, 37, -5))
    stage = VenueFactory(name_en="The Stage", city=los_angeles, street_address="1 Way", wheelchair="yes")
    evening = EventFactory(
        when=f"{day}T19:30", time_zone=LA, venue=stage, cities=[berlin, los_angeles], kind="talk", is_free=True,
        partnership=partnership, status="rescheduled", languages=["en", "de"],
    )  # fmt: skip
    evening.participants.create(person=PersonFactory(name="Ada Example"), function="speaker")
    further_date(evening, f"{later}T19:30", is_cancelled=True)
    publish_event(("en", "de"), event=evening, words={"title": "An evening", "slug": "an-evening"})
    publish_event(when=f"{before}/{later}", is_run=True, cities=[berlin], kind="exhibition", words={"title": "A run"})
    publish_event(when=f"{day.year + 1}", cities=[berlin], words={"title": "Some day", "date_note": "After the fair"})
    publish_event(when=f"{day}", status="cancelled", cities=[berlin], words={"title": "A cancelled day"})
    publish_event(when="2017-10", cities=[berlin], words={"title": "In October", "slug": "in-october"})
    return new_context


def test_a_visitor_filters_by_keyboard_and_finds_the_other_citys_time(site):
    page = site(viewport={"width": 1440, "height": 900}).new_page()
    page.goto("/en/")
    tab_to(page, "Events")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/events/")
    assert page.get_by_role("status").inner_text() == "5 events"
    tab_to(page, "City")
    page.keyboard.type("Los")
    tab_to(page, "Show events")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/events/?city=los-angeles")
    assert page.get_by_role("status").inner_text() == "2 events"
    tab_to(page, "An evening")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/events/an-evening/")
    assert "the next day in Berlin" in page.locator(".facts").inner_text()
    assert page.get_by_role("link", name="Add to calendar").first.get_attribute("href") == (
        "/en/events/an-evening/calendar.ics"
    )


def test_a_visitor_filters_by_keyboard_and_subscribes_without_scripts(site):
    page = site(java_script_enabled=False).new_page()
    page.goto("/en/events/")
    assert page.locator("script:not([type='application/ld+json'])").count() == 0
    tab_to(page, "Kind")
    page.keyboard.type("Exh")
    tab_to(page, "Show events")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/events/?kind=exhibition")
    assert page.locator("h3").all_inner_texts() == ["A run"]
    assert page.locator("text=Still open until").count() == 1
    subscribe = page.get_by_role("link", name="Subscribe", exact=True)
    tab_to(page, "Subscribe to the calendar")
    page.keyboard.press("Enter")
    assert subscribe.is_visible()
    tab_to(page, "Subscribe")
    assert subscribe.get_attribute("href").startswith("webcal://")
    assert subscribe.get_attribute("href").endswith("/en/events/calendar.ics?kind=exhibition")
    calendar = page.request.get(re.sub("^webcal://[^/]+", "", subscribe.get_attribute("href")))
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert "SUMMARY:A run" in calendar.text()
    tab_to(page, "Remove filter: Exhibition")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/events/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_pages_of_events_have_no_barriers_that_axe_can_find(site, scheme, width):
    context = site(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    for path in (
        *("/en/events/", "/de/veranstaltungen/", "/en/events/past/", "/en/events/?city=los-angeles&kind=exhibition"),
        *("/en/events/an-evening/", "/de/veranstaltungen/in-october/"),
    ):
        page.goto(path)
        results = Axe().run(page)
        assert results.violations_count == 0, f"{path}\n{results.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


#: Words of an element that stand on more than one line.
BROKEN = """element => {
    const broken = [], walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
        for (const word of node.textContent.matchAll(/[\\p{L}\\p{N}]+/gu)) {
            const range = document.createRange();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map(line => Math.round(line.top))).size > 1) broken.push(word[0]);
        }
    }
    return broken;
}"""


@pytest.mark.parametrize("width", [320, 360])
def test_no_word_breaks_in_the_day_block_or_a_title_of_a_narrow_screen(site, width):
    for when in ("2095-10-04/2095-10-05", "2095-09-30/2095-10-02", "2095-23", ""):
        publish_event(("de",), when=when, words={"title": "Plätze nach Sonnenuntergang", "slug": f"platz-{when[:10]}"})
    page = site(viewport={"width": width, "height": 800}).new_page()
    for path in ("/de/veranstaltungen/", "/de/veranstaltungen/platz-/", "/en/events/past/"):
        page.goto(path)
        page.evaluate("document.fonts.ready")
        for selector in (".day", "h1", "h3"):
            for element in page.locator(selector).all():
                assert element.evaluate(BROKEN) == [], path


def test_the_navigation_stands_in_one_row_on_a_phone_in_both_languages(site):
    AnniversaryFactory(partnership=Partnership.objects.get(), years=60)
    page = site(viewport={"width": 360, "height": 800}).new_page()
    for path in ("/en/events/", "/de/veranstaltungen/"):
        page.goto(path)
        page.evaluate("document.fonts.ready")
        tops = page.locator(".nav li").evaluate_all("items => items.map(item => item.getBoundingClientRect().top)")
        assert len(tops) == 4, path
        assert len(set(tops)) == 1, path
