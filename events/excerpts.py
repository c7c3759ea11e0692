"""A few events beside something else: the cards of a story, and what is on next on the pages of home, city and story.

Each event comes once, with one of its dates; all of it is one query.
"""

import datetime
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, override

from events.filters import EventFilter
from events.listing import EventRow, State, for_rows, rows
from events.models.choices import EventStatus
from events.models.editions import EventEdition, EventEditionDate
from events.models.querysets import first_key
from sistercities.publishing.prepared import Prepared

#: What has begun and lasts longer than the class of a month (`sistercities.dates.spans.LENGTHS`) is in no hurry.
SHORT = 1


@dataclass
class Excerpt:
    """`cards`: `EventRow`s by the keys of their events, of readable ones only. `coming`: what is on next, in turn."""

    cards: dict[int, EventRow] = field(default_factory=dict)
    coming: list[EventRow] = field(default_factory=list)


def read_excerpt(frame, language, at, *, cards=(), coming=0, choice=None, featured=False):
    """The `Excerpt` at that moment (an aware datetime). One query, none where nothing is asked for.

    `cards` are keys of events. `coming` is how many events that are on next are wanted: of those that `choice`, an
    `EventFilter`, narrows down to, and without those of the cards. `featured`: one of the events that stand first on
    the home page leads them.
    """
    cards, choice = sorted(set(cards)), choice or EventFilter()
    if not (cards or coming):
        return Excerpt()
    values = {"language": language, "at": at, **{f"card_{number}": key for number, key in enumerate(cards)}}
    if coming:
        values |= {"from_key": first_key(at), **choice.keys}
    dates = _query(tuple(values), choice.month, coming and coming + len(cards), featured)(**values)
    others = [date for date in dates if date.edition.event_id not in cards]
    mentioned = [date for date in dates if date.edition.event_id in cards]
    return Excerpt(
        cards={row.edition.event_id: _card(row, language, at) for row in rows(frame, mentioned, language, at)},
        coming=rows(frame, _in_turn(others, at, featured)[:coming], language, at),
    )


@lru_cache(maxsize=256)
def _query(names, month, count, featured):
    """The query with these values, compiled once; `count` is how many events to come it looks for, none for 0."""

    def build(language, at, from_key=None, **values):
        cards = [values.pop(name) for name in names if name.startswith("card_")]
        keys = [_dates_of_cards(cards, language, at)] if cards else []
        if count:
            keys += _dates_to_come(EventFilter.of_keys(values, month), language, at, from_key, count, featured)
        return for_rows(EventEditionDate.objects.filter(pk__in=keys[0].union(*keys[1:]))).order_by()

    types = {"language": str, "at": datetime.datetime, **EventFilter.KEYS}
    return Prepared(build, **{name: types.get(name, int) for name in names})


def _card(row, language, at):
    """A row of a list stands among others of its time; a card in a text stands alone, so it says when it is past."""
    if row.states or row.date.latest_at is None or row.date.latest_at > at:
        return row
    with override(language):
        return replace(row, states=[State(gettext("Past event"))])


def _dates_of_cards(events, language, at):
    """The key of one date for each readable one of those events: of its next, or of its last where all are past."""
    own = EventEditionDate.objects.filter(edition=OuterRef("edition"))
    upcoming = own.upcoming(at).order_by("is_cancelled", "sort_key", "pk").values("pk")
    last = own.order_by("is_cancelled", "-sort_key", "-pk").values("pk")
    chosen = Coalesce(Subquery(upcoming[:1]), Subquery(last[:1]))
    dates = EventEditionDate.objects.readable_in(language, at).filter(edition__event__in=events, pk=chosen)
    return dates.order_by().values("pk")


def _dates_to_come(choice, language, at, from_key, count, featured):
    """Keys of dates, in several querysets: among them those of the `count` events that are on next.

    Reads neither the past nor all of the future, however long they are. What was cancelled is left to the list.
    """
    dates = choice.apply(EventEditionDate.objects.readable_in(language, at)).next_of_event(at)
    dates = dates.exclude(edition__status=EventStatus.CANCELLED)
    short = dates.begun(at).filter(edition__is_run=False, length__lte=SHORT)
    parts = [
        short.few_in_order(),
        dates.not_begun(at, from_key).in_order(),
        dates.begun(at).order_by("latest_at", "pk"),
    ]
    if featured:
        leading = EventEdition.objects.live(at).filter(is_featured=True).order_by().values("pk")
        parts.append(dates.upcoming(at).filter(edition__in=leading).few_in_order())
    # Each part is cut in a query of its own: SQLite takes no LIMIT inside of a UNION.
    return [EventEditionDate.objects.filter(pk__in=part.values("pk")[:count]).order_by().values("pk") for part in parts]


def _in_turn(dates, at, featured):
    """What is on or comes soonest first, then what runs or lasts, the soonest to end before others."""

    def turn(date):
        has_begun = date.earliest_at is not None and date.earliest_at <= at
        if has_begun and (date.edition.is_run or date.length > SHORT):
            return 1, date.latest_at, date.pk
        return 0, date.sort_key, date.pk

    found = sorted(dates, key=turn)
    lead = next((date for date in found if featured and date.edition.is_featured), None)
    return found if lead is None else [lead, *(date for date in found if date is not lead)]
