"""Text to lines, and what a single line break means.

Offices hand over three kinds of text: one line per paragraph; paragraphs broken at some 72 columns; Markdown. Which one
it is decides what a line break means, see `Layout`.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from stories.importing.decoding import is_blank
from stories.importing.notes import Note

#: Line breaks as word processors, old Macs and mainframes write them, beside "\n".
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
#: What `stories.body.sanitise` takes out, too: controls, noncharacters, and the marks that turn the direction of all
#: that follows. U+FFFC and U+FFFD stand for something that was lost before the text came here.
_LOST = "\ufffc\ufffd"
_LEFT_OUT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
#: What ends a sentence, with what may follow it.
SENTENCE_END = re.compile(r"[.!?…:;][)\]\"”“»«’‘'*_]*$")

HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*)")
#: Longer lines are paragraphs of their own, never lines of a paragraph that was broken to a width.
WIDEST = 100
_NARROWEST = 40
#: How far a broken line may stay below the width: people break earlier than machines.
_SLACK = 10
#: Lines of an address or a poem are shorter.
_SHORT = 60


@dataclass(frozen=True)
class Line:
    """`ends_hard`: two spaces at the end, a line break in Markdown."""

    number: int
    text: str
    is_indented: bool = False
    ends_hard: bool = False


def split_lines(text):
    """The lines of a text, numbered from 1, inner spaces and tabs kept; and notes on characters left out."""
    lines, notes = [], []
    for number, raw in enumerate(_BREAKS.sub("\n", text).split("\n"), start=1):
        clean = _LEFT_OUT.sub("", raw)
        if clean != raw:
            found = set(_LEFT_OUT.findall(raw))
            codes = ", ".join(f"U+{ord(character):04X}" for character in sorted(found))
            notes.append(Note(number, "lost_characters" if found <= set(_LOST) else "left_out", codes))
        stripped = clean.strip(" \t")
        indented = bool(stripped) and clean[0] in " \t"
        lines.append(Line(number, stripped, is_indented=indented, ends_hard=clean.endswith("  ")))
    return lines, notes


def chunks(lines):
    """Groups of lines between empty ones. A line of nothing but invisible characters is empty."""
    group, groups = [], []
    for line in lines:
        if not is_blank(line.text):
            group.append(line)
        elif group:
            groups.append(group)
            group = []
    return [*groups, group] if group else groups


class Layout:
    """What a single line break means in this text: nothing ("join"), a new "line", or a new "paragraph"."""

    def __init__(self, groups):
        self.is_markdown = any(HEADING.match(line.text) for group in groups for line in group)
        self.has_blank_lines = len(groups) > 1
        lengths = [len(line.text) for group in groups if len(group) > 1 for line in group]
        self.width = max((length for length in lengths if length <= WIDEST), default=0)
        self.is_wrapped = self.width >= _NARROWEST and self._shows_wrapping(groups)

    def _shows_wrapping(self, groups):
        """Sentences run over line breaks: one that goes on with a small letter is enough, or three at all."""
        breaks = [
            after.text
            for group in groups
            for before, after in pairwise(group)
            if self._is_forced(before, after) and not SENTENCE_END.search(before.text)
        ]
        return len(breaks) >= 3 or any(text[:1].islower() for text in breaks)

    def _is_forced(self, before, after):
        """The next word would not have fitted."""
        first_word = after.text.split(maxsplit=1)[0]
        return len(before.text) <= WIDEST and len(before.text) + 1 + len(first_word) > self.width - _SLACK

    def between(self, before, after):
        if self.is_markdown:
            return "line" if before.ends_hard else "join"
        if after.is_indented and not before.is_indented:
            return "paragraph"
        if self.is_wrapped and self._is_forced(before, after):
            return "join"
        short = max(len(before.text), len(after.text)) <= _SHORT
        if self.has_blank_lines and short and not SENTENCE_END.search(before.text):
            return "line"
        return "paragraph"
