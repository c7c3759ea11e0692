"""What changed between two texts: the paragraphs, and in those that changed, the words."""

import difflib
import re
from collections import Counter
from dataclasses import dataclass

_PARAGRAPHS = re.compile(r"[^\n]+\n*|\n+")
_WORDS = re.compile(r"\s+|\S+")
#: Pairs of equal pieces that one comparison may look at, again and again: texts that repeat one word for pages take
#: minutes else. Past it, what begins and ends alike is told apart, and the rest is replaced as a whole.
MOST_PAIRS = 50_000


@dataclass(frozen=True)
class Change:
    """A run of words: `kind` is "same", "added" or "removed"."""

    kind: str
    text: str


def word_changes(old, new):
    """The runs of words that lead from `old` to `new` (plain texts), in reading order; what was removed comes before
    what was added.
    """
    changes = []
    for kind, text in _Comparison().steps(old, new, (_PARAGRAPHS, _WORDS)):
        if changes and changes[-1].kind == kind:
            changes[-1] = Change(kind, changes[-1].text + text)
        elif text:
            changes.append(Change(kind, text))
    return changes


class _Comparison:
    def __init__(self):
        self.pairs_left = MOST_PAIRS

    def steps(self, old, new, patterns):
        """Pairs of kind and text. `patterns` find the pieces to compare, the coarsest first."""
        if not (patterns and old and new):
            yield "removed", old
            yield "added", new
            return
        pattern, *finer = patterns
        before, after = pattern.findall(old), pattern.findall(new)
        for is_same, one, other in self._blocks(before, after):
            if is_same:
                yield "same", "".join(one)
            elif len(one) == len(other):  # rewritten one by one
                for piece, opposite in zip(one, other, strict=True):
                    yield from self.steps(piece, opposite, finer)
            else:
                yield from self.steps("".join(one), "".join(other), finer)

    def _blocks(self, before, after):
        """Runs of pieces: (are they the same, those before, those after)."""
        head = _common(before, after)
        tail = _common(before[head:][::-1], after[head:][::-1])
        yield True, before[:head], after[:head]
        yield from self._middle(before[head : len(before) - tail], after[head : len(after) - tail])
        yield True, before[len(before) - tail :], after[len(after) - tail :]

    def _middle(self, before, after):
        counts = Counter(after)
        pairs = sum(counts[piece] for piece in before if not piece.isspace())
        if pairs > self.pairs_left:
            yield False, before, after
            return
        self.pairs_left -= pairs
        # White space alone is no place to begin a match: it is everywhere.
        matcher = difflib.SequenceMatcher(str.isspace, before, after, autojunk=False)
        for kind, i, j, k, m in matcher.get_opcodes():
            yield kind == "equal", before[i:j], after[k:m]


def _common(one, other):
    """How many pieces are the same from the start."""
    length = 0
    for piece, opposite in zip(one, other, strict=False):
        if piece != opposite:
            break
        length += 1
    return length
