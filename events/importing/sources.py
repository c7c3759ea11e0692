"""A file that somebody chose, whatever it is: what it says, and how it is read."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext as _

from events.exports.change_words import says_gone
from events.importing.calendar_file import is_calendar, read_calendar
from events.importing.calendar_reader import EntryReader
from events.importing.calendar_saying import said_of
from events.importing.cells import text_of
from events.importing.guessing import guess, place_of_changes
from events.importing.names import Names
from events.importing.options import Match, Options
from events.importing.row_reader import RowReader
from events.importing.saying import SaidCells
from sistercities.tables import Limits, Problem, Table, check_size, read_csv, read_xlsx

#: Dates in one file. Beyond that, nobody reads the table of what would happen.
MOST = 2000


@dataclass(frozen=True)
class Opened:
    """`kind` is "csv", "xlsx" or "ics". Of a table, `table` holds it; of a calendar, `entries` and `problems`."""

    kind: str
    table: Table | None = None
    entries: tuple = ()
    problems: tuple = ()

    def guessed(self, default):
        """The `Options` to begin with."""
        if self.table is None:
            return replace(default, match=Match.UID.value)
        return guess(self.table.header, self.table.rows, default)


def open_file(content, options=None):
    """What the bytes are, told by themselves and not by a name. Raises `Unreadable` with a sentence."""
    limits = Limits(size=settings.EVENT_IMPORT_MAX_BYTES, rows=MOST)
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return Opened("xlsx", read_xlsx(content, limits, sheet=(options and options.sheet) or None))
    if is_calendar(content):
        check_size(content, limits)
        entries, problems = read_calendar(content, MOST)
        return Opened("ics", entries=tuple(entries), problems=tuple(problems))
    return Opened("csv", read_csv(content, limits))


def _rows(table, options):
    """The rows whose columns that are read could be read and that say of themselves that they are on, and a `Problem`
    for each other one. Rows at the end of a list of ours are there to tell that they are not
    (`events.exports.csv_file`)."""
    changes = place_of_changes(table.header)
    rows, problems = table.read({place for place, key in enumerate(options.columns) if key or place == changes})
    if changes is None:
        return rows, problems
    gone = {row.number for row in rows if says_gone(text_of(row.cells[changes]))}
    sentence = _("By its column of changes, it was gone when this list was handed out.")
    problems += [Problem(number, "", sentence) for number in sorted(gone)]
    return [row for row in rows if row.number not in gone], problems


class Source:
    """What a file says, read by `options`: `records`, and `problems` (`tables.Problem`) for what could not be read."""

    def __init__(self, opened, options: Options, frame, at):
        self.opened, self.options, self.frame, self.at = opened, options, frame, at
        self.names = Names(frame, at)
        if opened.table is None:
            self.problems, self.reader = list(opened.problems), EntryReader(options, self.names)
            self.records = [self.reader.record(entry) for entry in opened.entries]
        else:
            self.reader = RowReader(opened.table, options, self.names)
            rows, self.problems = _rows(opened.table, options)
            self.records = [self.reader.record(row) for row in rows]

    def said(self, events):
        """What an export of ours would say of those events now, by the uid of each date."""
        if self.opened.table is None:
            return said_of(events, self.frame)
        return SaidCells(self.frame, self.options, self.reader.positions, self.at).of([event.uid for event in events])

    def read(self, record, current):
        return self.reader.read(record, current)
