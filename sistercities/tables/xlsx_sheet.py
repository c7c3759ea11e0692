"""One sheet as XML, row by row.

Text stands in its cell (`inlineStr`), not in the workbook's table of shared strings: that table holds every different
text of all rows until the last one is written, which must not happen here; compressed, the files are as small.

Rows of the same shape (the types of their cells) share a template, so a row is one formatting of a string.
"""

import datetime
import decimal
import math
import re
from functools import lru_cache

from sistercities.tables.cells import is_tame
from sistercities.tables.sheets import LAST_ROW, LONGEST_CELL, WIDTHS, CannotWrite, letters, units
from sistercities.tables.xlsx_parts import (
    DAY,
    GENERAL,
    HEADER,
    LONG,
    MAIN,
    MOMENT,
    MOMENT_SECONDS,
    MONEY,
    TEXT,
    escaped,
)

# Joins the texts of a row for one look at all of them: printable, and rare in texts.
_JOINT = "¦"
_OUTER_SPACE = re.compile(r"^[ \t]|[ \t]$|\n")
# Days are numbers: how many have passed since this one. Excel believes in a 29 February 1900, so earlier ones are text.
_EPOCH = datetime.date(1899, 12, 30)
_FIRST_DAY = datetime.date(1900, 3, 1)
# A double holds so many digits exactly. Longer numbers are written as text.
_DIGITS = 15
_LARGEST = 10**_DIGITS
#: Shapes of rows that are remembered; real lists have a few dozen.
_TEMPLATES = 1000


class _Kept(str):
    """Text with spaces at an end or line breaks in it, which a reader of XML drops if not told to keep them."""

    __slots__ = ()


# The kinds of cells that are no text: how they are written, "\0" being the row's number, by the kind of their column.
_NUMBER, _DAY, _MOMENT, _SECONDS, _BOOLEAN = "number", "day", "moment", "seconds", "boolean"
_STYLES = {_DAY: DAY, _MOMENT: MOMENT, _SECONDS: MOMENT_SECONDS, _BOOLEAN: GENERAL}
_MAY_BE_FALSE = frozenset([int, float, bool, decimal.Decimal])


class SheetXml:
    """Written by `pieces()`, once. `last_row` is the number of the last row written so far; the header is row 1."""

    def __init__(self, sheet):
        self.sheet = sheet
        self.last_row = 1
        self.columns = [(letters(position), column.kind) for position, column in enumerate(sheet.columns)]
        self.templates = {}

    def pieces(self):
        yield self._head()
        for row in self.sheet.rows:
            if self.last_row >= LAST_ROW:
                raise CannotWrite(f"A sheet has at most {LAST_ROW} rows")
            self.last_row += 1
            yield self._row(row)
        yield self._foot()

    def _head(self):
        sheet = self.sheet
        pane = ""
        if sheet.freeze:
            pane = (
                '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
                '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/>'
            )
        widths = "".join(
            f'<col min="{number}" max="{number}" width="{column.width or WIDTHS[column.kind]}" customWidth="1"/>'
            for number, column in enumerate(sheet.columns, 1)
        )
        titles = "".join(
            f'<c r="{letter}1" s="{HEADER}" t="inlineStr">'
            f"<is><t>{self._text(' '.join(column.title.split()))}</t></is></c>"
            for (letter, _), column in zip(self.columns, sheet.columns, strict=True)
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData><row r="1">{titles}</row>'
        )

    def _foot(self):
        area = f"A1:{self.columns[-1][0]}{self.last_row}"
        arrows = f'<autoFilter ref="{area}"/>' if self.sheet.filter else ""
        return (
            f"</sheetData>{arrows}"
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
            "<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"
            f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors></worksheet>'
        )

    def _row(self, values):
        values = list(values)
        if len(values) > len(self.columns):
            raise CannotWrite(f"Row {self.last_row} has {len(values)} cells for {len(self.columns)} columns")
        texts = [value for value in values if value.__class__ is str]
        joined = _JOINT.join(texts)
        if texts and _needs_care(joined, len(texts)):
            values = [self._text(value) if value.__class__ is str else value for value in values]
        shape = [value.__class__ if value or value.__class__ in _MAY_BE_FALSE else None for value in values]
        for position, kind in enumerate(shape):
            if kind is not str and kind is not None and kind is not _Kept:
                shape[position], values[position] = self._typed(values[position])
        if None in shape:
            values = [value for value, kind in zip(values, shape, strict=True) if kind is not None]
        key = tuple(shape)
        template = self.templates.get(key) or self._template(key)
        return template.replace("\0", str(self.last_row)) % tuple(values)

    def _template(self, shape):
        if len(self.templates) >= _TEMPLATES:
            self.templates.clear()
        cells = [
            _cell(letter, column, kind)
            for (letter, column), kind in zip(self.columns, shape, strict=False)
            if kind is not None
        ]
        self.templates[shape] = template = f'<row r="\0">{"".join(cells)}</row>'
        return template

    def _text(self, value):
        if len(value) * 2 > LONGEST_CELL and units(value) > LONGEST_CELL:
            raise CannotWrite(f"A cell holds at most {LONGEST_CELL} characters, row {self.last_row} has a longer text")
        written = escaped(value)
        return _Kept(written) if _OUTER_SPACE.search(written) else written

    def _typed(self, value):
        if isinstance(value, str):  # a subclass, such as text that is safe in HTML
            written = self._text("".join(value))
            return (written.__class__, written) if written else (None, written)
        if isinstance(value, bool):
            return _BOOLEAN, int(value)
        if isinstance(value, datetime.date):
            return _date(value)
        if isinstance(value, int | float | decimal.Decimal):
            return _number(value)
        raise CannotWrite(f"Nothing that a cell can hold: {type(value).__name__}")


def _needs_care(joined, count):
    return (
        "&" in joined
        or "<" in joined
        or ">" in joined
        or "_x" in joined
        or joined.count(_JOINT) >= count
        or len(joined) * 2 > LONGEST_CELL
        or " " in (joined[:1], joined[-1:])
        or f"{_JOINT} " in joined
        or f" {_JOINT}" in joined
        or not is_tame(joined)
    )


def _cell(letter, column, kind):
    if kind is str or kind is _Kept:
        style = LONG if column == "long" else TEXT
        space = ' xml:space="preserve"' if kind is _Kept else ""
        return f'<c r="{letter}\0" s="{style}" t="inlineStr"><is><t{space}>%s</t></is></c>'
    style = _STYLES.get(kind, MONEY if column == "money" else GENERAL)
    boolean = ' t="b"' if kind == _BOOLEAN else ""
    return f'<c r="{letter}\0" s="{style}"{boolean}><v>%s</v></c>'


def _number(value):
    if value.__class__ is int and -_LARGEST < value < _LARGEST:
        return _NUMBER, value
    if not math.isfinite(value):
        raise CannotWrite(f"No number that a cell can hold: {value}")
    number = decimal.Decimal(value) if isinstance(value, int) else value
    if not isinstance(number, float) and len(number.normalize().as_tuple().digits) > _DIGITS:
        return str, format(number, "f")
    return _NUMBER, value


@lru_cache(maxsize=4096)
def _date(value):
    is_moment = isinstance(value, datetime.datetime)
    if is_moment and value.tzinfo is not None:
        raise CannotWrite("A cell has no time zone: give local time")
    day = value.date() if is_moment else value
    if day < _FIRST_DAY:
        return str, value.isoformat(" ", "seconds" if value.second else "minutes") if is_moment else value.isoformat()
    days = (day - _EPOCH).days
    if not is_moment:
        return _DAY, days
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return (_SECONDS if value.second else _MOMENT), repr(days + seconds / 86400)
