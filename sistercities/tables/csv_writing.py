"""CSV (RFC 4180) for spreadsheets: UTF-8 with a byte order mark, lines ended by CRLF, no cell that acts as a formula.

The mark is what makes Excel read UTF-8; it also keeps a file that begins with "ID" from being taken for SYLK.
"""

import csv
import datetime
import decimal
import itertools
import math
import operator
from functools import lru_cache

from sistercities.tables.cells import SUSPECT_FIRST, guarded, is_tame, plain

SEPARATORS = (";", ",", "\t")
_BOM = b"\xef\xbb\xbf"
#: Rows that are sent together: a few kilobytes.
_ROWS = 100
_FIRST = operator.itemgetter(slice(1))


def write_csv(rows, header, separator=",", decimal_mark="."):
    """The file in pieces of bytes, a few kilobytes each. `rows` is any iterable of iterables, read once and lazily.

    Text is guarded against formulas. Numbers and dates stay themselves: days as `2027-10-03`, naive datetimes as
    `2027-10-03 19:00`, with seconds where there are any, which every spreadsheet in every language takes for what they
    are; booleans as `true` and `false`, None as nothing. German spreadsheets expect `decimal_mark=","`.
    Raises ValueError for anything that a cell cannot say: infinity, a datetime with a zone, another type.
    """
    lines = _Lines(separator, decimal_mark=decimal_mark)
    rows = itertools.chain([[str(title) for title in header]], rows)
    return _pieces(rows, lambda group: map(lines.of_values, group))


def write_text_csv(rows, header, separator=",", trusted=frozenset()):
    """The same for rows that are lists of text already, twice as fast.

    `trusted` are the positions of columns whose text we wrote ourselves and which stay as they are: numbers and dates.
    """
    lines = _Lines(separator, trusted=frozenset(trusted))
    head = _Lines(separator).of_texts([str(title) for title in header])
    return itertools.chain([_BOM + (head + "\r\n").encode()], _pieces(rows, lines.of_group, bom=b""))


def _pieces(rows, lines, bom=_BOM):
    rows = iter(rows)
    while group := list(itertools.islice(rows, _ROWS)):
        yield bom + "\r\n".join([*lines(group), ""]).encode()
        bom = b""


class _Lines:
    """Makes lines of cells. Nearly all rows need neither quotes nor guards: a look at the joined row says so."""

    def __init__(self, separator, trusted=frozenset(), decimal_mark="."):
        if separator not in SEPARATORS:
            raise ValueError(f"No separator of ours: {separator!r}")
        self.separator = separator
        self.trusted = trusted
        self.decimal_mark = decimal_mark
        self.quoted = csv.writer(_Echo(), delimiter=separator).writerow

    def of_group(self, rows):
        """Lines of rows of texts: a look at all of them together mostly says that none needs more than quotes."""
        separator, cells = self.separator, list(itertools.chain.from_iterable(rows))
        joined = separator.join(cells)
        if '"' in joined or not self._is_tame(joined, cells):
            return map(self.of_texts, rows)
        if joined.count(separator) >= len(cells):
            rows = [[f'"{cell}"' if separator in cell else cell for cell in row] for row in rows]
        return [separator.join(row) or '""' for row in rows]  # an empty line is no row

    def of_texts(self, cells):
        line = self.separator.join(cells)
        if not self._is_tame(line, cells):
            cells = [
                cell if position in self.trusted else guarded(plain(cell), self.separator)
                for position, cell in enumerate(cells)
            ]
            line = self.separator.join(cells)
        return self._written(line, cells)

    def of_values(self, values):
        values = list(values)
        cells = [value if value.__class__ is str else self._text(value) for value in values]
        line = self.separator.join(cells)
        if not self._is_tame(line, cells):
            cells = [
                guarded(plain(cell), self.separator) if isinstance(value, str) else cell
                for value, cell in zip(values, cells, strict=True)
            ]
            line = self.separator.join(cells)
        return self._written(line, cells)

    def _is_tame(self, line, cells):
        return (
            SUSPECT_FIRST.isdisjoint(map(_FIRST, cells))
            # What another program would split at is followed by a space, as in any sentence or list. Tabs are not tame.
            and (self.separator == ";" or line.count(";") == line.count("; "))
            and (self.separator == "," or line.count(",") == line.count(", "))
            and (self.separator != "\t" or line.count("\t") < len(cells))
            and is_tame(line if self.separator != "\t" else line.replace("\t", " "))
        )

    def _written(self, line, cells):
        if '"' in line or "\n" in line or "\r" in line:
            return self.quoted(cells)
        if line.count(self.separator) >= len(cells):
            # In a third of csv.writer's time.
            line = self.separator.join([f'"{cell}"' if self.separator in cell else cell for cell in cells])
        return line or '""'  # an empty line is no row

    def _text(self, value):
        if value is None:
            return ""
        if isinstance(value, str):
            return "".join(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, datetime.date):
            return _date(value)
        if isinstance(value, int):
            return str(value)
        if isinstance(value, float | decimal.Decimal):
            return self._number(value)
        raise ValueError(f"Nothing that a cell can hold: {type(value).__name__}")

    def _number(self, value):
        if not math.isfinite(value):
            raise ValueError(f"No number that a cell can hold: {value}")
        exact = decimal.Decimal(repr(value)) if isinstance(value, float) else value
        return format(exact, "f").replace(".", self.decimal_mark)


class _Echo:
    """Stands where csv.writer expects a file, and gives back the line without its end."""

    def write(self, line):
        return line.removesuffix("\r\n")


@lru_cache(maxsize=4096)
def _date(value):
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    if value.tzinfo is not None:
        raise ValueError("A cell has no time zone: give local time")
    return value.isoformat(" ", "seconds" if value.second else "minutes")
