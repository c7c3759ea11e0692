"""The text inside of a block: runs of text with the same marks.

A run is a pair of text and marks; marks are pairs of tag and attributes, outermost first, always in the order a, span,
strong, em. The editor sorts its marks alike, so that what it prints is what is stored.
"""

import re
from html import escape
from itertools import groupby

_BLANK = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u2800\u3164\ufe00-\ufe0f\uffa0]*"
)

# Inside a block: "\r" is a line end of the source (a space), "\n" is a <br>. Each begins only where a run of spaces
# begins and never gives one back: else 100,000 spaces in a row take minutes.
_SOURCE_LINE_END = re.compile(r"(?<![ \t\xa0])[ \t\xa0]*+\r[ \t\xa0\r]*+")
_SPACES = re.compile(r"(?<![ \t\xa0])(?:[ \xa0]*+\t[ \t\xa0]*+|[ \xa0]{2,}+)")
_AROUND_BREAK = re.compile(r"(?<![ \xa0])[ \xa0]*+\n[ \xa0\n]*+")
_ENDS = re.compile(r"\A[ \xa0\n]++|(?<![ \xa0\n])[ \xa0\n]++\Z")


def inline_blocks(runs, *, splits):
    """The runs of one block, white space put in order; several blocks where an empty line (two <br>) parts them.

    A no-break space next to a space is what a browser makes of a second space bar: it becomes a space again. One that
    stands alone was meant. Spaces are never merged, but for the line ends of the source.
    """
    text = "".join(run for run, _ in runs)
    marks = [mark for run, mark in runs for _ in run]
    text, marks = _replace(text, marks, _SOURCE_LINE_END, lambda found: " ")
    text, marks = _replace(text, marks, _SPACES, lambda found: " " * len(found))
    text, marks = _replace(
        text, marks, _AROUND_BREAK, lambda found: "\n\n" if splits and found.count("\n") > 1 else "\n"
    )
    text, marks = _replace(text, marks, _ENDS, lambda found: "")
    start = 0
    for part in text.split("\n\n"):
        if not _BLANK.fullmatch(part):
            yield _joined(part, marks[start : start + len(part)])
        start += len(part) + 2


def _replace(text, marks, pattern, new):
    """Replace in a text whose characters have marks; `new` makes of a match a text that is no longer."""
    texts, new_marks, end = [], [], 0
    for match in pattern.finditer(text):
        found = new(match[0])
        texts += [text[end : match.start()], found]
        new_marks += marks[end : match.start() + len(found)]
        if match.end() == match.start():
            continue
        end = match.end()
    return ("".join([*texts, text[end:]]), new_marks + marks[end:]) if texts else (text, marks)


def _joined(text, marks):
    """Runs of equal marks. Spaces between two runs wear only what both of them wear: no link of nothing but a space."""
    runs, start = [], 0
    for mark, group in groupby(marks):
        length = sum(1 for _ in group)
        runs.append((text[start : start + length], mark))
        start += length
    pieces = []
    for is_space, group in groupby(runs, key=lambda run: not run[0].strip()):
        if is_space:
            pieces.append(["".join(run for run, _ in group), None])
        else:
            pieces += [list(run) for run in group]
    for before, piece, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if piece[1] is None:
            piece[1] = _common(before[1], after[1])
    joined = []
    for run, mark in pieces:
        if joined and joined[-1][1] == mark:
            joined[-1] = (joined[-1][0] + run, mark)
        else:
            joined.append((run, mark))
    return joined


def _common(before, after):
    length = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        length += 1
    return before[:length]


def write_runs(runs):
    written, active = [], ()
    for text, marks in [*runs, ("", ())]:
        kept = len(_common(active, marks))
        written += [f"</{mark[0]}>" for mark in reversed(active[kept:])]
        written += [_open(*mark) for mark in marks[kept:]]
        written.append(escape(text, quote=False).replace("\xa0", "&nbsp;").replace("\n", "<br>"))
        active = marks
    return "".join(written)


def _open(tag, attributes):
    return "".join([f"<{tag}", *(f' {name}="{escape(value)}"' for name, value in attributes), ">"])
