"""The text of a standing page: a short list of HTML, sanitised at every way in and once more on the way out.

Allowed: h2, h3, p, address, ul, ol, li, br, strong, em, a[href, hreflang], span[lang, dir]. Everything else loses its
tags and keeps its text; scripts and styles lose that, too.
"""

import re
from html import unescape

import nh3

from sistercities.richtext.links import SCHEMES, allowed_href

MAX_LENGTH = 100_000  # characters of stored HTML; a privacy notice of eight printed pages has 25,000

_TAGS = {"h2", "h3", "p", "address", "ul", "ol", "li", "br", "strong", "em", "a", "span"}
#: What browsers' editors write for the same thing.
_SYNONYMS = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
_SYNONYM = re.compile(r"<(/?)({})(?=[\s>/])".format("|".join(_SYNONYMS)), re.IGNORECASE)
#: nh3 writes no < or > into a tag: the addresses and languages that are kept have none.
_TAG = re.compile(r"(<[^<>]*>)")
#: A link that leads nowhere. Links cannot hold links: nh3 reads HTML as browsers do.
_NO_LINK = re.compile(r'<a(?: hreflang="[^"]*")?>(.*?)</a>', re.DOTALL)
_UNREADABLE = re.compile(r"[\0\ud800-\udfff]")
_BLOCK_END = re.compile(r"</(?:h2|h3|p|address|li)>")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def _attribute(tag, name, value):
    value = value.strip()
    if name == "href":
        return allowed_href(value)
    if name == "dir":
        return value if value in ("ltr", "rtl", "auto") else None
    return value if _LANGUAGE.fullmatch(value) else None


_cleaner = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags={"script", "style", "template", "title", "noscript", "iframe", "object", "svg", "math"},
    attributes={"a": {"href", "hreflang"}, "span": {"lang", "dir"}},
    attribute_filter=_attribute,
    url_schemes=set(SCHEMES),
    link_rel=None,
)


def sanitise(html):
    """Any HTML as the safe HTML that is stored and printed; again changes nothing. Raises nothing."""
    html = _SYNONYM.sub(lambda tag: f"<{tag[1]}{_SYNONYMS[tag[2].lower()]}", _UNREADABLE.sub("", html))
    before = None
    while html != before:  # an element can be empty once what was in it is gone
        before, html = html, _without_empty(_NO_LINK.sub(r"\1", _cleaner.clean(html))).strip()
    return html


def _without_empty(html):
    """Without elements that hold nothing but white space, in one walk: hostile depth is in thousands."""
    kept, opened = [], []  # what is open: where its tag stands, and whether it holds anything
    for piece in _TAG.split(html):
        if not piece.startswith("<"):
            if opened and piece.replace("&nbsp;", "").strip():
                opened[-1][1] = True
        elif piece.startswith("</"):
            start, is_filled = opened.pop()
            if not (is_filled or kept[start].startswith(("<a>", "<a "))):
                del kept[start:]
                continue
            if opened:
                opened[-1][1] = True
        elif piece != "<br>":
            opened.append([len(kept), False])
        kept.append(piece)
    return "".join(kept)


def plain_text(html):
    """The words alone of a sanitised text: blocks parted by an empty line, breaks as line ends."""
    return unescape(_TAG.sub("", _BLOCK_END.sub("\n\n", html.replace("\n", "").replace("<br>", "\n")))).strip("\n")
