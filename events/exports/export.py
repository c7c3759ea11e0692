"""A list about to be handed out: which events, what of them, as what file."""

import datetime
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils import timezone

from events.exports.cell import fields_of, tabulated
from events.exports.column_table import COLUMNS
from events.exports.columns import plan
from events.exports.context import Context
from events.exports.formats import FORMATS
from events.exports.layout import Layout
from events.exports.public import Public
from events.exports.rows import AT_ONCE, row_type, snapshot
from events.exports.selection import Selection
from sistercities.office.frame import SiteFrame


@dataclass(frozen=True)
class Export:
    """`source` is where the rows come from: `Public()`, which reads editions alone, or `events.exports.desk.Desk(user)`
    for a selection of what is not public; `events.exports.sources` chooses. Raises ValueError where they do not match.

    Nothing is read before `count()` or `pieces()` is called, and `pieces()` reads while it is read.
    """

    selection: Selection
    layout: Layout
    format: str
    frame: SiteFrame
    at: datetime.datetime = field(default_factory=timezone.now)
    source: object = field(default_factory=Public)
    #: Since when the list is what it is now, where somebody knows (`events.handed_lists`).
    since: datetime.datetime | None = None

    #: What has changed since the last run of a profile, where there is one (`events.exports.profiles`).
    changes = None

    #: What has changed since the last run of a profile, in a sentence; known when all rows are read.
    change_summary = ""

    def __post_init__(self):
        if isinstance(self.source, Public) != self.selection.is_public:
            raise ValueError("this source does not have what is selected")

    @property
    def file_format(self):
        return FORMATS[self.format]

    @property
    def made_at(self):
        """The moment that the file says of itself: the same content has the same one."""
        return self.since or self.at

    @cached_property
    def context(self):
        return Context(self.frame, self.at, self.layout.languages, self.layout.clock)

    @cached_property
    def columns(self):
        """The `Planned` columns."""
        return plan([COLUMNS[key] for key in self.layout.columns], self.context)

    @cached_property
    def days(self):
        return self.selection.days(self.frame, self.at)

    def rows(self, *fields):
        """Iterator of `ExportRow`s with those fields."""
        return map(row_type(fields)._make, self._read(fields))

    def table(self, cells):
        """Iterator of tuples: the values of those `Cell`s for each row."""
        fields = fields_of(cells)
        return tabulated(self._read(fields), fields, cells, AT_ONCE)

    def first_rows(self, cells, most):
        """A list of the first ones of `table()`, at most so many: the database stops there. None counts as read."""
        fields = fields_of(cells)
        rows = self.source.read(self.selection, fields, self.layout.language, self.days, self.at, most)
        return list(tabulated(rows, fields, cells, most))

    def _read(self, fields):
        return self.source.read(self.selection, fields, self.layout.language, self.days, self.at)

    def count(self):
        """How many rows there are. One query of what is public, two of manuscripts."""
        return self.source.count(self.selection, self.layout.language, self.days, self.at)

    def check(self, count):
        """Raises a `DocumentError`, whose words are for whoever asks, where so many rows cannot be such a file."""
        self.file_format.check(count)

    def pieces(self):
        """The file in pieces of bytes. What it reads is closed where nobody reads on."""
        with snapshot():
            yield from self.file_format.write(self)

    def made(self):
        """The same; of a file that comes as a whole, all of it is made now, so that what goes wrong can still be said.

        Raises a `DocumentError`. Other files begin at once, and are read while they are sent.
        """
        return iter(list(self.pieces())) if self.file_format.is_slow else self.pieces()

    @property
    def filename(self):
        """ "events-2017-10-06.csv", „veranstaltungen-2017-10-06.csv“: with the day by the clock of the home city."""
        zone = ZoneInfo(self.context.clocks.home)
        name = {"en": "events", "de": "veranstaltungen"}[self.layout.language]
        return f"{name}-{self.at.astimezone(zone):%Y-%m-%d}.{self.file_format.extension}"
