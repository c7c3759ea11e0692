"""Lines to pieces: paragraphs, headings with marks, lists, citations. Knows layout, not meaning."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from stories.importing.decoding import is_blank
from stories.importing.imported import Kind
from stories.importing.lines import HEADING, SENTENCE_END, WIDEST, Layout
from stories.importing.notes import Note

_UNDERLINE = re.compile(r"(={3,}|-{3,})$")
_BULLET = re.compile(r"([-*•◦‣▪·+–—])[ \t]+(?![-*_ \t]+$)(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})[.)][ \t]+(?=\S)")
_CITED = re.compile(r">[ \t]?")


@dataclass(frozen=True)
class Piece:
    """`lines` are joined lines of a paragraph, or items of a list, without marks; `source` is as typed, of a list with
    one line for each item. `chunk` numbers the blank-line group it stands in.
    """

    kind: Kind
    lines: tuple[str, ...]
    source: tuple[str, ...]
    first: int
    last: int
    chunk: int
    level: int = 0
    numbers: tuple[int, ...] = ()

    @property
    def text(self):
        return " ".join(self.lines)


def pieces(groups):
    """The pieces of the text, in order, and notes on words divided at line ends."""
    layout = Layout(groups)
    found, notes = [], []
    for index, group in enumerate(groups):
        found += _of_group(group, layout, index, notes)
    return list(_with_lists(found)), notes


def _of_group(group, layout, chunk, notes):
    position = 0
    while position < len(group):
        line = group[position]
        if heading := HEADING.match(line.text):
            marks, text = heading.groups()
            yield Piece(
                Kind.HEADING,
                (_without_closing_marks(text),),
                (line.text,),
                line.number,
                line.number,
                chunk,
                level=len(marks),
            )
            position += 1
        elif _is_underlined(group, position):
            following = group[position + 1]
            level = 1 if following.text[0] == "=" else 2
            source = (line.text, following.text)
            yield Piece(Kind.HEADING, (line.text,), source, line.number, following.number, chunk, level=level)
            position += 2
        elif _CITED.match(line.text):
            end = _run(group, position, lambda text: bool(_CITED.match(text)))
            yield _citation(group[position:end], layout, chunk, notes)
            position = end
        elif _is_item(line.text):
            end = position + 1
            while end < len(group) and not _starts_piece(group, end) and _goes_on(group, end, layout):
                end += 1
            yield _item(group[position:end], chunk, notes)
            position = end
        else:
            end = position + 1
            while end < len(group) and (_is_dash_in_sentence(group, end, layout) or not _starts_piece(group, end)):
                end += 1
            yield from _paragraphs(group[position:end], layout, chunk, notes)
            position = end


def _without_closing_marks(text):
    """Of "Heading ##" the heading. (As a pattern it would take quadratic time.)"""
    bare = text.rstrip("#")
    return bare.rstrip() if bare[-1:] in (" ", "\t") else text


def _run(group, start, belongs):
    end = start
    while end < len(group) and belongs(group[end].text):
        end += 1
    return end


def _is_item(text):
    return bool(_BULLET.match(text) or _NUMBER.match(text))


def _is_underlined(group, position):
    """A short line that is no sentence, above a line of === or ---. (Below a paragraph, --- is an ornament.)"""
    text = group[position].text
    following = group[position + 1].text if position + 1 < len(group) else ""
    is_line = len(text) <= WIDEST and not text.endswith(".") and not _UNDERLINE.match(text)
    return is_line and bool(_UNDERLINE.match(following))


def _starts_piece(group, position):
    text = group[position].text
    return bool(HEADING.match(text) or _CITED.match(text)) or _is_item(text) or _is_underlined(group, position)


def _is_dash_in_sentence(group, position, layout):
    """In a paragraph broken to a width, a dash or a number at the start of a line goes on with the sentence."""
    before, line = group[position - 1], group[position]
    is_open = layout.is_wrapped and not SENTENCE_END.search(before.text) and layout.between(before, line) == "join"
    return is_open and bool(re.match(r"[-–—]|\d", line.text))


def _goes_on(group, position, layout):
    """An item of a list goes on in this line."""
    return group[position].is_indented or layout.between(group[position - 1], group[position]) == "join"


def _item(lines, chunk, notes):
    text = lines[0].text
    number = _NUMBER.match(text)
    mark = number or _BULLET.match(text)
    joined = join(lines, notes)
    return Piece(
        Kind.NUMBERS if number else Kind.BULLETS,
        (joined[mark.end() :],),
        (joined,),
        lines[0].number,
        lines[-1].number,
        chunk,
        numbers=(int(number.group(1)),) if number else (),
    )


def _paragraphs(lines, layout, chunk, notes):
    paragraph, run = [], [lines[0]]
    for before, after in pairwise(lines):
        meaning = (
            "paragraph" if chunk == 0 and layout.between(before, after) == "line" else layout.between(before, after)
        )
        if meaning == "join":
            run.append(after)
            continue
        paragraph.append(run)
        run = [after]
        if meaning == "paragraph":
            yield _paragraph(paragraph, chunk, notes)
            paragraph = []
    yield _paragraph([*paragraph, run], chunk, notes)


def _paragraph(runs, chunk, notes):
    texts = tuple(join(run, notes) for run in runs)
    source = tuple(line.text for run in runs for line in run)
    return Piece(Kind.PARAGRAPH, texts, source, runs[0][0].number, runs[-1][-1].number, chunk)


def _citation(lines, layout, chunk, notes):
    runs, before = [], None
    for line in lines:
        inner = replace(line, text=_CITED.sub("", line.text, count=1).strip(" \t"))
        if is_blank(inner.text):
            before = None
            continue
        if before and layout.between(before, inner) == "join" and not re.match(r"[—–―(-]", inner.text):
            runs[-1].append(inner)
        else:
            runs.append([inner])
        before = inner
    texts = tuple(join(run, notes) for run in runs)
    source = tuple(line.text for line in lines)
    kind = Kind.CITATION if texts else Kind.PARAGRAPH
    return Piece(kind, texts or source, source, lines[0].number, lines[-1].number, chunk)


#: After these a hyphen at the end of a line is part of the word: „Vor-“ and „und Nachteile“.
_SUSPENDED = re.compile(r"(?:und|oder|bis|sowie|and|or|to)\b")


def join(lines, notes):
    """One line of several. A hyphen at a line's end is kept, without a space after it, and noted."""
    text = lines[0].text
    for before, after in pairwise(lines):
        divided = re.search(r"[^\W\d_]-$", before.text) and not _SUSPENDED.match(after.text)
        if divided:
            notes.append(Note(before.number, "line_hyphen", before.text.split()[-1] + after.text.split()[0]))
        text += ("" if divided else " ") + after.text
    return text


def _with_lists(found):
    """Items that follow each other become one list; what cannot be one is a paragraph again, with its marks.

    A list of numbers counts from 1, since the page will count anew; one item alone is a list only with an unmistakable
    bullet (a dash may introduce a speaker, "1. FC Union" is a name).
    """
    items = []
    for piece in found:
        if items and not _continues(items[-1], piece):
            yield from _list(items)
            items = []
        if piece.kind in (Kind.BULLETS, Kind.NUMBERS):
            items.append(piece)
        else:
            yield piece
    if items:
        yield from _list(items)


def _continues(last, piece):
    if piece.kind != last.kind:
        return False
    if piece.kind == Kind.NUMBERS:
        return piece.numbers[0] == last.numbers[0] + 1
    return piece.source[0][0] == last.source[0][0]


def _list(items):
    first, mark = items[0], items[0].source[0][0]
    is_list = len(items) > 1 or mark not in "–—"
    if first.kind == Kind.NUMBERS:
        is_list = len(items) > 1 and first.numbers[0] == 1
    if is_list:
        lines, source = (tuple(getattr(item, name)[0] for item in items) for name in ("lines", "source"))
        yield replace(first, lines=lines, source=source, last=items[-1].last)
    else:
        yield from (replace(item, kind=Kind.PARAGRAPH, lines=item.source) for item in items)
