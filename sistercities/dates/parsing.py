"""What people type for a date, in English or German, whatever language the page is in.

Pure functions; `DateNotUnderstood` says in a sentence what is wrong. A date that two people would read differently
("05/06/1967") is not guessed but refused.
"""

import re

from django.utils import timezone
from django.utils.translation import gettext as _

from sistercities.dates.partial import FIRST_YEAR, LAST_YEAR, PartialDate
from sistercities.dates.words import CALENDARS, date_words

MAX_LENGTH = 60  # longer than any date in words, short enough for every expression below


class DateNotUnderstood(ValueError):
    """The text is no date, or more than one. `str()` is the sentence for the person who typed it."""


class NoDateAtAll(DateNotUnderstood):
    """The text has no form of a date; it may still be two of them."""


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
        rf"{_MONTH},?(?: of)? ?{_YEAR}",  # June 1967
        rf"(?:the )?{_SEASON},?(?: of)? ?{_YEAR}(?P<next_year>/[0-9]{{2,4}})?",  # autumn 2017, winter 2017/18
        rf"(?:the )?{_DAY} ?(?:of )?{_MONTH},? ?{_YEAR}",  # 27 June 1967, 27. Juni 1967
        rf"{_MONTH} ?{_DAY},? ?{_YEAR}",  # June 27, 1967
    )
]
_SEPARATORS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        r" (?:to|until|till|through|bis zum|bis) (?:the )?",
        r" ?[–—] ?",
        r" - ",
        r"(?<=[0-9])/(?=[0-9]{4})",  # EDTF: 2017-10/2017-11
        r" ?- ?",
    )
]
_BEFORE_DATE = re.compile(r"(?:in|on|im|am) ", re.IGNORECASE)  # in October 2017, am 6. Oktober 2017
_BEFORE_RANGE = re.compile(r"(?:from |vom |von )?(?:the )?", re.IGNORECASE)
_EDTF_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_DAY_ALONE = re.compile(_DAY, re.IGNORECASE)
_MONTH_AND_DAY = re.compile(rf"{_MONTH} ?{_DAY}", re.IGNORECASE)
_DAY_AND_YEAR = re.compile(rf"{_DAY},? {_YEAR}", re.IGNORECASE)
_TWO_ORDERS = re.compile(rf"(?P<first>[0-9]{{1,2}}) ?[/-] ?(?P<second>[0-9]{{1,2}}) ?[/-] ?{_YEAR}")
_SHORT_YEAR = re.compile(r"[0-9]{2}|'[0-9]{2}|.*[^0-9][’']?[0-9]{2}")
_LONG_YEAR = re.compile(r"[0-9]{5,}")


def parse(text, language=None):
    """Read a typed date as a `PartialDate`. Raises `DateNotUnderstood`. `language` is only for words in the refusal."""
    text = " ".join(text.split())
    if len(text) > MAX_LENGTH:
        raise NoDateAtAll(_("A date has at most %(limit)d characters.") % {"limit": MAX_LENGTH})
    typed = _BEFORE_DATE.sub("", text.lower(), count=1) if _BEFORE_DATE.match(text) else text.lower()
    if match := _TWO_ORDERS.fullmatch(typed):
        return _in_either_order(text, language, **{name: int(part) for name, part in match.groupdict().items()})
    for form in _FORMS:
        if match := form.fullmatch(typed):
            return _from_match(text, match.groupdict())
    if _SHORT_YEAR.fullmatch(typed) and re.search("[0-9]", typed) and not re.search("[0-9]{4}", typed):
        raise DateNotUnderstood(_("Write the year with four digits, such as 1967."))
    if _LONG_YEAR.fullmatch(typed):
        raise DateNotUnderstood(_range_words())
    this_year = timezone.now().year
    if any(form.fullmatch(f"{typed} {this_year}") for form in _FORMS):
        raise DateNotUnderstood(
            _("Which year? “%(text)s” has none; write “%(example)s”, for example.")
            % {"text": text, "example": f"{text} {this_year}"}
        )
    raise NoDateAtAll(
        _("“%(text)s” is not a date that can be understood. Write it as 1967, June 1967, 27 June 1967 or autumn 2017.")
        % {"text": text}
    )


def parse_range(text, language=None):
    """Read a typed date, or a first and a last one, as `(PartialDate, PartialDate or None)`.

    "4–5 October 2017", "4.-5.10.2017", "30 Sept – 2 Oct 2017", "October to November 2017", "1967–1970",
    "2017-10/2017-11". What the last date says need not be said of the first. Raises `DateNotUnderstood`, also where
    only a guess could give the first date its year.
    """
    text = " ".join(text.split())
    try:
        return parse(text, language), None
    except NoDateAtAll as refusal:
        refused = refusal
    if len(text) > 2 * MAX_LENGTH:
        raise DateNotUnderstood(_("A range of dates has at most %(limit)d characters.") % {"limit": 2 * MAX_LENGTH})
    parts = _in_two(text)
    if parts is None:
        raise refused
    start, end = _both(*parts, text, language)
    if end.latest < start.earliest:
        raise DateNotUnderstood(
            _("In “%(text)s”, the end comes before the start. Write the year of both dates.") % {"text": text}
        )
    return start, (None if start == end else end)


def _in_two(text):
    """The two halves of a range, or None where there are not exactly two."""
    text = text[_BEFORE_RANGE.match(text).end() :]
    for separator in _SEPARATORS:
        parts = separator.split(text)
        if len(parts) > 2 or not all(parts):
            return None
        is_for_edtf = "/" in separator.pattern
        if len(parts) == 2 and (not is_for_edtf or all(_EDTF_DATE.fullmatch(part) for part in parts)):
            return parts
    return None


def _both(first, last, text, language):
    """The two dates of a range: what the first leaves out, the last one has; only American days come the other way."""
    month_and_day = _MONTH_AND_DAY.fullmatch(first)
    if month_and_day and _DAY_AND_YEAR.fullmatch(last):
        last = f"{month_and_day['month']} {last}"  # October 4–5, 2017
    end = parse(last, language)
    if day := _DAY_ALONE.fullmatch(first):
        if not end.day:
            raise DateNotUnderstood(_("“%(text)s” names a day without its month.") % {"text": text})
        return _made(text, end.year, end.month, int(day["day"])), end
    try:
        return parse(first, language), end
    except DateNotUnderstood as refusal:
        refused = refusal
    try:
        return parse(f"{first} {end.year}", language), end
    except DateNotUnderstood:
        with_slash = f"{first}/{end.year}"  # 30/9 – 2/10/2017
    try:
        return parse(with_slash, language), end
    except DateNotUnderstood as second_refusal:
        raise (second_refusal if re.search("[0-9]/[0-9]", first) else refused) from None


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
