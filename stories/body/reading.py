"""What a body says: its cards, its plain text, its length, its headings. Takes canonical HTML (see `sanitise`)."""

import math
import re
from html import unescape
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _

from sistercities.richtext import WORDS_PER_MINUTE
from stories.body.sanitising import EMBED_TYPES

LAYOUTS = EMBED_TYPES["picture"]

EMBED = re.compile(
    r'<sc-embed data-type="(?P<type>[a-z]+)" data-id="(?P<id>\d+)"(?: data-layout="(?P<layout>[a-z]+)")?></sc-embed>'
)
_BLOCK_END = re.compile(r"</(?:p|h2|h3)>")
_TAG = re.compile(r"<[^>]*>")
_HEADING = re.compile(r"<(h[23])>(.*?)</\1>")
_WORD = re.compile(r"\w[\w’'-]*")


class Embed(NamedTuple):
    """A card in a body: type "picture", "quote" or "event", the primary key, and the layout of a picture (else "").

    The key of an event is that of its manuscript, which is the same for as long as there is the event.
    """

    type: str
    id: int
    layout: str


def embeds(html):
    """The cards in order, as `Embed`s; one that stands twice is listed twice."""
    return [Embed(match["type"], int(match["id"]), match["layout"] or "") for match in EMBED.finditer(html)]


def plain_text(html):
    """The words alone, no cards: paragraphs, headings, list items parted by an empty line, breaks as line ends."""
    text = EMBED.sub("", html).replace("\n", "").replace("<br>", "\n")
    return unescape(_TAG.sub("", _BLOCK_END.sub("\n\n", text))).strip("\n")


def reading_minutes(html):
    """Whole minutes that the text takes to read, at least one."""
    return max(1, math.ceil(len(_WORD.findall(plain_text(html))) / WORDS_PER_MINUTE))


def heading_problems(html):
    """Sentences about headings that skip a level: a screen reader's list of headings then has a hole (WCAG 1.3.1)."""
    problems, has_heading = [], False
    for level, words in _HEADING.findall(html):
        if level == "h2":
            has_heading = True
        elif not has_heading:
            problems.append(
                _("The small heading “%(heading)s” stands before the first large one: levels must not be skipped.")
                % {"heading": unescape(_TAG.sub("", words.replace("<br>", " ")))}
            )
    return problems


def embed_problems(html):
    """Sentences about cards that do not go together: a quote next to a picture, and a half picture without its pair."""
    problems = []
    blocks = [EMBED.fullmatch(block) for block in html.split("\n")]
    for one, other in pairwise(blocks):
        if one and other and {one["type"], other["type"]} == {"picture", "quote"}:
            problems.append(_("A quote stands right next to a picture. Put a paragraph between them."))
    if any(len(run) % 2 for run in _halves(blocks)):
        problems.append(
            _("A picture of half width stands alone. Put a second one next to it, or choose another width.")
        )
    return problems


def _halves(blocks):
    run = []
    for block in [*blocks, None]:
        if block and block["layout"] == "half":
            run.append(block)
        elif run:
            yield run
            run = []
