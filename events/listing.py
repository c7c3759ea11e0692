"""Events in lists: a row for each date, with all that it prints. Read from editions only."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext, override

from events.addresses import event_address, event_calendar_address
from events.local_time import clock_city, other_city
from events.models.choices import Attendance, EventKind, EventStatus
from events.models.editions import EventEdition, EventEditionDate
from sistercities.dates.clock_words import other_clock, times_words
from sistercities.dates.ranges import DayBlock, running_block, short_span, shown_end
from sistercities.dates.words import NO_BREAK_SPACE, parts_before_year, year_words
from sistercities.office.city_tags import city_tags
from sistercities.publishing.aggregates import JSONList
from sistercities.typography import polish

#: What no row prints.
EDITION_COLUMNS_UNREAD = (
    *("body", "opening_note", "ticket_note", "room", "languages", "ticket_url", "price", "price_to", "currency"),
    *("expires_at", "ended_as", "published_at", "published_by", "fingerprint", "last_modified_at", "sequence"),
)
VENUE_COLUMNS_UNREAD = ("created_at", "changed_at", "accessibility_en", "accessibility_de", "website")


def with_city_keys(dates):
    """Annotates `city_keys`: a list of the keys of the event's cities, None where there are none."""
    rows = EventEdition.cities.through.objects.filter(eventedition=OuterRef("edition_id")).order_by()
    return dates.annotate(
        city_keys=Subquery(rows.values("eventedition").annotate(keys=JSONList("city_id")).values("keys"))
    )


def for_rows(dates):
    """Of an `EventEditionDate` queryset: all that `rows()` needs, in one query."""
    unread = [f"edition__{column}" for column in EDITION_COLUMNS_UNREAD]
    unread += [f"edition__venue__{column}" for column in VENUE_COLUMNS_UNREAD]
    return with_city_keys(dates.select_related("edition__venue").defer(*unread))


@dataclass(frozen=True)
class State:
    """What is unusual, in words: "Today", "Cancelled". `is_alert`: it changes somebody's plans."""

    label: str
    is_alert: bool = False


@dataclass(frozen=True)
class EventRow:
    """A date of an event as a list prints it (`templates/events/row.html`); words are polished and unescaped.

    `lang` is the language of the words of the event where it is not that of the page, else empty. `tags` is safe HTML.
    `note` are the editors' own words for the date, `times` those by its clock, `other_times` by that of the other city.
    `calendar_address` is empty where nothing is left to put down.
    """

    date: EventEditionDate
    edition: EventEdition
    address: str
    lang: str
    title: str
    teaser: str
    kind: str
    day: DayBlock
    tags: str
    place: str
    note: str
    times: str
    other_times: str
    states: list
    is_off: bool
    calendar_address: str
    heading: str = "h3"


def rows(frame, dates, language, at, *, heading="h3", year=None, past=False):
    """The `EventRow`s of dates read with `for_rows()`. No query.

    `at` is an aware datetime; `heading` the element of the titles. `year`: do the day blocks name the year? By default
    those of other years than the current one do. `past`: the list is one of past events.
    """
    with override(language):
        return [_row(frame, date, language, at, heading, year, past) for date in dates]


def _row(frame, date, language, at, heading, year, past):
    edition, span = date.edition, date.span
    is_over = date.latest_at is not None and date.latest_at <= at
    is_off = date.is_cancelled or edition.status == EventStatus.CANCELLED
    today = at.astimezone(ZoneInfo(date.time_zone)).date()
    if year is None:
        year = span.starts_on is not None and span.starts_on.year != today.year
    own = edition.language
    times = [polish(words, language) for words in clock_times(frame, date, date.city_keys, language)]
    return EventRow(
        date=date,
        edition=edition,
        address=event_address(language, edition.slug),
        lang="" if own == language else own,
        title=polish(edition.title, own),
        teaser=polish(edition.summary, own),
        kind=str(EventKind(edition.kind).label),
        day=_day(date, language, today, year, past or is_over, at),
        tags=city_tags(frame, date.city_keys, language, few=True),
        place=polish(place(frame, edition, language), language),
        note=polish(edition.date_note, own) if date.position == 0 else "",
        times=times[0] if times else "",
        other_times=times[1] if len(times) > 1 else "",
        states=states(date, at, language),
        is_off=is_off,
        calendar_address=event_calendar_address(language, edition.slug) if is_addable(date, at) else "",
        heading=heading,
    )


def _day(date, language, today, year, past, at):
    if not past and is_running(date, at):
        return running_block(date.span, language, year=shown_end(date.span).year != today.year)
    return short_span(date.span, language, year=year, past=past)


def is_running(date, at):
    """Is it a run that has begun and takes place, with an end to name?"""
    is_off = date.is_cancelled or date.edition.status in (EventStatus.CANCELLED, EventStatus.POSTPONED)
    has_begun = date.earliest_at is not None and date.earliest_at <= at and date.precision in ("time", "day")
    return date.edition.is_run and has_begun and not is_off and shown_end(date.span) is not None


def place(frame, edition, language):
    """Where it is, in a line: venue and district or city, or that it is online; empty where nothing is known."""
    parts = []
    if edition.venue and edition.attendance != Attendance.ONLINE:
        city = frame.cities.get(edition.venue.city_id)
        # Only as much as the name does not say itself: "Rotes Rathaus, Berlin".
        names = [getattr(edition.venue, f"name_{language}"), edition.venue.district]
        names.append(getattr(city, f"name_{language}") if city else "")
        for name in names:
            if name and not any(name in part for part in parts):
                parts.append(name)
    if edition.attendance == Attendance.ONLINE:
        return gettext("Online")
    joined = ", ".join(parts)
    if edition.attendance == Attendance.MIXED:
        return gettext("%(place)s and online") % {"place": joined} if joined else gettext("Online")
    return joined


def clock_times(frame, date, keys, language):
    """ "19:30 in Los Angeles" and "04:30 the next day in Berlin", as far as a time is known: none, one or two texts."""
    edition, span = date.edition, date.span
    if span.starts_at is None:
        return []
    found = [times_words(span, clock_city(frame, edition, keys, language), language)]
    if other := other_city(frame, edition, keys):
        found.append(other_clock(span, other.time_zone, getattr(other, f"name_{language}"), language))
    return [words for words in found if words]


def is_addable(date, at):
    """Can a calendar still do something with it? Not with what is cancelled, over, or known to no day."""
    return (
        not date.is_cancelled
        and date.edition.status not in (EventStatus.CANCELLED, EventStatus.POSTPONED)
        and date.precision in ("time", "day")
        and date.latest_at > at
    )


def states(date, at, language):
    """The `State`s of a date at that moment, in the active language."""
    edition, found = date.edition, []
    if date.is_cancelled or edition.status == EventStatus.CANCELLED:
        return [State(gettext("Cancelled"), True)]
    if edition.status == EventStatus.POSTPONED:
        return [State(gettext("Postponed"), True)]
    if date.latest_at is not None and date.latest_at <= at:
        return []
    if edition.status == EventStatus.RESCHEDULED:
        found.append(State(gettext("New date"), True))
    elif edition.status == EventStatus.MOVED_ONLINE:
        found.append(State(gettext("Moved online"), True))
    if date.earliest_at is not None and date.precision in ("time", "day"):
        today = at.astimezone(ZoneInfo(date.time_zone)).date()
        if is_running(date, at):
            words = {"day": _end_words(shown_end(date.span), today, language)}
            found.append(State(gettext("Still open until %(day)s") % words))
        elif date.first_on <= today <= date.last_on:
            found.append(State(gettext("Today")))
    return found


def _end_words(end, today, language):
    """The words of an end; of one in the same year without it."""
    parts = parts_before_year(end, language)
    if end.year != today.year or not parts or end.season:
        parts = [*parts, year_words(end)]
    return NO_BREAK_SPACE.join(parts)
