"""A list is imported by keyboard, and taken back; every page of it stands axe's rules, in both schemes and widths."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from events.models import Event
from tests.browser.test_event_desk import STOCK
from tests.factories import EventFactory, EventTextFactory, OfficeFactory

pytestmark = pytest.mark.django_db(transaction=True)

LIST = """Titel;Datum;Uhrzeit;Ort;Art
Konzert am Fluss;05/06/2117;19:30;;Konzert
Gespräch;7. Juni 2117;;;Talk
Lesung;irgendwann;;;
"""


@pytest.fixture
def desk(desk_of):
    OfficeFactory()
    EventTextFactory(language="de", title="Gespräch", event=EventFactory(when="2117-06-07", kind="film"))
    return desk_of("editor")


def choose_file(page):
    page.goto("/admin/events/event/import/")
    page.get_by_label("File").set_input_files({"name": "list.csv", "mimeType": "text/csv", "buffer": LIST.encode()})


def walk_to(page, locator):
    """Tab until it has the focus."""
    for _step in range(150):
        page.keyboard.press("Tab")
        if locator.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab does not lead to {locator}.")


def breaches(page):
    found = Axe().run(page).response["violations"]
    return [(breach["id"], breach["nodes"][0]["html"][:200]) for breach in found if breach["id"] not in STOCK]


def test_a_list_is_imported_and_taken_back_by_keyboard(desk):
    page = desk()
    choose_file(page)
    walk_to(page, page.get_by_role("button", name="See what it would do"))
    page.keyboard.press("Enter")
    page.get_by_text("Before anything can be imported").wait_for()
    assert page.get_by_role("button", name="Import 2 events").count() == 0
    # The link leads to the question; the arrows answer it.
    walk_to(page, page.get_by_role("link", name="Say it"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("day first: 05/06 is 5 June").is_checked()
    page.keyboard.press("Enter")
    page.get_by_text("1 event is new").wait_for()
    page.get_by_text("1 event changes").wait_for()
    page.get_by_text("1 event is left out").wait_for()
    walk_to(page, page.get_by_role("button", name="Import 2 events"))
    page.keyboard.press("Enter")
    page.get_by_text("Imported: 1 new, 1 changed, 1 left out.").wait_for()
    assert sorted(Event.objects.values_list("kind", flat=True)) == ["concert", "talk"]
    walk_to(page, page.get_by_role("link", name="Undo this import…"))
    page.keyboard.press("Enter")
    walk_to(page, page.get_by_role("button", name="Undo it for 2 events"))
    page.keyboard.press("Enter")
    page.get_by_text("Undone: 2 events.").wait_for()
    assert list(Event.objects.values_list("kind", flat=True)) == ["film"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_every_page_of_an_import_stands_the_rules_of_axe_and_fits_its_window(desk, scheme, width):
    # Axe writes styles into the page, which the policy of the desk forbids.
    page = desk(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    seen = []

    def look(name):
        overflow = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        seen.append((name, breaches(page), overflow))

    choose_file(page)
    look("list")
    page.get_by_role("button", name="See what it would do").click()
    look("question")
    page.get_by_label("day first").check()
    page.get_by_role("button", name="Look at it again").last.click()
    look("plan")
    page.get_by_role("button", name="Import 2 events").click()
    look("report")
    page.get_by_role("link", name="Undo this import…").click()
    look("undo")
    assert seen == [(name, [], False) for name in ("list", "question", "plan", "report", "undo")]


def test_it_all_works_without_scripts(desk):
    page = desk(java_script_enabled=False)
    choose_file(page)
    page.get_by_role("button", name="See what it would do").click()
    page.get_by_label("month first").check()
    page.get_by_role("button", name="Look at it again").last.click()
    page.get_by_role("button", name="Import 2 events").click()
    page.get_by_text("Imported: 1 new, 1 changed, 1 left out.").wait_for()
    assert Event.objects.get(kind="concert").starts_on.edtf == "2117-05-06"
