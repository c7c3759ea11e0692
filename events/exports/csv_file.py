"""A list as CSV."""

from events.exports.columns import DAY, MOMENT, NUMBER
from events.exports.texts import text_cell
from sistercities.tables import write_text_csv


def write_csv_file(export):
    """The file in pieces of bytes (`sistercities.tables.csv_writing`)."""
    layout, columns = export.layout, export.columns
    trusted = {place for place, column in enumerate(columns) if column.kind in (DAY, MOMENT, NUMBER)}
    header = [column.key if layout.header == "keys" else column.title for column in columns]
    rows = export.table([text_cell(column, layout.language) for column in columns])
    return write_text_csv(rows, header, layout.cell_separator, trusted)
