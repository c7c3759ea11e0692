"""A programme as a document that an office edits on: real headings and paragraphs, no table for its layout."""

from django.utils.translation import gettext, override, pgettext
from docx.shared import RGBColor

from sistercities.documents.inks import HOME_INK, partner_ink
from sistercities.documents.text import cleaned
from sistercities.documents.word import document_bytes, new_document
from sistercities.documents.word_text import add_line, add_link


def agenda_docx(agenda):
    """The bytes of an `Agenda`. Raises `TooLong`."""
    agenda.refuse_if_too_long()
    agenda = cleaned(agenda)
    document = new_document(
        agenda.title,
        agenda.language,
        agenda.made_at,
        author=agenda.office,
        subject=agenda.subtitle,
        head=agenda.title,
        foot=agenda.as_of,
        ink=agenda.ink,
    )
    with override(agenda.language):
        _head(document, agenda)
        for section in agenda.sections:
            add_line(document, "Heading1", section.heading)
            for group in section.groups:
                _city(document, group)
                for item in group.items:
                    _item(document, item)
        if not agenda.sections:
            add_line(document, "Normal", gettext("There is nothing in this programme."))
        _foot(document, agenda)
    return document_bytes(document)


def _head(document, agenda):
    for style, words in (
        *(("Lines", agenda.office), ("Title", agenda.title), ("Subtitle", agenda.subtitle)),
        *(("Note", agenda.as_of), ("Note", agenda.note)),
    ):
        if words:
            add_line(document, style, words)


def _city(document, group):
    heading = add_line(document, "Heading2")
    run = heading.add_run(group.heading)
    if group.ink:
        ink = HOME_INK if group.ink == "home" else partner_ink(group.ink)
        run.font.color.rgb = RGBColor.from_string(ink.text.removeprefix("#").upper())


def _item(document, item):
    """A heading and a line for each thing that is known, all of them on one page."""
    off = "Cancelled" if item.is_off else ""
    heading = add_line(document, "Heading3")
    add_link(heading, item.title, item.address, style=off, language=item.language)
    lines = list(_lines(item, off))
    for number, pieces in enumerate(lines, 1):
        line = add_line(document, "Lines", keep=number < len(lines))
        for words, how in pieces:
            if words:
                add_link(line, words, **{"href": ""} | how)


def _lines(item, off):
    """Each line as its pieces: pairs of words and how they are set."""
    strong, muted, own = {"style": "Strong"}, {"style": "Muted"}, {"language": item.language}
    if item.status:
        yield (item.status, {"style": "Alert"}), (f" · {item.status_note}" if item.status_note else "", {})
    when = ", ".join(words for words in (item.dates, item.times) if words)
    if when or item.other_times:
        between = " · " if when and item.other_times else ""
        yield (when, {"style": off or "Strong"}), (f"{between}{item.other_times}", muted)
    if item.place or item.kind:
        between = " · " if item.place and item.kind else ""
        yield (item.place, strong), (f"{between}{item.kind}", {})
    if item.summary:
        yield ((item.summary, own),)
    if item.language_note:
        yield ((item.language_note, muted),)
    if item.participants:
        yield tuple(_participants(item))
    for fact in item.facts:
        address = f" ({fact.printed_address})" if fact.printed_address else ""
        yield (f"{fact.term}: ", muted), (fact.words, {"href": fact.href}), (address, muted)


def _participants(item):
    yield pgettext("people", "With") + ": ", {"style": "Muted"}
    for number, participant in enumerate(item.participants, 1):
        does = f", {participant.does}" if participant.does else ""
        yield participant.name, {"style": "Strong"}
        yield f"{does}; " if number < len(item.participants) else does, {}


def _foot(document, agenda):
    if agenda.contact:
        add_line(document, "Heading1", gettext("Contact"))
        for line in agenda.contact:
            add_link(add_line(document, "Lines"), line.words, line.href)
    if agenda.credits:
        add_line(document, "Note", "; ".join(agenda.credits))
