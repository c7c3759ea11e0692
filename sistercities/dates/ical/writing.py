"""Content lines of calendar files (RFC 5545 §3.1): escaped, folded, ended, whatever the text is.

A component is a list of lines, which are `str` and neither folded nor ended; `encode()` makes bytes of them at the end.
"""

import datetime
import re

#: Octets of a line without its end (§3.1).
LONGEST_LINE = 75

# What ends a line somewhere in the world: one line break. The others below are what no content line may hold (§3.1:
# CONTROL) and what some readers take for the end of a line or refuse.
_BREAK = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ODD = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
# What no address may hold (RFC 3986, appendix A), and percent signs that encode nothing.
_NOT_URI = re.compile(r"""[^\x21-\x7e]|["<>\\^`{|}]|%(?![0-9A-Fa-f]{2})""")
# Parameter values of these characters alone need no quotes (§3.2: SAFE-CHAR).
_NEEDS_QUOTES = re.compile('[";:,^]')
# Direction marks that open something, and those that close it: outside of a text, none may stay open (promise 39).
_EMBEDDINGS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CLOSES = {"\u202c": "\u202a\u202b\u202d\u202e", "\u2069": "\u2066\u2067\u2068"}
_ENDS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"} | dict.fromkeys(
    "\u2066\u2067\u2068", "\u2069"
)


def plain(value):
    """Text without control characters, every kind of line break as "\\n", and no direction mark left open."""
    if value.isprintable():  # nearly all: nothing that is meant here is printable
        return value
    if _ODD.search(value):
        value = _CONTROL.sub("", _BREAK.sub("\n", value))
    return closed(value) if _EMBEDDINGS.search(value) else value


def one_line(value):
    """The same with spaces in the place of line breaks."""
    value = plain(value)
    return " ".join(part.strip() for part in value.split("\n")).strip() if "\n" in value else value


def closed(value):
    """With an end for every direction mark that was left open, in each line, and without ends that nothing opened."""
    return "\n".join(_closed_line(line) for line in value.split("\n"))


def _closed_line(line):
    open_marks, written = [], []
    for character in line:
        if character in _CLOSES:
            if not open_marks or open_marks[-1] not in _CLOSES[character]:
                continue
            open_marks.pop()
        elif character in _ENDS:
            open_marks.append(character)
        written.append(character)
    written += [_ENDS[mark] for mark in reversed(open_marks)]
    return "".join(written)


def text(value):
    """A value of the type TEXT (§3.3.11). Idempotent it is not: escape once."""
    # Faster than a regular expression even where there is something to escape.
    return plain(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def parameter(value):
    """The value of a parameter, in quotes where it needs them; quotes inside of it as RFC 6868 writes them."""
    value = plain(value)
    if not _NEEDS_QUOTES.search(value) and "\n" not in value:
        return value
    value = value.replace("^", "^^").replace('"', "^'").replace("\n", "^n")
    return f'"{value}"'


def uri(value):
    """A value of the type URI (§3.3.13) is written as it is; what no address may hold is percent-encoded."""
    return _NOT_URI.sub(_percent_encoded, value)


def _percent_encoded(match):
    return "".join([f"%{octet:02X}" for octet in match[0].encode(errors="replace")])


def utc(moment):
    """An aware datetime as DATE-TIME in UTC (§3.3.5, form 2)."""
    return _digits(moment.astimezone(datetime.UTC)) + "Z"


def local(moment):
    """A datetime as its own wall clock shows it (§3.3.5, forms 1 and 3)."""
    return _digits(moment)


def day(value):
    """A date as DATE (§3.3.4)."""
    return f"{value.year:04d}{value.month:02d}{value.day:02d}"


def _digits(at):
    # Not strftime, which takes four times as long and writes years before 1000 without zeros on some systems.
    return f"{at.year:04d}{at.month:02d}{at.day:02d}T{at.hour:02d}{at.minute:02d}{at.second:02d}"


def offset(value):
    """A timedelta as UTC-OFFSET (§3.3.14): "+0200", "-0330", "+005328"."""
    seconds = int(value.total_seconds())
    sign, seconds = "-" if seconds < 0 else "+", abs(seconds)
    written = f"{sign}{seconds // 3600:02d}{seconds // 60 % 60:02d}"
    return f"{written}{seconds % 60:02d}" if seconds % 60 else written


def encode(lines):
    """The lines as bytes: UTF-8, folded after at most 75 octets and never inside of a character, ended by CRLF."""
    encoded = "\r\n".join(lines).encode()
    parts = encoded.split(b"\r\n")
    if max(map(len, parts), default=0) > LONGEST_LINE:
        encoded = b"\r\n".join([part if len(part) <= LONGEST_LINE else _folded(part) for part in parts])
    return encoded + b"\r\n"


def _folded(line):
    parts, start, room = [], 0, LONGEST_LINE
    while len(line) - start > room:
        end = start + room
        while line[end] & 0xC0 == 0x80:  # inside of a character
            end -= 1
        parts.append(line[start:end])
        start, room = end, LONGEST_LINE - 1  # the space that begins a continuation counts
    parts.append(line[start:])
    return b"\r\n ".join(parts)
