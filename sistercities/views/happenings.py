"""What happened, and what will, for a partnership or an anniversary: event rows and stories of the public."""

import datetime
from functools import cache

from events.excerpts import read_excerpt
from events.filters import EventFilter
from events.listing import for_rows, rows
from events.models.editions import EventEditionDate
from events.models.querysets import last_key
from sistercities.office.filters import Choice
from sistercities.publishing.prepared import Prepared
from stories.models.editions import StoryEdition

#: A block looks at so many dates for each event it shows, so that one with twenty dates leaves room for others.
DATES_PER_EVENT = 4


def of_partnership(partnership):
    """The `EventFilter` of a partnership: its own events and those of its anniversaries."""
    return EventFilter(partnership=Choice(partnership.pk, partnership.slug, partnership.slug))


def of_anniversary(anniversary):
    value = f"{anniversary.partnership.slug}/{anniversary.years}"
    return EventFilter(anniversary=Choice(anniversary.pk, value, value))


def upcoming_rows(frame, chosen, language, at, limit):
    """The rows of the next events of that `EventFilter`, one each; at most one more than `limit`, which says that there
    are more. One query.
    """
    return read_excerpt(frame, language, at, coming=limit + 1, choice=chosen).coming


def past_rows(frame, chosen, language, at, limit):
    """The rows of the latest past events, one each; at most one more than `limit`. One query."""
    values = {"language": language, "at": at, "before_key": last_key(at), **chosen.keys}
    dates = once(_dates_query(tuple(values), limit * DATES_PER_EVENT)(**values))
    return rows(frame, dates[: limit + 1], language, at, past=True)


def every_row(frame, chosen, language, at, limit):
    """The rows of its events in order, past and to come, one each; at most one more than `limit`. One query."""
    values = {"language": language, "at": at, **chosen.keys}
    return rows(frame, _dates_query(tuple(values), limit + 1)(**values), language, at)


@cache
def _dates_query(names, limit):
    """Dates that match the filter: past ones, the latest first, with a `before_key`; else the first of each event."""

    def build(language, at, before_key=None, **keys):
        dates = for_rows(EventFilter.of_keys(keys).apply(EventEditionDate.objects.readable_in(language, at)))
        if before_key is None:
            return dates.first_of_event().in_order()[:limit]
        return dates.past(at, before_key).latest_first()[:limit]

    types = {"language": str, "at": datetime.datetime, "before_key": int, **EventFilter.KEYS}
    return Prepared(build, **{name: types[name] for name in names})


def stories(language, at, limit, **belongs_to):
    """Live editions `with_cards()`, the newest first; at most one more than `limit`. One query.

    `belongs_to` is one of `partnership` and `anniversary`, a key.
    """
    return _stories_query(tuple(belongs_to), limit + 1)(language=language, at=at, **belongs_to)


@cache
def _stories_query(names, limit):
    def build(language, at, **belongs_to):
        editions = StoryEdition.objects.live(at).in_language(language).filter(**belongs_to)
        return editions.newest_first().with_cards()[:limit]

    return Prepared(build, language=str, at=datetime.datetime, **dict.fromkeys(names, int))


def once(dates):
    """The first date of each event, in the order in which they come."""
    found = {}
    for date in dates:
        found.setdefault(date.edition.event_id, date)
    return list(found.values())
