"""A list as CSV (RFC 4180): UTF-8 with a byte order mark, as Excel wants it, and no cell that can act as a formula."""

import csv
import io

from events.exports.texts import text_cell

CHUNK = 64 * 1024


def write_csv_file(export):
    cells = [text_cell(column, export.layout.language) for column in export.columns]
    header = [column.key if export.layout.header == "keys" else column.title for column in export.columns]
    rows = ([_safe(cell(row) or "") for cell in cells] for row in export.rows())
    buffer = io.StringIO("\ufeff", newline="")
    buffer.seek(1)
    writer = csv.writer(buffer, delimiter=export.layout.cell_separator, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(row)
        if buffer.tell() > CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _safe(text):
    return "'" + text if text[:1] in "=+-@\t\r" and text else text
