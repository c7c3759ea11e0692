"""Plain text in, plain text out."""

import re
from functools import lru_cache

from sistercities.typography.quotes import QuoteSetter

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    "|Januar|Jänner|Februar|März|Mai|Juni|Juli|Oktober|Dezember|Okt|Dez"
)
_ORDINAL_NOUNS = "Jahrhunderts?|Jahrestags?|Jahrestages|Jubiläums?|Geburtstags?|Jahr|Mal|Ausgabe|Auflage"
_UNITS = (
    "km²?|m²?|cm|mm|kg|g|t|ha|l|ml|kWh?|MW|°C?|px|KB|MB|GB"
    r"|Uhr|Euros?|€|\$|US-Dollar|Dollars?|Cents?|Prozent|Mio\.|Mrd\.|Tsd\."
    "|Millione?n?|Milliarden?|Jahren?|Jahre?s?|Monate?n?|Wochen?|Tage?n?|Stunden?|Minuten?|Kilometern?|Metern?"
    r"|[ap]\.?m\b\.?|percent|per cent|million|billion|years?|months?|weeks?|days?|hours?|minutes?|euros?|dollars?"
    "|kilomet(?:re|er)s?|met(?:re|er)s?|miles?|feet"
)
# Every alternative ends in the space that must not break. Names of which only the whole is a word; abbreviations of
# single letters (L. A., z. B.); a title and its name; a number and what it counts; a day and its month.
_TIES = re.compile(
    rf"""
      \b(?:Los|San|Santa|São|Buenos|Tel|Addis|New(?=\ York|\ Orleans|\ Delhi|\ Zealand))\ (?=[A-ZÄÖÜ])
    | (?<![^\W_])[^\W\d_]\.\ (?=[^\W\d_]\.)
    | \b(?:Dr|Prof|Mr|Mrs|Ms|St|Sr|Jr|Dipl|Ing|Hl)\.\ (?=[^\W\d_])
    | \b(?:Nr|No|Abs|Art|Bd|Kap|Tel|ca|[Ss]|[Pp]p?|[Vv]ol|[Aa]pprox)\.\ (?=\d)
    | [§€£$]\ (?=\d)
    | (?<![\d.,])\d{{1,2}}\.?\ (?=(?:{_MONTHS})\b)
    | (?<![\d.,])\d{{1,2}}\.\ (?=\d{{1,2}}\.)
    | (?<![\d.,])\d{{1,3}}\.\ (?=(?:{_ORDINAL_NOUNS})\b)
    | \d\ (?=(?:{_UNITS})(?!\w))
    | \d\ (?=%)
    """,
    re.VERBOSE,
)
# A spaced hyphen is a dash. Not at the start of a line, where it is the bullet of a typed list.
# A run of text may begin or end with it, between two inline elements.
_SPACED_HYPHEN = re.compile(r"(?:(?<=\S)|\A)([ \u00a0])--?(?=[ \u00a0](?:\S|\Z))")
_GERMAN_PERCENT = re.compile(r"(?<=\d)[ \u00a0]?%(?!\w)")
_GERMAN_CLOSED_ABBREVIATION = re.compile(r"(?<![\w.])([zduoi])\.([BhaäTUV])\.(?![\w])")
# Bounded, and begun only where a word begins: else one word of 100,000 characters takes minutes.
_VERBATIM = re.compile(r"(`[^`]*`|\b[a-zA-Z][\w+.-]{0,30}://\S+|(?<![^\s`])\S[^\s@`]*+@\S+)")


def space(text, language):
    """Dashes and spaces, not quotation marks."""
    text = _SPACED_HYPHEN.sub(r"\1–", text)
    if language == "de":
        text = _GERMAN_CLOSED_ABBREVIATION.sub(rf"\1.{NO_BREAK}\2.", text)
        text = _GERMAN_PERCENT.sub(f"{NARROW_NO_BREAK}%", text)
    return _TIES.sub(lambda match: match[0][:-1] + NO_BREAK, text)


def set_text(text, language, quotes=None, following=""):
    """One run of text. `quotes` remembers what is open from the runs before; `following`: how the next run begins."""
    if "`" not in text and "://" not in text and "@" not in text:
        text = space(text, language)
        return quotes.set(text, following) if quotes else text
    parts = _VERBATIM.split(text)  # odd indexes: code and addresses, left alone
    for index, part in enumerate(parts):
        if index % 2:
            if quotes:
                quotes.skip(part)
        elif part:
            part = space(part, language)
            after = parts[index + 1][:1] if index + 1 < len(parts) else following
            parts[index] = quotes.set(part, after) if quotes else part
    return "".join(parts)


@lru_cache(maxsize=2048)
def polish(text, language):
    """The text as it should be printed; `language` is "en" or "de" (any other gets the English marks).

    Adds no-break spaces, en dashes between spaces, apostrophes and the quotation marks of the language in place of
    straight ones. Typographic marks that are already there, code between backticks, inches and addresses stay.
    """
    quotes = QuoteSetter(language) if '"' in text or "'" in text else None
    return set_text(text, language, quotes)
