"""What a list of ours would say now of events on the desk: what says the same is no change."""

import datetime
import decimal
from functools import cached_property
from uuid import UUID

from events.exports.cell import cell, fields_of
from events.exports.column_table import COLUMNS
from events.exports.columns import NUMBER, plan
from events.exports.context import Context
from events.exports.desk import Desk
from events.exports.rows import row_type
from events.exports.selection import Selection, State
from events.exports.texts import text_cell
from events.importing.cells import text_of
from events.importing.fields import FIELDS
from sistercities.tables import plain


class SaidCells:
    """Cells of lists by the uid of a date and the key of a column. Two queries for each kind of columns in the file:
    of lists in one language, and of those in both."""

    def __init__(self, frame, options, keys, at):
        self.frame, self.at, self.options = frame, at, options
        keys = [key for key in keys if FIELDS[key].name in COLUMNS]
        other = "de" if options.language == "en" else "en"
        self.parts = [
            ((options.language,), [key for key in keys if not FIELDS[key].language]),
            ((options.language, other), [key for key in keys if FIELDS[key].language]),
        ]

    def of(self, uids):
        """`{uid of the date: {key: Said}}` of the events with those uids."""
        found = {}
        for languages, keys in self.parts:
            if not (keys and uids):
                continue
            context = Context(self.frame, self.at, languages, self.options.clock)
            names = dict.fromkeys(FIELDS[key].name for key in keys)
            columns = [one for one in plan([COLUMNS[name] for name in names], context) if one.key in keys]
            cells = [(one, text_cell(one, languages[0]), one.value) for one in columns]
            fields = fields_of([cell(None, "uid"), *(one for _column, *both in cells for one in both)])
            selection = Selection(state=State.ANY.value, events=tuple(map(str, uids)))
            rows = Desk(None).read(selection, fields, languages[0], (None, None), self.at)
            for row in map(row_type(fields)._make, rows):
                said = found.setdefault(UUID(row.uid), {})
                said |= {one.key: Said(row, one.kind, text, value) for one, text, value in cells}
        return found


class Said:
    """One cell of a list of ours, made when somebody asks."""

    def __init__(self, row, kind, text, value):
        self._row, self._kind, self._text, self._value = row, kind, text, value

    @cached_property
    def text(self):
        return plain(self._text.of(self._row)).strip()

    @cached_property
    def value(self):
        return self._value.of(self._row)

    def is_said_by(self, cell):
        """Does the cell of a file say the same? Line breaks and spaces at the ends do not count."""
        if text_of(cell) == self.text:
            return True
        if isinstance(cell, bool):
            return cell == self.value
        if isinstance(cell, datetime.date) and isinstance(self.value, datetime.date):
            return type(cell) is type(self.value) and cell == self.value
        if isinstance(cell, int | float) and self._kind == NUMBER and self.value not in (None, ""):
            return decimal.Decimal(repr(cell)) == decimal.Decimal(str(self.value))
        return False
