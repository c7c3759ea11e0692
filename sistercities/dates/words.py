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
    weekdays: tuple  # Monday first
    short_months: tuple  # as in narrow columns
    short_weekdays: tuple


CALENDARS = {
    "en": Calendar(
        months=(
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
        seasons={21: "spring", 22: "summer", 23: "autumn", 24: "winter"},
        day="{}",
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        short_months=(
            *("Jan", "Feb", "Mar", "Apr", "May", "June"),
            *("July", "Aug", "Sept", "Oct", "Nov", "Dec"),
        ),
        short_weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    ),
    "de": Calendar(
        months=(
            *("Januar", "Februar", "März", "April", "Mai", "Juni"),
            *("Juli", "August", "September", "Oktober", "November", "Dezember"),
        ),
        seasons={21: "Frühling", 22: "Sommer", 23: "Herbst", 24: "Winter"},
        day="{}.",
        weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        short_months=(
            *("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni"),
            *("Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."),
        ),
        short_weekdays=("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    ),
}


def of_language(tables, language=None):
    """The entry of a language ("de", "de-at"; the active one, if none is given), English where there is none."""
    code = (language or get_language() or "en").split("-")[0].lower()
    return tables.get(code, tables["en"])


def calendar_for(language=None):
    """The calendar of a language, as `of_language`."""
    return of_language(CALENDARS, language)


def date_words(date, language=None):
    """A `PartialDate` in words: "27 June 1967", "June 1967", "autumn 2017", "1967"; a winter names both its years."""
    return NO_BREAK_SPACE.join([*parts_before_year(date, language), year_words(date)])


def parts_before_year(date, language=None):
    """The words of a date without its year: ["27", "June"], ["June"], ["autumn"], []."""
    names = calendar_for(language)
    if date.season:
        return [names.seasons[date.season]]
    parts = []
    if date.day:
        parts.append(names.day.format(date.day))
    if date.month:
        parts.append(names.months[date.month - 1])
    return parts


def year_words(date):
    """ "2017", and both years of a winter: "2017/18", "1999/2000"."""
    if date.season != 24:
        return str(date.year)
    following = date.year + 1
    return f"{date.year}/{following if following % 100 == 0 else f'{following % 100:02d}'}"


def weekday_words(date, language=None):
    """ "Friday" for a `PartialDate` that knows its day."""
    return calendar_for(language).weekdays[date.earliest.weekday()]
