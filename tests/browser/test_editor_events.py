"""Events in the editor of a body, in a real browser, by keyboard only, under the desk's policy."""

import pytest
from playwright.sync_api import expect

from stories.body import sanitise
from tests.browser.test_editor import card, desk, text
from tests.factories import EventFactory, EventTextFactory, LosAngelesFactory, VenueFactory, publish_event

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["desk", "text"]  # fixtures


@pytest.fixture
def premiere():
    venue = VenueFactory(name_en="United Artists", city=LosAngelesFactory())
    (edition,) = publish_event(
        words={"title": "Premiere"}, when="2017-10-06T19:30", venue=venue, time_zone="America/Los_Angeles"
    )
    return edition.event


@pytest.fixture
def draft():
    event = EventFactory(when="2017-10")
    EventTextFactory(event=event, title="Plan")
    return event


def test_event_is_inserted_moved_and_removed_by_keyboard(desk, premiere, draft):
    desk.focus()
    desk.page.keyboard.type("Before.")
    desk.press("Enter")
    desk.page.keyboard.type("After.")
    desk.press("ArrowUp")
    desk.choose("event", "Premiere")
    shown = desk.frame.get_by_role("group", name="Event: Premiere")
    expect(shown).to_contain_text("6\N{NO-BREAK SPACE}October\N{NO-BREAK SPACE}2017")
    expect(shown).to_contain_text("United Artists, Los Angeles")
    expect(shown.get_by_label("Width")).to_have_count(0)
    desk.press("ArrowDown")
    desk.choose("event", "Plan")
    planned = desk.frame.get_by_role("group", name="Event: Plan")
    expect(planned).to_contain_text("This event is not public: the page leaves the card out until it is.")
    assert desk.value() == f"<p>Before.</p>{card(premiere)}<p>After.</p>{card(draft)}"

    desk.press("Alt+ArrowUp", "Alt+ArrowUp")
    assert desk.value().startswith(f"<p>Before.</p>{card(draft)}{card(premiere)}<p>After.</p>")
    desk.press("Delete")
    stored = desk.save()
    assert stored == f"<p>Before.</p>\n{card(premiere)}\n<p>After.</p>"
    assert [row.target for row in desk.text.embeds.all()] == [("event", premiere.pk)]
    desk.open()
    desk.frame.get_by_role("group", name="Event: Premiere").wait_for()
    assert desk.save() == stored == sanitise(stored)


def test_card_leads_to_the_form_of_its_event(desk, premiere):
    desk.focus()
    desk.page.keyboard.type("Text.")
    desk.choose("event", "Premiere")
    shown = desk.frame.get_by_role("group", name="Event: Premiere")
    shown.wait_for()
    with desk.page.expect_popup() as opened:
        shown.get_by_role("button", name="Edit").click()
    form = opened.value
    form.wait_for_load_state()
    assert f"/admin/events/event/{premiere.pk}/change/" in form.url
    form.close()


def test_another_event_takes_the_place_of_the_first(desk, premiere, draft):
    desk.focus()
    desk.page.keyboard.type("Text.")
    desk.choose("event", "Plan")
    shown = desk.frame.get_by_role("group", name="Event: Plan")
    shown.wait_for()
    with desk.page.expect_popup() as opened:
        shown.get_by_role("button", name="Replace").click()
    popup = opened.value
    popup.wait_for_load_state()
    with popup.expect_event("close"):
        popup.get_by_role("link", name="Premiere", exact=True).last.click()
    desk.frame.get_by_role("group", name="Event: Premiere").wait_for()
    assert desk.value().startswith(f"<p>Text.</p>{card(premiere)}")
    assert card(draft) not in desk.value()
