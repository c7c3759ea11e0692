"""What the index of stories can be filtered by: only what live stories have (promise 11), and how many of each."""

import datetime
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.db.models import BigIntegerField, CharField, Count, DateTimeField, F, Max, Min, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from stories.models.editions import StoryEdition
from stories.models.references import Theme

#: How many things a shelf remembers, such as the counts of combined filters.
MEMORY = 2000


@dataclass
class LanguageShelf:
    """The live stories of one language: how many, how many of each city and theme (by key), their years (latest first).

    `lead` is the key of the story that leads the index: the newest featured one, None where none is.
    """

    total: int = 0
    cities: dict = field(default_factory=dict)
    themes: dict = field(default_factory=dict)
    years: tuple = ()
    lead: int | None = None


@dataclass(frozen=True)
class Shelf:
    """True under one content number, from `since` until `until` (aware datetimes; None: until a change).

    `languages` holds a `LanguageShelf` by language, `themes` the `Theme`s that live stories have, by key. `memo` is for
    what follows from the shelf and the frame of the same number.
    """

    number: int
    since: datetime.datetime
    until: datetime.datetime | None
    languages: dict
    themes: dict
    memo: dict = field(default_factory=dict, compare=False, repr=False)

    def is_true(self, number, at):
        return number == self.number and self.since <= at and (self.until is None or at < self.until)

    def remember(self, key, compute):
        """The value of `compute()`, once for each key."""
        if key not in self.memo:
            if len(self.memo) >= MEMORY:
                self.memo.clear()
            self.memo[key] = compute()
        return self.memo[key]


_held = None


def current_shelf(frame, zone, at=None):
    """The shelf at that moment. Two queries, on the first index page after a change or after a story came or went.

    `frame` is the page's `SiteFrame`, whose content number the memory of the process goes by; `zone` that of the home
    city, in which a year begins. Inside a transaction nothing is kept or taken from memory.
    """
    global _held
    at = at or timezone.now()
    if connection.in_atomic_block:
        return _read(frame.number, zone, at)
    held = _held
    if held is not None and held.is_true(frame.number, at):
        return held
    _held = shelf = _read(frame.number, zone, at)
    return shelf


def count_stories(shelf, language, city=None, theme=None, years=None, at=None):
    """How many live stories match, by keys and a span of two aware datetimes. One query, none for a single filter."""
    here = shelf.languages[language]
    if years is None and (city is None or theme is None):
        if city is not None:
            return here.cities.get(city, 0)
        return here.total if theme is None else here.themes.get(theme, 0)
    editions = StoryEdition.objects.live(at).in_language(language).filtered(city, theme, years)
    return shelf.remember(("count", language, city, theme, years), editions.count)


def forget():
    """Empty the memory: for tests, and for whoever puts another database under a running process."""
    global _held
    _held = None


# Reading --------------------------------------------------------------------------------------------------------------
# One query of parts with the same columns counts the live stories by what they are about; another names the themes.

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
_NOTHING = Cast(Value(None), DateTimeField())


def _part(editions, kind, key=None, first=_NOTHING, last=_NOTHING):
    key = Value(0) if key is None else key
    return editions.annotate(
        part=Value(kind, CharField()), key=Cast(key, BigIntegerField()), stories=Count("pk"), first=first, last=last
    ).values_list("part", "language", "key", "stories", "first", "last")


def _parts(at):
    editions = StoryEdition.objects.order_by()
    live = editions.live(at)
    featured = live.filter(is_featured=True)
    newest = featured.filter(language=OuterRef("language")).newest_first().values("story_id")[:1]
    # The text of the year in UTC: to convert 20,000 moments to a zone takes SQLite a tenth of a second.
    dated = live.annotate(year=Substr(Cast("first_live_from", CharField()), 1, 4))
    return _part(live.values("language"), "all").union(
        _part(featured.values("language"), "lead", Subquery(newest)),
        _part(live.filter(cities__isnull=False).values("language", "cities"), "city", F("cities")),
        _part(live.filter(themes__isnull=False).values("language", "themes"), "theme", F("themes")),
        _part(dated.values("language", "year"), "year", first=Min("first_live_from"), last=Max("first_live_from")),
        _part(editions.planned(at).values("language"), "comes", first=Min("live_from")),
        _part(live.filter(live_until__isnull=False).values("language"), "goes", first=Min("live_until")),
        all=True,
    )


def _read(number, zone, at):
    languages = {code: LanguageShelf() for code in LANGUAGES}
    years = {code: set() for code in LANGUAGES}
    changes = []
    for part, language, key, stories, first, last in _parts(at):
        here = languages[language]
        if part == "all":
            here.total = stories
        elif part == "lead":
            here.lead = key
        elif part == "city":
            here.cities[key] = stories
        elif part == "theme":
            here.themes[key] = stories
        elif part == "year":
            # A year of UTC reaches into one other year of the zone, on one side: its first or its last story tells.
            years[language] |= {first.astimezone(zone).year, last.astimezone(zone).year}
        else:
            changes.append(first)
    for code, found in years.items():
        languages[code].years = tuple(sorted(found, reverse=True))
    used = {key for here in languages.values() for key in here.themes}
    themes = {theme.pk: theme for theme in Theme.objects.filter(pk__in=used)} if used else {}
    return Shelf(number, at, min(changes, default=None), languages, themes)
