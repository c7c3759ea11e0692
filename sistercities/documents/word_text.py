"""Words in a document for word processors: runs, links, fields. Each function adds to the end of a paragraph."""

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

#: Word processors check spelling in a language of a country.
TAGS = {"en": "en-GB", "de": "de-DE"}


def add_line(document, style, words="", *, keep=False):
    """A paragraph in the style of that id ("Heading1", "Lines", "Note"); `keep`: on the page of what follows."""
    # Not `add_paragraph`, which looks through the whole document for its end each time.
    element = OxmlElement("w:p")
    document.element.body[-1].addprevious(element)
    paragraph = Paragraph(element, document._body)
    element.style = style
    if keep:
        paragraph.paragraph_format.keep_with_next = True
    if words:
        add_words(paragraph, words)
    return paragraph


def add_words(paragraph, words, *, style="", language="", parent=None):
    """A run in a character style ("Strong", "Muted", "Alert", "Cancelled"), marked where it is in another language."""
    run = OxmlElement("w:r")
    if style or language:
        properties = run.get_or_add_rPr()
        if style:
            properties.append(_valued("w:rStyle", style))
        if language:
            properties.append(_valued("w:lang", TAGS[language]))
    for number, part in enumerate(words.split("\t")):
        if number:
            run.append(OxmlElement("w:tab"))
        text = OxmlElement("w:t")
        text.text = part
        text.set(qn("xml:space"), "preserve")
        run.append(text)
    (paragraph._p if parent is None else parent).append(run)


def add_link(paragraph, words, href, **how):
    """Words that lead to an absolute address; the words alone where there is none."""
    if not href:
        return add_words(paragraph, words, **how)
    link, relations = OxmlElement("w:hyperlink"), paragraph.part.rels
    # Not `relate_to`, which looks through all relations each time: a thousand links would take it seconds.
    key = f"link{len(relations)}"
    relations.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, href, key, is_external=True)
    link.set(qn("r:id"), key)
    add_words(paragraph, words, parent=link, **{"style": "Hyperlink"} | how)
    return paragraph._p.append(link)


def add_page_field(paragraph, code):
    """PAGE or NUMPAGES: the program that opens the document counts."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    add_words(paragraph, "1", parent=field)
    paragraph._p.append(field)


def add_band(paragraph, width, inks):
    """The band in both inks, across `width` (in twentieths of a point): two tabs on coloured ground, and no word."""
    properties = paragraph._p.get_or_add_pPr()
    tabs, spacing = OxmlElement("w:tabs"), OxmlElement("w:spacing")
    for stop in (width // 2, width):
        tab = _valued("w:tab", "left")
        tab.set(qn("w:pos"), str(stop))
        tabs.append(tab)
    for name, value in (("before", "0"), ("after", "120"), ("line", "90"), ("lineRule", "exact")):
        spacing.set(qn(f"w:{name}"), value)
    properties.extend([tabs, spacing])
    for ink in inks:
        run, shade = OxmlElement("w:r"), _valued("w:shd", "clear")
        shade.set(qn("w:fill"), ink.removeprefix("#").upper())
        run.get_or_add_rPr().append(shade)
        run.append(OxmlElement("w:tab"))
        paragraph._p.append(run)


def _valued(tag, value):
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element
