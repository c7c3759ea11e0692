"""What hangs on an event and goes into its editions: dates, participants, opening hours; and back on restoring."""

import datetime

from django.utils import timezone

from events.models.editions import EditionOpeningHours, EditionParticipant, EventEditionDate
from events.models.spans import SPAN_COLUMNS
from sistercities.people.roles import role_on

_DATE = ("uid", "is_cancelled", *SPAN_COLUMNS)
_HOURS = ("days", "opens", "closes")
_PARTICIPANT = ("position", "function", "role_title_en", "role_title_de")
NEVER = datetime.datetime.max.replace(tzinfo=datetime.UTC)
#: What makes calendars ask for attention (RFC 5545 §3.8.7.4): date, place, status.
_SIGNIFICANT = (*SPAN_COLUMNS, "time_zone", "status", "attendance", "online_url", "venue_id")


def children_content(event):
    """The children as plain values, for the fingerprint of the manuscript."""
    if not event.pk:
        return {}
    return content_of(event.dates.order_by("sort_key", "uid"), event.participants.all(), event.opening_hours.all())


def content_of(dates, participants, opening_hours):
    """The same of rows that are at hand, in order."""
    dates = [{name: _plain(getattr(date, name)) for name in _DATE} for date in dates]
    people = [[row.person_id, *(getattr(row, name) for name in _PARTICIPANT)] for row in participants]
    hours = [[_plain(getattr(row, name)) for name in _HOURS] for row in opening_hours]
    found = {"dates": dates, "participants": people, "opening_hours": hours}
    return {name: rows for name, rows in found.items() if rows}


def _plain(value):
    return value if value is None or isinstance(value, bool) else str(value)


def edition_dates(event, further=None):
    """The dates that an edition would freeze, unsaved and in order: the main one, then the further ones.

    `further` are the event's, in order, where they are at hand; None reads them. So with the other children.
    """
    main = EventEditionDate(position=0, uid=event.uid, time_zone=event.zone_name)
    main.set_span(event.span)
    found = [main]
    if further is None:
        further = event.dates.order_by("sort_key", "pk") if event.pk else []
    for position, row in enumerate(further, start=1):
        date = EventEditionDate(position=position, uid=row.uid, time_zone=event.zone_name)
        date.is_cancelled = row.is_cancelled
        date.set_span(row.span)
        found.append(date)
    set_turns(found)
    return found


def set_turns(dates):
    """Set `next_from` of the dates of an edition: when the last of those before it is over that are not cancelled.

    What has no date comes last, and what comes after that would wait for ever.
    """
    turn = None
    for date in sorted(dates, key=lambda date: (date.sort_key, date.position)):
        date.next_from = turn
        if not date.is_cancelled:
            over = date.latest_at or NEVER
            turn = over if turn is None else max(turn, over)


def edition_participants(event, rows=None):
    """The participants that an edition would freeze, unsaved and in order, with the names and roles of that day."""
    if rows is None:
        if not event.pk:
            return []
        rows = event.participants.select_related("person").prefetch_related("person__roles").order_by("position", "pk")
    return [
        EditionParticipant(
            position=position,
            person=row.person,
            name=row.person.name,
            function=row.function,
            **_role_titles(row, event.starts_on),
        )
        for position, row in enumerate(rows)
    ]


def _role_titles(row, date):
    titles = {name: getattr(row, name) for name in ("role_title_en", "role_title_de")}
    if not any(titles.values()) and (role := role_on(row.person, date)):
        titles = {"role_title_en": role.title_en, "role_title_de": role.title_de}
    return titles


def edition_opening_hours(event, rows=None):
    if rows is None:
        rows = event.opening_hours.order_by("position", "pk") if event.pk else []
    return [
        EditionOpeningHours(position=position, **{name: getattr(row, name) for name in _HOURS})
        for position, row in enumerate(rows)
    ]


def freeze_children(event, edition):
    """Write the children of the edition."""
    for model, rows in (
        (EventEditionDate, edition_dates(event)),
        (EditionParticipant, edition_participants(event)),
        (EditionOpeningHours, edition_opening_hours(event)),
    ):
        for row in rows:
            row.edition = edition
        model.objects.bulk_create(rows)


def thaw_children(event, edition):
    """Put the children of the edition in the place of the manuscript's. Further dates keep their identity (`uid`)."""
    event.dates.all().delete()
    for date in edition.dates.filter(position__gt=0).order_by("position"):
        event.dates.create(**{name: getattr(date, name) for name in _DATE})
    event.participants.all().delete()
    for row in edition.participants.order_by("position"):
        event.participants.create(person_id=row.person_id, **{name: getattr(row, name) for name in _PARTICIPANT})
    event.opening_hours.all().delete()
    for row in edition.opening_hours.order_by("position"):
        event.opening_hours.create(position=row.position, **{name: getattr(row, name) for name in _HOURS})


def count_sequence(event, edition):
    """Set `sequence` and `last_modified_at` of an edition that is about to be written.

    Compared with the last edition of the event that was not cancelled before it began, in whatever language: calendars
    know one event, whichever language it came in. Only the room is a word of each language. What is written of the same
    publication counts as one with it. Another text alone is a modification, not a new sequence.
    """
    at = edition.live_from or timezone.now()
    edition.last_modified_at, edition.sequence = at, 0
    written = type(edition).objects.filter(event=event).ever_public(at).defer("body").order_by("-live_from", "-pk")
    former = [other for other in written if other.live_from < at]
    if former:
        before = [[getattr(former[0], name) for name in _SIGNIFICANT], _dates(former[0].dates.all())]
        now = [[getattr(edition, name) for name in _SIGNIFICANT], _dates(edition_dates(event))]
        rooms = [other.room for other in former if other.language == edition.language]
        edition.sequence = former[0].sequence + (before != now or rooms[:1] not in ([], [edition.room]))
    edition.sequence = max([edition.sequence, *(other.sequence for other in written if other.live_from == at)])


def _dates(rows):
    return sorted((str(row.uid), row.is_cancelled, *(str(getattr(row, name)) for name in SPAN_COLUMNS)) for row in rows)
