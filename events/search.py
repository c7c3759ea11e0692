"""What can be found of events, and of the people who take part in them."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from events.models.choices import EventKind, EventStatus, Function
from events.models.editions import EventEdition
from sistercities.dates.ranges import span_words, year_beside
from sistercities.office.page_text import plain_text
from sistercities.search.index import Document, spans_without
from sistercities.search.sources import Source

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def documents(keys, at=None):
    """`{event's key: [Document, …]}` of what is live at that moment or will be: the event, and one for each person.

    On pages in the other language an event is found as long as it has no text of that language, by the text it has.
    """
    editions = EventEdition.objects.filter(event__in=keys).not_over(at or timezone.now()).order_by("live_from", "pk")
    editions = editions.select_related("venue__city", "series")
    editions = editions.prefetch_related("cities", "organisers", "participants__person")
    by_event = {}
    for edition in editions:
        by_event.setdefault(edition.event_id, []).append(edition)
    return {
        key: [found for edition in of_event for found in _shown(edition, of_event)]
        for key, of_event in by_event.items()
    }


def _shown(edition, of_event):
    """Its documents for each language and span of time in which readers get this edition."""
    own = (edition.live_from, edition.live_until)
    for page_language in LANGUAGES:
        spans = [own]
        if page_language != edition.language:
            others = [other for other in of_event if other.language == page_language]
            spans = spans_without(own, [(other.live_from, other.live_until) for other in others])
        for live_from, live_until in spans:
            yield from _documents(edition, page_language=page_language, live_from=live_from, live_until=live_until)


def _documents(edition, **shown):
    language = edition.language
    shown |= {"language": language, "slug": edition.slug, "day": edition.first_on or edition.first_live_from.date()}
    participants = list(edition.participants.all())
    with override(language):
        kind, status = str(EventKind(edition.kind).label), str(EventStatus(edition.status).label)
        titles = [_role_title(row, language) or str(Function(row.function).label) for row in participants]
    # As far as the date is known, as on the event's own page: whoever asks for "October 2017" finds it, and no day.
    date = span_words(edition.span, language)
    if edition.date_note:
        date = " · ".join(filter(None, [edition.date_note, year_beside(edition.date_note, edition.span)]))
    yield Document(
        kind="event",
        object_id=edition.event_id,
        title=edition.title,
        note=date if edition.status == EventStatus.SCHEDULED else f"{date} · {status}",
        names=(
            *_places(edition, language),
            *(name for row in participants for name in (row.person.name, row.name)),
            *(getattr(organiser, f"name_{language}") for organiser in edition.organisers.all()),
            *([getattr(edition.series, f"name_{language}")] if edition.series else []),
            kind,
            date,
        ),
        text="\n\n".join(
            [
                *(edition.summary, plain_text(edition.body)),
                *(edition.opening_note, edition.ticket_note, edition.status_note),
            ]
        ),
        **shown,
    )
    roles = {}
    for row, title in zip(participants, titles, strict=True):
        roles.setdefault(row.person, {})[title] = None
    for person, titles in roles.items():
        yield Document(
            kind="person",
            object_id=person.pk,
            title=person.name,
            text=" · ".join(titles),
            note=edition.title,
            **shown,
        )


def _role_title(row, language):
    """In that language; where it has none, in the other."""
    titles = (getattr(row, f"role_title_{code}") for code in (language, *LANGUAGES))
    return next(filter(None, titles), "")


def _places(edition, language):
    venue, cities = edition.venue, list(edition.cities.all())
    if venue and venue.city not in cities:
        cities.append(venue.city)
    places = [getattr(venue, f"name_{language}"), venue.district] if venue else []
    return [*places, edition.room, *(getattr(city, f"name_{language}") for city in cities)]


SOURCE = Source(
    "event",
    documents,
    EventEdition.objects.not_over,
    key="event_id",
    mentions={
        "cities.city": ("cities", "venue__city"),
        "people.person": ("participants__person",),
        "events.venue": ("venue",),
        "events.organiser": ("organisers",),
        "events.series": ("series",),
    },
)
