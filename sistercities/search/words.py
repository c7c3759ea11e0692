"""Words as the index holds them: the same for „Müller“, "Mueller" and "muller", in ASCII, on every database.

Databases stem and fold in ways of their own. Ours do neither: they are given tokens of `a–z` and `0–9` that were made
here, so that both find the same in the same order.

A token begins with a letter that says what it is: `w` the word as it was written, `d` and `e` its German or English
stem (Snowball). A German text has no English stems, so what is asked in both languages meets each text in its own.
"""

import re
import threading
import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import snowballstemmer

#: Longer ones are not words; their first letters must do.
LONGEST_WORD = 60
#: So many words of a document keep their places, and so many places has one word: PostgreSQL counts no further. What
#: stands behind is found, but in no phrase.
MOST_PLACES, MOST_PLACES_OF_A_WORD = 16_000, 250
_POSTGRESQL_COUNTS_TO = 16_383
#: Bytes of different tokens in one document; PostgreSQL holds one megabyte, with places. A book has a tenth of it.
MOST_BYTES = 400_000
#: Stands where two fields meet, so that no phrase reaches from one into the other.
GAP = "x"

STEM_PREFIXES = {"de": "d", "en": "e"}
_STEMMERS = {"de": "german", "en": "english"}

#: Marks and invisible characters inside of words: accents typed apart, vowels of Hebrew and Arabic, soft hyphens.
_MARKS = "\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903"
_MARKS += "\u093a-\u094f\u200b-\u200d\u2060"
_SPACE = "[ \u00a0\u202f]?"
# Abbreviations of single letters are one word, so that "LA", "L.A." and "L. A." are the same.
_WORD = re.compile(
    rf"(?<![\w.])[^\W\d_]\.(?:(?:{_SPACE}[^\W\d_]\.)+|(?:[^\W\d_]\.)*[^\W\d_](?![\w.]))"
    rf"|[^\W_]++(?:[{_MARKS}]++[^\W_]*+)*+"
)
_NO_LETTERS = re.compile(r"[\W_]+")
_PARTS = re.compile(r"[^\W_]+")
_OTHER_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
# DIN 5007-2 backwards: ä may have been typed "ae". Not in "neue", "Bauer", "Quelle".
_WRITTEN_OUT = re.compile(r"(?<![aeiouyq])([aou])e")
_NOT_ASCII = re.compile(r"[^a-z0-9]")

#: What a query is not about.
_ENGLISH = """
a about all also am an and any are as at be been but by can could did do does for from had has have he her him
his how i if in into is it its me my no nor not of on or our out s she should so some t than that the their
them then there these they this those to too up us was we were what when where which who whom why will with
would you your
"""
_GERMAN = """
aber alle allem allen aller alles als also am an auch auf aus bei bin bis bist da damit dann das dass dein dem
den denn der des die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer
eines er es für hab habe haben hat hatte hatten hier ich ihm ihn ihnen ihr ihre im in ins ist ja kann kein
keine mein mich mir mit nach nicht noch nun nur ob oder ohne sehr sein seine sich sie sind so um und uns unser
unter vom von vor war waren was weil wenn wer wie wir wird wo zu zum zur über
"""
_STOP_WORDS = {"en": _ENGLISH.split(), "de": _GERMAN.split()}


class Word(NamedTuple):
    """A word of a text: where it stands, and how it is spelled, in NFKC and lower case, with its umlauts."""

    start: int
    end: int
    spelling: str


def words_of(text):
    """The `Word`s of a text, in order. Linear in its length."""
    for match in written_in(text):
        for spelling in spellings(match[0]):
            yield Word(match.start(), match.end(), spelling)


def written_in(text):
    """The same as matches of what was written, for whoever asks something of every word of a long text."""
    return _WORD.finditer(text)


@lru_cache(maxsize=50_000)
def spellings(written):
    """What was written as one may be more in NFKC: a fraction, a ligature of whole words."""
    if "." in written:
        written = _NO_LETTERS.sub("", written)
    text = unicodedata.normalize("NFKC", written.casefold())
    bare = re.sub(f"[{_MARKS}]", "", unicodedata.normalize("NFC", text))
    return tuple(part[:LONGEST_WORD] for part in _PARTS.findall(bare))


@lru_cache(maxsize=50_000)
def fold(spelling):
    """A spelling in ASCII, without accents; letters of other scripts by their number. The start of a word that was
    folded is the start of the folded word.
    """
    text = unicodedata.normalize("NFKD", spelling.translate(_OTHER_LETTERS))
    text = "".join(character for character in text if not unicodedata.combining(character)).casefold()
    text = _WRITTEN_OUT.sub(r"\1", text)
    return _NOT_ASCII.sub(lambda match: f"z{ord(match[0]):05x}", text)


_local = threading.local()


@lru_cache(maxsize=100_000)
def stem(spelling, language):
    """The folded stem. A stemmer takes 0.07 ms for a word and must not be shared by threads."""
    if not hasattr(_local, "stemmers"):
        _local.stemmers = {code: snowballstemmer.stemmer(name) for code, name in _STEMMERS.items()}
    return fold(_local.stemmers[language].stemWord(spelling)) or fold(spelling)


def exact_token(spelling):
    return "w" + fold(spelling)


def stem_token(spelling, language):
    return STEM_PREFIXES[language] + stem(spelling, language)


@lru_cache
def _stop_words(language):
    """As they are written, also "fuer" and "fur". Folding the question instead would take "toe" for "to"."""
    words = _STOP_WORDS[language]
    written_out = (word.replace("ü", "ue").replace("ä", "ae") for word in words)
    return frozenset([*words, *written_out, *map(fold, words)])


def is_stop_word(spelling, language):
    return spelling in _stop_words(language)


def title_key(text):
    """What two titles have in common that are the same but for case, accents and punctuation."""
    return " ".join(fold(word.spelling) for word in words_of(text))[:200]


def tokens_of(texts, language):
    """The tokens of the texts of one document, parted by spaces: every word in order, then the stems."""
    places, uses, placeless, stems, size = [], Counter(), [], {}, 0
    for text in texts:
        for token, stemmed in chain.from_iterable(_token_pairs(match[0], language) for match in written_in(text)):
            if token not in uses:
                size += len(token) + (0 if stemmed in stems else len(stemmed))
                if size > MOST_BYTES:
                    break
                stems[stemmed] = None
                if len(places) >= MOST_PLACES:
                    placeless += [GAP, token]
            uses[token] += 1
            if len(places) < MOST_PLACES:
                places.append(token if uses[token] <= MOST_PLACES_OF_A_WORD else GAP)
        places.append(GAP)
    if placeless:  # beyond the last place that PostgreSQL knows: there all words stand in one
        places += [GAP] * (_POSTGRESQL_COUNTS_TO - len(places))
        placeless.append(GAP)
    return " ".join([*places, *placeless, *sorted(stems)])


@lru_cache(maxsize=50_000)
def _token_pairs(written, language):
    """Of what was written as one: each word as a token, with that of its stem."""
    return tuple((exact_token(spelling), stem_token(spelling, language)) for spelling in spellings(written))
