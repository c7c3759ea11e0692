"""Partial dates in words. One table per language: what a language needs is more than the translation of a phrase.

"27 June 1967" and „27. Juni 1967“, as `design` asks; the parts are joined by no-break spaces, so a date never breaks.
"""

from dataclasses import dataclass

from django.utils.translation import get_language

NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class Calendar:
    months: tuple
    seasons: dict
    day: str  # how a day of the month is written


CALENDARS = {
    "en": Calendar(
        months=(
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
        seasons={21: "spring", 22: "summer", 23: "autumn", 24: "winter"},
        day="{}",
    ),
    "de": Calendar(
        months=(
            *("Januar", "Februar", "März", "April", "Mai", "Juni"),
            *("Juli", "August", "September", "Oktober", "November", "Dezember"),
        ),
        seasons={21: "Frühling", 22: "Sommer", 23: "Herbst", 24: "Winter"},
        day="{}.",
    ),
}


def calendar_for(language=None):
    """The table of a language ("de", "de-at"; the active one, if none is given), English where there is none."""
    code = (language or get_language() or "en").split("-")[0].lower()
    return CALENDARS.get(code, CALENDARS["en"])


def date_words(date, language=None):
    """A `PartialDate` in words: "27 June 1967", "June 1967", "autumn 2017", "1967"; a winter names both its years."""
    names = calendar_for(language)
    if date.season == 24:
        following = date.year + 1
        year = f"{date.year}/{following if following % 100 == 0 else f'{following % 100:02d}'}"
        parts = [names.seasons[24], year]
    elif date.season:
        parts = [names.seasons[date.season], str(date.year)]
    else:
        parts = [str(date.year)]
        if date.month:
            parts.insert(0, names.months[date.month - 1])
        if date.day:
            parts.insert(0, names.day.format(date.day))
    return NO_BREAK_SPACE.join(parts)
