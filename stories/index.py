"""What a page of the index shows: chips, a leading story, cards, and the ways to older and newer ones.

Pages go by key: "older than this story". A deep page costs what the first one costs, and stories that come in at the
top do not push others from page to page.
"""

import datetime
import re
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.utils.translation import override

from sistercities.publishing.prepared import Prepared
from stories.addresses import index_address
from stories.filters import (
    Choice,
    StoryFilter,
    choices,
    city_choice,
    home_zone,
    read_filter,
    theme_choice,
)
from stories.models.editions import StoryEdition
from stories.shelf import count_stories, current_shelf

#: Cards below the leading story; with more, the page is heavier than its budget (`make lighthouse`).
CARDS = 6

_KEY = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Chip:
    """A choice as a link; the one that is made links to the list without it. `stories`: how many have it."""

    choice: Choice
    address: str
    is_chosen: bool
    stories: int = 0


@dataclass
class IndexPage:
    """`lead` is an edition or None, `cards` are editions, all `with_cards()`. No such page: its address is "".

    `chips` are lists by parameter. `wider` are pairs of choice and address, for where nothing was found. `moved_to` is
    set when what was asked for is the first page of the list: nothing else is set then.
    """

    filter: StoryFilter = field(default_factory=StoryFilter)
    address: str = ""
    lead: StoryEdition | None = None
    cards: list = field(default_factory=list)
    count: int = 0
    older: str = ""
    newer: str = ""
    is_first: bool = True
    chips: dict = field(default_factory=dict)
    wider: list = field(default_factory=list)
    alternates: dict = field(default_factory=dict)
    moved_to: str = ""


def read_index(frame, language, parameters, at):
    """The page of the index that an address asks for. `parameters` is the request's GET, `at` an aware datetime.

    Raises LookupError where there is no such page: a filter that no live story has ever had, no story beyond that key.
    Five queries at most, two when nothing changed since the last page.
    """
    zone = home_zone(frame)
    shelf = current_shelf(frame, zone, at)
    offered = shelf.remember(("offered", language), lambda: choices(frame, shelf, language))
    # A city has a page of its own, so it may be asked for before it has its first story.
    every_city = [city_choice(city, language) for city in frame.cities.values()]
    chosen = read_filter(parameters, {**offered, "city": every_city})
    before, after = _key(parameters, "before"), _key(parameters, "after")
    lead_key = None if chosen else shelf.languages[language].lead
    conditions = chosen.conditions(zone)
    conditions = {"language": language, "without": lead_key, "at": at, **conditions}

    page = IndexPage(filter=chosen)
    first_page_holds = CARDS if lead_key else CARDS + 1
    if after is not None and before is None:
        found = _editions(limit=first_page_holds + 1, after=after, **conditions)
        if not found:
            raise LookupError("after")
        if len(found) <= first_page_holds:
            return IndexPage(moved_to=chosen.address())
        shown = found[:CARDS][::-1]
        page.older = chosen.address(before=shown[-1].story_id)
    else:
        wanted = CARDS if before is not None else first_page_holds
        found = _editions(limit=wanted + 1, before=before, **conditions)
        if not found and before is not None:
            raise LookupError("before")
        shown = found[:wanted]
        page.older = chosen.address(before=shown[-1].story_id) if len(found) > wanted else ""
    page.is_first = before is None and after is None
    if page.is_first:
        page.address = chosen.address()
        page.lead = _lead(language, lead_key, at) if lead_key else (shown.pop(0) if shown else None)
    else:
        page.address = chosen.address(**({"after": after} if before is None else {"before": before}))
        page.newer = chosen.address(after=shown[0].story_id)
    page.cards = shown
    page.count = count_stories(shelf, language, at=at, **chosen.conditions(zone)) if shown or page.lead else 0
    page.chips = shelf.remember(("chips", language, chosen), lambda: _chips(shelf, language, chosen, offered))
    page.alternates = shelf.remember(("alternates", chosen), lambda: _alternates(frame, shelf, chosen))
    if not page.count:
        page.wider = _wider(shelf, language, chosen)
    return page


def _key(parameters, name):
    value = parameters.get(name)
    if not value:
        return None
    if not _KEY.fullmatch(value):
        raise LookupError(name)
    return int(value)


# Queries --------------------------------------------------------------------------------------------------------------


@cache
def _index_query(limit, names):
    def build(years_from=None, years_until=None, **values):
        years = None if years_from is None else (years_from, years_until)
        return StoryEdition.objects.for_index(years=years, **values)[:limit]

    moments = {"at", "years_from", "years_until"}
    types = {name: datetime.datetime if name in moments else str if name == "language" else int for name in names}
    return Prepared(build, **types)


def _editions(limit, years=None, **values):
    values |= {"years_from": years and years[0], "years_until": years and years[1]}
    values = {name: value for name, value in values.items() if value is not None}
    return _index_query(limit, tuple(sorted(values)))(**values)


_lead_query = Prepared(
    lambda language, story, at: (
        StoryEdition.objects.live(at)
        .in_language(language)
        .filter(story=story)
        .with_cards()
        .without_credits()
        .order_by()
    ),
    language=str,
    story=int,
    at=datetime.datetime,
)


def _lead(language, story, at):
    return next(iter(_lead_query(language=language, story=story, at=at)), None)


# Links ----------------------------------------------------------------------------------------------------------------


def _chips(shelf, language, chosen, offered):
    base, here = index_address(language), shelf.languages[language]
    counts = {"city": here.cities, "theme": here.themes, "year": {}}
    return {
        name: [
            Chip(
                choice,
                base + chosen.toggled(name, choice).query,
                getattr(chosen, name) == choice,
                counts[name].get(choice.key, 0),
            )
            for choice in found
        ]
        for name, found in offered.items()
    }


def _wider(shelf, language, chosen):
    """Two lists that do have stories: what was asked for one by one, or all."""
    here = shelf.languages[language]
    existing = {"city": here.cities, "theme": here.themes, "year": here.years}
    single = [(name, choice) for name, choice in chosen.chosen if choice.key in existing[name]]
    if len(chosen.chosen) < 2:
        return []
    return [(choice, StoryFilter(**{name: choice}).address()) for name, choice in single[:2]]


def _alternates(frame, shelf, chosen):
    """The same list in every language that has it."""
    found = {}
    for code, _name in settings.LANGUAGES:
        here = shelf.languages[code]
        translated = {}
        if chosen.city and chosen.city.key in here.cities:
            translated["city"] = city_choice(frame.cities[chosen.city.key], code)
        if chosen.theme and chosen.theme.key in here.themes:
            translated["theme"] = theme_choice(shelf.themes[chosen.theme.key], code)
        if chosen.year and chosen.year.key in here.years:
            translated["year"] = chosen.year
        if len(translated) == len(chosen.chosen):
            with override(code):
                found[code] = StoryFilter(**translated).address()
    return found
