"""States of events (`events.importing.state`) into rows, in few queries: an import may have two thousand events."""

import datetime
from decimal import Decimal
from uuid import UUID

from events import freezing
from events.importing.state import (
    DATE,
    KEYS,
    LANGUAGES,
    PLAIN,
    PRICES,
    RELATIONS,
    WORDS,
    end_from,
    related,
)
from events.models import Event, EventDate, EventText, OpeningHours, Participant
from events.models.spans import SPAN_COLUMNS
from sistercities.publishing.content import fingerprint

#: Events in memory at once while they are read back.
_AT_ONCE = 200


def write(event, values, by):
    """Set those values of a new or a locked event, and save it. What is not named stays as it is.

    What was read ahead of the event is not true afterwards, and neither are the fingerprints of its texts: `read_back`.
    """
    is_new = event.pk is None
    for name in (*PLAIN, *PRICES):
        if name in values:
            value = values[name]
            setattr(event, name, Decimal(value) if name in PRICES and value is not None else value)
    for name in KEYS:
        if name in values:
            setattr(event, f"{name}_id", values[name])
    if "span" in values:
        for name, value in zip(SPAN_COLUMNS, values["span"], strict=True):
            setattr(event, name, end_from(name, value))
    if is_new:
        event.created_by = by
    event.changed_by = by
    event.revision += 1
    event.save()
    for name in RELATIONS:
        if is_new and values.get(name):
            getattr(event, name).add(*values[name])
        elif name in values and not is_new:
            getattr(event, name).set(values[name])
    _write_texts(event, values, is_new)
    _write_dates(event, values, is_new)
    _write_rows(event, values, is_new)


def read_back(keys):
    """The events with those keys as they are stored now, with all that hangs on them read ahead (`state.related`), and
    with fingerprints that are true again. A dozen queries for two hundred events, and one for each changed text."""
    for start in range(0, len(keys), _AT_ONCE):
        for event in related(Event.objects.filter(pk__in=keys[start : start + _AT_ONCE]).order_by("pk")):
            _refresh_fingerprints(event)
            yield event


def _refresh_fingerprints(event):
    """As `publishing.content.refresh_fingerprints` does, of what was read ahead."""
    relations = {name: sorted(one.pk for one in getattr(event, name).all()) for name in RELATIONS}
    dates = sorted(event.dates.all(), key=lambda date: (date.sort_key, str(date.uid)))
    for date in dates:
        date.event = event
    people, hours = (
        sorted(rows.all(), key=lambda row: (row.position, row.pk)) for rows in (event.participants, event.opening_hours)
    )
    children = freezing.content_of(dates, people, hours)
    for text in event.texts.all():
        current = fingerprint(event, text, relations, children)
        if current != text.fingerprint:
            EventText.objects.filter(pk=text.pk).update(fingerprint=current)
            text.fingerprint = current


def _write_texts(event, values, is_new):
    texts = {} if is_new else {text.language: text for text in EventText.objects.filter(event=event)}
    for language in LANGUAGES:
        words = {name: values[f"{name}_{language}"] for name in WORDS if f"{name}_{language}" in values}
        if not words:
            continue
        text = texts.get(language)
        if text is not None and words.get("title", "") is None:
            text.delete()
            continue
        if text is None and not any(words.values()):
            continue
        text = text or EventText(event=event, language=language)
        for name, value in words.items():
            setattr(text, name, value or "")
        text.save()


def _write_dates(event, values, is_new):
    named = [name for name in values if name.startswith(DATE)]
    stored = EventDate.objects.filter(event=event) if named and not is_new else ()
    dates = {f"{DATE}{date.uid}": date for date in stored}
    for name in named:
        date = dates.get(name) or EventDate(uid=UUID(name.removeprefix(DATE)))
        date.event = event
        if values[name] is None:
            if date.pk:
                date.delete()
            continue
        span, date.is_cancelled = values[name]
        for column, end in zip(SPAN_COLUMNS, span, strict=True):
            setattr(date, column, end_from(column, end))
        date.save()


def _write_rows(event, values, is_new):
    if "participants" in values:
        rows = [
            Participant(
                event=event,
                position=position,
                person_id=person,
                function=function,
                role_title_en=english,
                role_title_de=german,
            )
            for position, (person, function, english, german) in enumerate(values["participants"], start=1)
        ]
        _replace(Participant, event, rows, is_new)
    if "opening_hours" in values:
        time = datetime.time.fromisoformat
        rows = [
            OpeningHours(event=event, position=position, days=days, opens=time(opens), closes=time(closes))
            for position, (days, opens, closes) in enumerate(values["opening_hours"])
        ]
        _replace(OpeningHours, event, rows, is_new)


def _replace(model, event, rows, is_new):
    if not is_new:
        model.objects.filter(event=event).delete()
    model.objects.bulk_create(rows)
