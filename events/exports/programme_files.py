"""A list as a programme to print and one to edit on (`sistercities.documents`)."""

from events.exports.programme import agenda_of
from sistercities.documents.agenda import refuse_if_too_long
from sistercities.documents.printing import check_printing
from sistercities.documents.programme_pdf import agenda_pdf


def check_pdf(count):
    """Raises `TooLong` and `CannotPrint`."""
    refuse_if_too_long(count)
    check_printing()


def check_docx(count):
    """Raises `TooLong`."""
    refuse_if_too_long(count)


def write_pdf_file(export):
    """The file in one piece."""
    return iter([agenda_pdf(agenda_of(export))])


def write_docx_file(export):
    """The same as `write_pdf_file`."""
    # With python-docx and lxml, which no page needs.
    from sistercities.documents.programme_docx import agenda_docx

    return iter([agenda_docx(agenda_of(export))])
