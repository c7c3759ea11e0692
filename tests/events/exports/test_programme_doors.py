"""Programmes through the doors of lists: what cannot be made is said, and nothing is sent."""

import io
import logging
import re
import sys

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from docx import Document

from events import handed_lists
from events.models import ExportProfile
from sistercities.documents import agenda, printing
from sistercities.publishing.models import AuditAction, AuditEntry
from tests.factories import publish_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

URL = "/admin/events/event/export/"
TOO_LONG = "A programme holds at most 1 dates, and these are 2. Choose a shorter period, or another format."


@pytest.fixture
def two_events(office):
    for title in ("Film night", "A talk"):
        publish_event(words={"title": title}, when="2017-10-06", cities=[office.home_city])


@pytest.fixture
def short(monkeypatch):
    """No programme of more than one date."""
    monkeypatch.setattr(agenda, "MOST_ITEMS", 1)


def download(client, **fields):
    sent = {
        "period": "",
        "state": "public",
        "language": "en",
        "clock": "event",
        "header": "labels",
        "columns": ["title"],
    }
    return client.post(URL, {**sent, "_download": "1", **fields})


@pytest.fixture
def profile(exporter):
    return ExportProfile.objects.create(
        name="Weekly",
        owner=exporter.exporter,
        selection={"state": "public"},
        layout={"columns": ["title"], "languages": ["en"]},
        format="docx",
    )


def test_a_programme_is_downloaded_like_any_list(exporter, two_events):
    response = download(exporter, format="docx")
    assert re.fullmatch(r'attachment; filename="events-\d{4}-\d\d-\d\d\.docx"', response["Content-Disposition"])
    document = Document(io.BytesIO(b"".join(response.streaming_content)))
    assert [line.text for line in document.paragraphs if line.style.name == "Heading 3"] == ["Film night", "A talk"]
    assert AuditEntry.objects.get(action=AuditAction.EXPORTED).detail == "DOCX, 2 rows. Public state: Public now"


@pytest.mark.parametrize("file_format", ["pdf", "docx"])
def test_a_programme_that_is_too_long_is_said_at_the_format(exporter, two_events, short, file_format):
    response = download(exporter, format=file_format)
    assert response.context["form"].errors == {"format": [TOO_LONG]}
    assert not AuditEntry.objects.filter(action=AuditAction.EXPORTED).exists()
    # A table of the same rows is no problem.
    assert b"Film night" in b"".join(download(exporter, format="csv").streaming_content)


def test_a_profile_whose_programme_became_too_long_says_so(exporter, profile, two_events, short):
    response = exporter.post(reverse("admin:events_event_export_run", args=[profile.pk]), follow=True)
    assert [str(message) for message in response.context["messages"]] == [TOO_LONG]
    assert not profile.runs.exists()


def test_a_server_that_cannot_print_says_so_at_the_format(exporter, two_events, monkeypatch, caplog):
    """As on a computer without Pango, where WeasyPrint cannot be imported."""
    monkeypatch.setitem(sys.modules, "sistercities.documents.engine", None)
    monkeypatch.delattr("sistercities.documents.engine", raising=False)
    with caplog.at_level(logging.ERROR, "sistercities.documents.printing"):
        response = download(exporter, format="pdf")
    sentence = "This server cannot make PDF files: the library Pango is missing. Its administrator can install it."
    assert response.context["form"].errors == {"format": [sentence]}
    assert [record.message.partition(":")[0] for record in caplog.records] == ["Documents cannot be printed"]


NOT_PRINTED = "The PDF file could not be made this time. Try again later, or choose a shorter period or another format."


@pytest.fixture(params=["ends", "takes too long"])
def broken_printer(request, monkeypatch, tmp_path):
    """A process that prints and is killed, as by a system without memory, or that is not done in time."""
    program = "import os; os.kill(os.getpid(), 9)" if request.param == "ends" else "import time; time.sleep(60)"
    printer = tmp_path / "printer"
    printer.write_text(f"#!{sys.executable}\n{program}\n")
    printer.chmod(0o700)
    monkeypatch.setattr(printing, "LONG", 0)
    monkeypatch.setattr(printing, "PATIENCE", 1)
    monkeypatch.setattr(printing.sys, "executable", str(printer))


@pytest.mark.usefixtures("broken_printer")
def test_a_programme_whose_printing_fails_is_said_at_the_format(exporter, two_events, caplog):
    response = download(exporter, format="pdf")
    assert response.context["form"].errors == {"format": [NOT_PRINTED]}
    assert not AuditEntry.objects.filter(action=AuditAction.EXPORTED).exists()
    messages = [one.message for one in caplog.records if one.name == "sistercities.documents.printing"]
    assert [re.sub(r"\d+", "9", message).partition(": ")[0] for message in messages] == [
        "A document of 9 characters was not printed"
    ]


@pytest.mark.usefixtures("broken_printer")
def test_a_profile_whose_printing_fails_says_so_and_has_no_run(exporter, profile, two_events):
    ExportProfile.objects.update(format="pdf")
    response = exporter.post(reverse("admin:events_event_export_run", args=[profile.pk]), follow=True)
    assert [str(message) for message in response.context["messages"]] == [NOT_PRINTED]
    assert not profile.runs.exists()


@pytest.mark.usefixtures("broken_printer")
def test_a_script_is_told_what_went_wrong_and_need_not_ask_again(exporter, profile, two_events):
    ExportProfile.objects.update(format="pdf")
    exporter.defaults["HTTP_X_EXPORT_FRAMES"] = "1"
    run = exporter.post(reverse("admin:events_event_export_run", args=[profile.pk]))
    for response in (run, download(exporter, format="pdf")):
        assert (response.status_code, response.get("X-Export-Problem"), response.content.decode()) == (
            503,
            "1",
            NOT_PRINTED,
        )
    assert not profile.runs.exists()


@pytest.mark.usefixtures("broken_printer")
def test_an_address_whose_printing_fails_says_so_and_nobody_keeps_it(exporter, profile, two_events, client):
    made = exporter.post(reverse("admin:events_event_export_address", args=[profile.pk]), {"recipient": "Press"})
    path = next(
        address.removeprefix("http://testserver") for _, address in made.context["addresses"] if address[-4:] == ".pdf"
    )
    client.logout()
    failed = client.get(path)
    assert (failed.status_code, failed.content.decode(), failed["Cache-Control"]) == (
        503,
        f"{NOT_PRINTED}\n",
        "no-store",
    )
    # Nothing is printed for who only asks whether it is there.
    assert client.head(path).status_code == 200


@pytest.mark.usefixtures("broken_printer")
def test_the_command_says_that_printing_failed(two_events, tmp_path):
    file = tmp_path / "events.pdf"
    with pytest.raises(CommandError, match="could not be made this time") as refused:
        call_command("export_events", "--format", "pdf", "--output", str(file))
    assert (refused.value.returncode, list(tmp_path.glob("*.pdf"))) == (5, [])


def test_an_address_gives_no_programme_that_would_keep_the_server_busy(
    exporter, profile, two_events, client, monkeypatch
):
    made = exporter.post(reverse("admin:events_event_export_address", args=[profile.pk]), {"recipient": "Press"})
    paths = {
        address.rpartition(".")[2]: address.removeprefix("http://testserver")
        for _, address in made.context["addresses"]
    }
    client.logout()
    assert client.get(paths["docx"]).status_code == 200
    monkeypatch.setattr(handed_lists, "MOST_SLOW", 1)
    refused = client.get(paths["docx"])
    assert (refused.status_code, refused.content.decode()) == (
        409,
        "This list is too long for a file of this kind. Take another kind, or ask the office.\n",
    )
    assert client.get(paths["csv"]).status_code == 200
