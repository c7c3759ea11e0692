"""The programme as DOCX: real headings, its language, and the same words as the PDF."""

import dataclasses
import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from sistercities.documents.agenda import MOST_ITEMS, Agenda, AgendaGroup, AgendaItem, AgendaSection, Fact, Line
from sistercities.documents.errors import TooLong
from sistercities.documents.programme_docx import agenda_docx
from tests.documents.agendas import CONCERT, ENGLISH, EXHIBITION, GERMAN, MADE_AT, PREMIERE, long_agenda
from tests.libreoffice import TEXT, converted, needs_libreoffice


def read(agenda):
    return Document(io.BytesIO(agenda_docx(agenda)))


def one(item, heading="Berlin", ink="home"):
    return Agenda("Programme", "en", (AgendaSection("Today", (AgendaGroup(heading, (item,), ink),)),), MADE_AT)


def paragraphs(document):
    return [(paragraph.style.name, paragraph.text.replace("\u00a0", " ")) for paragraph in document.paragraphs]


def test_document_holds_the_programme_in_styles():
    assert paragraphs(read(GERMAN)) == [
        ("Lines", "Berlin und seine Partnerstädte"),
        ("Title", "50 Jahre Berlin – Los Angeles"),
        ("Subtitle", "Termine vom 1. September bis zum 31. Dezember 2017"),
        ("Note", "Stand: 12. September 2017"),
        ("Note", "Alle Zeiten gelten am Ort der Veranstaltung."),
        ("Heading 1", "Freitag, 6. Oktober 2017"),
        ("Heading 2", "Los Angeles"),
        ("Heading 3", "„Babylon Berlin“: internationale Premiere"),
        ("Lines", "19:30–22:00 Uhr in Los Angeles · 04:30–07:00 Uhr am nächsten Tag in Berlin"),
        ("Lines", "United Artists Theatre, Downtown · Film"),
        ("Lines", "Mit: Tom Tykwer, Regie"),
        ("Lines", "Eintritt: 12–18,50 €"),
        ("Heading 1", "Kontakt"),
        ("Lines", "Büro für Städtepartnerschaften"),
        ("Lines", "office@example.org"),
    ]


def test_participants_stand_with_what_they_do():
    lines = [text for _, text in paragraphs(read(one(PREMIERE)))]
    people = (
        "Tom Tykwer, director; Henk Handloegten, director; Michael Müller, guest of honour, Governing Mayor of Berlin"
    )
    assert f"With: {people}" in lines


def test_document_says_what_it_is():
    document = read(GERMAN)
    core = document.core_properties
    assert (core.title, core.author, core.subject, core.language, core.comments, core.last_modified_by) == (
        "50\u00a0Jahre Berlin – Los\u00a0Angeles",
        "Berlin und seine Partnerstädte",
        "Termine vom 1. September bis zum 31. Dezember 2017",
        "de-DE",
        "",
        "Berlin und seine Partnerstädte",
    )
    assert core.created == core.modified == MADE_AT
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert [element.get(qn("w:val")) for element in defaults.iter(qn("w:lang"))] == ["de-DE"]


def runs(document):
    """The runs of a document, also those of links, as pairs of text and properties."""
    return [
        ("".join(text.text for text in element.iter(qn("w:t"))), element.rPr)
        for element in document.element.iter(qn("w:r"))
        if element.rPr is not None
    ]


def test_words_in_the_other_language_are_marked_as_such():
    document = read(one(EXHIBITION))
    marks = {text: properties.find(qn("w:lang")) for text, properties in runs(document)}
    marked = {text: mark.get(qn("w:val")) for text, mark in marks.items() if mark is not None}
    assert marked == {EXHIBITION.title: "de-DE", EXHIBITION.summary: "de-DE"}
    assert ("Lines", "This text is only available in German.") in paragraphs(document)


def test_what_is_off_is_struck_and_says_so_in_words():
    document = read(one(CONCERT))
    struck = [text for text, properties in runs(document) if properties.style == "Cancelled"]
    assert struck == [CONCERT.title, CONCERT.times]
    assert document.styles["Cancelled"].font.strike is True
    assert ("Lines", "Cancelled · The hall is closed for repairs.") in paragraphs(document)


def test_links_lead_to_pages_and_mailboxes_only():
    """A link of another kind is left out, its words are not."""
    facts = tuple(
        Fact("Tickets", "here", href) for href in ("javascript:alert(1)", "file:///etc/passwd", "https://a.example/")
    )
    agenda = dataclasses.replace(
        one(AgendaItem("A", address="ftp://a.example/", facts=facts)),
        contact=(Line("office@example.org", "mailto:office@example.org"),),
    )
    document = read(agenda)
    targets = [relation.target_ref for relation in document.part.rels.values() if relation.is_external]
    assert targets == ["https://a.example/", "mailto:office@example.org"]
    assert [text for _, text in paragraphs(document)].count("Tickets: here") == 2


def test_head_and_foot_count_pages():
    section = read(ENGLISH).sections[0]
    fields = [element.get(qn("w:instr")) for element in section.footer._element.iter(qn("w:fldSimple"))]
    assert section.different_first_page_header_footer is True
    assert [paragraph.text for paragraph in section.header.paragraphs][1] == "50 years Berlin – Los\u00a0Angeles"
    assert [paragraph.text for paragraph in section.first_page_header.paragraphs][1] == ""
    assert section.footer.paragraphs[0].text.replace("\u00a0", " ") == "As of 12 September 2017\t / "
    assert fields == ["PAGE", "NUMPAGES"]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]


def test_an_event_stays_on_one_page():
    lines = [line for line in read(one(PREMIERE)).paragraphs if line.style.name == "Lines"]
    assert [line.paragraph_format.keep_with_next for line in lines] == [True] * (len(lines) - 1) + [None]


def test_text_that_no_document_can_hold_is_left_out():
    hostile = "\x00\x1b<w:p>&amp;\ud800\ufffe\u202e{=1+1}"
    item = AgendaItem(hostile, place=hostile, summary=hostile, status=hostile, facts=(Fact(hostile, hostile),))
    texts = [text for _, text in paragraphs(read(one(item, heading=hostile)))]
    shown = "<w:p>&amp;{=1+1}"
    assert texts == ["Programme", "Today", shown, shown, shown, shown, shown, f"{shown}: {shown}"]


def test_a_title_longer_than_the_properties_hold_is_whole_on_the_page():
    agenda = dataclasses.replace(one(AgendaItem("A")), title="x" * 300)
    document = read(agenda)
    assert document.core_properties.title == "x" * 255
    assert document.paragraphs[0].text == "x" * 300


def test_same_programme_makes_the_same_bytes():
    assert agenda_docx(ENGLISH) == agenda_docx(ENGLISH)


def test_nothing_of_another_program_is_in_the_file():
    with zipfile.ZipFile(io.BytesIO(agenda_docx(ENGLISH))) as archive:
        assert sorted(archive.namelist()) == [
            *("[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/_rels/document.xml.rels"),
            *("word/document.xml", "word/fontTable.xml", "word/footer1.xml", "word/footer2.xml", "word/header1.xml"),
            *("word/header2.xml", "word/numbering.xml", "word/settings.xml", "word/styles.xml"),
            *("word/theme/theme1.xml", "word/webSettings.xml"),
        ]
        for name in archive.namelist():
            etree.fromstring(archive.read(name))


def test_every_style_that_is_used_is_defined():
    document = read(dataclasses.replace(ENGLISH, sections=(*ENGLISH.sections, AgendaSection("x", ()))))
    known = {element.get(qn("w:styleId")) for element in document.styles.element.iter(qn("w:style"))}
    tags = (qn("w:pStyle"), qn("w:rStyle"), qn("w:basedOn"), qn("w:next"))
    parts = [document.element, document.styles.element, document.sections[0].footer._element]
    used = {element.get(qn("w:val")) for part in parts for element in part.iter(*tags)}
    assert used - known == set()
    assert {"Title", "Heading1", "Heading2", "Heading3", "Strong", "Hyperlink"} <= used


def test_a_programme_that_is_too_long_is_refused():
    with pytest.raises(TooLong):
        agenda_docx(long_agenda(MOST_ITEMS + 1))


@needs_libreoffice
def test_libreoffice_opens_it(tmp_path):
    text = re.sub(r"\s+", " ", converted(agenda_docx(ENGLISH), "programme.docx", TEXT, tmp_path))
    assert "Friday, 6 October 2017 Berlin Two orchestras, one evening Cancelled" in text
