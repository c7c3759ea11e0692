"""Hostile text on its way out of the house and into it: files stay whole, nothing in them acts, pages obey nothing."""

import csv
import io
import json
import re
import zipfile
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from django.urls import reverse
from pypdf import PdfReader

from events.exports.column_table import COLUMNS
from events.exports.formats import FORMATS
from events.models import Event, EventImport, EventText, ExportProfile
from sistercities.cities.models import City, Partnership
from sistercities.press.models import Dossier
from sistercities.publishing.models import AuditAction, AuditEntry
from tests.dates.ical_rules import breaches
from tests.events.importing.files import csv_of, imported, source_of
from tests.factories import publish_event
from tests.site.test_hostile_text import HOSTILE, dangers
from tests.site.test_hostile_text_of_events import _event as hostile_event
from tests.site.test_permissions import account

__all__ = [
    "hostile_event"
]  # a fixture that every test here uses: an event with all that one can have, hostile and live

pytestmark = pytest.mark.django_db

PAGE = "/admin/events/event/export/"
FORMULAS = (
    *("=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0", "-1+1", "\t=1+1", " =1+1"),
    *("=HYPERLINK(\"http://evil.example\",\"x\")", "=1\u202e", "\uff1d1+1", "+49 30 90260"),
)  # fmt: skip
#: What a spreadsheet takes for the beginning of a formula, whatever blanks or marks stand before it.
STARTS = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+@\uff1d\uff0b\uff20-]")


@pytest.fixture
def desk(client):
    """The test client, logged in as an editor: exports and imports."""
    client.editor = account("editor", "editor")
    client.force_login(client.editor)
    return client


def taken(client, kind, state="public", **fields):
    sent = {"columns": [*COLUMNS], "language": "en,de", "clock": "both", "state": state, "format": kind, **fields}
    response = client.post(PAGE, {**sent, "_download": "1"})
    assert response.status_code == 200
    assert response["Content-Type"].partition(";")[0] == FORMATS[kind].content_type.partition(";")[0]
    assert re.fullmatch(r'attachment; filename="[a-z0-9.-]+"', response["Content-Disposition"])
    return b"".join(response.streaming_content)


# Out of the house -----------------------------------------------------------------------------------------------------


@pytest.fixture
def formulas():
    for text in FORMULAS:
        publish_event(words={"title": text.strip(), "summary": text}, when="2099-10-06")
        # Blanks at both ends are cut by forms; a script or an old backup may have brought them.
        EventText.objects.filter(title=text.strip()).update(title=text)


@pytest.mark.parametrize("state", ["public", "any"])
@pytest.mark.parametrize("separator", ["comma", "semicolon", "tab"])
def test_csv_has_a_rectangle_of_text_in_which_no_cell_acts(desk, formulas, state, separator):
    content = taken(desk, "csv", state, separator=separator)
    marks = {"comma": ",", "semicolon": ";", "tab": "\t"}
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=marks[separator])
    assert {len(row) for row in rows} == {len(header)}
    assert len(rows) == len(FORMULAS) + 1
    # Numbers below zero are the only cells that may begin so, and there are none.
    assert [cell for row in [header, *rows] for cell in row if STARTS.match(cell)] == []
    assert sum("evil()" in cell for row in rows for cell in row) > 10


@pytest.mark.parametrize("state", ["public", "any"])
def test_a_workbook_opens_and_every_cell_is_what_it_shows(desk, formulas, state):
    content = taken(desk, "xlsx", state)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                assert "}f" not in {element.tag[-2:] for element in ElementTree.fromstring(package.read(name)).iter()}
        assert not any("hyperlink" in package.read(name).decode("utf-8", "replace") for name in package.namelist())
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b", "inlineStr"}
    assert sum("evil()" in str(cell.value) for cell in cells) > 10


@pytest.mark.parametrize("state", ["public", "any"])
def test_a_calendar_breaks_no_rule(desk, formulas, state):
    content = taken(desk, "ics", state)
    assert breaches(content) == []
    assert content.count(b"BEGIN:VEVENT") == len(FORMULAS) + 1


def test_json_says_every_text_as_it_is(desk, formulas):
    found = json.loads(taken(desk, "json", language="en"))
    titles = {event["title"] for event in found["events"]}
    assert titles >= {HOSTILE, *(text for text in FORMULAS if text == text.strip())}
    assert {event["online_url"] for event in found["events"]} == {""}


@pytest.mark.parametrize("state", ["public", "any"])
def test_documents_open_link_nowhere_else_and_run_nothing(desk, formulas, state):
    document = docx.Document(io.BytesIO(taken(desk, "docx", state)))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "evil()" in words
    assert "\u202e" not in words
    links = [part.target_ref for part in document.part.rels.values() if part.is_external]
    assert [link for link in links if not link.startswith(("http://testserver/", "mailto:", "https://"))] == []
    pytest.importorskip("sistercities.documents.engine", reason="needs Pango", exc_type=OSError)
    reader = PdfReader(io.BytesIO(taken(desk, "pdf", state)))
    assert "evil()" in "".join(page.extract_text() for page in reader.pages)
    assert not {"/OpenAction", "/AA", "/Names"} & set(reader.root_object)
    actions = [note.get_object().get("/A", {}) for page in reader.pages for note in page.get("/Annots", [])]
    assert {action.get("/S") for action in actions if action} <= {"/URI"}
    assert [a["/URI"] for a in actions if a and not a["/URI"].startswith(("http://testserver/", "mailto:"))] == []


# Pages and addresses --------------------------------------------------------------------------------------------------


def waiting(client, content, **fields):
    """An import that was chosen and not yet carried out."""
    options = source_of(content).options.as_json()
    fields = {"file_name": "x", "kind": "csv", "created_by": client.editor, **fields}
    return EventImport.objects.create(content=content, options=options, **fields)


def test_no_page_of_lists_imports_and_kits_obeys_what_stands_in_a_column(desk):
    name = HOSTILE[1:100]
    for city in City.objects.all():
        City.objects.filter(pk=city.pk).update(name_en=f"{name[:55]}{city.pk}")
    profile = ExportProfile.objects.create(name=name, owner=desk.editor, selection={"state": "any"}, format="csv")
    b"".join(desk.post(reverse("admin:events_event_export_run", args=[profile.pk])).streaming_content)
    kit = Dossier.objects.create(title=name, selection={"state": "public"}, state="failed", problem=name[:10])
    run = waiting(desk, csv_of([name, "Title"], [name, name]), file_name=name)
    done, _made = imported(csv_of(["Title", "From"], [name, "2099"], [name, name]), desk.editor)
    EventImport.objects.filter(pk=done.pk).update(file_name=name, report={**done.report, "notes": [name]})
    AuditEntry.record(desk.editor, AuditAction.EXPORTED, kit, name)
    desk.force_login(account("administrator", "administrator"))
    ExportProfile.objects.update(owner=account("administrator", "owner"), team=desk.editor.groups.get())
    desk.force_login(desk.editor)
    pages = {
        path: desk.get(path)
        for path in (
            reverse("admin:index"),
            f"{PAGE}?state=any&columns=title&columns=venue",
            f"{PAGE}?profile={profile.pk}&state=any",
            reverse("admin:events_event_export_profiles"),
            reverse("admin:events_event_export_profile", args=[profile.pk]),
            reverse("admin:events_event_import"),
            reverse("admin:events_event_import_run", args=[run.pk]),
            reverse("admin:events_event_import_run", args=[done.pk]),
            reverse("admin:events_event_import_undo", args=[done.pk]),
            reverse("admin:press_dossier_changelist"),
            reverse("admin:press_dossier_change", args=[kit.pk]),
            reverse("admin:press_report"),
        )
    }
    assert {path: page.status_code for path, page in pages.items() if page.status_code != 200} == {}
    assert {path: found for path, page in pages.items() if (found := dangers(page.text))} == {}
    assert [path for path, page in pages.items() if "evil()" not in page.text] == []
    assert Partnership.objects.exists()


#: What somebody may write into an address or a form, of any field.
NONSENSE = {
    "NUL": "\x00", "quoted NUL": "%00", "half a character": "\ud800", "a mark": "\u202e", "digits": "9" * 400,
    "below zero": "-1", "exponent": "1e9", "no digit": "²", "long": "x" * 2000, "no day": "2099-02-30", "list": "[]",
    "object": "{}", "quotation mark": "'", "a header": "\r\nX: y", "a column": "title,title,title",
}  # fmt: skip
FIELDS = (
    *("period", "first", "last", "city", "partnership", "anniversary", "kinds", "statuses", "languages", "spoken"),
    *("state", "events", "columns", "place-title", "language", "clock", "format", "separator", "header", "fuzzy"),
    "forget_events",
)
DOORS_OF_STRANGERS = ("/lists/{}.csv", "/lists/x.{}", "/press-kits/{}")
OPTIONS = ("sheet", "day_order", "match", "language", "clock", "zone", "column_0", "empty", "unknown", "seen")


@pytest.mark.parametrize("value", NONSENSE.values(), ids=NONSENSE)
def test_no_value_breaks_a_door_of_lists(desk, value):
    value = value.encode("utf-8", "surrogatepass")

    def get(path, **values):
        return desk.get(f"{path}?{urlencode(values)}").status_code

    def post(path, **values):
        return desk.post(path, urlencode(values), content_type="application/x-www-form-urlencoded").status_code

    profile = ExportProfile.objects.create(name="x", owner=desk.editor, selection={"state": "public"}, format="csv")
    run = waiting(desk, csv_of(["Title"], ["A"]))
    report, upload = reverse("admin:press_report"), reverse("admin:events_event_import_run", args=[run.pk])
    address = reverse("admin:events_event_export_address", args=[profile.pk])
    statuses = {
        get(PAGE, **dict.fromkeys(FIELDS, value)),
        get(PAGE, **dict.fromkeys(FIELDS, value), part="preview"),
        get(PAGE, profile=value),
        post(PAGE, **dict.fromkeys(FIELDS, value), _preview="1"),
        post(PAGE, **dict.fromkeys(FIELDS, value), _download="1"),
        post(PAGE, columns="title", name=value, team=value, revision=value, _save_new="1"),
        post(PAGE, columns="title", name="x", profile=profile.pk, revision=value, _save="1"),
        post(address, recipient=value),
        *(get(report, **{name: value}) for name in ("year", "partnership")),
        *(post(report, year="2026", **{name: value}) for name in ("format", "partnership")),
        post(reverse("admin:press_dossier_new"), anniversary=value),
        *(post(upload, **{name: value}, _import="1") for name in OPTIONS),
        post(upload, **dict.fromkeys(OPTIONS, value)),
        *(
            desk.get(path.format(quote(value))).status_code
            for path in ("/lists/{}.csv", "/lists/x.{}", "/press-kits/{}")
        ),
    }
    # 400 and 414 are the answers to NUL and to what is too long, wherever it stands (tests/site/test_requests.py).
    assert statuses <= {200, 302, 400, 404, 414}
    assert Event.objects.count() == 1
