"""Hostile text on its way into the house by an import: kept to the letter, or refused with a reason."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.models import Event, EventText
from sistercities.tables import Sheet, SheetColumn, write_workbook
from tests.events.importing.files import csv_of, imported
from tests.site.test_hostile_text import dangers
from tests.site.test_hostile_text_of_lists import desk, hostile_event, taken

__all__ = ["desk", "hostile_event"]  # fixtures

pytestmark = pytest.mark.django_db

#: Texts that no cell may hold: refused with a reason, in the row concerned.
REFUSED = {"NUL": "a\x00b", "a bell": "a\x07b", "an escape": "\x1b[31mred", "too long": "x" * 5000}
#: Texts that are odd, and allowed: kept to the letter.
KEPT = (
    "\u202eright to left", "\u2066isolated", "=cmd|' /C calc'!A0", "<script>evil()</script>", "{{ 7*7 }}{% load x %}",
    "%(x)s %s %", "'; DROP TABLE events_event; --", "👩‍👩‍👧‍👦", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", "\ufeffbom", "a\u2028b", '"quoted"', "x" * 140,
)  # fmt: skip


def sent(client, content, name):
    """The page after choosing the file and, where it could be read, the one with what it would do."""
    response = client.post(reverse("admin:events_event_import"), {"file": SimpleUploadedFile(name, content)})
    return client.get(response["Location"]) if response.status_code == 302 else response


def workbook_of(header, *rows):
    return b"".join(write_workbook([Sheet("Events", [SheetColumn(title) for title in header], rows)]))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_odd_text_is_taken_over_to_the_letter_and_given_out_again(desk, kind):
    write = csv_of if kind == "csv" else workbook_of
    file = write(["Title", "Summary", "From"], *([text, text, "2099-10-06"] for text in KEPT))
    _run, made = imported(file, desk.editor)
    assert (made.counts["create"], [item.reasons for item in made.of("skip")]) == (len(KEPT), [])
    assert set(EventText.objects.filter(event__created_by=desk.editor).values_list("title", flat=True)) == set(KEPT)
    again = taken(desk, kind, "draft", language="en", columns=["uid", "title", "summary"])
    _run, made = imported(again, desk.editor)
    assert made.counts == {"create": 0, "change": 0, "same": len(KEPT), "skip": 0}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_no_text_may_hold_is_refused_with_a_reason_and_nothing_is_written(desk, text):
    page = sent(desk, f"Title,From\r\n{text},2099-10-06\r\nGood,2099-10-07\r\n".encode(), "list.csv")
    assert dangers(page.text) == []
    if "\x00" in text:
        # A file with NUL is no text at all, whatever else stands in it.
        assert page.context["form"].errors == {"file": ["This is no text. Please save the table as CSV or XLSX."]}
    else:
        made = page.context["plan"]
        [reason] = [reason for item in made.of("skip") for reason in item.reasons]
        assert reason.startswith("Row 2")
        assert len(made.of("create")) == 1
    assert Event.objects.count() == 1


def calendar_of(lines):
    return b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + lines + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("half a character in UTF-8", b"\xef\xbb\xbfTitle\r\n\xed\xa0\x80\r\n"),
        ("half a pair in UTF-16", "Title\r\n".encode("utf-16") + b"\x00\xd8\r\x00\n\x00"),
        ("cut in the middle", "Title\r\nä".encode()[:-1]),
        ("a calendar with half a character", calendar_of(b"SUMMARY:\xed\xa0\x80")),
        ("a calendar with NUL", calendar_of(b"SUMMARY:a\x00b\r\nDTSTART:20991006")),
        ("a calendar that never ends", calendar_of(b"SUMMARY:a")[:50]),
        ("deeply nested", calendar_of(b"BEGIN:VEVENT\r\n" * 3000)),
        ("one endless line", calendar_of(b"SUMMARY:" + b"x" * 900_000)),
        ("many columns", b"a," * 5000 + b"\r\n"),
        ("quotation marks", b'Title\r\n"' + b'""' * 20_000 + b'\r\n'),
    ],
)  # fmt: skip
def test_files_that_are_no_text_get_a_sentence_and_leave_no_event(desk, name, content):
    before = Event.objects.count()
    page = sent(desk, content, "list")
    assert page.status_code == 200, name
    assert dangers(page.text) == []
    said = page.context["form"].errors or page.context["plan"].of("skip") or page.context["plan"].of("create")
    assert said, name
    assert Event.objects.count() == before


def test_halves_of_characters_in_a_workbook_are_refused_or_kept_and_never_an_error(desk):
    """XML knows `_xD800_` as an escape of spreadsheets, and no such character."""
    content = workbook_of(["Title", "From"], ["MARK", "2099-10-06"])
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"MARK", b"_xD800_ and _x0000_"))
    page = sent(desk, changed.getvalue(), "list.xlsx")
    assert page.status_code == 200
    assert [item.action.value for item in page.context["plan"].items] in (["skip"], ["create"], [])
    assert "\ud800" not in page.text
