"""Programmes through the doors of lists: what cannot be made is said, and nothing is sent."""

import io
import logging
import re

import pytest
from django.urls import reverse
from docx import Document

from events import handed_lists
from events.models import ExportProfile
from sistercities.documents import agenda
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
    monkeypatch.setitem(__import__("sys").modules, "sistercities.documents.engine", None)
    monkeypatch.delattr("sistercities.documents.engine", raising=False)
    with caplog.at_level(logging.ERROR, "sistercities.documents.printing"):
        response = download(exporter, format="pdf")
    sentence = "This server cannot make PDF files: the library Pango is missing. Its administrator can install it."
    assert response.context["form"].errors == {"format": [sentence]}
    assert [record.message.partition(":")[0] for record in caplog.records] == ["Documents cannot be printed"]


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
