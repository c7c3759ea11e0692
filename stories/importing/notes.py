"""What the editor is told about lines: what was left as it was, what may be a slip. Nothing here changes a text."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    # Not understood, left in the text.
    "navigation": _(
        "Looks like a link of the web page it came from. It stays in the text: delete it there if it is none of it."
    ),
    "unfinished": _("Ends without a full stop: is something missing?"),
    "ornament": _("Only marks, no words. It stays in the text."),
    "credits_unclear": _("Looks like picture credits, but no title and name were found. It stays in the text."),
    "attribution_alone": _("Looks like a speaker, but no quotation stands before it. It stays in the text."),
    "inline_attribution": _("A quotation inside running text names its speaker. It stays in the text."),
    "too_long": _("Too long for a quote or a picture record. It stays in the text."),
    "no_speaker": _("A quotation without a speaker. It stays in the text."),
    "may_not_add": _("You may not add the quote, person or picture it names. It stays in the text."),
    # Possible slips, kept as typed.
    "missing_space": _("A space seems to be missing after the full stop."),
    "space_before_mark": _("A space stands before a punctuation mark, or a word is missing."),
    "accent_as_apostrophe": _("An accent stands in for an apostrophe."),
    "line_hyphen": _("A word was divided at the end of the line: check the hyphen."),
    "mojibake": _("These characters look as if the text was read in the wrong encoding."),
    "lost_characters": _("Something was lost here before the import: write it again."),
    "left_out": _("Invisible control characters were left out."),
    "markup": _("Marks such as ** or <b> are kept as text."),
    "no_text": _("There is a title but no text."),
    "title_sentence": _("The title ends with a full stop: is it a title?"),
    "standfirst_is_long": _("The first paragraph is too long for a standfirst: the standfirst is still to be written."),
}


@dataclass(frozen=True)
class Note:
    """Something to look at; `code` is a key of `MESSAGES`, `line` counts from 1, `excerpt` is as typed."""

    line: int
    code: str
    excerpt: str = ""

    def __str__(self):
        return str(MESSAGES[self.code])


_URL = re.compile(r"\b(?:https?://|www\.)\S+|(?<!\S)[^\s@]+@\S+", re.IGNORECASE)
_LETTER = r"[^\W\d_]"
#: Each finds a slip; bounded repetitions only, so that time grows with the length of the line and no faster.
_SLIPS = (
    # Two letters before: “to try.For”, but not “z.B.”, “U.S.A.” or “D.C.”
    ("missing_space", re.compile(rf"{_LETTER}{{2}}[.!?…](?:[“„»«\"(]?[A-ZÀ-ÖØ-Þ](?:[a-zß-öø-ÿ]|\s))")),
    ("space_before_mark", re.compile(r"[\w)”“»«\"’][ \t][,;:.!?](?=\s|$)")),
    ("accent_as_apostrophe", re.compile(rf"{_LETTER}[´`]{_LETTER}")),
    ("mojibake", re.compile(r"Ã[\x80-\xbf€-™‚-‰ŒœŠšŽžŸ]|â€|Â[\xa0-\xbf]")),
    ("markup", re.compile(r"\*\*\w|(?<![\w*])\*\w[^*]{0,80}\w\*(?![\w*])|__\w|\]\(\S|</?[A-Za-z][^<>]{0,80}>")),
)
_AROUND = 18


def excerpt(text, limit=80):
    """At most `limit` characters, cut between words where there is a space near the end."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ", len(cut) - 15)
    return cut[: space if space > 0 else None].rstrip() + "…"


def find_slips(number, text):
    """Notes on a line: the first of each kind of slip, with the characters around it."""
    searched = _URL.sub(lambda match: "x" * len(match.group()), text)
    for code, pattern in _SLIPS:
        match = pattern.search(searched)
        if match:
            yield Note(number, code, _around(text, match))


def _around(text, match):
    """The match with whole words before and after it, as far as they are short enough."""
    start, end = max(match.start() - _AROUND, 0), min(match.end() + _AROUND, len(text))
    if start:
        start = text.find(" ", start, match.start()) + 1 or start
    if end < len(text):
        end = end if (space := text.rfind(" ", match.end(), end)) < 0 else space
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return f"{before}{text[start:end].strip()}{after}"
