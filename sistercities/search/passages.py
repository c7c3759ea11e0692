"""What shows why something was found: its title, names and a sentence, with what was asked for marked."""

import re
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import mark_safe

from sistercities.search.words import fold, spellings, words_of, written_in

#: Characters: how far apart the words of a passage may be, and how long it is about.
SPREAD, LENGTH = 180, 260
_SENTENCE_END = re.compile(r"[.!?…][“”’\"')]*\s+")


class Hit(NamedTuple):
    start: int
    end: int
    term: int


class Excerpt(NamedTuple):
    """Of a document what a page of results prints, as safe HTML; `names` are those that say more than all else."""

    title: str
    note: str
    passage: str
    names: str


def excerpt(document, query):
    language = document.language
    title, note, text = (hits(words, query, language) for words in (document.title, document.note, document.text))
    shown = {hit.term for hit in (*title, *note, *text)}
    return Excerpt(
        marked(document.title, title),
        marked(document.note, note),
        passage(document.text, text),
        _telling_names(document, query, shown) if len(shown) < len(query.terms) else "",
    )


def _telling_names(document, query, shown):
    """Those with a term that is not `shown`, three at most: so it is seen why something was found by its venue."""
    lines = []
    for name in document.names.splitlines():
        found = hits(name, query, document.language)
        if {hit.term for hit in found} - shown:
            lines.append(marked(name, found))
    return mark_safe(" · ".join(lines[:3]))  # noqa: S308  marked above


def hits(text, query, language):
    """Where what was asked for stands, in order: words, and phrases as a whole.

    A page asks this of ten texts, which may be long, so what a word answers is asked once for each different one.
    """
    words = [(number, term) for number, term in enumerate(query.terms) if len(term.spellings) == 1]
    answers, found = {}, []
    for match in written_in(text):
        written = match[0]
        if (terms := answers.get(written)) is None:
            terms = answers[written] = [
                number
                for number, term in words
                if any(term.matches(spelling, language) for spelling in spellings(written))
            ]
        for number in terms:
            found.append(Hit(match.start(), match.end(), number))
    phrases = [Hit(*span, number) for number, term in enumerate(query.terms) for span in _spans(text, term)]
    # Where a word of a phrase was asked for, too, the phrase is marked.
    return sorted(found + phrases, key=lambda hit: (hit.start, -hit.end)) if phrases else found


def _spans(text, term):
    """From where to where a phrase stands in the text."""
    length = len(term.spellings)
    if length == 1:
        return
    words, phrase = list(words_of(text)), [fold(spelling) for spelling in term.spellings]
    folded = [fold(word.spelling) for word in words]
    place = 0
    while place <= len(folded) - length:
        if folded[place] == phrase[0] and folded[place : place + length] == phrase:
            yield words[place].start, words[place + length - 1].end
            place += length
        else:
            place += 1


def marked(text, found):
    """The whole text as safe HTML, each of these hits in a `<mark>`."""
    return _markup(text, 0, len(text), found)


def passage(text, found):
    """Of a text the part with the most of the words near each other, as safe HTML; its beginning where it has none."""
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
