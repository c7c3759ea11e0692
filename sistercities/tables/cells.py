"""What a cell may hold: text that no program takes for a formula, and no control characters."""

import re
from functools import lru_cache

# What ends a line somewhere in the world becomes one line break; a cell may hold "\n" and tabs, nothing else below " ".
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# What begins a formula (OWASP, CSV Injection), and the full-width forms that East Asian programs read as the same.
_FORMULA = "=+\\-@＝＋－＠"
#: Where none of these begins a text without anything odd in it (see `is_tame`), `guarded` leaves its beginning alone.
SUSPECT_FIRST = frozenset("=+-@＝＋－＠' \xa0\u202f")
# What a program may skip before it: spaces, and characters that nobody sees.
_SKIPPED = "\\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
# The beginning of a cell that is guarded. Tabs and line breaks at the beginning are on OWASP's list by themselves.
_OPENING = f"(?:[{_SKIPPED}]*[{_FORMULA}]|[\\t\\r\\n])"
_GUARD_START = re.compile(f"(?='*{_OPENING})")
_UNGUARD_START = re.compile(f"'(?='*{_OPENING})")


def plain(value):
    """The text with every kind of line break as "\\n" and without other control characters. A fixed point."""
    return _CONTROL.sub("", _BREAK.sub("\n", value)) if _ODD.search(value) else value


def holds_control(value):
    """The first character that `plain` would drop, or nothing."""
    match = _CONTROL.search(value)
    return match[0] if match else ""


def one_kind_of_break(value):
    """The text with every kind of line break as "\n", and otherwise as it is."""
    return _BREAK.sub("\n", value)


def guarded(value, separator=""):
    """Plain text that no spreadsheet takes for a formula: an apostrophe stands before what begins like one.

    With a `separator`, the text is meant for a CSV file, whose reader may split at another one: whoever opens a file
    with commas in a German Excel has `Concert;=1+1` in two cells. There, whatever follows one of the other separators
    or a line break is guarded, too. `unguarded` takes back exactly what was put in.
    """
    value = _GUARD_START.sub("'", value, count=1) if _GUARD_START.match(value) else value
    return _inner(separator)[0].sub("'", value) if separator else value


def unguarded(value, separator=""):
    """The text before it was guarded. Text that nobody guarded stays, unless it has an apostrophe before a formula."""
    value = _inner(separator)[1].sub("", value) if separator else value
    return _UNGUARD_START.sub("", value, count=1) if _UNGUARD_START.match(value) else value


def is_tame(text):
    """True for text in which `plain` changes nothing and that holds neither tabs nor line breaks; false if in doubt.

    Ten times as fast as a search for what is odd; the no-break spaces of well-set texts must not cost that search.
    """
    return text.isprintable() or text.replace("\xa0", " ").replace("\u202f", " ").isprintable()


@lru_cache(maxsize=8)
def _inner(separator):
    others = "".join(character for character in ",;\t\n" if character != separator)
    return (
        re.compile(f"(?<=[{others}])(?='*\"*[{_FORMULA}])"),
        re.compile(f"(?<=[{others}])'(?='*\"*[{_FORMULA}])"),
    )
