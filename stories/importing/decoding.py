"""Bytes to text, or a sentence that says what to do instead. Pure: no file is opened here."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class NotImportable(Exception):
    """The text cannot be imported. `str()` is a sentence for the editor, in the language that is active then."""

    def __init__(self, code, message):
        super().__init__(code)
        self.code = code
        self.message = message

    def __str__(self):
        return str(self.message)


@dataclass(frozen=True)
class Decoded:
    """`warning` is a sentence for the editor when the encoding had to be guessed, else empty."""

    text: str
    encoding: str
    warning: str | Promise = ""


#: What a file begins with, and what to do about it. Text formats that carry markup are refused too: their marks would
#: end up in the story as text.
_SIGNATURES = (
    (b"%PDF", "pdf", _("This is a PDF. Open it, select and copy its text, and paste that here.")),
    (
        b"PK\x03\x04",
        "zip",
        _("This is a Word or OpenDocument file, or a ZIP archive. Save it as plain text (.txt, UTF-8) and import it."),
    ),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "doc",
        _("This is an old Word file (.doc). Save it as plain text (.txt, UTF-8) and import that."),
    ),
    (b"{\\rtf", "rtf", _("This is a rich-text file (.rtf). Save it as plain text (.txt, UTF-8) and import that.")),
    *(
        (signature, "image", _("This is a picture, not a text. Pictures are uploaded under “Pictures”."))
        for signature in (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"BM\x00")
    ),
)
_WEB_PAGE = re.compile(rb"\s*(<\?xml|<!doctype\s+html|<html[\s>])", re.IGNORECASE)
#: UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: Fillers and selectors that Unicode counts as letters, marks or symbols.
_LOOK_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\ufffd") | {
    chr(n) for n in range(0xFE00, 0xFE10)
}

EMPTY = _("There is no text in it.")
_BINARY = _("This is not a text file. Save the text as plain text (.txt, UTF-8) and import that.")
_WRONG = _("The text is not in UTF-8, and its encoding could not be recognised. Save it as plain text in UTF-8.")
_GUESSED = _(
    "The file is not in UTF-8; it was read as Windows-1252. Check umlauts, accents, dashes and quotation marks."
)


def check_size(size):
    """Refuse what is larger than `settings.IMPORT_MAX_BYTES` by its size in bytes, before anything is read."""
    if size > settings.IMPORT_MAX_BYTES:
        raise NotImportable("too_large", too_large())


def too_large():
    limit = filesizeformat(settings.IMPORT_MAX_BYTES)
    return _("This is too large for a text: at most %(limit)s are read. Is it the right file?") % {"limit": limit}


def is_blank(text):
    """Nothing that can be seen: white space, control and format characters, and letters that print as nothing."""
    return all(
        character.isspace() or character in _LOOK_BLANK or unicodedata.category(character) in ("Cc", "Cf", "Cn", "Cs")
        for character in text
    )


def decode(data):
    """The text of a file (bytes): UTF-8, UTF-16 or UTF-32 with a byte order mark, else Windows-1252 where that is
    plausible.

    Raises `NotImportable`: too_large, empty, pdf, zip, doc, rtf, image, web_page, binary, damaged or encoding.
    """
    check_size(len(data))
    for signature, code, message in _SIGNATURES:
        if data.startswith(signature):
            raise NotImportable(code, message)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise NotImportable("image", _SIGNATURES[-1][2])
    if _WEB_PAGE.match(data):
        raise NotImportable(
            "web_page",
            _("This is the source of a web page. Open it in the browser, copy its text, and paste that here."),
        )
    decoded = _by_mark(data) or _utf8(data) or _windows_1252(data)
    if decoded is None:
        raise NotImportable("encoding", _WRONG)
    if "\x00" in decoded.text:
        raise NotImportable("binary", _BINARY)
    if is_blank(decoded.text):
        raise NotImportable("empty", EMPTY)
    return decoded


def _by_mark(data):
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(encoding), encoding)
            except UnicodeDecodeError:
                raise NotImportable("encoding", _WRONG) from None
    return None


def _utf8(data):
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            raise NotImportable("binary", _BINARY) from None
        if _SEQUENCE.search(data):
            raise NotImportable(
                "damaged",
                _("The text is in UTF-8 but damaged in line %(line)s. Save it as plain text in UTF-8 again.")
                % {"line": data.count(b"\n", 0, error.start) + 1},
            ) from None
        return None


#: A letter or typographic mark as UTF-8 writes it. Windows-1252 would read it as two or three strange characters in a
#: row (“Ã¼”, “â€™”), so a text that has one and is no valid UTF-8 is a broken one rather than another encoding.
_SEQUENCE = re.compile(rb"\xc3[\x80-\xbf]|\xc2[\xa0-\xbf]|\xe2\x80[\x90-\xaf]")
#: Bytes that Windows-1252 texts in Western European languages have. Others, such as Š or ž inside a word, are what
#: texts from an old Mac or in a Cyrillic code page look like when read as Windows-1252.
_USUAL = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿŒœ‚„“”‘’‹›«»–—…€•´§°©®™·½¼¾²³ªº¡¿£ \xad")


def _windows_1252(data):
    """Plausible when every byte has a meaning, few are beyond ASCII, and nearly all of those are usual in the West."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    beyond = [character for character in text if character > "\x7f"]
    usual = sum(character in _USUAL for character in beyond)
    if len(beyond) > 0.3 * len(text) or usual < 0.9 * len(beyond):
        return None
    if any(unicodedata.category(character) == "Cc" and character not in "\t\n\v\f\r" for character in text):
        return None
    return Decoded(text, "windows-1252", _GUESSED)
