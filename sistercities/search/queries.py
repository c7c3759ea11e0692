"""What somebody asked for: text in, terms out, whatever was typed.

All words must be on a page (there is no OR and no minus). Words in quotation marks, of any language, stand there as
they were written and in that order; other words may stand there in another form. The last word counts as the beginning
of one, and so does a word with a star. Words such as "the" are left out, unless there is nothing else.
"""

import re
from dataclasses import dataclass

from django.conf import settings

from sistercities.search.words import STEM_PREFIXES, exact_token, fold, is_stop_word, stem_token, title_key, words_of

LONGEST_QUERY = 200  # characters
MOST_WORDS = 12
#: Shorter words are not taken for the beginning of others: half of the dictionary begins with "s".
SHORTEST_BEGINNING, SHORTEST_STARRED = 3, 2

_PHRASE = re.compile('["„“”«»‟＂]([^"„“”«»‟＂]*)["„“”«»‟＂]')
_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class TooLong(ValueError):
    """More than `LONGEST_QUERY` characters or `MOST_WORDS` words."""


@dataclass(frozen=True)
class Term:
    """One word, or the words of a phrase. `is_exact`: as written; `is_beginning`: longer words count, too."""

    spellings: tuple
    is_exact: bool = False
    is_beginning: bool = False

    @property
    def text(self):
        """As it can be asked for by itself."""
        words = " ".join(self.spellings)
        return f"“{words}”" if self.is_exact else words

    @property
    def tokens(self):
        """For a word all tokens that would do, for a phrase those that follow each other."""
        exact = [exact_token(spelling) for spelling in self.spellings]
        if self.is_exact:
            return tuple(exact)
        stems = (stem_token(self.spellings[0], language) for language in _LANGUAGES)
        return tuple(dict.fromkeys([*exact, *stems]))

    def matches(self, spelling, language):
        """Does a word of a text in that language answer this term? For a phrase: is it one of its words?"""
        folded = fold(spelling)
        if self.is_exact:
            return any(folded == fold(own) for own in self.spellings)
        own = fold(self.spellings[0])
        if folded == own or (self.is_beginning and folded.startswith(own)):
            return True
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
    def title_key(self):
        return title_key(self.text)

    def fts5(self, column, beginnings):
        """For SQLite: an expression of FTS5 over that column. Tokens are ASCII letters and digits."""

        def of(term):
            if term.is_exact:
                return f'"{" ".join(term.tokens)}"'
            star = " *" if beginnings and term.is_beginning else ""
            first, *others = (f'"{token}"' for token in term.tokens)
            return f"({' OR '.join([first + star, *others])})"

        return f"{{{column}}} : ({' AND '.join(of(term) for term in self.terms)})"

    def tsquery(self, beginnings):
        """For PostgreSQL: the same as the text of a `tsquery`."""

        def of(term):
            if term.is_exact:
                return f"({' <-> '.join(term.tokens)})"
            star = ":*" if beginnings and term.is_beginning else ""
            first, *others = term.tokens
            return f"({' | '.join([first + star, *others])})"

        return " & ".join(of(term) for term in self.terms)


def read_query(text, language):
    """The `Query` in a text that was typed on a page in that language. Raises `TooLong`, and nothing else."""
    text = " ".join(text.split())
    if len(text) > LONGEST_QUERY:
        raise TooLong
    phrases, rest, end = [], [], 0
    for match in _PHRASE.finditer(text):
        rest += _words(text[end : match.start()])
        if spellings := tuple(word.spelling for word in words_of(match[1])):
            phrases.append(Term(spellings, is_exact=True))
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
        terms.append(Term((word.spelling,), is_beginning=is_starred or is_last))
    return terms
