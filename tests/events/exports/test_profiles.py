"""A profile that is run again says exactly what has changed since its last run."""

import csv
import io
import zipfile

import docx
import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse

from events.models import ExportProfile, ExportRun
from sistercities.publishing.models import AuditEntry
from sistercities.publishing.operations import publish, withdraw
from tests.factories import EventFactory, EventTextFactory, UserFactory, publish_event, span_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

COLUMNS = ["title", "date", "status", "change"]


@pytest.fixture(autouse=True)
def _in_september():
    with time_machine.travel("2017-09-01 12:00Z", tick=False):
        yield


@pytest.fixture
def profile(exporter):
    return ExportProfile.objects.create(
        name="For the press",
        owner=exporter.exporter,
        selection={"period": "this-year", "state": "public"},
        layout={"columns": COLUMNS, "languages": ["en"]},
        format="csv",
    )


def run(client, profile):
    """The rows of a complete download, without the header."""
    response = client.post(reverse("admin:events_event_export_run", args=[profile.pk]))
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def announce(title, when, **facts):
    [edition] = publish_event(words={"title": title}, when=when, **facts)
    return edition.event


def publish_again(event, when=None, **facts):
    for name, value in facts.items():
        setattr(event, name, value)
    if when:
        event.set_span(span_of(when))
    event.save()
    publish(event, UserFactory(), languages=["en"])


def page(client, profile):
    return client.get(reverse("admin:events_event_export_profile", args=[profile.pk]))


def test_the_second_run_says_what_was_moved_cancelled_new_and_unpublished(exporter, profile):
    moved = announce("Moved", "2017-10-06")
    cancelled = announce("Cancelled", "2017-10-07")
    hidden = announce("Hidden", "2017-10-08")
    announce("The same", "2017-10-09")
    assert run(exporter, profile) == [
        ["Moved", "Friday, 6 October 2017", "Scheduled", ""],
        ["Cancelled", "Saturday, 7 October 2017", "Scheduled", ""],
        ["Hidden", "Sunday, 8 October 2017", "Scheduled", ""],
        ["The same", "Monday, 9 October 2017", "Scheduled", ""],
    ]
    with time_machine.travel("2017-09-02 12:00Z", tick=False):
        publish_again(moved, when="2017-10-20", status="rescheduled")
        publish_again(cancelled, status="cancelled")
        withdraw(hidden, UserFactory())
        announce("New", "2017-10-05")
        response = page(exporter, profile)
        assert response.context["changes"] == [
            ("new", "New", "Thursday, 5 October 2017", ""),
            ("cancelled", "Cancelled", "Saturday, 7 October 2017", ""),
            (
                "moved from Friday, 6 October 2017 to Friday, 20 October 2017",
                *("Moved", "Friday, 20 October 2017", ""),
            ),
            ("gone: no longer public", "Hidden", "Sunday, 8 October 2017", ""),
        ]
        assert response.context["change_summary"] == "1 no longer public, 1 cancelled, 1 moved, 1 new"
        assert run(exporter, profile) == [
            ["New", "Thursday, 5 October 2017", "Scheduled", "new"],
            ["Cancelled", "Saturday, 7 October 2017", "Cancelled", "cancelled"],
            ["The same", "Monday, 9 October 2017", "Scheduled", ""],
            [
                "Moved",
                "Friday, 20 October 2017",
                "New date",
                "moved from Friday, 6 October 2017 to Friday, 20 October 2017",
            ],
            ["Hidden", "Sunday, 8 October 2017", "", "gone: no longer public"],
        ]
        assert [words for _run, words in page(exporter, profile).context["runs"]] == [
            "1 no longer public, 1 cancelled, 1 moved, 1 new",
            "–",
        ]


def test_a_third_run_is_compared_with_the_second(exporter, profile):
    announce("A talk", "2017-10-06")
    run(exporter, profile)
    announce("Another talk", "2017-10-07")
    assert [row[3] for row in run(exporter, profile)] == ["", "new"]
    assert [row[3] for row in run(exporter, profile)] == ["", ""]
    assert [bool(run.memory) for run in ExportRun.objects.all()] == [True, False, False]


def test_what_moves_out_of_the_list_says_where_it_went(exporter, profile):
    event = announce("A talk", "2017-10-06")
    run(exporter, profile)
    publish_again(event, when="2018-03-01")
    assert page(exporter, profile).context["changes"] == [
        (
            "gone: moved from Friday, 6 October 2017 to Thursday, 1 March 2018",
            *("A talk", "Friday, 6 October 2017", ""),
        )
    ]


def test_what_is_over_is_not_reported_as_gone(exporter, profile):
    ExportProfile.objects.update(selection={"period": "next-4-weeks"})
    announce("A talk", "2017-09-01")
    run(exporter, profile)
    with time_machine.travel("2017-09-02 12:00Z", tick=False):
        assert page(exporter, profile).context["change_summary"] == "Nothing has changed."


def test_a_download_that_breaks_off_is_no_run(exporter, profile):
    announce("A talk", "2017-10-06")
    response = exporter.post(reverse("admin:events_event_export_run", args=[profile.pk]))
    assert next(response.streaming_content)
    for close in response._resource_closers:  # what the server does; `close()` would take the test's connection, too
        close()
    assert not ExportRun.objects.exists()
    run(exporter, profile)
    assert ExportRun.objects.get().count == 1


def test_every_run_is_in_the_audit_trail_with_its_filter(exporter, profile):
    announce("A talk", "2017-10-06")
    run(exporter, profile)
    assert list(AuditEntry.objects.filter(action="exported").values_list("username", "object_repr", "detail")) == [
        ("exporter", "For the press", "CSV, 1 row. Period: This year; Public state: Public now")
    ]


def test_a_programme_says_what_has_changed_since_the_last_list(exporter, profile):
    """Read from the DOCX by a library that did not write our sentence."""
    ExportProfile.objects.update(format="docx")
    announce("A talk", "2017-10-06")

    def words():
        response = exporter.post(reverse("admin:events_event_export_run", args=[profile.pk]))
        document = docx.Document(io.BytesIO(b"".join(response.streaming_content)))
        return "\n".join(paragraph.text for paragraph in document.paragraphs)

    assert "Since the list of" not in words()
    announce("Another talk", "2017-10-07")
    assert "Since the list of 1 September 2017: 1 new." in words().replace("\xa0", " ")


def test_a_list_that_asks_for_another_public_state_says_no_change_of_events_that_have_none(exporter, profile):
    exporter.exporter.groups.add(Group.objects.get(name="editor"))
    announce("A talk", "2017-10-06")
    EventTextFactory(event=EventFactory(when="2017-10-09"), title="Draft")
    run(exporter, profile)
    ExportProfile.objects.update(selection={"period": "this-year", "state": "any"})
    assert [row[3] for row in run(exporter, profile)] == ["", "new"]
    ExportProfile.objects.update(selection={"period": "this-year", "state": "public"})
    assert page(exporter, profile).context["changes"] == [
        ("gone: no longer part of this list", "Draft", "Monday, 9 October 2017", "")
    ]
    ExportProfile.objects.update(format="xlsx")
    response = exporter.post(reverse("admin:events_event_export_run", args=[profile.pk]))
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as book:
        sheets = "".join(book.read(name).decode() for name in book.namelist())
    assert ("A talk" in sheets, "Draft" in sheets) == (True, False)


def test_a_list_of_what_is_public_names_no_manuscript_that_the_last_one_named(exporter, profile):
    """Whoever gets it may have got none before."""
    announce("A talk", "2017-10-06")
    EventTextFactory(event=EventFactory(when="2017-10-09"), title="Draft")
    ExportProfile.objects.update(selection={"period": "this-year", "state": "any"})
    run(exporter, profile)
    ExportProfile.objects.update(selection={"period": "this-year", "state": "public"})
    assert [row[0] for row in run(exporter, profile)] == ["A talk"]
