"""From any HTML to the canonical form that is stored.

Three steps: nh3 reads the markup as a browser does and keeps what is on a list; `Flow` writes down the blocks and the
marks of every run of text; `_write` prints them in one fixed way. Nothing of the original markup is copied, only text.
"""

import re
from html import unescape

import nh3

from sistercities.richtext.links import SCHEMES, allowed_href
from stories.body.runs import inline_blocks, write_runs

#: Characters of stored HTML; a book chapter has 40,000.
MAX_LENGTH = 200_000
MAX_LIST_DEPTH = 4
#: Deeper nesting takes nh3 quadratic time (20,000 open lists: 3 s), and no text has it.
MAX_DEPTH = 60

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
LISTS = frozenset({"ul", "ol"})
#: Begin and end a paragraph, and are not kept.
BREAKS = frozenset(
    ["address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
     "figcaption", "figure", "footer", "form", "header", "hr", "main", "nav", "p", "pre", "section", "summary", "table",
     "tbody", "td", "tfoot", "th", "thead", "tr"]
)  # fmt: skip
MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em"}

_cleaner = nh3.Cleaner(
    tags={"a", "span", "br", "li", "sc-embed", *HEADINGS, *LISTS, *BREAKS, *MARKS},
    clean_content_tags={
        *("script", "style", "template", "title", "noscript", "iframe", "object", "svg", "math"),
        *("select", "textarea", "xmp", "noembed", "noframes", "plaintext"),
    },
    attributes={
        "a": {"href", "hreflang"},
        "span": {"lang", "dir"},
        "sc-embed": {"data-type", "data-id", "data-layout"},
    },
    url_schemes=set(SCHEMES),
    link_rel=None,
)

_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
#: Elements that close by themselves: many of them in a row are not a depth.
_NO_DEPTH = frozenset(
    ["area", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "p", "source", "tbody", "td", "tfoot",
     "th", "thead", "tr", "track", "wbr"]
)  # fmt: skip
#: nh3 prints every attribute in double quotes, and every `"` inside as `&quot;`.
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9-]*)((?: [a-z-]+="[^"]*")*)>|([^<]+)')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')

#: Neither can be read by nh3, nor stored.
_UNREADABLE = re.compile(r"[\0\ud800-\udfff]")
_LINE_ENDS = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")
#: Controls, noncharacters, byte order marks, and the characters that turn the direction of what follows (U+202A to
#: U+202E, U+2066 to U+206F): the language mark with its direction does that, and ends where it ends. LRM and RLM stay.
_UNWANTED = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u206f\ufdd0-\ufdef\ufeff\ufffe\uffff"
    r"\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0010fffe\U0010ffff]"
)

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_ID = re.compile(r"0*([1-9][0-9]{0,17})")
EMBED_TYPES = {"picture": ("wide", "text", "half"), "quote": (), "event": ()}


def sanitise(html):
    """Any HTML as the canonical, safe HTML that is stored and printed; a fixed point: again changes nothing.

    Returns one block a line, "" where nothing is left. Loose text becomes paragraphs, text of elements that are not on
    the list stays. Raises nothing.
    """
    html = _within_depth(_UNREADABLE.sub("", html))
    flow = Flow()
    for closing, tag, attributes, text in _TOKEN.findall(_cleaner.clean(html)):
        if text:
            flow.text(unescape(text))
        elif closing:
            flow.end(tag)
        else:
            flow.start(tag, {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)})
    flow.flush()
    return "\n".join(map(_write_block, flow.finished()))


def _within_depth(html):
    """Without the tags that open below `MAX_DEPTH`; their text stays."""
    if html.count("<") <= MAX_DEPTH:
        return html
    open_tags = {}
    depth, kept, end = 0, [], 0
    for match in _TAG_NAME.finditer(html):
        closing, tag = match[1], match[2].lower()
        if tag in _NO_DEPTH:
            continue
        if closing:
            if open_tags.get(tag):
                open_tags[tag] -= 1
                depth -= 1
        elif depth < MAX_DEPTH:
            open_tags[tag] = open_tags.get(tag, 0) + 1
            depth += 1
        else:
            # An element without a name on the list: nh3 drops it and keeps what it holds.
            kept += [html[end : match.start()], "<br"]
            end = match.end()
    return "".join([*kept, html[end:]])


class Flow:
    """Collects the blocks of a text: ("p" | "h2" | "h3", runs), ("ul" | "ol", items), ("embed", type, id, layout).

    `runs` are pairs of text and marks, see `stories.body.runs`; an item is a list of blocks.
    """

    def __init__(self):
        self.root = []
        self.lists = []  # the open lists, outermost first
        self.too_deep = 0  # lists that are open beyond the depth, written into the last one
        self.after_list = []  # cards found inside a list: they follow it
        self.kind = "p"
        self.runs = []
        self.links, self.languages = [], []
        self.counts = {"strong": 0, "em": 0}
        self.marks = ()

    def start(self, tag, attributes):
        if tag in MARKS:
            self.counts[MARKS[tag]] += 1
        elif tag == "a":
            self.links.append(_link(attributes))
        elif tag == "span":
            self.languages.append(_language(attributes) or (self.languages[-1] if self.languages else None))
        elif tag == "br":
            self.runs.append(("\n", self.marks))
        elif tag == "sc-embed":
            self._embed(attributes)
        else:
            self._block(tag, opens=True)
        self._set_marks()

    def end(self, tag):
        if tag in MARKS:
            self.counts[MARKS[tag]] -= 1
        elif tag == "a":
            self.links.pop()
        elif tag == "span":
            self.languages.pop()
        elif tag != "sc-embed":
            self._block(tag, opens=False)
        self._set_marks()

    def text(self, text):
        text = _UNWANTED.sub("", _LINE_ENDS.sub("\r", text))
        if text:
            self.runs.append((text, self.marks))

    def flush(self):
        """End the paragraph or heading that is being written."""
        runs, self.runs = self.runs, []
        if runs:
            kind = "p" if self.lists else self.kind
            self._container().extend((kind, part) for part in inline_blocks(runs, splits=kind == "p"))

    def finished(self):
        return [block for block in map(_tidy, self.root) if block]

    def _set_marks(self):
        link = self.links[-1] if self.links else None
        language = self.languages[-1] if self.languages else None
        self.marks = tuple(
            mark
            for mark in (
                link and ("a", link),
                language and ("span", language),
                self.counts["strong"] > 0 and ("strong", ()),
                self.counts["em"] > 0 and ("em", ()),
            )
            if mark
        )

    def _container(self):
        if not self.lists:
            return self.root
        items = self.lists[-1][1]
        if not items:
            items.append([])
        return items[-1]

    def _block(self, tag, *, opens):
        self.flush()
        self.kind = HEADINGS.get(tag, "p") if opens else "p"
        if tag == "li" and opens and self.lists:
            self.lists[-1][1].append([])
        elif tag in LISTS and opens:
            if len(self.lists) < MAX_LIST_DEPTH:
                block = (tag, [])
                self._container().append(block)
                self.lists.append(block)
            else:
                self.too_deep += 1
        elif tag in LISTS:
            if self.too_deep:
                self.too_deep -= 1
            else:
                self.lists.pop()
            if not self.lists:
                self.root.extend(self.after_list)
                self.after_list = []

    def _embed(self, attributes):
        kind = attributes.get("data-type")
        number = _ID.fullmatch(attributes.get("data-id", ""))
        if kind in EMBED_TYPES and number:
            self.flush()
            layouts = EMBED_TYPES[kind]
            layout = attributes.get("data-layout")
            layout = layout if layout in layouts else next(iter(layouts), "")
            (self.after_list if self.lists else self.root).append(("embed", kind, int(number[1]), layout))


def _link(attributes):
    href = allowed_href(attributes.get("href", ""))
    if not href:
        return None
    language = _language_tag(attributes.get("hreflang", ""))
    return (("href", href), *([("hreflang", language)] if language else []))


def _language(attributes):
    language = _language_tag(attributes.get("lang", ""))
    direction = attributes.get("dir", "").lower()
    direction = direction if direction in ("ltr", "rtl") else ""
    return tuple(pair for pair in (("lang", language), ("dir", direction)) if pair[1]) or None


def _language_tag(value):
    """BCP 47 as far as a language, a script, a region and a variant go, in small letters but for the region."""
    value = value.strip()
    if not _LANGUAGE.fullmatch(value):
        return ""
    language, *rest = value.split("-")
    return "-".join([language.lower(), *(part.upper() if len(part) == 2 else part.lower() for part in rest)])


def _tidy(block):
    """Lists without empty items; an item that begins with a list gives its items to the list around it."""
    tag, content, *_ = block
    if tag not in LISTS:
        return block
    items = []
    for item in content:
        inner = [tidied for tidied in map(_tidy, item) if tidied]
        while inner and inner[0][0] in LISTS:
            items += inner.pop(0)[1]
        if inner:
            items.append(inner)
    return (tag, items) if items else None


def _write_block(block):
    tag, content, *rest = block
    if tag == "embed":
        number, layout = rest
        layout = f' data-layout="{layout}"' if layout else ""
        return f'<sc-embed data-type="{content}" data-id="{number}"{layout}></sc-embed>'
    if tag in LISTS:
        items = ("".join(map(_write_block, item)) for item in content)
        return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"
    return f"<{tag}>{write_runs(content)}</{tag}>"
