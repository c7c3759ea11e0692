"""Undoing an import, event by event, as far as nobody has done anything to them since."""

import hashlib
from dataclasses import dataclass

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from events.importing.applying import add_version, log_entry
from events.importing.state import KEYS, RELATIONS, digest, related
from events.importing.writing import read_back, write
from events.models import Event, EventImport, ImportedEvent
from sistercities.publishing import access
from sistercities.publishing.models import AuditAction, AuditEntry
from sistercities.publishing.stale import changes_since


class UndoChanged(Exception):
    """It is no longer what somebody has looked at."""


@dataclass
class Step:
    """One event of the import: `reason` is why it stays as it is, "" where it is put back."""

    row: ImportedEvent
    event: Event | None
    reason: str

    @property
    def is_deletion(self):
        return self.row.before is None


@dataclass
class Undoing:
    steps: list

    @property
    def possible(self):
        return [step for step in self.steps if not step.reason]

    @property
    def refused(self):
        return [step for step in self.steps if step.reason]

    @property
    def digest(self):
        """Names what would be put back, and the state that it was found in."""
        content = [[step.row.pk, step.reason, step.row.digest_after] for step in self.steps]
        return hashlib.sha256(repr(content).encode()).hexdigest()


def plan_undo(run, user):
    """What undoing an import would put back."""
    rows = list(run.events.filter(undone_at=None).order_by("-pk"))
    keys = [row.event_id for row in rows if row.event_id]
    events = {event.pk: event for event in related(Event.objects.filter(pk__in=keys))}
    editable = set(access.editable(Event.objects.filter(pk__in=keys), user).values_list("pk", flat=True))
    return Undoing([Step(row, events.get(row.event_id), _reason(row, events, editable, run)) for row in rows])


def _reason(row, events, editable, run):
    event = events.get(row.event_id)
    if event is None:
        return _("It was deleted meanwhile.")
    if event.pk not in editable:
        return _("You may not change this event.")
    if digest(event) != row.digest_after:
        who = changes_since(event, run.applied_at)
        if who:
            return _("%(who)s changed it since.") % {"who": get_text_list(who, _("and"))}
        return _("It was changed since.")
    if row.before is None and event.editions.exists():
        return _("It was published, so its editions are kept. Withdraw it instead.")
    return _missing(row.before or {})


def _missing(before):
    """Why the former values cannot be put back: what they name is gone."""
    for name in KEYS:
        if before.get(name) and not _model(name).objects.filter(pk=before[name]).exists():
            return _("What it named before is no longer there.")
    for name in RELATIONS:
        if before.get(name) and _model(name).objects.filter(pk__in=before[name]).count() != len(before[name]):
            return _("What it named before is no longer there.")
    return ""


def _model(name):
    return Event._meta.get_field(name).related_model


def undo(run, user, seen):
    """Put back what can be put back, as the `Undoing` with the digest `seen` says; returns it. Raises `UndoChanged`."""
    with transaction.atomic():
        run = EventImport.objects.select_for_update(of=("self",)).get(pk=run.pk)
        keys = sorted(run.events.exclude(event=None).values_list("event", flat=True))
        list(Event.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))
        undoing = plan_undo(run, user)
        if undoing.digest != seen or not undoing.possible:
            raise UndoChanged
        now, comment = timezone.now(), _("Undid the import of “%(file)s”.") % {"file": run.file_name}
        _put_back(undoing.possible, user, comment)
        ImportedEvent.objects.filter(pk__in=[step.row.pk for step in undoing.possible]).update(undone_at=now)
        run.undone_at, run.undone_by = now, user
        run.save(update_fields=["undone_at", "undone_by"])
        AuditEntry.record(user, AuditAction.IMPORTED, run, _("undone: %(count)d") % {"count": len(undoing.possible)})
    return undoing


def _put_back(steps, user, comment):
    log, changed = [], []
    for step in steps:
        event = step.event
        if step.is_deletion:
            AuditEntry.record(user, AuditAction.DELETED, event)
            log.append(log_entry(event, user, DELETION, comment))
            event.delete()
        else:
            AuditEntry.record(user, AuditAction.RESTORED, event, comment)
            log.append(log_entry(event, user, CHANGE, comment))
            write(event, step.row.before, user)
            changed.append(event.pk)
    for event in read_back(changed):
        add_version(event, user, comment)
    LogEntry.objects.bulk_create(log)
