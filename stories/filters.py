"""What the index of stories shows: all, or those of a city, a theme, a year. Every state is an address."""

import datetime
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import get_language

from sistercities.office.filters import Choice, ListFilter
from stories.addresses import index_address


@dataclass(frozen=True)
class StoryFilter(ListFilter):
    """At most one choice for each of the parameters `city`, `theme` and `year`, which combine."""

    city: Choice | None = None
    theme: Choice | None = None
    year: Choice | None = None

    NAMES = ("city", "theme", "year")

    def address(self, **position):
        """The site-relative address of the index in this state; `position` is `before=` or `after=` a story's key."""
        pairs = self.pairs + list(position.items())
        return index_address(get_language()) + (f"?{urlencode(pairs)}" if pairs else "")

    def toggled(self, name, choice):
        """With that choice, or without any where it is the one already made."""
        return replace(self, **{name: None if getattr(self, name) == choice else choice})

    def conditions(self, zone):
        """The keys and the span that `StoryEditionQuerySet.for_index()` and `count_stories()` take."""
        return {
            "city": self.city and self.city.key,
            "theme": self.theme and self.theme.key,
            "years": self.year and year_span(self.year.key, zone),
        }


def year_span(year, zone):
    """The first moments of that year and of the next one, in that zone."""
    return tuple(datetime.datetime(y, 1, 1, tzinfo=zone).astimezone(datetime.UTC) for y in (year, year + 1))


def home_zone(frame):
    """The time zone of the home city: days and years of the public pages are its."""
    return frame.home_city.zone if frame.home_city else datetime.UTC


def city_choice(city, language):
    return Choice(city.pk, getattr(city, f"slug_{language}"), getattr(city, f"name_{language}"))


def theme_choice(theme, language):
    return Choice(theme.pk, getattr(theme, f"slug_{language}"), getattr(theme, f"name_{language}"))


def year_choice(year):
    return Choice(year, f"{year:04d}", f"{year:04d}")


def choices(frame, shelf, language):
    """What a filter can be made of: `{parameter: [Choice, …]}`, only what live stories in that language have.

    Cities begin with the home city, the others and the themes stand in alphabetical order, years begin with the latest.
    """
    here = shelf.languages[language]
    cities = [city for key, city in frame.cities.items() if key in here.cities]
    themes = [theme for key, theme in shelf.themes.items() if key in here.themes]
    return {
        "city": sorted(
            (city_choice(city, language) for city in cities),
            key=lambda choice: (not frame.is_home(frame.cities[choice.key]), choice.label.casefold()),
        ),
        "theme": sorted(
            (theme_choice(theme, language) for theme in themes), key=lambda choice: choice.label.casefold()
        ),
        "year": [year_choice(year) for year in here.years],
    }


def read_filter(parameters, offered):
    """The filter that an address asks for. Raises LookupError for a value that is not offered: an allow-list.

    `parameters` is the request's GET, `offered` what `choices()` returned. Of repeated parameters the last one counts,
    empty ones and those of other names do not.
    """
    found = {}
    for name in StoryFilter.NAMES:
        if value := parameters.get(name):
            found[name] = next((choice for choice in offered[name] if choice.value == value), None)
            if found[name] is None:
                raise LookupError(name)
    return StoryFilter(**found)


def filter_of_story(parameters, cities, themes, first_live_on, language):
    """The filter that a reader came through, from the address of the story; what does not fit the story is left out.

    So the way back leads to a list that has this story in it, whatever somebody wrote into the address.
    """
    offered = {
        "city": [city_choice(city, language) for city in cities],
        "theme": themes,
        "year": [year_choice(first_live_on.year)],
    }
    return StoryFilter(
        **{
            name: next((choice for choice in offered[name] if choice.value == parameters.get(name)), None)
            for name in StoryFilter.NAMES
        }
    )
