"""A press officer asks for the kit of an anniversary, watches it being made, takes it along; and the annual report."""

import io
import threading
import zipfile

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from sistercities.press import archive, starting
from sistercities.press.building import build
from sistercities.press.models import Dossier
from tests.browser.barriers import barriers_of_the_desk
from tests.factories import AnniversaryFactory, LosAngelesFactory, OfficeFactory, publish_event

pytestmark = pytest.mark.django_db(transaction=True)

REPORT = "/admin/press/dossier/report/"


class Workshop:
    """Makes kits in a thread of this process, which sees the database of the tests, and waits where it is told to."""

    def __init__(self):
        self.begin, self.print = threading.Event(), threading.Event()
        self.threads = []

    def start(self, key):
        self.threads.append(threading.Thread(target=self._make, args=[key]))
        self.threads[-1].start()

    def _make(self, key):
        try:
            if self.begin.wait(30):
                build(key)
        finally:
            connection.close()

    def agenda_pdf(self, agenda):
        """Printing is tested in `tests/documents`."""
        self.print.wait(30)
        return b"%PDF"

    def close(self):
        self.begin.set()
        self.print.set()
        for thread in self.threads:
            thread.join(timeout=30)


@pytest.fixture
def workshop(monkeypatch, settings, tmp_path, live_server):
    settings.SITE_URL = live_server.url  # the link of a kit is absolute
    settings.PRESS_KITS_ROOT = tmp_path / "kits"
    workshop = Workshop()
    monkeypatch.setattr(starting, "start", workshop.start)
    monkeypatch.setattr(archive, "agenda_pdf", workshop.agenda_pdf)
    yield workshop
    workshop.close()


@pytest.fixture
def anniversary(workshop):
    home = OfficeFactory(email="office@example.org").home_city
    anniversary = AnniversaryFactory(partnership__city_a=home, partnership__city_b=LosAngelesFactory())
    publish_event(words={"title": "Opening"}, when="2017-10-06", anniversary=anniversary, cities=[home])
    return anniversary


@pytest.fixture
def desk(anniversary, desk_of):
    return desk_of("exporter")


def asked_for(page, anniversary):
    page.goto(reverse("admin:cities_anniversary_change", args=[anniversary.pk]))
    page.get_by_role("button", name="Press kit").press("Enter")


def test_a_kit_is_asked_for_watched_and_taken_along_by_keyboard(desk, anniversary, workshop, new_context):
    page = desk()
    asked_for(page, anniversary)
    status = page.locator("#kit-state [role=status]")
    expect(status).to_have_text("Begins in a moment.")
    workshop.begin.set()
    # The page follows by itself while the first programme is printed.
    expect(status).to_contain_text("Being made: ")
    expect(page.locator("#kit-state progress")).to_have_attribute("max", "4")
    assert barriers_of_the_desk(page) == []
    workshop.print.set()
    expect(status).to_contain_text("Ready: ", timeout=20_000)
    assert barriers_of_the_desk(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").press("Enter")
    assert download.value.suggested_filename.startswith("press-kit-50-years")
    with zipfile.ZipFile(download.value.path()) as kit:
        assert "English/Programme.pdf" in kit.namelist()

    # The press has no account: the address is all that it needs.
    address = page.get_by_label("For the press, without an account:").input_value()
    response = new_context().request.get(address)
    assert (response.status, response.headers["content-type"]) == (200, "application/zip")
    assert zipfile.ZipFile(io.BytesIO(response.body())).testzip() is None

    page.get_by_role("button", name="Delete this press kit").press("Enter")
    expect(page.get_by_text("The press kit is deleted; its link gives nothing any more.")).to_be_visible()
    assert new_context().request.get(address).status == 404


def test_a_kit_that_failed_says_so_and_is_tried_again(desk, anniversary, workshop, monkeypatch):
    page = desk()
    workshop.begin.set()
    workshop.print.set()
    with monkeypatch.context() as patched:

        def full(agenda):
            raise OSError(28, "No space left on device")

        patched.setattr(archive, "agenda_pdf", full)
        asked_for(page, anniversary)
        again = page.get_by_role("button", name="Try again")
        expect(again).to_be_visible(timeout=20_000)
    assert barriers_of_the_desk(page) == []
    again.press("Enter")
    expect(page.locator("#kit-state [role=status]")).to_contain_text("Ready: ", timeout=20_000)
    assert Dossier.objects.count() == 1


def test_a_kit_is_made_without_scripts_too(desk, anniversary, workshop):
    page = desk(java_script_enabled=False)
    asked_for(page, anniversary)
    workshop.begin.set()
    workshop.print.set()
    # The page asks anew every five seconds.
    expect(page.locator("#kit-state")).to_contain_text("Ready: ", timeout=25_000)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_the_report_and_the_list_of_kits_have_no_barriers_that_axe_can_find(desk, anniversary, scheme, width):
    page = desk(color_scheme=scheme, viewport={"width": width, "height": 900})
    Dossier.objects.create(title="50 years", selection={"state": "public"}, state="failed", problem="other")
    found = {}
    for address in (REPORT, f"{REPORT}?year=2017", reverse("admin:press_dossier_changelist")):
        page.goto(address)
        found[address] = barriers_of_the_desk(page)
    assert {address: texts for address, texts in found.items() if texts} == {}


def test_a_report_is_chosen_read_and_taken_along(desk):
    page = desk()
    page.goto(REPORT)
    page.get_by_label("Year").select_option("2017")
    page.get_by_role("button", name="Show").press("Enter")
    expect(page.get_by_role("heading", name="Annual report 2017")).to_be_visible()
    for name, ending in (("Workbook (XLSX)", "xlsx"), ("Document (DOCX)", "docx")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).press("Enter")
        assert download.value.suggested_filename == f"annual-report-2017.{ending}"
        assert zipfile.ZipFile(download.value.path()).testzip() is None
