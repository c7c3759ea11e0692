"""What changed between two texts, word by word."""

import difflib
import re
from dataclasses import dataclass

_WORDS = re.compile(r"\s+|[^\s]+")
#: Comparing costs the product of both lengths; beyond this many words each, paragraphs are compared as wholes.
MANY_WORDS = 6000


@dataclass(frozen=True)
class Change:
    """A run of words: `kind` is "same", "added" or "removed"."""

    kind: str
    text: str


def word_changes(old, new):
    """The runs of words that lead from `old` to `new` (plain texts), in reading order; what was removed comes before
    what was added.
    """
    pattern = _WORDS if max(old.count(" "), new.count(" ")) <= MANY_WORDS else re.compile(r"\n+|[^\n]+")
    before, after = pattern.findall(old), pattern.findall(new)
    changes = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            changes.append(Change("same", "".join(before[i:j])))
        else:
            if j > i:
                changes.append(Change("removed", "".join(before[i:j])))
            if m > k:
                changes.append(Change("added", "".join(after[k:m])))
    return changes
