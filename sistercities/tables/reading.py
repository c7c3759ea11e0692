"""What reading a table gives, and what it may cost."""

from dataclasses import dataclass, field, replace

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sistercities.tables.cells import holds_control
from sistercities.tables.sheets import LONGEST_CELL

_MEGABYTE = 1024**2


@dataclass(frozen=True)
class Limits:
    """What is read at most. Sizes in bytes, `characters` of one cell; `unzipped` counts all members of a workbook,
    `cells` those of all its sheets, empty ones too, and `elements` those of XML that they are made of, three or
    four for each.
    """

    size: int = 5 * _MEGABYTE
    rows: int = 5_000
    columns: int = 100
    characters: int = LONGEST_CELL
    unzipped: int = 50 * _MEGABYTE
    members: int = 500
    cells: int = 500_000
    elements: int = 1_500_000


@dataclass(frozen=True)
class Row:
    """`number` counts from 1 as a spreadsheet shows it. Cells are as many as the header has.

    `unread` are pairs of the position of a cell that cannot be read (it is None in `cells`) and why, as a sentence.
    """

    number: int
    cells: tuple
    unread: tuple = ()


@dataclass(frozen=True)
class Problem:
    """Why a row was not read, as a sentence. `column` is a title of the header, or ""."""

    number: int
    column: str
    sentence: str

    def __str__(self):
        if self.column:
            return _("Row %(row)d, column “%(column)s”: %(problem)s") % {
                "row": self.number,
                "column": self.column,
                "problem": self.sentence,
            }
        return _("Row %(row)d: %(problem)s") % {"row": self.number, "problem": self.sentence}


@dataclass
class Table:
    """The first row that holds anything is the header. Each further one is a row, a problem, or empty and left out.
    What is wrong with one cell is kept with its row (`Row.unread`): it does not matter in a column that nobody reads.

    A heading alone in the row above the header is not it, and left out. Text is plain; empty cells are None or "".
    `encoding` and `separator` say how a CSV file was read, `sheets` name those of a workbook, the one that was read
    first.
    """

    header: tuple = ()
    rows: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    encoding: str = ""
    separator: str = ""
    sheets: tuple = ()

    def read(self, positions):
        """The rows whose cells in columns of those positions could all be read, and a `Problem` for each other one."""
        rows, problems = [], list(self.problems)
        for row in self.rows:
            found = next((pair for pair in row.unread if pair[0] in positions), None)
            if found is None:
                rows.append(row)
            else:
                problems.append(Problem(row.number, self.header[found[0]], found[1]))
        return rows, sorted(problems, key=lambda problem: problem.number)


class Unreadable(Exception):
    """The whole file cannot be read. The message is a sentence for whoever chose it."""


class Collector:
    """Takes rows one by one, holds them to the limits, and gives the table. Knows no format.

    `may_grow`: cells below no title are columns without one. Else they are a problem: in a text file, somebody forgot
    quotation marks, and everything behind them stands in the wrong column.
    """

    def __init__(self, limits, *, may_grow=False):
        self.limits = limits
        self.may_grow = may_grow
        self.table = Table()

    def add(self, number, cells, problems=()):
        """`cells` as they stand in the file; `problems` are pairs of a position and a sentence, found by the format."""
        cells = list(cells)
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if not cells:
            return
        self._check_width(number, cells)
        if not self.table.header or self._is_header_below_heading(cells):
            self._take_header(number, cells, problems)
            return
        if self.may_grow and len(cells) > len(self.table.header):
            self.table.header += ("",) * (len(cells) - len(self.table.header))
        if len(self.table.rows) + len(self.table.problems) >= self.limits.rows:
            raise Unreadable(
                ngettext(
                    "The file has more than %(count)d row. Please divide it.",
                    "The file has more than %(count)d rows. Please divide it.",
                    self.limits.rows,
                )
                % {"count": self.limits.rows}
            )
        if len(cells) > len(self.table.header):
            self.table.problems.append(self._too_wide(number, cells))
        else:
            self.table.rows.append(self._row(number, cells, problems))

    def finished(self):
        if not self.table.header:
            raise Unreadable(_("The file is empty. The first row should name the columns."))
        width = len(self.table.header)
        self.table.rows = [
            row if len(row.cells) == width else replace(row, cells=row.cells + (None,) * (width - len(row.cells)))
            for row in self.table.rows
        ]
        return self.table

    def _is_header_below_heading(self, cells):
        """ "Events in 2026", alone in the first row, names no column when several texts stand in the next one."""
        titles = sum(bool(title) for title in self.table.header)
        texts = [cell for cell in cells if cell not in (None, "")]
        is_first = not (self.table.rows or self.table.problems)
        return is_first and titles == 1 and len(texts) > 1 and all(isinstance(cell, str) for cell in texts)

    def _check_width(self, number, cells):
        if len(cells) > self.limits.columns:
            raise Unreadable(
                _("Row %(row)d has more than %(count)d columns.") % {"row": number, "count": self.limits.columns}
            )

    def _take_header(self, number, cells, problems):
        if problems or any(isinstance(cell, str) and cell_problem(cell, self.limits) for cell in cells):
            raise Unreadable(
                _("The first row should name the columns. Row %(row)d holds something that is no name.")
                % {"row": number}
            )
        self.table.header = tuple(" ".join(str(cell).split()) if cell is not None else "" for cell in cells)

    def _too_wide(self, number, cells):
        sentence = _("There are %(count)d cells, but %(columns)d columns have a title.")
        return Problem(number, "", sentence % {"count": len(cells), "columns": len(self.table.header)})

    def _row(self, number, cells, problems):
        unread = dict(problems)
        for position, cell in enumerate(cells):
            if isinstance(cell, str) and (sentence := cell_problem(cell, self.limits)):
                unread.setdefault(position, sentence)
        cells = [None if position in unread else cell for position, cell in enumerate(cells)]
        cells += [None] * (len(self.table.header) - len(cells))
        return Row(number, tuple(cells), tuple(sorted(unread.items())))


def cell_problem(text, limits):
    """Why a text cannot be taken over as it is, as a sentence, or nothing."""
    if character := holds_control(text):
        return _("holds the invisible character U+%(code)04X, which no text may hold.") % {"code": ord(character)}
    if len(text) > limits.characters:
        return _("has %(count)d characters; at most %(limit)d are read.") % {
            "count": len(text),
            "limit": limits.characters,
        }
    return ""


def check_size(content, limits):
    """Raise `Unreadable` where there are too many bytes."""
    if len(content) > limits.size:
        raise Unreadable(_("The file is larger than %(limit)s.") % {"limit": filesizeformat(limits.size)})
