"""Rows of a table to the values that they want an event to have."""

import datetime
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from events.importing import cells, row_cells, row_dates, row_names
from events.importing.fields import FIELDS, LANGUAGES
from events.importing.options import Empty, Options, Unknown
from events.importing.records import Current, Reading, Record, slug_of, uid_of
from events.importing.refusals import CellRefused, OrderUnknown

_READERS = {**row_cells.READERS, **row_names.READERS}
#: What has to be known before other columns can be read, and what needs the others: offices are those of the day.
_FIRST, _LAST = ("cities", "partnership", "time_zone"), ("participants",)


@dataclass(frozen=True)
class Place:
    """Where a cell stands while it is read: the key of its field, and the language of its words.

    `ours` is the language of what lists generate themselves, such as functions of people: a list in German may have an
    event with English words.
    """

    reader: "RowReader"
    row: object
    key: str
    language: str
    ours: str
    reading: Reading
    current: Current

    @property
    def name(self):
        return FIELDS[self.key].name

    @property
    def options(self) -> Options:
        return self.reader.options

    @property
    def names(self):
        return self.reader.names

    def wish(self, name, value):
        self.reading.values[name] = value

    def now(self, name):
        """What the row wants, or else what is stored."""
        return self.reading.values.get(name, self.current.state.get(name))

    def leave_out(self, refusal):
        """A name that is not here is a problem or a note, as was chosen."""
        sentence = self.reader.named(self.key, refusal)
        if self.options.unknown == Unknown.OMIT:
            self.reading.notes.append(sentence)
        else:
            self.reading.problems.append(sentence)


class RowReader:
    """Reads the rows of one table. `titles` are those of its columns, in the words of the file."""

    def __init__(self, table, options, names):
        self.options, self.names = options, names
        self.titles, self.positions = {}, {}
        for position, (title, key) in enumerate(zip(table.header, options.columns, strict=True)):
            if key:
                self.positions[key], self.titles[key] = position, title
        self.midnights = _midnights(table.rows, self.positions)
        read = [key for key in self.positions if FIELDS[key].name in _READERS]
        self.first = sorted(
            (key for key in read if FIELDS[key].name not in _LAST), key=lambda key: FIELDS[key].name not in _FIRST
        )
        self.last = [key for key in read if FIELDS[key].name in _LAST]

    # --- which event --------------------------------------------------------------------------------------------------

    def record(self, row):
        """The `Record` of a `tables.Row`."""
        titles = (cells.text_of(self.cell(row, key)) for key in ("title", *(f"title_{code}" for code in LANGUAGES)))
        title = next(filter(None, titles), "")
        return Record(
            number=row.number,
            name=title,
            uid=uid_of(cells.text_of(self.cell(row, "uid"))),
            event_uid=uid_of(cells.text_of(self.cell(row, "event_uid"))),
            slug=_slug(cells.text_of(self.cell(row, "url"))),
            title=title,
            first_day=row_dates.first_day(self, row),
            content=row,
        )

    def cell(self, row, key):
        return row.cells[self.positions[key]] if key in self.positions else None

    # --- what it says of it -------------------------------------------------------------------------------------------

    def read(self, record, current):
        """The `Reading` of a record against a `Current`."""
        row, reading = record.content, Reading()
        language = self._language(row, reading)

        def place(key):
            said = FIELDS[key].language
            return Place(self, row, key, said or language, said or self.options.language, reading, current)

        for key in self.first:
            self._read(place(key))
        row_dates.read(place)
        for key in self.last:
            self._read(place(key))
        return reading

    def _read(self, place):
        cell = self.cell(place.row, place.key)
        if not self.is_as_before(place.key, cell, place.current):
            self.attempt(place, lambda: _READERS[place.name](cell, place))

    def is_as_before(self, key, cell, current):
        """Nothing to read: the cell says what is stored, or it is empty and that means nothing."""
        if current.said is not None and key in current.said and current.said[key].is_said_by(cell):
            return True
        is_new = current.event.pk is None
        return cell in (None, "") and (is_new or self.options.empty == Empty.KEEP)

    def attempt(self, place, read):
        """Call a reader. What it refuses is a problem of the row; which order days have is a question."""
        try:
            read()
        except OrderUnknown as refusal:
            place.reading.undecided.append(self.named(place.key, refusal))
        except CellRefused as refusal:
            place.reading.problems.append(self.named(place.key, refusal))

    def named(self, key, sentence):
        return _("column “%(column)s”: %(problem)s") % {"column": self.titles[key], "problem": sentence}

    def _language(self, row, reading):
        text = cells.text_of(self.cell(row, "language"))
        if not text:
            return self.options.language
        try:
            code = self.names.spoken(text)
            if code not in LANGUAGES:
                raise CellRefused(_("is neither English nor German."))
        except CellRefused as refusal:
            reading.problems.append(self.named("language", refusal))
            return self.options.language
        return code


def _midnights(rows, positions):
    """Columns of days in which programs wrote midnight beside each: nothing there says a time.

    Where an event really begins at midnight, lists of ours say so in the column EDTF.
    """
    if "edtf" in positions:
        return frozenset()
    found = set()
    for key in ("from", "to"):
        cells_of = [row.cells[positions[key]] for row in rows] if key in positions else ()
        moments = [cell for cell in cells_of if isinstance(cell, datetime.datetime)]
        if moments and all(moment.time() == datetime.time.min for moment in moments):
            found.add(key)
    return frozenset(found)


def _slug(address):
    """The last part of an address: what an event is called in it."""
    try:
        parts = [part for part in urlsplit(address).path.split("/") if part]
    except ValueError:
        return ""
    return slug_of(unquote(parts[-1])) if parts else ""
