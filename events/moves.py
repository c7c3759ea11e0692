"""The dates that an event was announced for before: read from its editions, which are the record of what was printed.

Nothing is written down a second time, so a move that was planned and then called off never shows.
"""

import datetime
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from events.models.choices import EventStatus
from events.models.editions import EventEdition
from events.models.spans import SPAN_COLUMNS
from sistercities.dates.spans import Span


@dataclass(frozen=True)
class Move:
    """The public was told `before`, and from `at` on `after` (spans). `by` is the key of who published it.

    `reasons` maps each language to the note on the status of that edition, where it has one.
    """

    before: Span
    after: Span
    at: datetime.datetime
    by: int | None
    reasons: dict


def moves(event_id, at=None):
    """All moves of the event up to that moment, the first one first. One query.

    What was only said more precisely (October, then 6 October at 19:00) has not moved, unless its status says so.
    """
    return moves_of([event_id], at).get(event_id, [])


def moves_of(event_ids, at=None):
    """The same of several events, by their keys; one query for all, none for no event."""
    columns = ("event_id", "language", "live_from", "published_by_id", "status", "status_note", "time_zone")
    printed = EventEdition.objects.filter(event__in=event_ids).ever_public(at or timezone.now())
    printed = printed.order_by("event_id", "live_from", "pk").only(*columns, *SPAN_COLUMNS)
    return {event: _moves(editions) for event, editions in groupby(printed, key=lambda edition: edition.event_id)}


def _moves(printed):
    """The moves of one event, from all that was ever public of it, in order."""
    found, last = [], None
    for edition in printed:
        span = edition.span
        is_announced = edition.status != EventStatus.SCHEDULED
        if last is not None and span != last and (is_announced or not last.is_narrowed_by(span)):
            found.append(Move(last, span, edition.live_from, edition.published_by_id, {}))
        if found and found[-1].after == span and edition.status_note:
            found[-1].reasons.setdefault(edition.language, edition.status_note)
        last = span
    return found
