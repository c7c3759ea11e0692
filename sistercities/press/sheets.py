"""The sheets of a press kit: whose the pictures are, who said what, whom to ask. Plain text in the active language."""

from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import gettext

from sistercities.documents.text import cleaned
from sistercities.documents.word import document_bytes, new_document
from sistercities.documents.word_text import add_line
from sistercities.media.markup import credit_line
from sistercities.media.rights import Licence, licence_address
from sistercities.office.addresses import absolute, address
from sistercities.press.story_files import quote_lines


def sheet(lines):
    """Lines of text as the bytes of a file: UTF-8 with a byte order mark, Windows' line ends."""
    return ("\ufeff" + "\n".join(lines) + "\n").replace("\n", "\r\n").encode(errors="replace")


def credits_lines(kit, names, language):
    """Each picture with its file, what has to stand beside it, and the licence; then those that are not in the kit."""
    yield gettext("Picture credits")
    yield ""
    yield gettext("Print the credit with each picture. It also stands in the file itself (IPTC).")
    for picture in kit.pictures:
        yield ""
        yield names[picture.pk]
        yield from _about(picture, language)
    if kit.withheld:
        yield ""
        yield gettext(
            "Not in this kit: the rights were given to the office alone, or have ended. Ask the rights holder."
        )
        for picture in kit.withheld:
            yield f"– {cleaned(picture.title)}: {_credit(picture, language)}"


def _about(picture, language):
    facts = (
        (gettext("Title"), picture.title),
        (gettext("Credit"), _credit(picture, language)),
        (
            gettext("Licence"),
            " ".join(part for part in (str(Licence(picture.licence).label), licence_address(picture)) if part),
        ),
        (gettext("Terms"), picture.usage_terms),
        (gettext("May be used until"), picture.valid_until.isoformat() if picture.valid_until else ""),
        (gettext("Caption"), getattr(picture, f"caption_{language}")),
        (gettext("Alternative text"), getattr(picture, f"alt_text_{language}")),
    )
    for term, words in facts:
        if words := cleaned(words):
            yield f"{term}: {words}"


def _credit(picture, language):
    return cleaned(unescape(strip_tags(credit_line(picture, language))))


def quotes_text(kit, language):
    """The quotes as the bytes of a text file."""
    lines = [gettext("Quotes")]
    for quote in kit.quotes:
        lines += ["", *(cleaned(line) for _style, line in quote_lines(quote, language))]
    return sheet(lines)


def quotes_document(kit, language):
    """The same as a document."""
    document = new_document(gettext("Quotes"), language, kit.at, author=kit.frame.site_title, foot=kit.frame.site_title)
    add_line(document, "Title", gettext("Quotes"))
    for quote in kit.quotes:
        for style, line in quote_lines(quote, language):
            add_line(document, style, cleaned(line))
    return document_bytes(document)


def contact_lines(kit, title, language, notes):
    """The first sheet: what this is, of when, what is missing, whom to ask."""
    office = kit.frame.office
    yield cleaned(title)
    yield gettext("Press kit of %(site)s, %(moment)s UTC") % {
        "site": cleaned(kit.frame.site_title),
        "moment": f"{kit.at:%Y-%m-%d %H:%M}",
    }
    yield from notes
    yield ""
    yield gettext("Contact")
    if office:
        yield cleaned(getattr(office, f"name_{language}") or office.name)
        yield from (cleaned(line) for line in office.address.splitlines())
        yield from (words for words in (office.phone, office.email) if words)
    yield absolute(address("home", language))
