"""Microtypography for English and German: what a typesetter corrects and no editor should have to type.

`polish` takes plain text, `polish_html` takes sanitised HTML and touches its text only. Both are fixed points:
polishing twice changes nothing. The rules are those of `docs/design.md`.
"""

from sistercities.typography.markup import polish_html
from sistercities.typography.sentences import as_sentence
from sistercities.typography.text import polish

__all__ = ["as_sentence", "polish", "polish_html"]
