"""A list as a programme to print and one to edit on (`sistercities.documents`)."""

from events.exports.programme import agenda_of
from sistercities.documents.programme_pdf import agenda_pdf


def write_pdf_file(export):
    """The file in one piece. Raises `DocumentError`, whose words are for whoever asked."""
    return iter([agenda_pdf(agenda_of(export))])


def write_docx_file(export):
    """The same as `write_pdf_file`."""
    # With python-docx and lxml, which no page needs.
    from sistercities.documents.programme_docx import agenda_docx

    return iter([agenda_docx(agenda_of(export))])
