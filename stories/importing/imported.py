"""What was understood of a text: plain values, no database."""

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from stories.importing.notes import Note


class Kind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    BULLETS = "bullets"
    NUMBERS = "numbers"
    CITATION = "citation"  # set off as a quotation, but nobody is named
    QUOTE = "quote"
    CREDITS = "credits"


KIND_NAMES = {
    Kind.PARAGRAPH: _("Paragraph"),
    Kind.HEADING: _("Heading"),
    Kind.BULLETS: _("List"),
    Kind.NUMBERS: _("Numbered list"),
    Kind.CITATION: _("Quotation without speaker"),
    Kind.QUOTE: _("Quote"),
    Kind.CREDITS: _("Picture credits"),
}


@dataclass(frozen=True)
class Quotation:
    """Words without their quotation marks; `role` may be empty."""

    words: str
    name: str
    role: str = ""


@dataclass(frozen=True)
class Credit:
    """One picture of a credits line. `title` is empty where the text names none.

    `label` is a word such as “Photo” as typed, `notice` the whole rights line where it says more than the name (a
    year), `licence` what a text says of one.
    """

    title: str
    creator: str
    label: str = ""
    notice: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Block:
    """A piece of the text, in order. `lines` are the lines of a paragraph (usually one), or the items of a list,
    without marks; `source` is the same as typed. Line numbers count from 1. `level` is that of a heading, 2 or 3.
    """

    kind: Kind
    lines: tuple[str, ...]
    source: tuple[str, ...]
    first_line: int
    last_line: int
    level: int = 0
    quotation: Quotation | None = None
    credits: tuple[Credit, ...] = ()

    @property
    def text(self):
        return " ".join(self.lines)

    @property
    def key(self):
        """Names the block in a form, and survives edits elsewhere in the text."""
        return sha256("\n".join(self.source).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def kind_name(self):
        return KIND_NAMES[self.kind]


@dataclass(frozen=True)
class ImportedText:
    """`language` is "en" or "de". `left` are notes on what was not understood and stays in the body, `hints` on what
    may be a slip. `title` is empty when the text does not begin with one.
    """

    language: str
    title: str
    standfirst: str
    blocks: tuple[Block, ...]
    title_line: int = 0
    standfirst_line: int = 0
    left: tuple[Note, ...] = ()
    hints: tuple[Note, ...] = field(default=())

    def of_kind(self, *kinds):
        return [block for block in self.blocks if block.kind in kinds]

    @property
    def quotations(self):
        return [block.quotation for block in self.of_kind(Kind.QUOTE)]

    @property
    def credits(self):
        return [credit for block in self.of_kind(Kind.CREDITS) for credit in block.credits]
