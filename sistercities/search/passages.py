"""The sentence that shows why something was found, with what was asked for marked."""

import re
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import mark_safe

from sistercities.search.words import words_of

#: Characters: how far apart the words of a passage may be, and how long it is about.
SPREAD, LENGTH = 180, 260
_SENTENCE_END = re.compile(r"[.!?…][“”’\"')]*\s+")


class Hit(NamedTuple):
    start: int
    end: int
    term: int


def marked(text, query, language):
    """The whole text as safe HTML, each word that was asked for in a `<mark>`."""
    return _markup(text, 0, len(text), hits(text, query, language))


def hits(text, query, language):
    """Where the words that were asked for stand. The words of a phrase only where all of it stands."""
    words = list(words_of(text))
    found = []
    for number, term in enumerate(query.terms):
        matched = [position for position, word in enumerate(words) if term.matches(word.spelling, language)]
        if term.is_exact and len(term.spellings) > 1:
            matched = _phrases(words, matched, term)
        found += [Hit(words[position].start, words[position].end, number) for position in matched]
    return sorted(set(found))


def _phrases(words, candidates, term):
    """Of these positions the ones that belong to a whole phrase."""
    singles = [type(term)((spelling,), is_exact=True) for spelling in term.spellings]
    kept = {}
    for start in candidates:
        run = words[start : start + len(singles)]
        if len(run) == len(singles) and all(
            own.matches(word.spelling, "") for own, word in zip(singles, run, strict=True)
        ):
            kept |= dict.fromkeys(range(start, start + len(run)))
    return list(kept)


def passage(text, query, language):
    """Of a text the part with the most of the words near each other, as safe HTML; its beginning where it has none."""
    found = hits(text, query, language)
    if len(text) <= LENGTH:
        return _markup(text, 0, len(text), found)
    start, end = _best(found) if found else (0, 0)
    start, end = _widen(text, start, end)
    return _markup(text, start, end, found)


def _best(found):
    """From where to where: the window with the most different words, the first of them."""
    best, most = (found[0].start, found[0].end), 0
    last = 0
    for first, hit in enumerate(found):
        last = max(last, first)
        while last + 1 < len(found) and found[last + 1].end - hit.start <= SPREAD:
            last += 1
        different = len({other.term for other in found[first : min(last, first + 40) + 1]})
        if different > most:
            best, most = (hit.start, found[last].end), different
    return best


def _widen(text, start, end):
    """To the beginning of the sentence if it is near, else to that of a word; then as far as there is room."""
    earliest = max(0, min(start - (LENGTH - SPREAD), len(text) - LENGTH))
    begins = 0 if earliest == 0 else None
    if begins is None and (sentence := _SENTENCE_END.search(text, earliest, start)):
        begins = sentence.end()
    if begins is None:
        space = text.find(" ", earliest, start)
        begins = space + 1 if space >= 0 else start
    ends = max(end, begins + LENGTH)
    if ends >= len(text):
        return begins, len(text)
    space = text.rfind(" ", end, ends)
    return begins, space if space >= 0 else ends


def _markup(text, start, end, found):
    pieces, position = ["… " if start else ""], start
    for hit in found:
        if hit.start >= position and hit.end <= end:
            pieces += [escape(text[position : hit.start]), f"<mark>{escape(text[hit.start : hit.end])}</mark>"]
            position = hit.end
    pieces += [escape(text[position:end]), " …" if end < len(text) else ""]
    return mark_safe("".join(pieces))  # noqa: S308  each piece was escaped


def matched_names(document, query):
    """Of its names those with a word that was asked for and that neither title nor text has, as safe HTML; else "".

    So it is seen why something was found whose venue was asked for.
    """
    shown = {hit.term for text in (document.title, document.text) for hit in hits(text, query, document.language)}
    if len(shown) == len(query.terms):
        return ""
    lines = [
        marked(name, query, document.language)
        for name in document.names.splitlines()
        if {hit.term for hit in hits(name, query, document.language)} - shown
    ]
    return mark_safe(" · ".join(lines[:3]))  # noqa: S308  marked above
