"""What happened, and what will, for a partnership or an anniversary: event rows and stories of the public."""

from events.excerpts import read_excerpt
from events.filters import EventFilter
from events.listing import for_rows, rows
from events.models.editions import EventEditionDate
from sistercities.office.filters import Choice
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
    readable = for_rows(chosen.apply(EventEditionDate.objects.readable_in(language, at)))
    dates = once(readable.past(at).latest_first()[: limit * DATES_PER_EVENT])
    return rows(frame, dates[: limit + 1], language, at, past=True)


def every_row(frame, chosen, language, at, limit):
    """The rows of its events in order, past and to come, one each; at most one more than `limit`. One query."""
    readable = for_rows(chosen.apply(EventEditionDate.objects.readable_in(language, at)))
    dates = once(readable.in_order()[: limit * DATES_PER_EVENT])
    return rows(frame, dates[: limit + 1], language, at)


def stories(language, at, limit, **conditions):
    """Live editions `with_cards()`, the newest first; at most one more than `limit`. One query."""
    editions = StoryEdition.objects.live(at).in_language(language).filter(**conditions)
    return list(editions.newest_first().with_cards()[: limit + 1])


def once(dates):
    """The first date of each event, in the order in which they come."""
    found = {}
    for date in dates:
        found.setdefault(date.edition.event_id, date)
    return list(found.values())
