"""What a workbook is made of, and the rules that spreadsheets have for it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Excel's specifications and limits.
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
LONGEST_CELL = 32_767  # UTF-16 code units
LONGEST_NAME = 31

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]")

#: Kinds of columns, and how wide they are when nobody says it, in characters.
WIDTHS = {"text": 28, "long": 60, "day": 12, "moment": 17, "number": 11, "money": 11, "boolean": 9}


class CannotWrite(ValueError):
    """What was to be written does not fit into a workbook. Nothing is ever cut to make it fit."""


@dataclass(frozen=True)
class SheetColumn:
    """`kind` decides width, alignment and the format of numbers; what a cell is, its value says."""

    title: str
    kind: str = "text"
    width: float | None = None


@dataclass(frozen=True)
class Sheet:
    """A name, columns and rows. `rows` is read once and lazily, when the sheets before it have been written.

    A cell is text, an int, a float, a Decimal, a bool, a date, a naive datetime, or nothing (None or ""). Rows may be
    shorter than the columns. `freeze` keeps the header in sight and repeats it on paper, `filter` gives it arrows.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: Iterable
    freeze: bool = True
    filter: bool = True


def safe_sheet_name(text, taken=()):
    """A name that spreadsheets accept, as near to the text as their rules allow, and none of those `taken`."""
    text = " ".join(_FORBIDDEN.sub(" ", text).split()).strip("' ")
    text = _shortened(text, LONGEST_NAME).strip("' ") or "–"
    if text.casefold() == "history":
        text = f"{text} 1"
    taken = {name.casefold() for name in taken}
    name, number = text, 2
    while name.casefold() in taken:
        ending = f" {number}"
        name, number = _shortened(text, LONGEST_NAME - len(ending)).rstrip("' ") + ending, number + 1
    return name


def units(text):
    """How long Excel says a text is: in UTF-16 code units."""
    return len(text) + sum(1 for character in text if character > "\uffff")


def _shortened(text, length):
    while units(text) > length:
        text = text[:-1]
    return text


def check(sheets):
    """Raise CannotWrite where the sheets break a rule that can be seen before they are written."""
    if not sheets:
        raise CannotWrite("A workbook needs a sheet")
    names = set()
    for sheet in sheets:
        name = sheet.name
        if not name or units(name) > LONGEST_NAME or _FORBIDDEN.search(name) or "'" in (name[0], name[-1]):
            raise CannotWrite(f"No name for a sheet: {name!r}")
        if name.casefold() == "history" or name.casefold() in names:
            raise CannotWrite(f"A reserved name, or one that another sheet has: {name!r}")
        names.add(name.casefold())
        if not 0 < len(sheet.columns) <= LAST_COLUMN:
            raise CannotWrite(f"A sheet has 1 to {LAST_COLUMN} columns, not {len(sheet.columns)}")
        for column in sheet.columns:
            if column.kind not in WIDTHS:
                raise CannotWrite(f"No kind of column: {column.kind!r}")


def letters(position):
    """The name of a column, counted from 0: 0 → A, 25 → Z, 26 → AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name
