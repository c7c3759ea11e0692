"""A list as CSV.

Where it has the column `change`, what is gone since the last run stands at the end, as far as the last list said it:
the title, the words for date and place, and what tells it from all others. All other cells are empty, above all the
days: such a row is no date that anybody counts on, and an import leaves it out (`events.importing.sources`).
"""

from itertools import chain

from events.exports.columns import DAY, MOMENT, NUMBER
from events.exports.texts import text_cell
from sistercities.tables import write_text_csv


def write_csv_file(export):
    """The file in pieces of bytes (`sistercities.tables.csv_writing`)."""
    layout, columns = export.layout, export.columns
    trusted = {place for place, column in enumerate(columns) if column.kind in (DAY, MOMENT, NUMBER)}
    header = [column.key if layout.header == "keys" else column.title for column in columns]
    rows = export.table([text_cell(column, layout.language) for column in columns])
    if export.changes is not None and "change" in layout.columns:
        rows = chain(rows, _gone(export, columns))
    return write_text_csv(rows, header, layout.cell_separator, trusted)


def _gone(export, columns):
    """Read when all other rows are: only then it is known what is gone."""
    for said, handed in export.changes.gone():
        known = {
            "change": said,
            "title": handed.title,
            "date": handed.when,
            "venue": handed.where,
            "uid": handed.uid,
            "event_uid": handed.event,
        }
        # Of words that come once for each language, those of the list's own.
        yield tuple(
            known.get(column.column.key, "") if column.side.language == export.layout.language else ""
            for column in columns
        )
