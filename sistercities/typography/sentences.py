"""Captions end before their credits begin."""

import re

_ENDS_SENTENCE = re.compile(r"[.!?…:][”“’‘\"')\]]*\Z")


def as_sentence(text):
    """The plain text with a full stop, unless it is empty or ends as a sentence does."""
    return text if not text or _ENDS_SENTENCE.search(text) else f"{text}."
