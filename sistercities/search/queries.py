"""What somebody asked for: text in, terms out, whatever was typed.

All words must be on a page (there is no OR and no minus). Words in quotation marks, of any language, stand there as
they were written and in that order; other words may stand there in another form. The last word counts as the beginning
of one, and so does a word with a star. Words such as "the" are left out, unless there is nothing else.
"""

import re
from dataclasses import dataclass, field
from enum import Enum

from django.conf import settings

from sistercities.search.words import STEM_PREFIXES, exact_token, fold, is_stop_word, stem_token, title_key, words_of

LONGEST_QUERY = 200  # characters
MOST_WORDS = 12
#: Shorter words are not taken for the beginning of others: half of the dictionary begins with "s".
SHORTEST_BEGINNING, SHORTEST_STARRED = 3, 2

#: Controls, characters that turn the direction of what follows, halves of characters: no part of a word, and nothing
#: that a page should repeat.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_QUOTATION_MARKS = '"„“”«»‟＂'
_PHRASE = re.compile(f"[{_QUOTATION_MARKS}]([^{_QUOTATION_MARKS}]*)[{_QUOTATION_MARKS}]")
_MARKS = re.compile(f"[{_QUOTATION_MARKS}*]")
_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class TooLong(ValueError):
    """More than `LONGEST_QUERY` characters or `MOST_WORDS` words."""


@dataclass(frozen=True)
class Term:
    """One word, or the words of a phrase. `is_exact`: as written; `is_beginning`: longer words count, too.

    `written` is what was typed, without quotation marks and star.
    """

    spellings: tuple
    is_exact: bool = False
    is_beginning: bool = False
    written: str = field(default="", compare=False)

    def alone(self):
        """A `Query` for this term and no other."""
        text = f'"{self.written}"' if self.is_exact else self.written
        return Query(text, (self,))

    @property
    def tokens(self):
        """For a word all tokens that would do, for a phrase those that follow each other."""
        exact = [exact_token(spelling) for spelling in self.spellings]
        if self.is_exact:
            return tuple(exact)
        stems = (stem_token(self.spellings[0], language) for language in _LANGUAGES)
        return tuple(dict.fromkeys([*exact, *stems]))

    def matches(self, spelling, language):
        """Does a word of a text in that language answer this term, which is one word?"""
        folded, own = fold(spelling), fold(self.spellings[0])
        if folded == own or (self.is_beginning and folded.startswith(own)):
            return True
        if self.is_exact:
            return False
        # Stemming takes its time, and no stem begins with another letter than its word.
        return (
            language in STEM_PREFIXES
            and folded[:1] == own[:1]
            and stem_token(spelling, language) == stem_token(self.spellings[0], language)
        )


@dataclass(frozen=True)
class Query:
    """`text` as it was typed, without the white space around it. Without terms it asks for nothing."""

    text: str
    terms: tuple = ()

    def __bool__(self):
        return bool(self.terms)

    @property
    def has_beginning(self):
        return any(term.is_beginning for term in self.terms)

    @property
    def bare_text(self):
        """Without quotation marks and stars."""
        return " ".join(_MARKS.sub(" ", self.text).split())

    @property
    def title_key(self):
        return title_key(self.text)

    def fts5(self, column, beside, beginnings):
        """For SQLite: an expression of FTS5. The column has all terms, and the tokens `beside` them.

        Tokens are ASCII letters and digits, so nothing of what was typed can be an operator.
        """

        def of(term):
            if term.is_exact:
                return f'"{" ".join(term.tokens)}"'
            star = " *" if beginnings and term.is_beginning else ""
            first, *others = (f'"{token}"' for token in term.tokens)
            return f"({' OR '.join([first + star, *others])})"

        wanted = [*(of(term) for term in self.terms), *(f'"{token}"' for token in beside)]
        return f"{{{column}}} : ({' AND '.join(wanted)})"

    def tsquery(self, beside, beginnings):
        """For PostgreSQL: the same as the text of a `tsquery`."""

        def of(term):
            if term.is_exact:
                return f"({' <-> '.join(term.tokens)})"
            star = ":*" if beginnings and term.is_beginning else ""
            first, *others = term.tokens
            return f"({' | '.join([first + star, *others])})"

        return " & ".join([*(of(term) for term in self.terms), *beside])


def read_query(text, language):
    """The `Query` in a text that was typed on a page in that language. Raises `TooLong`, and nothing else."""
    text = " ".join(_UNSEEN.sub(" ", text).split())
    if len(text) > LONGEST_QUERY:
        raise TooLong
    phrases, rest, end = [], [], 0
    for match in _PHRASE.finditer(text):
        rest += _words(text[end : match.start()])
        if spellings := tuple(word.spelling for word in words_of(match[1])):
            phrases.append(Term(spellings, is_exact=True, written=match[1].strip()))
        end = match.end()
    last = _words(text[end:], is_end=True)
    terms = [*phrases, *rest, *last]
    telling = [term for term in terms if term.is_exact or not is_stop_word(term.spellings[0], language)]
    if sum(len(term.spellings) for term in terms) > MOST_WORDS:
        raise TooLong
    return Query(text, tuple(dict.fromkeys(telling or terms)))


def _words(text, is_end=False):
    words = list(words_of(text))
    terms = []
    for number, word in enumerate(words, 1):
        is_starred = text[word.end : word.end + 1] == "*" and len(word.spelling) >= SHORTEST_STARRED
        is_last = is_end and number == len(words) and len(word.spelling) >= SHORTEST_BEGINNING
        written = text[word.start : word.end]
        terms.append(Term((word.spelling,), is_beginning=is_starred or is_last, written=written))
    return terms


# Wider queries, for where nothing was found -------------------------------------------------------------------------


class Width(Enum):
    """What a wider query asks for: the words of phrases wherever they stand, one of the terms, a beginning."""

    UNQUOTED = "unquoted"
    ONE_TERM = "one term"
    BEGINNING = "beginning"


#: So many letters less are tried, and never less than half of a word, nor than four.
MOST_SHORTENED, SHORTEST_OFFERED = 12, 4


def wider_queries(query, language):
    """Pairs of `Width` and `Query`, the nearest first, without knowing whether they lead to anything."""
    found = []
    if any(term.is_exact for term in query.terms):
        found.append((Width.UNQUOTED, read_query(query.bare_text, language)))
    if len(query.terms) > 1:
        found += [(Width.ONE_TERM, term.alone()) for term in query.terms]
    elif not query.terms[0].is_exact:
        written = query.terms[0].written
        shortest = max(SHORTEST_OFFERED, (len(written) + 1) // 2)
        lengths = range(len(written) - 1, shortest - 1, -1)[:MOST_SHORTENED]
        found += [(Width.BEGINNING, read_query(written[:length], language)) for length in lengths]
    return [(width, wider) for width, wider in found if wider]
