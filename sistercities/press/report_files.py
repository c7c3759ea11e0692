"""The annual report as a workbook and as a document, in the active language."""

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext, pgettext
from docx.oxml import OxmlElement

from events.languages import language_name
from events.models.choices import EventKind, EventStatus
from sistercities.cities.words import anniversary_title, pair_name
from sistercities.documents.text import cleaned
from sistercities.documents.word import document_bytes, new_document
from sistercities.documents.word_text import add_line
from sistercities.press.report import WITHDRAWN
from sistercities.tables import Sheet, SheetColumn, write_workbook

LANGUAGES = ("en", "de")


def report_title(report):
    return gettext("Annual report %(year)d") % {"year": report.year}


def report_notes(report):
    """What the numbers mean, as sentences."""
    if report.is_running:
        yield gettext("The year is not over: this is what was public up to %(day)s.") % {
            "day": date_format(report.until, "DATE_FORMAT")
        }
    yield gettext("Counted is what was public. An event counts in each year that one of its dates can be in.")
    yield gettext("A story counts in the year in which its first text was published.")
    yield gettext("A picture counts once for each partnership whose stories or events showed it in that year.")
    if count := report.loose["events"]:
        words = ngettext(
            "%(count)d event belongs to no partnership and is not counted.",
            "%(count)d events belong to no partnership and are not counted.",
            count,
        )
        yield words % {"count": count}
    if count := report.loose["stories"]:
        words = ngettext(
            "%(count)d story belongs to no partnership and is not counted.",
            "%(count)d stories belong to no partnership and are not counted.",
            count,
        )
        yield words % {"count": count}


def pair_of(chapter, frame):
    return pair_name(frame.pair(chapter.partnership), get_language())


def statuses():
    """Pairs of a status and what it is called, in the order of the columns."""
    return [*((status.value, str(status.label)) for status in EventStatus), (WITHDRAWN, gettext("Withdrawn"))]


def overview(report, frame):
    """(titles, rows): a row for each partnership."""
    titles = [
        *(gettext("Partnership"), gettext("Events"), gettext("Dates that took place or will"), gettext("Cancelled")),
        *(
            gettext("Stories"),
            *(gettext("Texts: %(language)s") % {"language": language_name(code)} for code in LANGUAGES),
        ),
        *(gettext("Pictures"), gettext("Anniversaries")),
    ]
    rows = [
        [
            *(pair_of(chapter, frame), chapter.events.total(), chapter.dates, chapter.by_status("cancelled")),
            *(chapter.stories, *(chapter.texts[code] for code in LANGUAGES)),
            *(len(chapter.pictures), len(chapter.anniversaries)),
        ]
        for chapter in report.chapters
    ]
    return titles, rows


def events_table(chapter):
    """(titles, rows) of a partnership: a row for each kind that there is, a column for each status."""
    titles = [pgettext("of an event", "Kind"), *(words for _status, words in statuses()), gettext("Together")]
    rows = []
    for kind in EventKind:
        counts = [chapter.events[kind.value, status] for status, _words in statuses()]
        if any(counts):
            rows.append([str(kind.label), *counts, sum(counts)])
    return titles, rows


def celebrated(chapter, frame):
    pair = frame.pair(chapter.partnership)
    return [anniversary_title(one.years, pair, get_language()) for one in chapter.anniversaries]


def report_xlsx(report, frame):
    """The workbook in pieces of bytes."""
    titles, rows = overview(report, frame)
    kinds = (
        [gettext("Partnership"), *events_table(report.chapters[0])[0]] if report.chapters else [gettext("Partnership")]
    )
    detailed = [
        [pair_of(chapter, frame), *row] for chapter in report.chapters for row in events_table(chapter)[1]
    ]  # fmt: skip
    anniversaries = [
        [pair_of(chapter, frame), title] for chapter in report.chapters for title in celebrated(chapter, frame)
    ]
    sheets = [
        _sheet(gettext("Overview"), titles, rows),
        _sheet(gettext("Events"), kinds, detailed),
        _sheet(gettext("Anniversaries"), [gettext("Partnership"), gettext("Anniversary")], anniversaries),
        _sheet(gettext("Notes"), [gettext("What the numbers mean")], [[note] for note in report_notes(report)]),
    ]
    return write_workbook(sheets, report_title(report), get_language(), frame.site_title, report.until)


def _sheet(name, titles, rows):
    rows = [[_plain(value) for value in row] for row in rows]
    columns = [
        SheetColumn(title, "number" if rows and isinstance(rows[0][place], int) else "text", 40 if place == 0 else 16)
        for place, title in enumerate(titles)
    ]
    return Sheet(name, columns, rows)


def _plain(value):
    return value.replace("\u00a0", " ") if isinstance(value, str) else value


def report_docx(report, frame):
    """The document as bytes."""
    title, language = report_title(report), get_language()
    document = new_document(title, language, report.until, author=frame.site_title, head=title, foot=frame.site_title)
    add_line(document, "Title", title)
    add_line(document, "Subtitle", cleaned(frame.site_title))
    for note in report_notes(report):
        add_line(document, "Note", note)
    add_line(document, "Heading1", gettext("Overview"))
    _table(document, *overview(report, frame))
    for chapter in report.chapters:
        add_line(document, "Heading1", cleaned(pair_of(chapter, frame)))
        for words in celebrated(chapter, frame):
            add_line(document, "Lines", cleaned(words))
        titles, rows = events_table(chapter)
        if rows:
            add_line(document, "Heading2", gettext("Events"))
            _table(document, titles, rows)
        else:
            add_line(document, "Lines", gettext("No events."))
        add_line(document, "Heading2", gettext("Stories and pictures"))
        for term, number in _counts(chapter):
            add_line(document, "Lines", f"{term}: {number}")
    return document_bytes(document)


def _counts(chapter):
    """Pairs of a term and a number."""
    yield gettext("Stories"), chapter.stories
    for code in LANGUAGES:
        yield gettext("Texts: %(language)s") % {"language": language_name(code)}, chapter.texts[code]
    yield gettext("Pictures"), len(chapter.pictures)


def _table(document, titles, rows):
    """A simple table whose header row is one, also for screen readers and on the next page."""
    table = document.add_table(1 + len(rows), len(titles), "Table Grid")
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    for cells, values in zip((row.cells for row in table.rows), [titles, *rows], strict=True):
        for cell, value in zip(cells, values, strict=True):
            cell.paragraphs[0].add_run(cleaned(str(value)))
    # Word wants a paragraph after a table; the next heading is one, but not at the end.
    add_line(document, "Lines")
