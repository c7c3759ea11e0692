"""Cells as text, for files that know nothing else."""

import datetime

from django.utils.translation import gettext, override

from events.exports.cell import Cell
from events.exports.columns import CHOICE, DAY, LIST, MOMENT, NUMBER, TEXT, YES_NO

#: Between the items of a list in one cell.
BETWEEN = "; "


def text_cell(planned, language):
    """The `Cell` with the text of a `Planned` column; empty where nothing is known.

    Days are ISO 8601 ("2017-10-06", "2017-10-06 19:30"), which every spreadsheet takes for a date, whatever language it
    speaks. Numbers have the decimal sign of the language.
    """
    if planned.column.text:
        return planned.column.text(planned.side)
    function, fields = planned.value
    if planned.kind in (TEXT, CHOICE):
        return Cell(function, fields)
    words = _WORDS[planned.kind](language)
    return Cell(words if function is None else lambda *values: words(function(*values)), fields)


def _number(language):
    sign = "," if language == "de" else "."
    return lambda number: "" if number is None else str(number).replace(".", sign)


def _yes_no(language):
    with override(language):
        words = gettext("no"), gettext("yes")
    return lambda value: words[value]


_WORDS = {
    LIST: lambda language: BETWEEN.join,
    DAY: lambda language: day_text,
    MOMENT: lambda language: day_text,
    NUMBER: _number,
    YES_NO: _yes_no,
}


def day_text(day):
    """A date or a naive datetime: "2017-10-06", "2017-10-06 19:30", with seconds if there are any; empty for None."""
    if day is None:
        return ""
    if isinstance(day, datetime.datetime):
        return day.isoformat(" ", "seconds" if day.second else "minutes")
    return day.isoformat()
