"""Quotations that stand alone and name their speaker: `“Words.” (Name, role)`, `Words. — Name, role`, in all their
spellings.

A quotation inside running text is text. Sources of the marks: Unicode's CLDR delimiters for English, German, Swiss,
French and Swedish, and the straight marks of typewriters.
"""

import re
import unicodedata

from stories.importing.imported import Quotation

#: Opening marks, and what closes them.
_PAIRS = {
    "“": "”",
    "„": "“”",
    "»": "«",
    "«": "»",
    "”": "”",
    '"': '"',
    "‘": "’",
    "‚": "‘’",
    "›": "‹",
    "‹": "›",
    "'": "'",
}
_DOUBLE_MARKS = re.compile('[“”„«»"]')
_PARTICLES = re.compile(
    r"v[ao]n|vom|de[lrn]?|della|d[aiou]|dos|la|le|[ae]l|bin|ben|ibn|[ey]|zu[mr]?|a[fv]|te[rn]|und|and", re.IGNORECASE
)
#: A paragraph without quotation marks is taken for a quotation up to this length only.
_UNMARKED = 400
_ENDS_SENTENCE = re.compile(r"[.!?…][”“»«\"’‘']?$")
_DASH = re.compile(r"(?:[—–―]|--)[ \t]*(?=\S)")
_LABELS = re.compile(
    r"(?:photo|foto|picture|image|bild|abb|illustration|grafik|source|quelle|text|see|siehe|vgl|cf)\b", re.I
)


def unquote(text):
    """`(words, True)` when all of the text stands in one pair of quotation marks, else `(text, False)`."""
    body = text.rstrip(".,!?…")
    after = text[len(body) :]
    if len(body) < 3 or body[0] not in _PAIRS or body[-1] not in _PAIRS[body[0]]:
        return text, False
    inner = body[1:-1].strip()
    if any(_ends_here(inner, index) for index, mark in enumerate(inner) if mark in _PAIRS[body[0]] + body[0]):
        return text, False
    return (inner + after if after.strip(",") else inner), bool(inner)


def _ends_here(inner, index):
    """An apostrophe between two letters ends nothing."""
    around = inner[index - 1 : index] + inner[index + 1 : index + 2]
    return inner[index] not in "’'" or not (len(around) == 2 and around.isalpha())


def is_name(text, least=2):
    """Looks like the name of a person: two to six words (`least` sets the lower bound), capitals first, no digits."""
    words = text.split()
    if not least <= len(words) <= 6 or len(text) > 200 or _LABELS.match(text):
        return False
    return all(_is_name_word(word) for word in words) and _begins_name(words[0]) and _begins_name(words[-1])


def _is_name_word(word):
    letters = all(character in ".’'´`‐-" or unicodedata.category(character)[0] in "LM" for character in word)
    return letters and (_begins_name(word) or _PARTICLES.fullmatch(word))


def _begins_name(word):
    """A capital, or a letter of a script that has none; “d’Amico” too."""
    start = word[2:] if word[:2] in ("d’", "d'", "D´", "d´", "l’", "l'") else word
    return bool(start) and start[0].isalpha() and not start[0].islower()


def _speaker(text, marked):
    """`(name, role)` of "Name, role"; of a name alone, or with one word as a name and a role, where the words are
    marked as a quotation. None if it is no speaker.
    """
    name, comma, role = (part.strip() for part in text.partition(","))
    if not is_name(name, least=1 if marked and comma else 2) or not (marked or comma):
        return None
    if comma and (not any(map(str.isalpha, role)) or "©" in role):
        return None
    return name, role


def _in_brackets(text):
    """`(before, inside)` of a text that ends with a bracket and perhaps a full stop; inner brackets are balanced."""
    body = text[:-1] if text.endswith(").") else text
    if not body.endswith(")"):
        return None
    depth = 0
    for index in range(len(body) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(body[index], 0)
        if not depth:
            return body[:index].rstrip(), body[index + 1 : -1].strip()
    return None


def attribution(text, *, marked):
    """`(name, role)` of a text that is nothing but a speaker: "(Name, role)" or "— Name, role".

    `marked` says that the words stand in quotation marks or are set off: then the role may be missing.
    """
    if len(text) > 400:
        return None
    if (split := _in_brackets(text)) and not split[0]:
        return _speaker(split[1], marked)
    dash = _DASH.match(text) or (marked and re.match(r"-[ \t]+", text))
    return _speaker(text[dash.end() :], marked) if dash and not text.endswith((".", "!", "?")) else None


def bare_attribution(text):
    """`(name, role)` of a line "Name, role" without any mark: only good directly below words in quotation marks."""
    return None if len(text) > 200 or text.endswith((".", "!", "?", ":")) else _speaker(text, marked=False)


def quotation(words, speaker, *, marked):
    """The `Quotation` of words as typed and a `(name, role)`; None where the words are rather running text."""
    inner, is_quoted = unquote(words)
    if is_quoted:
        return Quotation(inner, *speaker)
    if marked:
        return Quotation(words, *speaker)
    if len(words) > _UNMARKED or not _ENDS_SENTENCE.search(words) or _DOUBLE_MARKS.search(words):
        return None
    return Quotation(words, *speaker)


def find(text):
    """The `Quotation` of a paragraph that holds the words and their speaker in one line, or None."""
    for words, inside in _splits(text):
        if words and (speaker := _speaker(inside, marked=unquote(words)[1])):
            return quotation(words, speaker, marked=False)
    return None


def _splits(text):
    """Where the words may end and the speaker begin."""
    if split := _in_brackets(text):
        yield split
    elif not text.endswith((".", "!", "?")):
        start = max(len(text) - 400, 0)
        for dash in reversed(list(_DASH.finditer(text, start))):
            yield text[: dash.start()].rstrip(), text[dash.end() :]


def names_speaker_inline(text):
    """Running text that ends with a quotation and "(Name, role)"."""
    split = _in_brackets(text)
    return bool(split and _ENDS_SENTENCE.search(split[0]) and _speaker(split[1], marked=False))
