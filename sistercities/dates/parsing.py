"""What people type for a date, in English or German, whatever language the page is in.

Pure functions; `DateNotUnderstood` says in a sentence what is wrong. A date that two people would read differently
("05/06/1967") is not guessed but refused.
"""

import re

from django.utils.translation import gettext as _

from sistercities.dates.partial import FIRST_YEAR, LAST_YEAR, PartialDate
from sistercities.dates.words import CALENDARS, date_words

MAX_LENGTH = 60  # longer than any date in words, short enough for every expression below


class DateNotUnderstood(ValueError):
    """The text is no date, or more than one. `str()` is the sentence for the person who typed it."""


def _month_names():
    names = {}
    for calendar in CALENDARS.values():
        for number, name in enumerate(calendar.months, start=1):
            for spelling in (name, name.replace("ä", "ae"), name.replace("ä", "a")):
                names[spelling.lower()] = names[spelling[:3].lower()] = number
    return names | {"sept": 9, "mrz": 3, "märz": 3, "jänner": 1, "jaenner": 1, "feber": 2, "mae": 3}


def _season_names():
    names = {name.lower(): number for calendar in CALENDARS.values() for number, name in calendar.seasons.items()}
    return names | {"fall": 23, "fruehling": 21, "frühjahr": 21, "fruehjahr": 21}


MONTHS = _month_names()
SEASONS = _season_names()

_MONTH = "(?P<month>%s)\\.?" % "|".join(sorted(MONTHS, key=len, reverse=True))  # noqa: UP031 - braces below
_SEASON = "(?P<season>%s)" % "|".join(sorted(SEASONS, key=len, reverse=True))  # noqa: UP031
_DAY = r"(?P<day>[0-9]{1,2})(?:\.|st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
_NUMBER = r"(?P<month_number>[0-9]{1,2})"

_FORMS = [
    re.compile(form)
    for form in (
        _YEAR,
        rf"{_YEAR}-{_NUMBER}",  # 2017-10, and EDTF's seasons 2017-21 … 2017-24
        rf"{_YEAR}(?P<separator>[-/.]){_NUMBER}(?P=separator)(?P<day>[0-9]{{1,2}})",  # 1967-06-27
        rf"{_NUMBER} ?[/.] ?{_YEAR}",  # 6/1967, 06.1967
        rf"(?P<day>[0-9]{{1,2}})\. ?{_NUMBER}\. ?{_YEAR}",  # 27.6.1967: only German writes points, day first
        rf"{_MONTH},? ?{_YEAR}",  # June 1967
        rf"{_SEASON},? ?{_YEAR}(?P<next_year>/[0-9]{{2,4}})?",  # autumn 2017, winter 2017/18
        rf"(?:the )?{_DAY} ?(?:of )?{_MONTH},? ?{_YEAR}",  # 27 June 1967, 27. Juni 1967
        rf"{_MONTH} ?{_DAY},? ?{_YEAR}",  # June 27, 1967
    )
]
_TWO_ORDERS = re.compile(rf"(?P<first>[0-9]{{1,2}}) ?[/-] ?(?P<second>[0-9]{{1,2}}) ?[/-] ?{_YEAR}")
_SHORT_YEAR = re.compile(r"[0-9]{2}|'[0-9]{2}|.*[^0-9][’']?[0-9]{2}")
_LONG_YEAR = re.compile(r"[0-9]{5,}")


def parse(text, language=None):
    """Read a typed date as a `PartialDate`. Raises `DateNotUnderstood`. `language` is only for words in the refusal."""
    text = " ".join(text.split())
    if len(text) > MAX_LENGTH:
        raise DateNotUnderstood(_("A date has at most %(limit)d characters.") % {"limit": MAX_LENGTH})
    typed = text.lower()
    if match := _TWO_ORDERS.fullmatch(typed):
        return _in_either_order(text, language, **{name: int(part) for name, part in match.groupdict().items()})
    for form in _FORMS:
        if match := form.fullmatch(typed):
            return _from_match(text, match.groupdict())
    if _SHORT_YEAR.fullmatch(typed) and re.search("[0-9]", typed) and not re.search("[0-9]{4}", typed):
        raise DateNotUnderstood(_("Write the year with four digits, such as 1967."))
    if _LONG_YEAR.fullmatch(typed):
        raise DateNotUnderstood(_range_words())
    raise DateNotUnderstood(
        _("“%(text)s” is not a date that can be understood. Write it as 1967, June 1967, 27 June 1967 or autumn 2017.")
        % {"text": text}
    )


def _range_words():
    return _("The year must lie between %(first)d and %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}


def _from_match(text, parts):
    year = int(parts["year"])
    month = parts.get("month")
    number = parts.get("month_number")
    day = int(parts["day"]) if parts.get("day") else None
    season = SEASONS[parts["season"]] if parts.get("season") else None
    if month:
        month = MONTHS[month]
    elif number:
        month = int(number)
        if day is None and month in range(21, 25):
            month, season = None, month
    if parts.get("next_year"):
        following = parts["next_year"][1:]
        if season != 24 or not str(year + 1).endswith(following):
            raise DateNotUnderstood(_("Only a winter has two years, one after the other, such as winter 2017/18."))
    return _made(text, year, month, day, season)


def _made(text, year, month=None, day=None, season=None):
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateNotUnderstood(_range_words())
    try:
        return PartialDate(year, month, day, season)
    except ValueError:
        raise DateNotUnderstood(_("There is no such date in the calendar: “%(text)s”.") % {"text": text}) from None


def _in_either_order(text, language, first, second, year):
    """Both numbers could be the month: refuse, unless only one order gives a date or both give the same."""
    if first != second and first <= 12 and second <= 12 and first and second:
        raise DateNotUnderstood(
            _(
                "“%(text)s” can be read in two ways, as %(one)s or as %(other)s. "
                "Write the month as a word, or the date as %(iso)s."
            )
            % {
                "text": text,
                "one": date_words(_made(text, year, second, first), language),
                "other": date_words(_made(text, year, first, second), language),
                "iso": _made(text, year, second, first).edtf,
            }
        )
    day, month = (first, second) if second <= 12 else (second, first)
    return _made(text, year, month, day)
