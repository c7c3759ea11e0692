"""Spans in words, in each language: in full, inside a sentence, for the narrow date block of a list, as HTML.

A language is one more table, since word order and prepositions are no translations. Words of one date are joined by
no-break spaces, and a line breaks after a dash but never before it. Times are in `sistercities.dates.clock_words`.
"""

import datetime
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from sistercities.dates.spans import local_or_utc
from sistercities.dates.words import (
    NO_BREAK_SPACE,
    calendar_for,
    date_words,
    of_language,
    parts_before_year,
    weekday_words,
    year_words,
)

#: What ends the day after it began, but sooner than this, is one evening and no stay of two days.
ONE_EVENING = datetime.timedelta(hours=12)
#: The date block names the days of the week of at most so many days.
A_WEEK = 7


class English:
    to_follow = "Date to follow"
    to_follow_block = ("Date", "to follow")
    to_follow_beside = "date to follow"
    open_from, open_until = "from {}", "until {}"
    block_until = "to {}"
    block_now = "Now"
    sentence_to_follow = "on a date to follow"
    sentence = {"day": "on {}", "month": "in {}", "season": "in {}", "year": "in {}"}
    sentence_from = {"day": "from {}", "weekday": "from {}", "month": "from {}", "season": "from {}", "year": "from {}"}
    sentence_until = {"day": "to {}", "month": "to {}", "season": "to {}", "year": "to {}"}


class German:
    to_follow = "Datum folgt"
    to_follow_block = ("Datum", "folgt")
    to_follow_beside = "Datum folgt"
    open_from, open_until = "ab {}", "bis {}"
    block_until = "bis {}"
    block_now = "Jetzt"
    sentence_to_follow = "zu einem Termin, der noch folgt"
    sentence = {"day": "am {}", "month": "im {}", "season": "im {}", "year": "{}"}
    sentence_from = {"day": "vom {}", "weekday": "von {}", "month": "von {}", "season": "vom {}", "year": "von {}"}
    sentence_until = {"day": "bis {}", "month": "bis {}", "season": "bis zum {}", "year": "bis {}"}


TABLES = {"en": English, "de": German}


def _table(language=None):
    return of_language(TABLES, language)


@dataclass(frozen=True)
class DayBlock:
    """The date at the left of a row: `big` above `small`.

    `datetime` is a valid value for `<time datetime>`, or empty where there is none: then the element is no `<time>`.
    `is_soft`: `big` is no number of a day, which is not known or has passed. `is_wide`: `big` is too long for the
    largest type.
    """

    big: str
    small: str
    datetime: str
    is_soft: bool

    @property
    def is_wide(self):
        return len(self.big) > (5 if self.is_soft else 3)


def shown_end(span):
    """The end that words mention, a `PartialDate`; None for a single date or one evening past midnight."""
    if span.ends_on is None or span.ends_on == span.starts_on:
        return None
    if span.ends_at is not None:
        is_next_day = span.ends_on.earliest - span.starts_on.earliest == datetime.timedelta(days=1)
        if is_next_day and span.ends_at - span.starts_at < ONE_EVENING:
            return None
    return span.ends_on


def span_words(span, language=None, weekday=False):
    """A span's date in words, without its times.

    "6 October 2017", "4–5 October 2017", "30 September – 2 October 2017", "October–November 2017", "winter 2017/18",
    "Friday, 6 October 2017" with `weekday`, and "Date to follow" where nothing is known.
    """
    if span.starts_on is None:
        return _table(language).to_follow
    form, *dates = _pieces(span, language, weekday)
    return form.format(*(words for words, date in dates))


def span_element(span, language=None, weekday=False, note=""):
    """The same as HTML, each date in a `<time>` with a value for machines that invents no day. `note` replaces words.

    A note about more than one date, or about none, is text without an element.
    """
    if span.starts_on is None:
        return format_html("{}", note or span_words(span, language))
    form, *dates = _pieces(span, language, weekday)
    if note:
        form, dates = "{}", [(note, date) for words, date in dates]
        if len(dates) > 1:
            return format_html("{}", note)
    return format_html(SafeString(form), *(_element(words, date) for words, date in dates))


def _element(words, date):
    return format_html('<time datetime="{}">{}</time>', date.datetime_attribute, words)


def year_beside(note, span):
    """The year of a span whose own words leave it out: "In October" is read in every year. Empty where they name it."""
    start, end = span.starts_on, shown_end(span)
    if start is None or str(start.year) in note:
        return ""
    return f"{start.year}–{end.year}" if end is not None and end.year != start.year else year_words(start)


def span_in_sentence(span, language=None, weekday=False):
    """As a sentence says it: "on 6 October 2017", "in October 2017", "from 4 to 5 October 2017", „vom 4. bis 5. …“."""
    table = _table(language)
    if span.starts_on is None:
        return table.sentence_to_follow
    form, *dates = _pieces(span, language, weekday)
    if len(dates) == 1:
        ((words, date),) = dates
        return (form if form != "{}" else table.sentence[date.precision]).format(words)
    (first, starts_on), (last, ends_on) = dates
    beginning = "weekday" if weekday and starts_on.day else starts_on.precision
    parts = (table.sentence_from[beginning].format(first), table.sentence_until[ends_on.precision].format(last))
    return " ".join(parts)


def _pieces(span, language, weekday):
    """The form that joins one or two dates, and each of them as its words and its `PartialDate`."""
    start, end = span.starts_on, shown_end(span)
    table = _table(language)
    if end is None:
        return "{}", _piece(start, language, weekday)
    if end.earliest <= start.earliest and start.latest <= end.latest:
        # "4 October 2017 – October 2017": how much longer is not known.
        return table.open_from, _piece(start, language, weekday)
    if start.earliest <= end.earliest and end.latest <= start.latest:
        return table.open_until, _piece(end, language, weekday)
    first = _words_before(start, end, language)
    last = date_words(end, language)
    if weekday:
        first, last = _with_weekday(first, start, language), _with_weekday(last, end, language)
    is_tight = " " not in first and NO_BREAK_SPACE not in first and _first_word_meets(start, end, weekday)
    return "{}–{}" if is_tight else f"{{}}{NO_BREAK_SPACE}– {{}}", (first, start), (last, end)


def _piece(date, language, weekday):
    words = date_words(date, language)
    return (_with_weekday(words, date, language) if weekday else words), date


def _with_weekday(words, date, language):
    return f"{weekday_words(date, language)}, {words}" if date.day else words


def _words_before(start, end, language):
    """The words of the start, without the month and the year that the words of the end repeat."""
    parts = parts_before_year(start, language)
    if not parts or start.season == 24 or end.season == 24 or start.year != end.year or end.precision == "year":
        return NO_BREAK_SPACE.join([*parts, year_words(start)])
    if start.day and end.day and start.month == end.month:
        parts = parts[:1]
    return NO_BREAK_SPACE.join(parts)


def _first_word_meets(start, end, weekday):
    """Do the two words beside the dash belong to each other, as in "4–5 October" and "October–November 2017"?"""
    if start.precision != end.precision or (weekday and start.day):
        return False
    return start.year == end.year or start.precision == "year"


def short_span(span, language=None, year=False, past=False):
    """The `DayBlock` of a row: "6" above "Fri, Oct", "4–5" above "Wed–Thu, Oct", "Oct" above "date to follow".

    `year`: also name the year, where no heading above the row does. `past`: what is known only to the month did not get
    a day any more, so its year stands there instead of "date to follow".
    """
    table = _table(language)
    if span.starts_on is None:
        return DayBlock(*table.to_follow_block, "", True)
    start, end = span.starts_on, shown_end(span)
    if start.day is None:
        return _soft_block(span, start, end, language, year, past)
    names = calendar_for(language)
    # In a narrow column the line may break before the year.
    month = " ".join([names.short_months[start.month - 1], *([str(start.year)] if year else [])])
    big = str(start.day)
    days = [names.short_weekdays[day.earliest.weekday()] for day in (start, end or start)]
    if end is None:
        small = f"{days[0]}, {month}"
    elif end.day and (start.year, start.month) == (end.year, end.month):
        big = f"{start.day}–{end.day}"
        small = f"{days[0]}–{days[1]}, {month}" if end.day - start.day < A_WEEK else month
    elif end.precision == "year" or (end.earliest <= start.earliest and start.latest <= end.latest):
        small = f"{days[0]}, {month}"  # how much longer is not known
    else:
        month = names.short_months[start.month - 1]
        small = f"{month} {table.block_until.format(_short(end, language, year))}"
    return DayBlock(big, small, _moment(span), False)


def running_block(span, language=None, year=False):
    """The `DayBlock` of what has begun and goes on: "Now" above "until 6 Dec"; the day it began on helps nobody."""
    table = _table(language)
    return DayBlock(table.block_now, table.open_until.format(_short(shown_end(span), language, year)), "", True)


def _soft_block(span, start, end, language, year, past):
    table, names = _table(language), calendar_for(language)
    when = [str(start.year)] if (year or past) and start.month else []
    if start.month:
        big = names.short_months[start.month - 1].removesuffix(".")
    else:
        big = year_words(start)
        if start.season:
            when = [names.seasons[start.season]]
    if end is not None:
        names_year = (year or past) if start.month else end.year != start.year
        until = table.block_until.format(_short(end, language, names_year))
        when = [" ".join([*when, until])] if start.season else [until]
    if not past:
        when.append(table.to_follow_beside)
    return DayBlock(big, ", ".join(when), start.datetime_attribute, True)


def _short(date, language, year):
    """ "2 Oct", "Oct", "autumn 2017", "2017"."""
    parts = parts_before_year(date, language)
    if date.month:
        parts[-1] = calendar_for(language).short_months[date.month - 1]
    words = NO_BREAK_SPACE.join(parts)
    if year or not parts or date.season == 24:
        # In a narrow column the line may break before the year.
        words = f"{words} {year_words(date)}".lstrip()
    return words


def _moment(span):
    """HTML's "valid global date and time string" where the time is known, else the day."""
    if span.starts_at is None:
        return span.starts_on.datetime_attribute
    return datetime_attribute(span.starts_at, span.zone_info)


def datetime_attribute(moment, zone):
    """An aware datetime by a zone's clock, as `<time datetime>` wants it: "2017-10-06T19:30-07:00"."""
    return local_or_utc(moment, zone).isoformat(timespec="minutes")
