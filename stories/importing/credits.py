"""Lines of picture credits: "Title © Name; Title © Name", "Photo: Name", "Bild 1: Titel © Name / Agentur", …

All of a line must read as credits, else it is text: half a credit is none.
"""

import re
from dataclasses import replace

from stories.importing.imported import Credit

_LABEL = (
    r"(?:(?:photo|picture|image|illustration|drawing|cover|title\ (?:photo|picture))s?(?:\ (?:credits?|by))?|credits?"
    r"|(?:titel)?(?:foto|bild)(?:s|er)?|(?:bild|foto|abbildungs)(?:nachweise?|rechte|quellen?)|abb(?:\.|ildung(?:en)?)"
    r"|illustration(?:en)?|zeichnung(?:en)?|grafik(?:en)?|(?:fotos?|bild(?:er)?|illustration(?:en)?)\ von)"
    r"(?:\ ?\d{1,3}(?:\ ?[-–+&]\ ?\d{1,3})?)?"
)
_LABELLED = re.compile(rf"(?P<label>{_LABEL})(?P<colon>\s*:)?(?=\s|©|$)\s*", re.IGNORECASE)
_LABEL_INSIDE = re.compile(
    rf"(?P<title>[^©]{{1,200}}?)\s*[(,–—|/-]\s*(?P<label>{_LABEL})\s*:\s*(?P<creator>[^©()]{{1,200}})\)?$",
    re.IGNORECASE,
)
_SIGN = re.compile(r"©|\([cC]\)(?=\s)|\bCopyright\b:?(?:\s*©)?")
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?,?\s+")
_LICENCE = re.compile(
    r"[\s,(/]+(?P<licence>CC0(?:\s1\.0)?|CC[\s-]BY(?:-(?:SA|NC|ND))*(?:\s\d\.\d)?(?:\s[A-Z]{2})?)\)?$", re.IGNORECASE
)
_SENTENCES = re.compile(r"[^\W\d_]{4}[.!?]\s")
#: As many characters as `Picture.title`, `.creator` and `.copyright_notice` hold.
_LONGEST = 200
_LONGEST_NOTICE = 300
#: Longer lines are not even searched.
_LONGEST_LINE = 10_000
#: Agencies write themselves in small letters.
_AGENCIES = re.compile(r"dpa|afp|ap|epd|kna|imago|ddp|photothek|picture|alliance|getty|ullstein|bild", re.IGNORECASE)
_JOINERS = re.compile(r"v[ao]n|de[lrn]?|della|d[aiu]|l[ae]|für|for|of|the|und|and|via|by|bei|zu|et|y", re.IGNORECASE)


def is_label(text):
    """A line that only announces credits, such as "Picture credits:"."""
    match = _LABELLED.match(text)
    return bool(match and match.end() == len(text))


def looks_like_credits(text):
    return bool(_SIGN.search(text)) and len(text) <= 1000


def read(lines):
    """The credits of a block (its lines), or None when any part is no credit. The first line may announce them."""
    announcement = ""
    if len(lines) > 1 and is_label(lines[0]):
        announcement, lines = lines[0], lines[1:]
    found = []
    for line in lines:
        if len(line) > _LONGEST_LINE:
            return None
        entries = [_entry(part) for part in _parts(line)]
        if not entries or None in entries:
            return None
        found += entries
    if found and announcement:
        found[0] = replace(found[0], label=f"{announcement} {found[0].label}".strip())
    return found or None


def _parts(line):
    """The entries of a line: by semicolon or bar; by comma only where each side has a sign of its own."""
    parts = [part.strip() for part in re.split(r"[;|]", line)]
    parts = [part for part in parts if part]
    if len(parts) == 1 and len(_SIGN.findall(line)) > 1:
        return _by_comma(line)
    return parts


def _by_comma(line):
    parts, collected = [], ""
    for piece in line.split(","):
        if collected and _SIGN.search(collected) and _SIGN.search(piece):
            parts.append(collected.strip())
            collected = piece
        else:
            collected = f"{collected},{piece}" if collected else piece
    return [*parts, collected.strip()]


def _entry(text):
    label = ""
    if match := _LABELLED.match(text):
        by = match["label"].casefold().split()[-1] in ("by", "von")
        if match["colon"] or by or _SIGN.match(text, match.end()):
            label, text = match["label"], text[match.end() :]
    sign = _SIGN.search(text)
    if sign:
        title = text[: sign.start()].rstrip(" \t:,–—-(")
        return _credit(title, text[sign.end() :], label, text[sign.start() :])
    if not label and (inside := _LABEL_INSIDE.match(text)):
        return _credit(inside["title"], inside["creator"], inside["label"], "")
    return _credit("", text, label, "") if label else None


def _credit(title, rest, label, rights):
    """A `Credit`, or None where the title or the name is none: too long, sentences, a number, the copyright of a whole
    page.

    `rights` is all from the sign on; it becomes the notice where it says more than "©" and a name.
    """
    creator = rest.strip(" \t:")
    if title.count("(") == title.count(")") and creator.endswith(")") and creator.count("(") < creator.count(")"):
        creator = creator[:-1]
    licence = ""
    if len(creator) > 2 * _LONGEST:
        return None
    if match := _LICENCE.search(creator):
        licence, creator = match["licence"], creator[: match.start()]
    year = _YEAR.match(creator)
    if year:
        creator = creator[year.end() :]
    notice = rights.strip() if year or not rights.startswith("©") else ""
    creator = creator.strip(" \t,")
    if not _is_creator(creator) or len(notice) > _LONGEST_NOTICE:
        return None
    if len(title) > _LONGEST or _SENTENCES.search(title) or (year and not title and not label):
        return None
    return Credit(title.strip(), creator, label, notice, licence)


def _is_creator(text):
    words = text.replace("/", " / ").split()
    if not text or len(text) > _LONGEST or len(words) > 12 or _SENTENCES.search(text):
        return False
    return all(_is_creator_word(word) for word in words) and any(map(str.isalpha, text))


def _is_creator_word(word):
    """A capital anywhere but in a run of small letters, an agency, a joining word, a mark or a number of an archive."""
    first = next((character for character in word if character.isalpha()), "")
    plain = word.casefold().strip("().,")
    known = _AGENCIES.fullmatch(plain) or _JOINERS.fullmatch(plain)
    return bool(known) or not first.islower() or any(mark in word for mark in ".´’'")
