"""When is a text a text? Blank look-alikes are not (promise 23)."""

#: Letters by Unicode's book that print nothing: fillers of Hangul, and the blank of Braille.
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def has_words(text):
    """Does it say anything? Only a visible letter or digit does: not "-", ".", "©", spaces or zero-width characters."""
    return any(character.isalnum() and character not in _INVISIBLE_LETTERS for character in text or "")
