"""Text to `ImportedText`: what is title, standfirst, heading, quote, credit, and what is simply text."""

import re
from dataclasses import replace
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from stories.body import MAX_LENGTH
from stories.importing import credits, quotations
from stories.importing.decoding import EMPTY, NotImportable, is_blank
from stories.importing.imported import Block, ImportedText, Kind
from stories.importing.lines import SENTENCE_END, chunks, split_lines
from stories.importing.notes import Note, excerpt, find_slips
from stories.importing.pieces import pieces

TOO_LONG = _("This is too long for one story: its text may have %(limit)s characters. Divide it.")
#: As many characters as the manuscript's fields hold.
LONGEST_TITLE = 160
LONGEST_STANDFIRST = 600
_LONGEST_WORDS = 1000
_LONGEST_NAME = 200
#: A line without marks is a heading up to this length.
_LONGEST_HEADING = 80
_MOST_HEADING_WORDS = 12

_SENTENCE = re.compile(r"[^\W\d_]{2}[.!?]['’”“»«\"]?\s")
_NAVIGATION = re.compile(
    r"(?:[←«‹<]+\s*)?(?:back(?:\ to\b|$)|zurück(?:\ zu[rm]?\b|$)|read\ more\b|mehr\ lesen|weiterlesen|share\b|teilen$"
    r"|weitere\ informationen$|more\ information$|drucken$|print\b|top$|nach\ oben|skip\ to\b"
    r"|(?:home|start(?:seite)?)\s*[>›»/])",
    re.IGNORECASE,
)


def parse(text, language, leave=frozenset()):
    """What `text` (str) in `language` ("en" or "de") says, without a database.

    `leave` holds `Block.key`s of quotes and credits that shall stay text as they are. Raises `NotImportable`:
    empty, too_long.

    The first piece is the title. The paragraph after it is the standfirst if it fits one (600 characters) and more text
    follows: it is printed at the same place either way, and cards and search engines need it.
    """
    if len(text) > MAX_LENGTH:
        raise NotImportable("too_long", TOO_LONG % {"limit": MAX_LENGTH})
    if is_blank(text):
        raise NotImportable("empty", EMPTY)
    lines, notes = split_lines(text)
    found, line_notes = pieces(chunks(lines))
    hints = [*notes, *line_notes]

    title, rest = _title(found)
    if title and title.text.endswith(".") and not title.text.endswith("..."):
        hints.append(Note(title.last, "title_sentence", excerpt(title.text)))
    blocks = _blocks(rest, leave)
    hints += _slips(lines, blocks)
    standfirst, blocks = _standfirst(blocks) if title else (None, blocks)
    if title and not standfirst and not blocks:
        hints.append(Note(title.last, "no_text"))
    if (
        not standfirst
        and len(blocks) > 1
        and blocks[0].kind == Kind.PARAGRAPH
        and len(blocks[0].text) > LONGEST_STANDFIRST
    ):
        hints.append(Note(blocks[0].first_line, "standfirst_is_long", excerpt(blocks[0].text)))
    blocks = _ranked(_headings(blocks))
    return ImportedText(
        language=language,
        title=title.text if title else "",
        title_line=title.first if title else 0,
        standfirst=standfirst.text if standfirst else "",
        standfirst_line=standfirst.first_line if standfirst else 0,
        blocks=tuple(blocks),
        left=tuple(sorted(_left(blocks), key=lambda note: note.line)),
        hints=tuple(sorted(hints, key=lambda note: note.line)),
    )


def _title(found):
    """The first piece, if it can be a title, and the others."""
    first = found[0]
    if first.kind in (Kind.PARAGRAPH, Kind.HEADING) and len(first.lines) == 1 and len(first.text) <= LONGEST_TITLE:
        return first, found[1:]
    return None, found


def _slips(lines, blocks):
    """Of a quote in one line only the words are searched: a missing space before its bracket is no slip any more."""
    words = {
        block.first_line: block.quotation.words
        for block in blocks
        if block.kind == Kind.QUOTE and block.first_line == block.last_line
    }
    for line in lines:
        yield from find_slips(line.number, words.get(line.number, line.text))


def _standfirst(blocks):
    first = blocks[0] if len(blocks) > 1 else None
    if first and first.kind == Kind.PARAGRAPH and len(first.text) <= LONGEST_STANDFIRST and _goes_into_text(blocks[1:]):
        return first, blocks[1:]
    return None, blocks


def _goes_into_text(blocks):
    """There is text besides credits."""
    return any(block.kind != Kind.CREDITS for block in blocks)


def _blocks(found, leave):
    """Pieces to blocks: quotes with the speaker from the same or the next piece, and credits."""
    blocks, position = [], 0
    while position < len(found):
        block, used = _block(found, position, leave)
        blocks.append(block)
        position += used
    return blocks


def _block(found, position, leave):
    """The block that begins at `position`, and how many pieces it takes."""
    piece = found[position]
    following = found[position + 1] if position + 1 < len(found) else None
    for read in (_quote_in_one, _quote_in_two, _announced_credits, _credits):
        block = read(piece, following)
        if block and block.key not in leave:
            return block, 2 if block.last_line > piece.last else 1
    return _plain(piece), 1


def _plain(piece):
    return Block(piece.kind, piece.lines, piece.source, piece.first, piece.last, level=piece.level)


def _quote_in_one(piece, following):
    """The words and the speaker in one paragraph: in one line, or the speaker in the last line."""
    if piece.kind not in (Kind.PARAGRAPH, Kind.CITATION):
        return None
    is_set_off = piece.kind == Kind.CITATION
    found = None
    if len(piece.lines) > 1:
        found = _join_quote(" ".join(piece.lines[:-1]), piece.lines[-1], is_set_off, is_near=True)
    return _quote_block(found or quotations.find(piece.text), piece)


def _quote_in_two(piece, following):
    """The words in one piece, the speaker in the next."""
    if piece.kind not in (Kind.PARAGRAPH, Kind.CITATION) or not following:
        return None
    if following.kind == Kind.BULLETS and len(following.source) == 1:
        line = following.source[0]  # "- Name, role"
    elif following.kind == Kind.PARAGRAPH:
        line = following.text
    else:
        return None
    found = _join_quote(piece.text, line, piece.kind == Kind.CITATION, is_near=following.chunk == piece.chunk)
    return _quote_block(found, piece, following)


def _join_quote(words, line, is_set_off, is_near):
    marked = is_set_off or quotations.unquote(words)[1]
    speaker = quotations.attribution(line, marked=marked)
    if not speaker and marked and is_near:
        speaker = quotations.bare_attribution(line)
    return quotations.quotation(words, speaker, marked=is_set_off) if speaker else None


def _quote_block(found, piece, following=None):
    if not found or not _fits(found):
        return None
    if not following:
        return Block(Kind.QUOTE, piece.lines, piece.source, piece.first, piece.last, quotation=found)
    lines, source = piece.lines + following.lines, piece.source + following.source
    return Block(Kind.QUOTE, lines, source, piece.first, following.last, quotation=found)


def _fits(found):
    return len(found.words) <= _LONGEST_WORDS and max(len(found.name), len(found.role)) <= _LONGEST_NAME


def _announced_credits(piece, following):
    """A line such as "Picture credits:" and the credits below it."""
    if not following or piece.kind not in (Kind.PARAGRAPH, Kind.HEADING) or not credits.is_label(piece.text):
        return None
    return _credits(replace(following, first=piece.first), None, (piece.text,))


def _credits(piece, following, announcement=()):
    if piece.kind not in (Kind.PARAGRAPH, Kind.BULLETS):
        return None
    # As joined, and as typed: a credit may be broken over two lines, or stand on a line of its own.
    found = credits.read((*announcement, *piece.lines)) or credits.read((*announcement, *piece.source))
    if not found:
        return None
    lines, source = (*announcement, *piece.lines), (*announcement, *piece.source)
    return Block(Kind.CREDITS, lines, source, piece.first, piece.last, credits=tuple(found))


def _headings(blocks):
    """A short line without closing punctuation, with text after it, is a heading."""
    for block, following in pairwise([*blocks, None]):
        if block.kind == Kind.PARAGRAPH and _looks_like_heading(block) and following and _is_text(following):
            yield replace(block, kind=Kind.HEADING, level=2)
        else:
            yield block


def _looks_like_heading(block):
    text = block.text
    is_short = len(text) <= _LONGEST_HEADING and len(text.split()) <= _MOST_HEADING_WORDS
    return (
        len(block.lines) == 1
        and is_short
        and any(map(str.isalpha, text))
        and not SENTENCE_END.search(text)
        and not _SENTENCE.search(text)
        and not text.endswith((",", "-", "–", "—", "©"))
        and not _NAVIGATION.match(text)
        and not credits.looks_like_credits(text)
        and not quotations.attribution(text, marked=True)
        and not quotations.find(text)
    )


def _is_text(block):
    """A paragraph, list or quote, but not another short line: two of those are an address or a poem, not headings."""
    if block.kind == Kind.PARAGRAPH:
        return len(block.lines) > 1 or not _looks_like_heading(block)
    return block.kind in (Kind.BULLETS, Kind.NUMBERS, Kind.QUOTE, Kind.CITATION)


def _ranked(blocks):
    """Levels 2 and 3, without gaps: the title is the page's only heading of level 1, and a body has two levels."""
    blocks = list(blocks)
    levels = sorted({block.level for block in blocks if block.kind == Kind.HEADING})
    rank = {level: min(index, 3) for index, level in enumerate(levels, start=2)}
    return [replace(block, level=rank[block.level]) if block.kind == Kind.HEADING else block for block in blocks]


def _left(blocks):
    """Notes on the blocks that stay text although they look like something else."""
    for block in blocks:
        if block.kind == Kind.CITATION:
            yield Note(block.first_line, "no_speaker", excerpt(block.text))
        elif block.kind == Kind.PARAGRAPH and (code := _doubt(block)):
            yield Note(block.first_line, code, excerpt(block.text))


def _doubt(block):
    text = block.text
    if not any(map(str.isalnum, text)):
        return "ornament"
    if _NAVIGATION.match(text) and len(text) <= _LONGEST_HEADING:
        return "navigation"
    if quotations.attribution(text, marked=True):
        return "attribution_alone"
    if credits.looks_like_credits(text):
        return "credits_unclear"
    if quotations.unquote(text)[1]:
        return "no_speaker"
    if quotations.names_speaker_inline(text):
        return "inline_attribution" if len(text) <= _LONGEST_WORDS else "too_long"
    if len(block.lines) == 1 and not SENTENCE_END.search(text):
        return "unfinished"
    return ""
