"""Texts as a document can hold them."""

import dataclasses
import re

#: What XML 1.0 cannot hold, and U+FFFC, which stands for an object that is not there. Tabs and line ends become spaces.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffc\ufffe\uffff]")
#: Embeddings, overrides and isolates: one that is not closed would turn around what is printed next to it.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BLANKS = re.compile("[ \t-\r\x85\u2028\u2029]+")
#: Fields with addresses, and what they may lead to (promise 26).
_ADDRESSES, _ALLOWED = ("address", "href"), re.compile("(https?://|mailto:)[^\x00-\x20]+", re.IGNORECASE)


def cleaned(value):
    """The same object with every text in it made printable: dataclasses and tuples are gone through, the rest stays.

    No-break spaces stay; other spaces and line ends in a row become one space. Addresses that lead to something else
    than a page or a mailbox are left out.
    """
    if isinstance(value, str):
        return _BLANKS.sub(" ", _DIRECTIONS.sub("", _IMPOSSIBLE.sub("", value))).strip()
    if isinstance(value, tuple):
        return tuple(map(cleaned, value))
    if dataclasses.is_dataclass(value):
        texts = {field.name: cleaned(getattr(value, field.name)) for field in dataclasses.fields(value)}
        for name in _ADDRESSES:
            if name in texts and not _ALLOWED.fullmatch(texts[name]):
                texts[name] = ""
        return dataclasses.replace(value, **texts)
    return value
