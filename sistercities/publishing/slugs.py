"""The last part of an address, from a title in any language."""

import re
import unicodedata

from django.utils.text import slugify

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ẞ": "SS"})
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae", "œ": "oe", "ı": "i"}
)

#: Words that stand in addresses themselves.
RESERVED = frozenset({"feed", "past", "calendar", "search", "new", "add"})


def slug_of(title, fallback, max_length=80):
    """A slug of ASCII letters, digits and hyphens, never empty and never reserved: then it is `fallback`, or begins
    with it.

    German letters are written out (DIN 5007-2), others lose their marks; words beyond `max_length` are left out whole.
    """
    text = unicodedata.normalize("NFC", title.replace("\u00ad", "").replace("&", " "))
    slug = slugify(text.translate(_GERMAN).translate(_LETTERS))
    slug = re.sub(r"[-_]+", "-", slug).strip("-")
    if len(slug) > max_length:
        slug = slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]
    if not slug:
        return fallback
    return f"{fallback}-{slug}" if slug in RESERVED else slug
