"""Imports at the same moment: nothing is there twice, nothing is lost, and who comes second is told in one sentence."""

import threading

import pytest
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from events.admin import importing
from events.importing.applying import PlanChanged, apply, forget
from events.importing.planning import plan
from events.models import Event, EventDate, EventImport, EventText, ImportedEvent
from sistercities.publishing.models import AuditEntry
from tests.events.conftest import account
from tests.events.importing.files import csv_of, source_of
from tests.events.importing.test_pages import form_of, look, seen, url
from tests.factories import EventFactory, EventTextFactory, OfficeFactory
from tests.publishing.test_parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)

LIST = csv_of(["Title", "From"], ["Concert", "3 October 2099"], ["Talk", "4 October 2099"])
UIDS = csv_of(["UID", "Title", "From"], ["3b0c0f5e-0000-4000-8000-000000000001", "Concert", "3 October 2099"])


@pytest.fixture
def people():
    OfficeFactory()
    return account("editor", "one"), account("editor", "two")


def looked(content, user):
    """A call that imports what its user has just looked at."""
    source = source_of(content)
    run = EventImport.objects.create(
        file_name="list", kind="csv", content=content, options=source.options.as_json(), created_by=user
    )
    digest = plan(source, user).digest

    def call():
        apply(run, source_of(content), user, digest)

    call.run = run
    return call


def titles():
    return sorted(EventText.objects.values_list("title", flat=True))


def test_one_file_that_is_imported_twice_at_once_is_imported_once(people):
    call = looked(LIST, people[0])
    assert [type(error) for error in at_once(call, call, call)] == [PlanChanged] * 2
    assert titles() == ["Concert", "Talk"]
    assert (Event.objects.count(), ImportedEvent.objects.count(), AuditEntry.objects.count()) == (2, 2, 1)


@pytest.mark.parametrize("content", [LIST, UIDS], ids=["known by title and day", "known by UID"])
def test_two_who_import_the_same_list_at_once_make_its_events_once(people, content):
    calls = [looked(content, user) for user in people]
    assert [type(error) for error in at_once(*calls)] == [PlanChanged]
    assert len(titles()) == len(set(titles())) == Event.objects.count()
    assert sorted(run.applied_at is None for run in EventImport.objects.all()) == [False, True]
    # Who came second looks again, and finds that there is nothing left to do.
    [waiting] = EventImport.objects.filter(applied_at=None)
    made = plan(source_of(content), waiting.created_by)
    assert (made.counts["create"], made.counts["change"]) == (0, 0)


def test_two_lists_with_different_events_are_both_imported_whole(people):
    rows = {name: [[f"{name} {day}", f"2099-10-{day:02}"] for day in range(1, 21)] for name in "AB"}
    files = [csv_of(["Title", "From"], *rows[name]) for name in "AB"]
    assert at_once(*(looked(file, user) for file, user in zip(files, people, strict=True))) == []
    assert titles() == sorted(f"{name} {day}" for name in "AB" for day in range(1, 21))
    assert EventImport.objects.exclude(applied_at=None).count() == 2


def test_two_lists_that_change_the_same_event_lose_no_change(people):
    event = EventTextFactory(title="Concert", event=EventFactory(when="2099-10-03", kind="film")).event
    kind = csv_of(["UID", "Title", "Kind"], [str(event.uid), "Concert", "Talk"])
    room = csv_of(["UID", "Title", "Room"], [str(event.uid), "Concert", "Hall 2"])
    assert [type(error) for error in at_once(looked(kind, people[0]), looked(room, people[1]))] == [PlanChanged]
    [waiting] = EventImport.objects.filter(applied_at=None)
    content = bytes(waiting.content)
    apply(waiting, source_of(content), waiting.created_by, plan(source_of(content), waiting.created_by).digest)
    event.refresh_from_db()
    assert (event.kind, event.texts.get().room) == ("talk", "Hall 2")
    assert not EventDate.objects.exists()


def test_a_file_that_is_given_up_while_it_is_imported_is_one_or_the_other(people):
    call = looked(LIST, people[0])
    given_up = []
    errors = at_once(call, lambda: given_up.append(forget(EventImport.objects.filter(pk=call.run.pk))))
    if given_up == [1]:
        assert [type(error) for error in errors] == [PlanChanged]
        assert (Event.objects.count(), EventImport.objects.count()) == (0, 0)
    else:
        assert (errors, given_up) == ([], [0])
        assert (Event.objects.count(), ImportedEvent.objects.count()) == (2, 2)


def test_an_import_that_was_carried_out_cannot_be_forgotten(people):
    call = looked(LIST, people[0])
    call()
    assert forget(EventImport.objects.all()) == 0
    assert EventImport.objects.get().events.count() == 2


def clicked(user, run):
    """A click on “Import” by somebody who has looked: a call, and where its answers will be."""
    client = Client()
    client.force_login(user)
    data = form_of(client, run) | {"_import": "1", "seen": seen(look(client, run))}
    answers = []
    return (lambda: answers.append(client.post(url("import_run", run.pk), data))), answers


def test_two_clicks_at_once_lead_to_the_same_report(people):
    run = looked(LIST, people[0]).run
    (first, answers), (second, others) = clicked(people[0], run), clicked(people[0], run)
    assert at_once(first, second) == []
    pages = [*answers, *others]
    assert {page.status_code for page in pages} <= {200, 302}  # 200: it came when all was done, and shows the report
    said = sorted(str(message) for page in pages for message in get_messages(page.wsgi_request))
    assert said[-1:] == ["“list” has just been imported."] or said == ["Imported: 2 new."]
    assert said.count("Imported: 2 new.") == 1
    assert titles() == ["Concert", "Talk"]


def test_a_click_on_what_was_given_up_in_another_window_finds_nothing(people, monkeypatch):
    run = looked(LIST, people[0]).run
    click, answers = clicked(people[0], run)
    opened = importing.open_file

    def open_late(*arguments):
        forget(EventImport.objects.filter(pk=run.pk))
        return opened(*arguments)

    monkeypatch.setattr(importing, "open_file", open_late)
    click()
    assert answers[0].status_code == 404
    assert not Event.objects.exists()


def test_who_waits_behind_a_long_import_is_not_refused(people):
    """The other one holds its locks for a second; nobody is told of locks."""
    call, other = looked(LIST, people[0]), looked(csv_of(["Title", "From"], ["Film", "2099-10-05"]), people[1])
    entered, errors = threading.Event(), []

    def slow():
        try:
            with transaction.atomic():
                call()
                entered.set()
                threading.Event().wait(1)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert entered.wait(20)
    before = timezone.now()
    errors += at_once(other)
    thread.join(timeout=20)
    assert errors == []
    assert (timezone.now() - before).total_seconds() > 0.5
    assert titles() == ["Concert", "Film", "Talk"]
