"""What a column is, and how the columns that a list asks for become functions from a row to a cell.

The columns themselves are in `events.exports.column_table`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext, override

from events.exports.context import Side
from events.languages import language_name

#: What a cell holds. A choice is a word in the language of the list, and its code for programs; a day is a date, or a
#: naive datetime where the time is known; a list is a tuple of texts.
TEXT, LIST, CHOICE, DAY, MOMENT, NUMBER, YES_NO = "text", "list", "choice", "day", "moment", "number", "yes-no"


@dataclass(frozen=True)
class Column:
    """`make` takes a `Side` and gives the `Cell` with the value; `exact` likewise the one for programs where that is
    another, `text` the one with text where there is a faster way to it than by the value (`events.exports.texts`).
    `varies`: there is one for each "language" or each "clock" of the list. `width` is in characters. `label` and
    `meaning` are lazy translations.
    """

    key: str
    label: str
    kind: str
    meaning: str
    make: Callable
    exact: Callable | None = None
    text: Callable | None = None
    varies: str = ""
    width: int = 16


@dataclass(frozen=True)
class Planned:
    """A column as a list has it; `key` may be "title_de" or "from_home"."""

    key: str
    title: str
    column: Column
    side: Side

    @property
    def kind(self):
        return self.column.kind

    @property
    def value(self):
        return self.column.make(self.side)

    @property
    def exact(self):
        return (self.column.exact or self.column.make)(self.side)


def plan(columns, context):
    """The `Planned` columns of a list, from `Column`s in order."""
    found = []
    for column in columns:
        for suffix, words, side in _sides(column, context):
            with override(context.languages[0]):
                title = capfirst(str(column.label))
                title = gettext("%(column)s (%(side)s)") % {"column": title, "side": words} if words else title
            found.append(Planned(column.key + suffix, title, column, side))
    return found


def _sides(column, context):
    """Triples of a suffix for the key, what the title says of it, and the `Side`."""
    language, clock = context.languages[0], context.clock
    if column.varies == "language" and len(context.languages) > 1:
        return [
            (f"_{code}", _language(code, language), Side(context, code, "event", True)) for code in context.languages
        ]
    if column.varies == "clock" and clock == "both":
        with override(language):
            names = {"event": gettext("event’s clock"), "home": _home(context), "partner": gettext("partner city")}
        return [
            (f"_{name}" if name != "event" else "", words if name != "event" else "", Side(context, language, name))
            for name, words in names.items()
        ]
    return [("", "", Side(context, language, "event" if clock == "both" else clock))]


def _language(code, language):
    with override(language):
        return language_name(code)


def _home(context):
    city = context.frame.home_city
    return getattr(city, f"name_{context.languages[0]}") if city else gettext("home city")
