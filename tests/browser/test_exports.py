"""An exporter puts a list together by keyboard, downloads it, keeps it as a profile, and sees what has changed."""

import struct
import threading
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from events.admin.delivery import COMPLETE
from events.exports.export import Export
from events.models import ExportProfile, ExportRun
from sistercities.documents import printing
from tests.browser.test_event_desk import STOCK
from tests.factories import OfficeFactory, UserFactory, publish_event

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/admin/events/event/export/"


@pytest.fixture
def desk(desk_of):
    OfficeFactory()
    for title, when, kind in (("Films by the river", "2117-10-06", "film"), ("A talk", "2117-10-07", "talk")):
        publish_event(words={"title": title}, when=when, kind=kind)
    return desk_of("exporter")


def saved(download):
    with open(download.path(), encoding="utf-8-sig", newline="") as file:
        return file.read().splitlines()


def test_a_list_is_put_together_by_keyboard_downloaded_and_kept(desk):
    page = desk()
    page.goto(f"{PAGE}?columns=title&columns=from&state=public&language=en&format=csv")
    count = page.locator(".export-count")
    expect(count).to_have_text("2 rows")

    # The preview follows, and so does the address.
    talks = page.get_by_label("Talk", exact=True)
    talks.focus()
    page.keyboard.press("Space")
    expect(count).to_have_text("1 row")
    assert "kinds=talk" in page.url

    # The second column becomes the first; the button keeps the focus, and the place is said.
    up = page.get_by_role("button", name="Move up: From")
    up.focus()
    page.keyboard.press("Enter")
    expect(up).to_be_focused()
    expect(page.get_by_text("Column 1 of", exact=False)).to_be_attached()
    expect(page.locator("#export-preview th").first).to_have_text("From")
    assert "columns=from&columns=title" in page.url

    with page.expect_download() as download:
        page.get_by_role("button", name="Download").press("Enter")
    assert download.value.suggested_filename.startswith("events-")
    assert saved(download.value) == ["From,Title", "2117-10-07,A talk"]
    expect(page.get_by_text("Done: the file is among your downloads.")).to_be_visible()

    page.get_by_label("Name", exact=True).fill("Talks for the press")
    page.get_by_role("button", name="Keep as a profile").press("Enter")
    expect(page.get_by_text("It was never run.", exact=False)).to_be_visible()
    with page.expect_download():
        page.get_by_role("button", name="Hand out now").press("Enter")
    # The page comes back by itself and knows of the run.
    expect(page.get_by_text("Nothing has changed.")).to_be_visible()
    assert ExportRun.objects.get().count == 1


def test_a_list_on_its_way_can_be_stopped_and_is_no_run_then(desk):
    page = desk()
    profile = ExportProfile.objects.create(
        name="All",
        owner=UserFactory._meta.model.objects.get(username="exporter"),
        selection={"state": "public"},
        format="csv",
    )
    page.goto(f"{PAGE}profiles/{profile.pk}/")
    # A network that never answers: what is stopped is the request itself.
    page.route("**/run/", lambda route: None)
    page.get_by_role("button", name="Hand out now").click()
    page.get_by_role("button", name="Cancel").press("Enter")
    expect(page.get_by_text("Cancelled. Nothing was saved.")).to_be_visible()
    assert not ExportRun.objects.exists()


class Endless:
    """A list that goes on for as long as somebody reads it, in the place of `Export.pieces`."""

    def __init__(self):
        self.closed = threading.Event()

    def pieces(self, export):
        export.progress.rows = 1
        try:
            yield b"\xef\xbb\xbfTitle\r\n"
            for _time in range(600):  # half a minute, so that a mistake does not hang the test
                time.sleep(0.05)
                yield b"One more\r\n" * 5000
        finally:
            self.closed.set()


@pytest.mark.parametrize("door", ["page", "profile"])
def test_a_long_list_shows_how_far_it_is_and_cancelling_ends_it_on_the_server_too(desk, monkeypatch, door):
    page, endless = desk(), Endless()
    with monkeypatch.context() as patched:
        patched.setattr(Export, "pieces", lambda export: endless.pieces(export))
        if door == "page":
            page.goto(f"{PAGE}?columns=title&state=public&language=en&format=csv")
            button = page.get_by_role("button", name="Download")
        else:
            owner = UserFactory._meta.model.objects.get(username="exporter")
            profile = ExportProfile.objects.create(name="A", owner=owner, selection={"state": "public"}, format="csv")
            page.goto(f"{PAGE}profiles/{profile.pk}/")
            button = page.get_by_role("button", name="Hand out now")
        downloads = []
        page.on("download", lambda download: downloads.append(download))
        button.press("Enter")
        expect(page.get_by_text("1 of 2 rows")).to_be_visible()
        assert page.locator("#export-progress progress").evaluate("bar => [bar.value, bar.max]") == [1, 2]
        page.get_by_role("button", name="Cancel").press("Enter")
        expect(page.get_by_text("Cancelled. Nothing was saved.")).to_be_visible()
        assert endless.closed.wait(20)
    assert downloads == []
    assert not ExportRun.objects.exists()
    # And the next one is whole.
    with page.expect_download() as download:
        button.press("Enter")
    assert len(saved(download.value)) == 3


def test_a_programme_that_cannot_be_printed_is_said_beside_the_button(desk, monkeypatch):
    page = desk()
    page.goto(f"{PAGE}?columns=title&state=public&language=en&format=pdf")
    monkeypatch.setattr(printing, "LONG", 0)
    monkeypatch.setattr(printing, "PATIENCE", 0)
    page.get_by_role("button", name="Download").press("Enter")
    expect(page.locator("#export-progress [role=status]")).to_contain_text("The PDF file could not be made this time.")
    expect(page.get_by_role("button", name="Download")).to_be_enabled()


@pytest.mark.parametrize("end", [None, 5, 11, -8], ids=["all", "half a number", "half a piece", "all but the end"])
def test_a_connection_that_breaks_gives_no_file_and_says_so(desk, end):
    """Whatever is missing of what the server sent."""
    page = desk()
    page.goto(f"{PAGE}?columns=title&state=public&language=en&format=csv")
    piece = b"Title\r\nA talk\r\n"
    body = (struct.pack(">II", 2, len(piece)) + piece + struct.pack(">II", 2, COMPLETE))[:end]
    headers = {"X-Export-Frames": "1", "X-Export-Total": "2", "X-Export-Name": "list.csv", "X-Export-Type": "text/csv"}
    page.route(f"**{PAGE}", lambda route: route.fulfill(status=200, headers=headers, body=body))
    downloads = []
    page.on("download", lambda download: downloads.append(download))
    page.get_by_role("button", name="Download").press("Enter")
    if end:
        expect(page.get_by_text("The connection broke. Nothing was saved; please try again.")).to_be_visible()
        assert downloads == []
        expect(page.get_by_role("button", name="Download")).to_be_enabled()
    else:
        expect(page.get_by_text("Done: the file is among your downloads.")).to_be_visible()
        assert [download.suggested_filename for download in downloads] == ["list.csv"]


def test_everything_works_without_scripts(desk):
    page = desk(java_script_enabled=False)
    page.goto(f"{PAGE}?columns=title&columns=from&state=public&language=en&format=csv")
    page.get_by_label("Place of Title").fill("2")
    page.get_by_label("Place of From").fill("1")
    page.get_by_role("button", name="Preview").click()
    assert "columns=from&columns=title" in page.url
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert saved(download.value)[0] == "From,Title"
    page.get_by_label("Name", exact=True).fill("For the press")
    page.get_by_role("button", name="Keep as a profile").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Hand out now").click()
    assert len(saved(download.value)) == 3
    assert ExportRun.objects.get().count == 2


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_the_pages_have_no_barriers_that_axe_can_find(desk, scheme, width):
    page = desk(color_scheme=scheme, viewport={"width": width, "height": 900})
    owner = UserFactory._meta.model.objects.get(username="exporter")
    profile = ExportProfile.objects.create(name="All", owner=owner, selection={"state": "public"}, format="csv")
    for path in (PAGE, f"{PAGE}?first=2017-13-01", f"{PAGE}profiles/", f"{PAGE}profiles/{profile.pk}/"):
        page.goto(path)
        results = Axe().run(page, options={"resultTypes": ["violations"]})
        # Axe measures with inline styles, which the policy blocks and reports.
        page.context.complaints.found[:] = [
            complaint for complaint in page.context.complaints.found if "Applying inline style" not in complaint
        ]
        found = {violation["id"] for violation in results.response["violations"]} - STOCK
        assert found == set(), (path, results.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
