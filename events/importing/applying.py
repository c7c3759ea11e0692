"""Carrying a plan out: all of it in one transaction, or nothing; and only if it is what somebody has looked at."""

import uuid

import reversion
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.importing.matching import groups_of
from events.importing.planning import Action, plan
from events.importing.state import digest, new_event, state_of
from events.importing.writing import read_back, write
from events.models import Event, EventImport, ImportedEvent
from sistercities.publishing.models import AuditAction, AuditEntry, ContentNumber

#: Sentences that the report of an import keeps.
_MOST_SENTENCES = 2000
LONGEST_NAME = ImportedEvent._meta.get_field("name").max_length


class PlanChanged(Exception):
    """It is no longer what somebody has looked at: somebody changed an event, the rights or the file. Look again."""


def apply(run, source, user, seen):
    """Import the file of an `EventImport`, as the plan with the digest `seen` says; returns the plan.

    Raises `PlanChanged`; then nothing is written. `user` is asked anew what they may do, and events are locked while
    they are written, in the order of their keys.
    """
    try:
        with transaction.atomic():
            return _apply(run, source, user, seen)
    except IntegrityError:  # somebody has just brought an event with the same UID
        raise PlanChanged from None


def _apply(run, source, user, seen):
    run = EventImport.objects.select_for_update(of=("self",)).filter(pk=run.pk).first()
    if run is None:  # given up meanwhile, in another window
        raise PlanChanged
    keys = sorted(group.event for group in groups_of(source, user) if group.event)
    list(Event.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))
    # Queues parallel imports up, as publishing does: the second one finds what the first one has written.
    ContentNumber.bump()
    made = plan(source, user)
    if run.applied_at is not None or made.undecided or made.digest != seen:
        raise PlanChanged
    comment = _("Imported from “%(file)s”.") % {"file": run.file_name}
    _write(run, made.writes, user, comment)
    run.applied_at, run.content = timezone.now(), None
    run.report = report_of(made)
    run.save(update_fields=["applied_at", "content", "report"])
    AuditEntry.record(user, AuditAction.IMPORTED, run, summary_of(run.report["counts"]))
    return made


def forget(runs):
    """Delete imports that were not carried out, and the files with them; returns how many. One that is carried out at
    this very moment stays: it is what undoing goes by."""
    with transaction.atomic():
        keys = list(runs.select_for_update().filter(applied_at=None).values_list("pk", flat=True))
        EventImport.objects.filter(pk__in=keys).delete()
    return len(keys)


def _write(run, items, user, comment):
    written = {}
    for item in items:
        event = item.event or new_event()
        if item.event is None:
            event.uid = item.uid or uuid.uuid4()
        write(event, item.values, user)
        written[event.pk] = item
    records, log = [], []
    for event in read_back(list(written)):
        item = written[event.pk]
        add_version(event, user, comment)
        log.append(log_entry(event, user, CHANGE if item.event else ADDITION, comment))
        before = _former(item.before, state_of(event)) if item.event else None
        name = str(event)[:LONGEST_NAME]
        records.append(ImportedEvent(run=run, event=event, name=name, before=before, digest_after=digest(event)))
    LogEntry.objects.bulk_create(log)
    ImportedEvent.objects.bulk_create(records)


def log_entry(event, user, action, comment):
    """What the history of the event says, unsaved."""
    return LogEntry(
        user=user,
        content_type=ContentType.objects.get_for_model(Event),
        object_id=str(event.pk),
        object_repr=str(event)[:200],
        action_flag=action,
        change_message=comment,
    )


def add_version(event, user, comment):
    """A step in the history of the event, as it is stored now with all that hangs on it.

    Not around the writing: then it would be collected anew for every row that is written, ten times as often.
    """
    with reversion.create_revision():
        reversion.set_user(user)
        reversion.set_comment(comment)
        reversion.add_to_revision(event)


def _former(before, after):
    """The former values of everything that is different now; None for what was not there."""
    return {name: before.get(name) for name in {*before, *after} if before.get(name) != after.get(name)}


def report_of(made):
    """What is told of an import afterwards."""
    return {
        "counts": made.counts,
        "reasons": [reason for item in made.of(Action.SKIP) for reason in item.reasons][:_MOST_SENTENCES],
        "notes": [note for item in made.writes for note in item.notes][:_MOST_SENTENCES],
    }


def summary_of(counts):
    """ "3 new, 2 changed, 40 unchanged, 1 left out", in the active language."""
    words = {
        "create": _("%(count)d new"),
        "change": _("%(count)d changed"),
        "same": _("%(count)d unchanged"),
        "skip": _("%(count)d left out"),
    }
    return ", ".join(sentence % {"count": counts[name]} for name, sentence in words.items() if counts.get(name))
