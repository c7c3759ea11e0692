"""Straight quotation marks and apostrophes to typographic ones, aware of nesting."""

import re

MARKS = {
    "en": {'"': ("“", "”"), "'": ("‘", "’")},
    "de": {'"': ("„", "“"), "'": ("‚", "‘")},
}
APOSTROPHE = "’"
_OPENS_AFTER = frozenset("([{/-–—«»‹›¿¡\"'")
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
        self.opens_after = _OPENS_AFTER | self.opening.keys()
        self.open = []
        self.before = ""

    def skip(self, text):
        self.before = text[-1:] or self.before

    def set(self, text, following=""):
        pieces, position = [], 0
        for match in _MARKED.finditer(text):
            start, mark = match.start(), match[0]
            if start > position:
                pieces.append(text[position:start])
                self.before = text[start - 1]
            # A mark is judged by what is printed before it: the second setting sees the same.
            self.before = self._mark(mark, text[start + 1 : start + 2] or following, text[start + 1 : start + 8])
            pieces.append(self.before)
            position = start + 1
        pieces.append(text[position:])
        self.skip(text[position:])
        return "".join(pieces)

    def _mark(self, mark, after, ahead):
        if mark not in self.marks:
            self._count(mark, after, ahead)
            return mark
        if mark == "'" and self.before.isalnum() and after.isalnum():
            return mark if self.before.isdigit() and after.isdigit() else APOSTROPHE
        if self._may_open() and after and not after.isspace():
            if mark == "'" and _DECADE.match(ahead):
                return APOSTROPHE
            if mark not in self.open:
                self.open.append(mark)
                return self.marks[mark][0]
            return mark
        if mark in self.open:
            self._close(mark)
            return self.marks[mark][1]
        if mark == "'" and self.before.isalpha():
            return APOSTROPHE
        return mark  # feet and inches, or a mark without a partner

    def _count(self, mark, after, ahead):
        if mark in self.opening:
            if self.opening[mark] not in self.open:
                self.open.append(self.opening[mark])
        elif mark in self.closing:
            is_apostrophe = mark == APOSTROPHE and (
                (self._may_open() and _DECADE.match(ahead)) or (self.before.isalnum() and after.isalnum())
            )
            if not is_apostrophe and self.closing[mark] in self.open:
                self._close(self.closing[mark])

    def _close(self, kind):
        del self.open[self.open.index(kind) :]

    def _may_open(self):
        return not self.before or self.before.isspace() or self.before in self.opens_after
