"""The text of a standing page: a short list of HTML, sanitised at every way in and once more on the way out.

Allowed: h2, h3, p, address, ul, ol, li, br, strong, em, a[href, hreflang], span[lang, dir]. Everything else loses its
tags and keeps its text; scripts and styles lose that, too.
"""

import re
from html.parser import HTMLParser

import nh3

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
#: Characters that no address needs, and that browsers read past, so that `java\tscript:` would be an address to them.
_NEVER = re.compile(r"""[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\\<>"`]""")
_ADDRESS = re.compile(
    r"/(?!/).*|#[\w-]+|https?://[^/?#@]+([/?#].*)?|mailto:[^@?&]+@[^@?&]+(\?.*)?|tel:\+?[0-9().-]{3,30}", re.IGNORECASE
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def allowed_address(href):
    """May a link lead there: http, https, mail, telephone, a page of this site ("/en/…") or a place on the page?"""
    return len(href) <= 2000 and not _NEVER.search(href) and bool(_ADDRESS.fullmatch(href))


def _attribute(tag, name, value):
    value = value.strip()
    if name == "href":
        return value if allowed_address(value) else None
    if name == "dir":
        return value if value in ("ltr", "rtl", "auto") else None
    return value if _LANGUAGE.fullmatch(value) else None


_cleaner = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags={"script", "style", "template", "title", "noscript", "iframe", "object", "svg", "math"},
    attributes={"a": {"href", "hreflang"}, "span": {"lang", "dir"}},
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
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


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.addresses = []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.addresses += [value for name, value in attrs if name == "href" and value is not None]


def refused_addresses(html):
    """The addresses in links that `sanitise` would take out, in order, each once."""
    links = _Links()
    links.feed(html)
    return list(dict.fromkeys(href for href in links.addresses if not allowed_address(href.strip())))
