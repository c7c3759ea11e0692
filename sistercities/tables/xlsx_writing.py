"""A workbook (ECMA-376-1, XLSX), written row by row into a stream that nobody can seek in; memory does not grow.

Cells are text, numbers, days, moments and booleans; never a formula, never a link, whatever a text looks like.
"""

from sistercities.tables import xlsx_parts
from sistercities.tables.sheets import check
from sistercities.tables.xlsx_sheet import SheetXml
from sistercities.tables.zipping import write_zip

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Twice as fast as zlib's usual 6, for files that are a fifth larger.
_LEVEL = 3


def write_workbook(sheets, title="", language="", author="", created_at=None):
    """The file in pieces of bytes.

    Rows are read while they are written, sheet by sheet, so a later sheet can tell what was in an earlier one.
    `language` is that of the text, as BCP 47 has it; `created_at` is aware. The same input gives the same bytes.
    Raises CannotWrite for what a workbook cannot hold: at once for names and columns, while it is read for a cell.
    """
    sheets = list(sheets)
    check(sheets)
    return write_zip(_members(sheets, title, language, author, created_at), _LEVEL)


def _members(sheets, title, language, author, created_at):
    yield "[Content_Types].xml", [xlsx_parts.content_types(len(sheets))]
    yield "_rels/.rels", [xlsx_parts.package_relations()]
    yield "docProps/core.xml", [xlsx_parts.core_properties(title, language, author, created_at)]
    yield "docProps/app.xml", [xlsx_parts.app_properties()]
    yield "xl/styles.xml", [xlsx_parts.styles()]
    yield "xl/_rels/workbook.xml.rels", [xlsx_parts.workbook_relations(len(sheets))]
    last_rows = []
    for number, sheet in enumerate(sheets, 1):
        xml = SheetXml(sheet)
        yield f"xl/worksheets/sheet{number}.xml", xml.pieces()
        last_rows.append(xml.last_row)
    yield "xl/workbook.xml", [xlsx_parts.workbook(sheets, last_rows)]
