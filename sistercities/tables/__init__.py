"""Tables as files: CSV and XLSX, written row by row and read within limits. Pure; knows no app and no request.

write_csv(rows, header, separator=";") -> pieces of bytes; write_text_csv() the same for rows that are text already
write_workbook([Sheet(name, columns, rows)], title=…) -> pieces of bytes
read_csv(content), read_xlsx(content) -> Table(header, rows, problems), or Unreadable with a sentence
"""

from sistercities.tables.cells import guarded, plain, unguarded
from sistercities.tables.csv_reading import read_csv
from sistercities.tables.csv_writing import SEPARATORS, write_csv, write_text_csv
from sistercities.tables.reading import Limits, Problem, Row, Table, Unreadable, check_size
from sistercities.tables.sheets import CannotWrite, Sheet, SheetColumn, safe_sheet_name
from sistercities.tables.xlsx_reading import read_xlsx
from sistercities.tables.xlsx_writing import write_workbook

__all__ = [
    "SEPARATORS",
    "CannotWrite",
    "Limits",
    "Problem",
    "Row",
    "Sheet",
    "SheetColumn",
    "Table",
    "Unreadable",
    "check_size",
    "guarded",
    "plain",
    "read_csv",
    "read_xlsx",
    "safe_sheet_name",
    "unguarded",
    "write_csv",
    "write_text_csv",
    "write_workbook",
]
