"""The kinds of files that a list can be handed out as."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from events.exports.calendar_file import write_calendar_file
from events.exports.csv_file import write_csv_file
from events.exports.json_file import write_json_file
from events.exports.programme_files import check_docx, check_pdf, write_docx_file, write_pdf_file
from events.exports.workbook_file import check_workbook, write_workbook_file


@dataclass(frozen=True)
class Format:
    """`write` takes an `Export` and gives the file in pieces of bytes. `check` takes the number of rows and raises a
    `DocumentError` where there can be no such file: that is said before the first byte is out. Where a row costs much
    more time than to read it, `is_slow`: such a file comes as a whole, and `write` may raise a `DocumentError`, too."""

    label: str
    content_type: str
    extension: str
    write: Callable
    check: Callable = lambda count: None
    is_slow: bool = False


FORMATS = {
    "csv": Format(_("CSV, for every spreadsheet"), "text/csv; charset=utf-8", "csv", write_csv_file),
    "xlsx": Format(
        _("XLSX, a workbook"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
        write_workbook_file,
        check_workbook,
    ),
    "ics": Format(_("ICS, for calendars"), "text/calendar; charset=utf-8", "ics", write_calendar_file),
    "json": Format(_("JSON, for programs"), "application/json", "json", write_json_file),
    "pdf": Format(_("PDF programme, to print"), "application/pdf", "pdf", write_pdf_file, check_pdf, is_slow=True),
    "docx": Format(
        _("DOCX programme, to edit on"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        write_docx_file,
        check_docx,
        is_slow=True,
    ),
}
