"""What a story's page shows, gathered in four queries: the edition, what its body embeds, events, what to read next.

From the database it is live editions and nothing else; a preview gathers the same from an edition that is not saved.
"""

import datetime
from dataclasses import dataclass, field
from functools import cache, lru_cache

from django.conf import settings
from django.utils import timezone

from events.addresses import list_address
from events.excerpts import Excerpt, read_excerpt
from events.filters import EventFilter
from sistercities.publishing.prepared import Prepared
from stories import body
from stories.addresses import story_address
from stories.filters import Choice, StoryFilter, filter_of_story, home_zone, theme_choice
from stories.models.editions import StoryEdition, StoryEditionEmbed
from stories.models.querysets import PICTURE_COLUMNS_UNREAD, unread
from stories.rendering import EMBED_RELATED

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)

#: Events of its partnership that a story names as the next ones.
COMING = 3

_TIMES_UNREAD = ("created_at", "changed_at")


@dataclass
class StoryPage:
    """A story as its page shows it.

    `cities` (the home city first) and `partnership` are those of the site frame, `themes` are `Choice`s of the index's
    filter, `embeds` are joined as `stories.rendering.EMBED_RELATED` says, `related` are editions `with_cards()`.
    `alternates` maps each language in which the story is live to its address, `came_from` is the filter of the index
    that the reader came through. `events` are those on cards in the body and the next ones of the partnership, which
    `events_address` lists. `first_live_on` and `updated_on` are days in the home city's zone; the latter is None
    unless it is a later one.
    """

    edition: StoryEdition
    cities: list
    themes: list[Choice]
    partnership: object
    embeds: list
    related: list
    alternates: dict
    events: Excerpt
    first_live_on: datetime.date
    updated_on: datetime.date | None
    came_from: StoryFilter = field(default_factory=StoryFilter)

    @property
    def city_keys(self):
        return [city.pk for city in self.cities]

    @property
    def events_address(self):
        return list_address(self.edition.language, partnership=self.partnership and self.partnership.slug)

    @property
    def minutes(self):
        return _minutes(self.edition.body)


@lru_cache(maxsize=512)
def _minutes(html):
    return body.reading_minutes(html)


@cache
def _story_query(language):
    others = [code for code in LANGUAGES if code != language]

    def build(slug, at):
        return StoryEdition.objects.for_story_page(slug, language, others, at)[:1]

    return Prepared(build, slug=str, at=datetime.datetime)


def _embeds(edition):
    embeds = StoryEditionEmbed.objects.filter(edition=edition).select_related(*EMBED_RELATED).order_by("position")
    embeds = embeds.defer(*unread("picture", PICTURE_COLUMNS_UNREAD))
    return embeds.defer(*unread("quote", _TIMES_UNREAD), *unread("quote__speaker", _TIMES_UNREAD))


_embeds_query = Prepared(_embeds, edition=int)
#: By so many themes and partner cities of a story "Read on" looks for others.
MOST_COMMON = 4
_COMMON = [f"{name}_{number}" for name in ("theme", "city") for number in range(MOST_COMMON)]


def _related(story, partnership, language, at, **keys):
    themes, cities = [keys[name] for name in _COMMON[:MOST_COMMON]], [keys[name] for name in _COMMON[MOST_COMMON:]]
    return StoryEdition.objects.for_read_on(story, partnership, themes, cities, language, at)


_read_on_query = Prepared(
    _related, story=int, partnership=int, language=str, at=datetime.datetime, **dict.fromkeys(_COMMON, int)
)


def read_story(frame, language, slug, parameters, at=None):
    """The `StoryPage` of the live story at that address, or None. `parameters` is the request's GET.

    Three queries, and one for the events where it embeds any or belongs to a partnership.
    """
    at = at or timezone.now()
    found = _story_query(language)(slug=slug, at=at)
    if not found:
        return None
    edition = found[0]
    slugs = {code: slug if code == language else getattr(edition, f"slug_{code}") for code in LANGUAGES}
    page = _page(
        frame,
        edition,
        cities=[frame.cities[key] for key in edition.city_keys or () if key in frame.cities],
        themes=[Choice(label["key"], label["slug"], label["name"]) for label in edition.theme_labels or ()],
        at=at,
        embeds=_embeds_query(edition=edition.pk),
        alternates={code: story_address(code, found) for code, found in slugs.items() if found},
    )
    page.came_from = filter_of_story(parameters, page.cities, page.themes, page.first_live_on, language)
    return page


def preview_story(frame, edition, *, cities, themes, embeds, at=None):
    """The `StoryPage` of an edition that is not saved. `cities` and `themes` are model instances. Two queries."""
    cities = [frame.cities.get(city.pk, city) for city in cities]
    return _page(
        frame,
        edition,
        cities=cities,
        themes=[theme_choice(theme, edition.language) for theme in themes],
        at=at or timezone.now(),
        embeds=list(embeds),
        alternates={},
    )


def _page(frame, edition, cities, themes, at, **parts):
    zone = home_zone(frame)
    first, updated = edition.first_live_from.astimezone(zone).date(), edition.live_from.astimezone(zone).date()
    partnership = next((p for p in frame.partnerships if p.pk == edition.partnership_id), None)
    if edition.anniversary:
        # Its title names both cities; from the frame they cost no query, and one that is newer than the frame asks.
        for known in frame.partnerships:
            if known.pk == edition.anniversary.partnership_id:
                edition.anniversary.partnership = known
    return StoryPage(
        edition=edition,
        cities=sorted(cities, key=lambda city: (not frame.is_home(city), city.name)),
        themes=sorted(themes, key=lambda theme: theme.label.casefold()),
        partnership=partnership,
        related=_read_on(frame, edition, cities, themes, at),
        events=_events(frame, edition, parts["embeds"], partnership, at),
        first_live_on=first,
        updated_on=updated if updated > first else None,
        **parts,
    )


def _events(frame, edition, embeds, partnership, at):
    """The events of the cards, and the next ones of the partnership: a story without one names no others."""
    choice = partnership and EventFilter(partnership=Choice(partnership.pk, partnership.slug, ""))
    return read_excerpt(
        frame,
        edition.language,
        at,
        cards=[embed.event_id for embed in embeds if embed.event_id],
        coming=COMING if partnership else 0,
        choice=choice,
    )


def _read_on(frame, edition, cities, themes, at):
    """`cities` and `themes` are those of the edition. The home city says nothing: nearly all stories are about it."""
    partners = [city.pk for city in cities if not frame.is_home(city)][:MOST_COMMON]
    keys = dict.fromkeys(_COMMON)
    keys |= {f"theme_{number}": theme.key for number, theme in enumerate(themes[:MOST_COMMON])}
    keys |= {f"city_{number}": key for number, key in enumerate(partners)}
    return _read_on_query(
        story=edition.story_id, partnership=edition.partnership_id, language=edition.language, at=at, **keys
    )
