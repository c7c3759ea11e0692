"""What an event's page shows: the edition and its children, and its neighbours in time.

From the database it is live editions and nothing else; a preview gathers the same from an edition that is not saved.
"""

import datetime
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from events.addresses import event_address
from events.listing import EventRow, for_rows, rows
from events.models.choices import EventStatus
from events.models.editions import EditionOpeningHours, EditionParticipant, EventEdition, EventEditionDate
from events.models.references import Organiser
from events.moves import moves
from sistercities.publishing.aggregates import JSONList
from sistercities.publishing.prepared import Prepared

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
#: With these the public is told which dates were announced before.
MOVED = (EventStatus.RESCHEDULED, EventStatus.POSTPONED)
_PARTICIPANT = ("position", "name", "function", "role_title_en", "role_title_de")
_HOURS = ("position", "days", "opens", "closes")
_ORGANISER = ("name_en", "name_de", "website")
_UNREAD = ("expires_at", "ended_as", "published_at", "published_by", "fingerprint")
_PICTURE_UNREAD = ("file", "original_name", "source", "usage_terms", "valid_until", "created_at", "changed_at")
_VENUE_UNREAD = ("created_at", "changed_at")


@dataclass
class EventPage:
    """An event as its page shows it, in `language`, which need not be that of the edition.

    `dates` are its `EventEditionDate`s in the order of time, the main one among them; `cities`, `partnership` and
    `anniversary` are those of the site frame, the home city first. `before` are the spans that it was announced for,
    as far as the public is told. `neighbours` are rows of other events. `alternates` maps languages to addresses.
    """

    edition: EventEdition
    language: str
    at: datetime.datetime
    dates: list
    participants: list
    opening_hours: list
    organisers: list
    cities: list
    partnership: object = None
    anniversary: object = None
    before: list = field(default_factory=list)
    neighbours: list[EventRow] = field(default_factory=list)
    alternates: dict = field(default_factory=dict)

    @property
    def text_language(self):
        """The language of the words of the event where it is not that of the page, else empty."""
        return "" if self.edition.language == self.language else self.edition.language

    @property
    def city_keys(self):
        return [city.pk for city in self.cities]

    @property
    def main(self):
        return next(date for date in self.dates if date.position == 0)

    @property
    def date(self):
        """The date that the page is about: the main one, or the next one where that is over."""
        if not self.is_over(self.main):
            return self.main
        coming = [date for date in self.dates if not self.is_over(date)]
        return next((date for date in coming if not date.is_cancelled), coming[0] if coming else self.main)

    @property
    def is_past(self):
        return all(self.is_over(date) for date in self.dates)

    @property
    def is_cancelled(self):
        return self.edition.status == EventStatus.CANCELLED

    def is_over(self, date):
        return date.latest_at is not None and date.latest_at <= self.at


def read_event(frame, language, slug, at=None):
    """The `EventPage` at that address in that language, or None. Four queries at most.

    Where the event has no text in that language, the page has the one in the other, at its address.
    """
    at = at or timezone.now()
    edition = next(iter(_edition_query(language)(slug=slug, at=at)), None)
    if edition is None:
        return None
    dates = _dates_query(edition=edition.pk)
    for date in dates:
        date.edition = edition
    slugs = {code: getattr(edition, f"slug_{code}") or edition.slug for code in LANGUAGES}
    page = _page(
        frame,
        edition,
        language,
        at,
        dates=dates,
        participants=_instances(EditionParticipant, edition.participant_rows),
        opening_hours=_instances(EditionOpeningHours, edition.hours_rows),
        organisers=sorted(_instances(Organiser, edition.organiser_rows), key=lambda organiser: organiser.name),
        cities=[frame.cities[key] for key in edition.city_keys or () if key in frame.cities],
    )
    page.alternates = {code: event_address(code, slug) for code, slug in slugs.items()}
    if edition.status in MOVED:
        page.before = [move.before for move in moves(edition.event_id, at)]
    return page


@cache
def _edition_query(language):
    def build(slug, at):
        editions = EventEdition.objects.readable_in(language, at).filter(slug=slug)
        for code in LANGUAGES:
            editions = editions.with_slug_in(code, at)
        return _with_children(editions).order_by("-live_from", "-pk")[:1]

    return Prepared(build, slug=str, at=datetime.datetime)


_dates_query = Prepared(lambda edition: EventEditionDate.objects.filter(edition=edition).in_order(), edition=int)


def slug_today(slug, language, at=None):
    """Where an event is found today that once was public at that address: its slug, None where it was withdrawn.

    Raises LookupError where nothing public ever had that address. Two queries.
    """
    former = EventEdition.objects.for_old_address(slug, at).values_list("event", flat=True).first()
    if former is None:
        raise LookupError("no such event")
    return EventEdition.objects.readable_in(language, at).filter(event=former).values_list("slug", flat=True).first()


def preview_event(frame, edition, dates, participants, opening_hours, at=None):
    """The `EventPage` of an edition that is not saved, with the children that publishing would freeze.

    Cities and organisers are those of the manuscript, of a printed edition its own.
    """
    source = edition if edition.pk else edition.event
    for date in dates:
        date.edition = edition
    return _page(
        frame,
        edition,
        edition.language,
        at or timezone.now(),
        dates=sorted(dates, key=lambda date: (date.sort_key, date.position)),
        participants=list(participants),
        opening_hours=list(opening_hours),
        organisers=list(source.organisers.all()),
        cities=[frame.cities.get(city.pk, city) for city in source.cities.all()],
    )


def _page(frame, edition, language, at, **parts):
    anniversary = next((a for a in frame.anniversaries if a.pk == edition.anniversary_id), None)
    partnership = next((p for p in frame.partnerships if p.pk == edition.partnership_id), None)
    page = EventPage(edition, language, at, partnership=partnership, anniversary=anniversary, **parts)
    page.cities.sort(key=lambda city: (not frame.is_home(city), getattr(city, f"name_{language}")))
    page.neighbours = _neighbours(frame, page)
    return page


def _neighbours(frame, page):
    """The nearest date of another event before and after: two rows, both on one side where the other has none."""
    main, place = page.main, page.main.pk or 0
    found = _neighbours_query(
        language=page.language, at=page.at, event=page.edition.event_id, sort_key=main.sort_key, pk=place
    )
    earlier = [date for date in found if (date.sort_key, date.pk) < (main.sort_key, place)]
    later = found[len(earlier) :]
    chosen = [*earlier[-1:], *later[:1]] if earlier and later else [*earlier, *later]
    return rows(frame, chosen, page.language, page.at)


def _beside(language, at, event, sort_key, pk):
    dates = EventEditionDate.objects.readable_in(language, at).exclude(edition__event=event)
    # Of what stands at the same place in the list, one is before the other by its key, wherever one comes from.
    before = dates.beyond(sort_key, pk, latest_first=True).latest_first()
    after = dates.beyond(sort_key, pk).in_order()
    keys = [
        EventEditionDate.objects.filter(pk__in=part[:2].values("pk")).order_by().values("pk")
        for part in (before, after)
    ]
    return for_rows(EventEditionDate.objects.filter(pk__in=keys[0].union(keys[1], all=True))).in_order()


_neighbours_query = Prepared(_beside, language=str, at=datetime.datetime, event=int, sort_key=int, pk=int)


# Children of a printed edition come with it, as lists in a column: four queries less on each page.


def _with_children(editions):
    children = {
        "city_keys": (EventEdition.cities.through, "eventedition", F("city_id")),
        "participant_rows": (EditionParticipant, "edition", JSONObject(**{name: name for name in _PARTICIPANT})),
        "hours_rows": (EditionOpeningHours, "edition", JSONObject(**{name: name for name in _HOURS})),
        "organiser_rows": (
            EventEdition.organisers.through,
            "eventedition",
            JSONObject(**{name: f"organiser__{name}" for name in _ORGANISER}),
        ),
    }
    unread = [
        *_UNREAD,
        *(f"picture__{column}" for column in _PICTURE_UNREAD),
        *(f"venue__{column}" for column in _VENUE_UNREAD),
    ]
    editions = editions.select_related("picture", "venue", "series").defer(*unread)
    for name, (model, link, value) in children.items():
        listed = model.objects.filter(**{link: OuterRef("pk")}).order_by().values(link)
        editions = editions.annotate(**{name: Subquery(listed.annotate(listed=JSONList(value)).values("listed"))})
    return editions


def _instances(model, listed):
    """Unsaved objects from a list of dictionaries, by their position where they have one."""
    found = []
    for values in sorted(listed or (), key=lambda values: values.get("position", 0)):
        fields = {name: model._meta.get_field(name) for name in values}
        found.append(model(**{name: fields[name].to_python(value) for name, value in values.items()}))
    return found
