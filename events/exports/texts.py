"""Cells as text, for files that know nothing else."""

from django.utils.translation import gettext, override

from events.exports.columns import CHOICE, DAY, LIST, MOMENT, NUMBER, TEXT, YES_NO

#: Between the items of a list in one cell.
BETWEEN = "; "


def text_cell(column, language):
    """A function from a row to the text of a `Planned` column's cell; empty where nothing is known.

    Days are ISO 8601 ("2017-10-06", "2017-10-06 19:30"), which every spreadsheet takes for a date, whatever language it
    speaks. Numbers have the decimal sign of the language.
    """
    value = column.value
    if column.kind in (TEXT, CHOICE):
        return value
    if column.kind == LIST:
        return lambda row: BETWEEN.join(value(row))
    if column.kind in (DAY, MOMENT):
        return lambda row: "" if (day := value(row)) is None else day_text(day)
    if column.kind == NUMBER:
        sign = "," if language == "de" else "."
        return lambda row: "" if (number := value(row)) is None else str(number).replace(".", sign)
    if column.kind == YES_NO:
        with override(language):
            words = {True: gettext("yes"), False: gettext("no")}
        return lambda row: words[value(row)]
    raise AssertionError(column.kind)


def day_text(day):
    """A date or a naive datetime: "2017-10-06", "2017-10-06 19:30", seconds only where there are any."""
    if hasattr(day, "hour"):
        return day.isoformat(" ", "seconds" if day.second else "minutes")
    return day.isoformat()
