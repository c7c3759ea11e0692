"""Undoing an import: as far as nobody did anything to its events since."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from reversion.models import Version

from events.exports.column_table import COLUMNS
from events.exports.layout import Layout
from events.importing.undoing import UndoChanged, plan_undo, undo
from events.models import Event, EventText
from sistercities.publishing.models import AuditEntry
from sistercities.publishing.operations import publish
from tests.events.conftest import account
from tests.events.importing.files import csv_of, exported, imported
from tests.events.importing.generated import Generator
from tests.factories import EventFactory, EventTextFactory, VenueFactory

pytestmark = pytest.mark.django_db

UID = "3b0c0f5e-0000-4000-8000-00000000000{}"
HEADER = ["UID", "Title", "Title (German)", "From", "Venue", "Kind"]


@pytest.fixture
def event(office):
    event = EventFactory(when="2026-10", uid=UID.format(1), kind="film", time_zone="")
    EventTextFactory(event=event, title="Concert")
    return event


@pytest.fixture
def run(event, editor, office):
    VenueFactory(name_en="The Hall", city=office.home_city)
    file = csv_of(
        HEADER,
        [UID.format(1), "Opera", "Oper", "3 October 2026 19:30", "The Hall", "Concert"],
        [UID.format(2), "New", "Neu", "4 October 2026", "", "Talk"],
    )
    run, made = imported(file, editor)
    assert made.counts == {"create": 1, "change": 1, "same": 0, "skip": 0}
    return run


def back(run, user):
    return undo(run, user, plan_undo(run, user).digest)


def test_what_was_made_is_deleted_and_what_was_changed_gets_its_former_values(run, event, editor):
    back(run, editor)
    assert list(Event.objects.all()) == [event]
    event.refresh_from_db()
    assert (event.span.edtf, event.venue, event.kind, event.time_zone) == ("2026-10", None, "film", "")
    assert list(event.texts.values_list("language", "title")) == [("en", "Concert")]
    assert list(event.cities.all()) == []
    run.refresh_from_db()
    assert (run.undone_by, run.events.filter(undone_at=None).count()) == (editor, 0)
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["imported", "deleted", "restored", "imported"]
    assert LogEntry.objects.filter(change_message="Undid the import of “list”.").count() == 2


def test_every_step_is_in_the_history_of_the_event(run, event, editor):
    back(run, editor)
    comments = [version.revision.comment for version in Version.objects.get_for_object(event)]
    assert comments == ["Undid the import of “list”.", "Imported from “list”."]


def test_any_events_are_after_undoing_what_they_were_before(editor):
    Generator(seed=11).make(25)
    layout = Layout(tuple(key for key in COLUMNS if key != "changed_at"), ("en", "de"), header="keys")
    before = exported(layout)
    changed = before.replace(b"Concert", b"Opera").replace("Ü".encode(), b"U").replace(b"2018-", b"2015-")
    run, made = imported(changed, editor)
    assert made.counts["change"] > 5
    assert exported(layout) != before
    back(run, editor)
    assert exported(layout) == before


def test_what_somebody_has_changed_since_stays_and_says_who(run, event, editor, client, office):
    other = account("editor", "berta")
    Event.objects.filter(uid=UID.format(1)).update(kind="tour")
    LogEntry.objects.create(
        user=other, content_type=LogEntry.objects.first().content_type, object_id=str(event.pk), action_flag=2
    )
    undoing = plan_undo(run, editor)
    assert [step.reason for step in undoing.possible] == [""]
    (refused,) = undoing.refused
    assert "berta" in refused.reason
    back(run, editor)
    assert list(EventText.objects.filter(language="en").values_list("title", flat=True)) == ["Opera"]


def test_what_was_published_or_deleted_since_stays(run, event, editor):
    made = Event.objects.get(uid=UID.format(2))
    made.texts.update(is_ready=True)
    publish(made, editor)
    event.delete()
    assert sorted(step.reason for step in plan_undo(run, editor).refused) == [
        "It was changed since.",
        "It was deleted meanwhile.",
    ]
    with pytest.raises(UndoChanged):
        back(run, editor)


def test_what_an_event_named_before_may_be_gone(editor, office):
    venue = VenueFactory(name_en="Old Hall", city=office.home_city)
    event = EventFactory(uid=UID.format(1), venue=venue)
    EventTextFactory(event=event, title="Concert")
    VenueFactory(name_en="New Hall", city=office.home_city)
    run, _made = imported(csv_of(["UID", "Venue"], [UID.format(1), "New Hall"]), editor)
    venue.delete()
    assert [step.reason for step in plan_undo(run, editor).refused] == ["What it named before is no longer there."]


def test_only_what_was_looked_at_is_undone(run, event, editor):
    seen = plan_undo(run, editor).digest
    Event.objects.filter(uid=UID.format(2)).update(kind="tour")
    with pytest.raises(UndoChanged):
        undo(run, editor, seen)
    assert Event.objects.count() == 2


def test_a_second_click_undoes_nothing(run, editor):
    seen = plan_undo(run, editor).digest
    undo(run, editor, seen)
    with pytest.raises(UndoChanged):
        undo(run, editor, seen)


def test_an_author_undoes_an_import_of_their_own(client, author, editor, office):
    run, _made = imported(csv_of(["Title", "From"], ["Mine", "2026"]), author)
    url = reverse("admin:events_event_import_undo", args=[run.pk])
    client.force_login(account("author", "stranger"))
    assert client.get(url).status_code == 404
    client.force_login(author)
    page = client.get(url)
    assert "Mine</bdi>: is deleted; the import had made it" in page.text
    assert client.post(url, {"seen": "0" * 64}).status_code == 200
    assert Event.objects.count() == 1
    response = client.post(url, {"seen": page.context["undoing"].digest})
    assert response.status_code == 302
    assert Event.objects.count() == 0
    assert "undone" in client.get(response["Location"]).text
