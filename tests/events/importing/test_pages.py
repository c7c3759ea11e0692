"""The desk's pages: from a file to drafts, and back."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from events.models import Event, EventEdition, EventImport, EventText
from sistercities.publishing.models import AuditAction, AuditEntry, Stage
from tests.events.conftest import account
from tests.events.importing.files import csv_of
from tests.factories import EventFactory, EventTextFactory, publish_event

pytestmark = pytest.mark.django_db

LIST = csv_of(["Title", "From", "Note"], ["Concert", "3 October 2026", "private"], ["Talk", "4 October 2026", ""])


def url(name="import", *args):
    return reverse(f"admin:events_event_{name}", args=args)


def send(client, content=LIST, name="programme.csv"):
    """Choose a file: the response, and the import if there is one."""
    response = client.post(url(), {"file": SimpleUploadedFile(name, content)})
    return response, EventImport.objects.order_by("pk").last()


def form_of(client, run):
    """What a browser would send of the page of a file."""
    form = client.get(url("import_run", run.pk)).context["form"]
    return {field.html_name: field.value() or "" for field in form}


def seen(response):
    return re.search(r'name="seen" value="([0-9a-f]{64})"', response.text)[1]


def look(client, run, **said):
    return client.post(url("import_run", run.pk), form_of(client, run) | {"_look": "1"} | said)


def do(client, run, **said):
    """What an editor does: look, then import."""
    response = look(client, run, **said)
    data = form_of(client, run) | said | {"_import": "1", "seen": seen(response)}
    return client.post(url("import_run", run.pk), data)


def titles():
    return sorted(EventText.objects.values_list("title", flat=True))


# The way through -----------------------------------------------------------------------------------------------------


def test_a_list_becomes_drafts_that_nobody_reads_yet(desk, editor):
    response, run = send(desk)
    assert response["Location"] == url("import_run", run.pk)
    page = desk.get(response["Location"])
    assert "2 events are new" in page.text
    assert "Saturday, 3 October 2026" in page.text.replace("\xa0", " ")
    assert not Event.objects.exists()
    response = do(desk, run)
    assert response.status_code == 302
    assert titles() == ["Concert", "Talk"]
    assert not EventEdition.objects.exists()
    assert set(Event.objects.values_list("stage", "created_by", "changed_by")) == {(Stage.DRAFT, editor.pk, editor.pk)}
    assert not EventText.objects.filter(is_ready=True).exists()
    run.refresh_from_db()
    assert (run.content, run.report["counts"]) == (None, {"create": 2, "change": 0, "same": 0, "skip": 0})
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.user, entry.object_repr, entry.detail) == (
        *(AuditAction.IMPORTED, editor, "programme.csv", "2 new"),
    )
    assert set(LogEntry.objects.values_list("change_message", flat=True)) == {"Imported from “programme.csv”."}
    report = desk.get(url("import_run", run.pk))
    assert "2 new" in report.text
    assert all(reverse("admin:events_event_change", args=[event.pk]) in report.text for event in Event.objects.all())


def test_what_would_change_is_shown_field_by_field_and_a_second_import_changes_nothing(desk):
    event = EventTextFactory(title="Concert", event=EventFactory(when="2026-10-03", kind="film")).event
    file = csv_of(["Title", "From", "Kind"], ["Concert", "2026-10-03", "Talk"])
    _response, run = send(desk, file)
    page = desk.get(url("import_run", run.pk)).text
    assert "1 event changes" in page
    assert "<del>Film</del>" in page
    assert "<ins>Talk</ins>" in page
    do(desk, run)
    event.refresh_from_db()
    assert event.kind == "talk"
    _response, run = send(desk, file)
    page = desk.get(url("import_run", run.pk))
    assert "1 event stays as it is" in page.text
    assert 'name="_import"' not in page.text


def test_columns_can_be_corrected(desk):
    _response, run = send(desk)
    assert form_of(desk, run)["column_2"] == ""
    response = look(desk, run, column_2="summary")
    assert "private" in response.text
    do(desk, run, column_2="summary")
    assert sorted(EventText.objects.values_list("title", "summary")) == [("Concert", "private"), ("Talk", "")]


def test_a_field_is_one_column(desk):
    _response, run = send(desk)
    response = look(desk, run, column_2="title")
    assert response.context["form"].errors == {"column_2": ["Another column is that already."]}
    assert "plan" not in response.context


def test_days_that_people_read_differently_are_asked_about_first(desk):
    _response, run = send(desk, csv_of(["Title", "From"], ["Concert", "05/06/2026"]))
    page = desk.get(url("import_run", run.pk))
    assert "Is “05/06/2026” in day or in month order? Say it once for all." in page.text
    assert 'name="_import"' not in page.text
    response = desk.post(url("import_run", run.pk), form_of(desk, run) | {"_import": "1", "seen": seen(page)})
    assert (response.status_code, Event.objects.count()) == (200, 0)
    do(desk, run, day_order="dmy")
    assert str(Event.objects.get().starts_on) == "2026-06-05"


def test_the_sheet_of_a_workbook_can_be_chosen(desk):
    from sistercities.tables import Sheet, SheetColumn, write_workbook

    sheets = [
        Sheet("Notes", [SheetColumn("What")], [["nothing"]]),
        Sheet("Events", [SheetColumn("Titel"), SheetColumn("Datum")], [["Konzert", "3.10.2026"]]),
    ]
    _response, run = send(desk, b"".join(write_workbook(sheets)), "list.xlsx")
    response = desk.post(url("import_run", run.pk), form_of(desk, run) | {"_look": "1", "sheet": "Events"})
    assert response.status_code == 302
    assert form_of(desk, run)["column_1"] == "from"
    do(desk, run)
    assert list(EventText.objects.values_list("language", "title")) == [("de", "Konzert")]


def test_rows_that_cannot_be_imported_say_why_and_the_others_are(desk):
    file = csv_of(
        ["Title", "From", "Venue"],
        ["Concert", "3 October 2026", "Nowhere"],
        ["Talk", "someday", ""],
        ["Film", "2026", ""],
    )
    _response, run = send(desk, file)
    page = desk.get(url("import_run", run.pk)).text
    assert "Row 2: column “Venue”: There is no venue “Nowhere” here." in page
    assert "Row 3: column “From”: “someday” is not a date that can be understood." in page
    do(desk, run)
    assert titles() == ["Film"]
    report = desk.get(url("import_run", run.pk)).text
    assert "There is no venue “Nowhere” here." in report


def test_unknown_names_can_be_left_out(desk):
    file = csv_of(["Title", "From", "Venue"], ["Concert", "3 October 2026", "Nowhere"])
    _response, run = send(desk, file)
    assert "Left out of it:" in look(desk, run, unknown="omit").text
    do(desk, run, unknown="omit")
    assert titles() == ["Concert"]
    assert "There is no venue “Nowhere” here." in desk.get(url("import_run", run.pk)).text


def test_a_file_can_be_given_up(desk):
    _response, run = send(desk)
    assert desk.get(url("import_discard", run.pk)).status_code == 405
    assert desk.post(url("import_discard", run.pk)).status_code == 302
    assert not EventImport.objects.exists()
    assert not Event.objects.exists()


def test_files_that_nobody_imported_are_forgotten_after_a_day(desk):
    _response, run = send(desk)
    EventImport.objects.update(created_at="2020-01-01T00:00:00Z")
    send(desk)
    assert not EventImport.objects.filter(pk=run.pk).exists()


# Files that are none -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The submitted file is empty."),
        (b"\n\n", "The file is empty. The first row should name the columns."),
        (b"\x00\x01\x02", "This is no text. Please save the table as CSV or XLSX."),
        (b"PK\x03\x04 broken", "This is no workbook, or a damaged one. Please save the table as CSV or XLSX."),
        (b"BEGIN:VCALENDAR\r\nrubbish", "This is no calendar file, or a damaged one."),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "There is no event in this calendar file."),
        (b'Title\r\n"open', "Row 2 cannot be read: a quotation mark stands alone, or a cell is too long."),
        (b"Title\n" + b"x\n" * 2001, "The file has more than 2000 rows. Please divide it."),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence_and_leaves_nothing(desk, content, sentence):
    response, _run = send(desk, content)
    assert response.status_code == 200
    assert response.context["form"].errors == {"file": [sentence]}
    assert not EventImport.objects.exists()


def test_a_file_beyond_the_limit_is_refused(desk, settings):
    settings.EVENT_IMPORT_MAX_BYTES = 100
    response, _run = send(desk, b"Title\n" + b"x" * 100)
    assert response.context["form"].errors == {"file": ["The file is larger than 100\xa0bytes."]}
    assert "at most 100\xa0bytes and 2000 dates" in response.text


def test_hostile_text_is_text(desk):
    nasty = "<script>alert(1)</script>{{ x }}=1+1\u202e"
    file = csv_of(["Title", "<b>From</b>", nasty], [nasty, "2026", nasty])
    _response, run = send(desk, file, "<img src=x>.csv")
    page = look(desk, run, column_1="from", column_2="summary")
    assert "<script>alert(1)" not in page.text
    assert "<img src=x>" not in page.text
    do(desk, run, column_1="from", column_2="summary")
    assert list(EventText.objects.values_list("title", "summary")) == [(nasty, nasty)]
    assert "<script>alert(1)" not in desk.get(url("import_run", run.pk)).text


# Stale, parallel, twice ----------------------------------------------------------------------------------------------


def test_an_event_that_changed_since_the_look_is_shown_again_and_not_overwritten(desk):
    event = EventTextFactory(title="Concert", event=EventFactory(when="2026-10-03", kind="film")).event
    _response, run = send(desk, csv_of(["Title", "From", "Kind"], ["Concert", "2026-10-03", "Talk"]))
    digest = seen(look(desk, run))
    Event.objects.filter(pk=event.pk).update(kind="tour")
    response = desk.post(url("import_run", run.pk), form_of(desk, run) | {"_import": "1", "seen": digest})
    assert response.status_code == 200
    assert "Nothing was imported: something is different from what you looked at." in response.text
    assert "<del>Guided tour</del>" in response.text
    event.refresh_from_db()
    assert event.kind == "tour"


def test_a_second_click_imports_nothing_again(desk):
    _response, run = send(desk)
    data = form_of(desk, run) | {"_import": "1", "seen": seen(look(desk, run))}
    assert desk.post(url("import_run", run.pk), data).status_code == 302
    assert desk.post(url("import_run", run.pk), data).status_code == 200
    assert titles() == ["Concert", "Talk"]


def test_importing_without_having_looked_is_looking(desk):
    _response, run = send(desk)
    desk.post(url("import_run", run.pk), form_of(desk, run) | {"_import": "1", "seen": "0" * 64})
    assert not Event.objects.exists()


# Who may -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"),
    [("author", 200), ("editor", 200), ("administrator", 200), ("media steward", 403), ("exporter", 403)],
)
def test_importing_is_for_those_who_may_add_or_change_events(client, office, role, status):
    client.force_login(account(role, "somebody"))
    assert client.get(url()).status_code == status
    response, _run = send(client)
    assert (response.status_code, EventImport.objects.count()) == ((302, 1) if status == 200 else (403, 0))
    is_offered = url() in client.get(reverse("admin:events_event_changelist")).text
    assert is_offered is (status == 200)


def test_visitors_are_sent_to_the_login_page(client, office):
    run = EventImport.objects.create(file_name="x", kind="csv", content=LIST)
    for address in (url(), url("import_run", run.pk), url("import_undo", run.pk), url("import_discard", run.pk)):
        for call in (client.get, client.post):
            assert call(address).status_code == 302
    assert EventImport.objects.count() == 1


def test_importing_needs_the_token_of_the_form(office):
    client = Client(enforce_csrf_checks=True)
    client.force_login(account("editor", "somebody"))
    assert send(client)[0].status_code == 403


def test_an_import_of_another_looks_like_a_missing_one(client, office, author):
    run = EventImport.objects.create(file_name="x", kind="csv", content=LIST, created_by=account("editor", "else"))
    client.force_login(author)
    for number in (run.pk, run.pk + 1):
        for name in ("import_run", "import_undo"):
            assert client.get(url(name, number)).status_code == 404
        assert client.post(url("import_discard", number)).status_code == 404
    assert EventImport.objects.count() == 1


def test_an_author_changes_nothing_of_others_and_learns_nothing_of_it(client, office, author, editor):
    secret = EventTextFactory(title="Secret", event=EventFactory(when="2026-10-03", created_by=editor)).event
    own = EventTextFactory(title="Mine", event=EventFactory(when="2026-10-04", created_by=author)).event
    file = csv_of(
        ["UID", "Title", "From"],
        [str(secret.uid), "Stolen", "2026-10-03"],
        [str(own.uid), "Mine, and better", "2026-10-04"],
        ["", "Secret", "2026-10-03"],
    )
    client.force_login(author)
    _response, run = send(client, file)
    page = client.get(url("import_run", run.pk)).text
    assert "Its UID cannot be used." in page
    do(client, run)
    assert titles() == ["Mine, and better", "Secret", "Secret"]
    assert Event.objects.filter(created_by=author).count() == 2
    assert secret.texts.get().title == "Secret"


def test_what_is_in_review_is_not_its_author_s_to_change(client, office, author):
    event = EventTextFactory(title="Mine", event=EventFactory(created_by=author, stage=Stage.IN_REVIEW)).event
    client.force_login(author)
    _response, run = send(client, csv_of(["UID", "Title"], [str(event.uid), "Other"]))
    assert "You may not change this event." in client.get(url("import_run", run.pk)).text
    assert event.texts.get().title == "Mine"


def test_rights_are_asked_again_when_it_is_written(client, office, author):
    client.force_login(author)
    _response, run = send(client)
    data = form_of(client, run) | {"_import": "1", "seen": seen(look(client, run))}
    author.groups.clear()
    author.user_permissions.set([])
    assert client.post(url("import_run", run.pk), data).status_code in (302, 403)
    assert not Event.objects.exists()


def test_what_the_public_reads_stays_as_it_is(desk):
    (edition,) = publish_event(when="2026-10-03", words={"title": "Concert", "slug": "concert"})
    uid = edition.event.uid
    _response, run = send(desk, csv_of(["UID", "Title", "Status"], [str(uid), "Opera", "Cancelled"]))
    do(desk, run)
    assert edition.event.texts.get().title == "Opera"
    edition.refresh_from_db()
    assert (EventEdition.objects.count(), edition.title, edition.status) == (1, "Concert", "scheduled")
    assert "Concert" in Client().get("/en/events/concert/").text
