"""A copy of an event: a new manuscript that begins where another one is."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from events.models import Event, EventStatus
from sistercities.publishing.content import copy_relations, refresh_fingerprints

_WORKING_TITLE = Event._meta.get_field("working_title").max_length


def copy_event(event, by):
    """A new draft of that user's with the same facts, texts, dates, people and opening hours, not yet ready to publish.

    It is another event: with an identity and an address of its own, as scheduled, with no date cancelled, and not
    featured. Its working title says that it is a copy; its titles do not, since that word would be printed one day.
    """
    with transaction.atomic():
        copy = _copied(event, uid=uuid.uuid4(), status=EventStatus.SCHEDULED, is_featured=False)
        suffix = " " + _("(copy)")
        copy.working_title = str(event)[: _WORKING_TITLE - len(suffix)] + suffix
        copy.created_by = copy.changed_by = by
        copy.save(force_insert=True)
        copy_relations(event, copy)
        for text in event.texts.all():
            _copied(text, event=copy, slug="", status_note="", is_ready=False, fingerprint="").save()
        for date in event.dates.all():
            _copied(date, event=copy, uid=uuid.uuid4(), is_cancelled=False).save()
        for row in (*event.participants.all(), *event.opening_hours.all()):
            _copied(row, event=copy).save()
        refresh_fingerprints(copy)
    return copy


#: Of the desk, not of the event.
_OWN = {"stage", "stage_note", "revision", "created_at", "created_by", "changed_at", "changed_by", "working_title"}


def _copied(row, **changes):
    """An unsaved copy of a row, with changes."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key and field.name not in _OWN]
    values = {field.attname: getattr(row, field.attname) for field in fields if field.name not in changes}
    return type(row)(**values, **changes)
