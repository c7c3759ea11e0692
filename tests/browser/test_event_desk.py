"""An editor announces an event of which only the month is known, publishes it, gives it a time, and repeats it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from events.models import Event, EventEdition
from tests.factories import (
    EventFactory,
    EventTextFactory,
    LosAngelesFactory,
    OfficeFactory,
    PersonFactory,
    VenueFactory,
    further_date,
)

pytestmark = pytest.mark.django_db(transaction=True)

#: Django's own: its landmarks and headings, its search field, and Select2, whose closed box has no name.
STOCK = {
    "region",
    "landmark-unique",
    "heading-order",
    "empty-table-header",
    "aria-input-field-name",
    "label-title-only",
}


@pytest.fixture
def desk(desk_of):
    OfficeFactory()
    VenueFactory(name_en="The Stage", name_de="Die Bühne", city=LosAngelesFactory())
    return desk_of("editor")


def choose(page, field, words):
    """Choose in one of the admin's choosers, by typing."""
    page.locator(f".field-{field} .select2-selection").click()
    page.locator(".select2-search__field").last.fill(words)
    page.locator(".select2-results__option", has_text=words).click()


def test_an_event_is_announced_for_a_month_and_gets_its_time_later(desk, new_context):
    page = desk()
    page.goto("/admin/events/event/add/")
    english = page.locator("section.desk-text[lang=en]")
    english.get_by_label("Title").fill("Films by the river")
    english.get_by_label("Summary").fill("Six evenings under the sky.")
    english.get_by_label("Ready to publish").check()
    understood = page.locator("#id_understood")
    page.get_by_label("From:", exact=True).fill("October 2117")
    understood.get_by_text("October 2117").wait_for()
    choose(page, "venue", "The Stage")
    page.get_by_role("button", name="Publish now").click()
    # There is no German text yet: advice, and no reason to wait.
    page.get_by_role("button", name="Publish all the same").click()
    page.get_by_text("Published:").wait_for()
    edition = EventEdition.objects.get()
    assert (edition.span.edtf, edition.time_zone) == ("2117-10", "America/Los_Angeles")

    visitor = new_context().new_page()
    assert visitor.goto("/en/events/films-by-the-river/").status == 200
    assert "October 2117" in visitor.locator("main").inner_text().replace("\xa0", " ")

    # The other city's time is said while the time is typed, and so is what is wrong with it.
    page.get_by_label("From:", exact=True).fill("6 October 2117")
    page.get_by_label("Starts at").first.fill("7:30 pm")
    words = "Wednesday, 6 October 2117, 19:30 in Los Angeles · 04:30 the next day in Berlin"
    understood.get_by_text(re.compile(words.replace(" ", r"\s"))).wait_for()
    page.get_by_label("Starts at").first.fill("half past")
    understood.get_by_text("is not a time that can be understood").wait_for()
    page.get_by_label("Starts at").first.fill("19:30")
    page.get_by_role("button", name="Publish now").click()
    page.get_by_role("button", name="Publish all the same").click()
    page.get_by_text("Published:").wait_for()
    assert "19:30" in visitor.goto("/en/events/films-by-the-river/").text()

    # It repeats: the button saves and adds the dates, each with the other city's time.
    page.get_by_text("Repeat this date").click()
    page.get_by_label("Repeat:").select_option("weekly")
    page.locator("#id_repeat_until").fill("20 October 2117")
    page.get_by_role("button", name="Save and add these dates").click()
    page.get_by_text("2 further dates were added.").wait_for()
    rows = page.locator("#dates-group .event-understood")
    assert re.sub(r"\s", " ", rows.nth(1).inner_text()) == words.replace("6 October", "20 October")
    assert Event.objects.get().dates.count() == 2


def test_a_doubled_hour_is_asked_about_while_it_is_typed(desk):
    page = desk()
    page.goto("/admin/events/event/add/")
    page.locator("#id_working_title").fill("Night of the clocks")
    page.get_by_label("Time zone").fill("Europe/Berlin")
    page.get_by_label("From:", exact=True).fill("29 October 2017")
    page.get_by_label("Starts at").first.fill("2:30")
    question = page.get_by_role("radiogroup", name="Which one is meant?").first
    question.wait_for()
    question.get_by_label("the second time, after the clocks went back (UTC+1)").check()
    page.locator("#id_understood").get_by_text("02:30 in Berlin").wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was added successfully").wait_for()
    assert Event.objects.get().span.edtf == "2017-10-29T02:30:00+01:00"
    assert page.get_by_role("radiogroup").first.get_by_label("the second time").is_checked()
    # Another day: nothing is asked any more.
    page.get_by_label("From:", exact=True).fill("30 October 2017")
    question.wait_for(state="hidden")


def test_a_further_date_is_added_and_understood(desk):
    event = EventFactory(when="2117-10-06T19:30", time_zone="Europe/Berlin")
    EventTextFactory(event=event)
    page = desk()
    page.goto(reverse("admin:events_event_change", args=[event.pk]))
    page.get_by_role("button", name="Add another Further date").click()
    page.locator("#id_dates-0-starts_on").fill("autumn 2118")
    page.locator("#id_dates-0-understood").get_by_text("autumn 2118").wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was changed successfully").wait_for()
    assert event.dates.get().span.edtf == "2118-23"


def test_the_enter_key_saves_and_repeats_nothing(desk):
    event = EventFactory(when="2117-10-06T19:30", time_zone="Europe/Berlin")
    page = desk()
    page.goto(reverse("admin:events_event_change", args=[event.pk]))
    page.get_by_label("Starts at").first.fill("20:15")
    page.keyboard.press("Enter")
    page.get_by_text("was changed successfully").wait_for()
    event.refresh_from_db()
    assert event.span.edtf == "2117-10-06T20:15:00+02:00"


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (768, "dark"), (1440, "light")])
def test_form_and_list_have_no_barriers_and_fit_the_window(desk, width, scheme):
    event = EventFactory(when="2117-10-06T19:30/2117-10-06T22:00", time_zone="Europe/Berlin", languages=["en"])
    EventTextFactory(event=event)
    further_date(event, "2117-10-13T19:30")
    event.participants.create(person=PersonFactory())
    event.opening_hours.create(days="17", opens="10:00", closes="18:00")
    page = desk(viewport={"width": width, "height": 900}, color_scheme=scheme)
    found = []
    for address in (
        reverse("admin:events_event_change", args=[event.pk]),
        reverse("admin:events_event_changelist"),
        reverse("admin:events_venue_add"),
    ):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        results = Axe().run(page, options={"resultTypes": ["violations"]})
        # Axe measures with inline styles, which the policy blocks and reports.
        page.context.complaints.found[:] = [
            complaint for complaint in page.context.complaints.found if "Applying inline style" not in complaint
        ]
        for violation in results.response["violations"]:
            if violation["id"] not in STOCK:
                found.append((address, violation["id"], [node["html"][:120] for node in violation["nodes"][:3]]))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((address, "wider than the window"))
    assert found == [], "\n".join(map(str, found))
