"""What the tests of lists begin with."""

import csv
import datetime
import io

from events.exports.export import Export
from events.exports.layout import Layout
from events.exports.selection import Selection
from events.exports.sources import source_of
from sistercities.office.frame import current_frame

AT = datetime.datetime(2017, 9, 1, 12, tzinfo=datetime.UTC)


def export(selection=None, columns=(), user=None, at=AT, file_format="csv", **layout):
    """An `Export` at a moment in September 2017; `layout` are fields of `Layout`."""
    selection = selection or Selection()
    chosen = Layout(**({"columns": tuple(columns)} if columns else {}), **layout)
    return Export(selection, chosen, file_format, current_frame(), at, source_of(selection, user))


def file_of(*arguments, **keywords):
    """The bytes of the file."""
    return b"".join(export(*arguments, **keywords).pieces())


def cells(*arguments, **keywords):
    """The rows of the CSV file without its header, as lists of texts."""
    return table(*arguments, **keywords)[1:]


def table(*arguments, **keywords):
    listed = export(*arguments, **keywords)
    text = b"".join(listed.pieces()).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=listed.layout.cell_separator))
