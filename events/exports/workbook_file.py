"""A list as a workbook: rows with typed cells, what the list is, what has changed since a profile's last run."""

from collections import Counter
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, override

from events.exports.cell import cell
from events.exports.clocks import CLOCKS
from events.exports.columns import DAY, MOMENT, NUMBER, YES_NO
from events.exports.selection_words import selection_words
from events.exports.texts import text_cell
from events.models.choices import EventKind, EventStatus
from sistercities.documents.errors import DocumentError
from sistercities.tables import Sheet, SheetColumn, write_workbook
from sistercities.tables.sheets import LAST_ROW

#: What the tables' writer calls the kinds of columns whose cells keep their type.
_TYPED = {DAY: "moment", MOMENT: "moment", NUMBER: "number", YES_NO: "boolean"}
#: Columns of so many characters and more break their lines.
_LONG = 40


class TooManyRows(DocumentError):
    """More rows than a sheet has."""

    def __str__(self):
        words = gettext("A workbook holds at most %(most)d rows. Choose a shorter period, or CSV.")
        return words % {"most": LAST_ROW - 1}


def check_workbook(count):
    """Raises `TooManyRows`."""
    if count >= LAST_ROW:
        raise TooManyRows


def write_workbook_file(export):
    """The file in pieces of bytes."""
    language = export.layout.language
    counts = Counter()
    with override(language):
        sheets = [
            Sheet(gettext("Events"), tuple(map(_sheet_column, export.columns)), _counted(export, counts)),
            Sheet(gettext("About this list"), _pair(), _about(export, counts), freeze=False, filter=False),
        ]
        if export.changes is not None:
            titles = (gettext("Change"), gettext("Title"), gettext("Date"), gettext("Place"))
            columns = tuple(SheetColumn(title, "long", 40) for title in titles)
            sheets.append(Sheet(gettext("Changes"), columns, _changes(export)))
        title = gettext("Events")
    return write_workbook(sheets, title=title, language=language, created_at=export.made_at)


def _sheet_column(planned):
    kind = _TYPED.get(planned.kind) or ("long" if planned.column.width >= _LONG else "text")
    return SheetColumn(planned.title, kind, max(planned.column.width, len(planned.title) + 4))


def _counted(export, counts):
    """The rows of the first sheet; what they are is counted on the way, for the second one."""
    cells = [_typed_cell(column, export.layout.language) for column in export.columns]
    kind = cell(None, "kind")
    status = cell(lambda status, is_cancelled: "cancelled" if is_cancelled else status, "status", "is_cancelled")
    for *row, kind_of_row, status_of_row in export.table([*cells, kind, status]):
        counts[kind_of_row, status_of_row] += 1
        yield row


def _typed_cell(planned, language):
    return planned.value if planned.kind in _TYPED else text_cell(planned, language)


def _pair():
    return SheetColumn(gettext("About this list"), "text", 28), SheetColumn("", "long", 60)


def _about(export, counts):
    """Read when the rows have been written. Pairs: what was chosen, when the list was made, by whose clock its times
    are, how many rows there are of each kind and status."""
    language = export.layout.language
    zone = ZoneInfo(export.context.clocks.home)
    with override(language):
        found = [
            *selection_words(export.selection, export.frame, language),
            (gettext("First day"), export.days[0]),
            (gettext("Last day"), export.days[1]),
            (gettext("Made"), export.made_at.astimezone(zone).replace(microsecond=0, tzinfo=None)),
            (gettext("Time zone"), zone.key),
            (gettext("Times by the clock"), str(CLOCKS[export.layout.clock])),
            (gettext("Rows"), sum(counts.values())),
        ]
        for heading, choices, place in ((gettext("Kind"), EventKind, 0), (gettext("Status"), EventStatus, 1)):
            totals = Counter()
            for key, count in counts.items():
                totals[key[place]] += count
            found += [(f"{heading}: {one.label}", totals[one.value]) for one in choices if totals[one.value]]
    yield from (pair for pair in found if pair[1] is not None)


def _changes(export):
    """Read when the rows have been written: only then it is known what is gone."""
    yield from export.changes.told()
