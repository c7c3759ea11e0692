"""Straight quotation marks and apostrophes to typographic ones, aware of nesting."""

import re

MARKS = {
    "en": {'"': ("“", "”"), "'": ("‘", "’")},
    "de": {'"': ("„", "“"), "'": ("‚", "‘")},
}
APOSTROPHE = "’"
_OPENS_AFTER = frozenset("([{/-–—„“‚‘«»‹›¿¡")
_DECADE = re.compile(r"\d\ds?\b|(?:n|s|t|em|til|tis|twas|cause)\b", re.IGNORECASE)
_MARKED = re.compile(r"[\"'„“”‚‘’]")


class QuoteSetter:
    """Sets the marks of one paragraph, run by run: a quotation may begin in one inline element and end in another.

    Marks that are typographic already count as open or closed, too: that makes setting a fixed point.
    """

    def __init__(self, language):
        self.language = language
        self.marks = MARKS.get(language, MARKS["en"])
        self.opening = {marks[0]: kind for kind, marks in self.marks.items()}
        self.closing = {marks[1]: kind for kind, marks in self.marks.items()}
        self.open = []
        self.before = ""

    def skip(self, text):
        self.before = text[-1:] or self.before

    def set(self, text, following=""):
        pieces, position = [], 0
        for match in _MARKED.finditer(text):
            start, mark = match.start(), match[0]
            before = text[start - 1] if start else self.before
            after = text[start + 1 : start + 2] or following
            pieces.append(text[position:start])
            pieces.append(self._mark(mark, before, after, text[start + 1 : start + 8]))
            position = start + 1
        pieces.append(text[position:])
        result = "".join(pieces)
        self.skip(text)
        return result

    def _mark(self, mark, before, after, ahead):
        if mark not in self.marks:
            self._count(mark, before, after)
            return mark
        if mark == "'" and _is_word(before) and _is_word(after):
            return mark if before.isdigit() and after.isdigit() else APOSTROPHE
        if _may_open(before) and after and not after.isspace():
            if mark == "'" and _DECADE.match(ahead):
                return APOSTROPHE
            if mark not in self.open:
                self.open.append(mark)
                return self.marks[mark][0]
            return mark
        if mark in self.open:
            del self.open[self.open.index(mark) :]
            return self.marks[mark][1]
        if mark == "'" and before.isalpha():
            return APOSTROPHE
        return mark  # feet and inches, or a mark without a partner

    def _count(self, mark, before, after):
        if mark in self.opening and self.opening[mark] not in self.open:
            self.open.append(self.opening[mark])
        elif mark in self.closing and not (_is_word(before) and _is_word(after)):
            kind = self.closing[mark]
            if kind in self.open:
                del self.open[self.open.index(kind) :]


def _is_word(character):
    return character.isalnum()


def _may_open(before):
    return not before or before.isspace() or before in _OPENS_AFTER or before in "\"'"
