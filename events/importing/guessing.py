"""From the titles of a file's columns to what they are: a first guess, which people see and can correct."""

import re
import unicodedata
from functools import lru_cache

from django.utils.translation import override

from events.exports.column_table import COLUMNS
from events.importing.cells import text_of
from events.importing.days import is_time, is_weekday
from events.importing.fields import ALIASES, FIELDS, LANGUAGES, MADE, labels_in
from events.importing.options import Match, Options
from events.models.choices import EventKind, EventStatus

_MARKS = re.compile(r"[\W_]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
#: Columns that say a date beyond doubt. Without them, a column called “Date” is the day itself and not words for it.
_DAYS = {"from", "edtf"}
#: A column called “Start” beside one called “Date” has times.
_TIMES = {"from": "start_time", "to": "end_time"}
#: Rows that are looked at for the language of their words.
_SAMPLE = 100


def guess(header, rows=(), default=None):
    """The `Options` for a table: no field twice, and the language that its titles or its words for kinds are in.

    `rows` are those of a `tables.Table`.
    """
    default = default or Options()
    language = _language(header) or _language_of_kinds(header, rows) or default.language
    columns, taken = [], set()
    for title in header:
        key = _known(title, language)
        columns.append(key if key not in taken else "")
        taken.add(key)
    columns = _told_by_cells(columns, rows)
    taken = set(columns)
    if not taken & _DAYS:
        columns = ["from" if key == "date" else key for key in columns]
    if "edtf" not in taken:
        # No list of ours, so what ours makes from other columns may be what it is called: the time, say.
        for place, title in enumerate(header):
            key = _aliases().get(_plain(title), "")
            if not columns[place] and key not in columns:
                columns[place] = key
    taken = set(columns)
    match = Match.UID if taken & {"uid", "event_uid"} else Match.PAGE if "url" in taken else Match.TITLE
    return Options(tuple(columns), language, default.zone, match=match.value, sheet=default.sheet)


def _told_by_cells(columns, rows):
    """Days and times are called the same. What stands below the title tells them apart."""
    found = list(columns)
    for place, key in enumerate(columns):
        if key not in _TIMES:
            continue
        cells = [row.cells[place] for row in rows[:_SAMPLE] if row.cells[place] not in (None, "")]
        if cells and all(map(is_time, cells)):
            found[place] = _TIMES[key] if _TIMES[key] not in found else ""
        elif cells and all(map(is_weekday, cells)):
            found[place] = ""
    return found


def place_of_changes(header):
    """The position of the column in which our lists say what has changed, in any language; None without one."""
    titles = {_plain("change")}
    for language in LANGUAGES:
        with override(language):
            titles.add(_plain(str(COLUMNS["change"].label)))
    return next((place for place, title in enumerate(header) if _plain(title) in titles), None)


def _known(title, language):
    plain = _plain(title)
    others = [code for code in LANGUAGES if code != language]
    for titles in (_keys(), *map(_labels, (language, *others)), _aliases()):
        if plain in titles:
            return titles[plain]
    return ""


def _language(header):
    """The one whose labels name more of the columns; "" where that does not tell, as with keys for programs."""
    if all(_plain(title) in _keys() | dict.fromkeys(map(_plain, MADE)) for title in header):
        return ""
    counts = {code: sum(_plain(title) in _labels(code) for title in header) for code in LANGUAGES}
    best = max(LANGUAGES, key=counts.get)
    return best if counts[best] > min(counts.values()) else ""


def _language_of_kinds(header, rows):
    """Titles may be keys for programs. What stands below "kind" is a word of one language all the same."""
    places = [place for place, title in enumerate(header) if _known(title, "en") in ("kind", "status")]
    words = {text_of(row.cells[place]) for row in rows[:_SAMPLE] for place in places}
    counts = {}
    for language in LANGUAGES:
        with override(language):
            counts[language] = len(words & {str(one.label) for one in (*EventKind, *EventStatus)})
    best = max(LANGUAGES, key=counts.get)
    return best if counts[best] > min(counts.values()) else ""


def _plain(title):
    """In small letters, umlauts as two, words joined by hyphens: “Öffnungs-Zeiten (de)” → "oeffnungs-zeiten-de"."""
    text = unicodedata.normalize("NFC", title).casefold().translate(_UMLAUTS)
    return _MARKS.sub("-", text).strip("-")


@lru_cache
def _keys():
    return {_plain(key): key for key in FIELDS}


@lru_cache
def _labels(language):
    return {_plain(label): key for label, key in labels_in(language).items()}


@lru_cache
def _aliases():
    return {alias: key for key, names in ALIASES.items() for alias in names.split()}
