"""All that an import can set of an event, as plain values by name: read, compared, written, and put back.

    "kind": "film"                                     a column of the event; keys in the place of related objects
    "cities": [3, 17]                                  keys, sorted
    "span": ["2017-10-06", "2017-10-06T17:30:00+00:00", null, null]     start and end: EDTF, moment in UTC
    "title_de": "Filme am Fluss"                       a column of a text; None where there is no such text
    "participants": [[12, "speaker", "", ""]]          person, function, role in each language; in order
    "opening_hours": [["23456", "10:00", "18:00"]]
    "date:3b0c0f5e-…": [[…span…], false]               a further date by its uid, is it cancelled; None: there is none

Everything is ready for JSON, so it is also what an import remembers of the state before it.
"""

import datetime
import hashlib
import json
from decimal import Decimal

from events.models import Event
from events.models.spans import SPAN_COLUMNS
from sistercities.dates.partial import PartialDate
from sistercities.dates.spans import Span
from sistercities.publishing.content import column_values

LANGUAGES = ("en", "de")
CHOICES = ("kind", "status", "attendance", "currency")
FLAGS = ("is_run", "is_free", "needs_booking")
ADDRESSES = ("online_url", "ticket_url")
PRICES = ("price", "price_to")
KEYS = ("venue", "partnership", "anniversary", "series")
RELATIONS = ("cities", "organisers")
WORDS = ("title", "summary", "body", "date_note", "room", "opening_note", "ticket_note", "status_note", "slug")
PLAIN = (*CHOICES, *FLAGS, *ADDRESSES, "time_zone", "languages")
DATE = "date:"

#: What `related()` reads ahead, so that reading the state of many events costs the same number of queries as of one.
_AHEAD = ("texts", "dates", "participants__person__roles", "opening_hours", "cities", "organisers")


def related(events):
    """The queryset with everything that `state_of` and what is said of an event looks at."""
    return events.select_related("venue__city", "partnership", "anniversary", "series").prefetch_related(*_AHEAD)


def state_of(event):
    """The state of an event; what a new one begins with for an unsaved one. No query for events of `related()`."""
    found = {name: getattr(event, name) for name in PLAIN}
    found |= {name: getattr(event, f"{name}_id") for name in KEYS}
    found |= {name: _price(getattr(event, name)) for name in PRICES}
    found["span"] = span_state(event.span)
    is_stored = bool(event.pk)
    for name in RELATIONS:
        found[name] = sorted(one.pk for one in getattr(event, name).all()) if is_stored else []
    texts = {text.language: text for text in event.texts.all()} if is_stored else {}
    for language in LANGUAGES:
        text = texts.get(language)
        found |= {f"{name}_{language}": None if text is None else getattr(text, name) for name in WORDS}
    participants = sorted(event.participants.all(), key=_order) if is_stored else []
    found["participants"] = [
        [row.person_id, row.function, row.role_title_en, row.role_title_de] for row in participants
    ]
    hours = sorted(event.opening_hours.all(), key=_order) if is_stored else []
    found["opening_hours"] = [[row.days, f"{row.opens:%H:%M}", f"{row.closes:%H:%M}"] for row in hours]
    for date in event.dates.all() if is_stored else ():
        date.event = event
        found[f"{DATE}{date.uid}"] = [span_state(date.span), date.is_cancelled]
    return found


def span_state(span):
    return [_plain_end(getattr(span, name)) for name in SPAN_COLUMNS]


def span_from(state, zone):
    """The `Span` of what `span_state` gave, by the clock of an IANA zone. Raises ValueError."""
    parts = {name: end_from(name, value) for name, value in zip(SPAN_COLUMNS, state, strict=True)}
    return Span(zone or "UTC", **parts)


def digest(event):
    """64 hexadecimal digits that change with anything that somebody could do to the manuscript."""
    fields = [
        field for field in event._meta.concrete_fields if field.name not in ("changed_at", "changed_by", "revision")
    ]
    texts = [
        column_values(text, text._meta.concrete_fields) | {"fingerprint": ""}
        for text in sorted(event.texts.all(), key=lambda text: text.language)
    ]
    content = [column_values(event, fields), state_of(event), texts]
    return hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()


def new_event():
    """An unsaved event, as the desk's form begins with."""
    return Event()


def _order(row):
    return row.position, row.pk


def _price(value):
    return None if value is None else str(Decimal(value).quantize(Decimal("0.01")))


def _plain_end(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    return value and value.edtf


def end_from(column, value):
    """A column of a span from what `span_state` gave for it."""
    if value is None:
        return None
    return datetime.datetime.fromisoformat(value) if column.endswith("_at") else PartialDate.from_edtf(value)
