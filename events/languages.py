"""What may be spoken, played or subtitled at an event: a fixed list, named in the language of the page."""

from django.utils.translation import get_language_info

from sistercities.richtext.fields import MARKED_LANGUAGES

CODES = MARKED_LANGUAGES


def language_name(code):
    """The name of a language ("German", „Deutsch“) in the active one. KeyError for unknown codes."""
    return str(get_language_info(code)["name_translated"])


def language_choices():
    """Pairs of code and name: English and German first, then by name."""
    first, others = CODES[:2], CODES[2:]
    pairs = [[(code, language_name(code)) for code in codes] for codes in (first, others)]
    return [*pairs[0], *sorted(pairs[1], key=lambda pair: pair[1].casefold())]
