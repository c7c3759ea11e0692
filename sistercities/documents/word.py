"""Documents for word processors: an empty one in the two inks, and its bytes. What stands in it is from `word_text`."""

import io
import zipfile
from functools import cache
from pathlib import Path
from string import Template

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Twips

from sistercities.documents.inks import ALERT, HOME_INK, INK, LINE, MUTED, partner_ink
from sistercities.documents.text import cleaned
from sistercities.documents.word_text import TAGS, add_band, add_page_field, add_words

#: Fonts that offices have; the site's own are not on their computers. The same families that pages fall back to.
SERIF, SANS = "Georgia", "Arial"
#: The width of the text, in twentieths of a point: A4 less the margins of 20 and 18 mm.
WIDTH = round((210 - 20 - 18) / 25.4 * 1440)
#: What python-docx's template brings along: another program's picture, properties and styles.
_FOREIGN = ("thumbnail", "extended-properties", "customXml", "stylesWithEffects")
_PACKED_AT = (1980, 1, 1, 0, 0, 0)


def new_document(title, language, made_at, *, author="", subject="", head="", foot="", ink="poppy"):
    """A python-docx `Document` on A4: our styles, its language and title, the band in ink A and the partner's `ink`.

    `made_at` is an aware datetime. `head` stands on every page but the first; `foot` on all, with "3 / 7" on its right.
    """
    document = Document()
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_FOREIGN)]:
            del relations[key]
    _replace(document.styles.element, _xml("word_styles.xml", language))
    _replace(document.part.numbering_part.element, _xml("word_numbering.xml", language))
    _settings(document, language)
    _properties(document, cleaned(title), language, made_at, cleaned(author), cleaned(subject))
    _page(document, head, foot, (HOME_INK.fill, partner_ink(ink).fill))
    return document


def document_bytes(document):
    """The file. The same document makes the same bytes: no time of packing is in them."""
    packed, written = io.BytesIO(), io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _PACKED_AT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return written.getvalue()


@cache
def _template(name):
    return Template((Path(__file__).parent / name).read_text())


def _xml(name, language):
    colours = {"ink": INK, "muted": MUTED, "line": LINE, "alert": ALERT, "a": HOME_INK.text}
    hexes = {key: colour.removeprefix("#").upper() for key, colour in colours.items()}
    text = _template(name).substitute(hexes, serif=SERIF, sans=SANS, language=TAGS[language], width=WIDTH)
    return parse_xml(text)


def _replace(element, by):
    for child in list(element):
        element.remove(child)
    element.extend(list(by))


def _settings(document, language):
    """The language for what theme fonts would be, and no "compatibility mode" of an older Word."""
    for element in document.settings.element.iter(qn("w:themeFontLang"), qn("w:compatSetting")):
        if element.tag == qn("w:themeFontLang"):
            element.set(qn("w:val"), TAGS[language])
        elif element.get(qn("w:name")) == "compatibilityMode":
            element.set(qn("w:val"), "15")


def _properties(document, title, language, made_at, author, subject):
    core = document.core_properties
    # The format keeps at most 255 characters, and python-docx refuses more.
    core.title, core.author, core.subject = title[:255], author[:255], subject[:255]
    core.language, core.comments, core.last_modified_by, core.revision = TAGS[language], "", author[:255], 1
    core.created = core.modified = made_at


def _page(document, head, foot, inks):
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(20), Mm(18)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    section.header_distance = section.footer_distance = Twips(567)
    section.different_first_page_header_footer = True
    for header, words in ((section.first_page_header, ""), (section.header, cleaned(head))):
        band = header.paragraphs[0]
        add_band(band, WIDTH, inks)
        line = header.add_paragraph()
        line._p.style = "Header"
        add_words(line, words)
    for footer in (section.first_page_footer, section.footer):
        line = footer.paragraphs[0]
        line._p.style = "Footer"
        add_words(line, f"{cleaned(foot)}\t")
        add_page_field(line, "PAGE")
        add_words(line, " / ")
        add_page_field(line, "NUMPAGES")
