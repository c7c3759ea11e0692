"""The body of a story as blocks of text, for files that are no web page."""

from html.parser import HTMLParser
from typing import NamedTuple

from sistercities.richtext.links import allowed_href
from sistercities.typography import polish_html
from stories.body import sanitise


class Run(NamedTuple):
    """Words with their marks; `href` is an absolute address, `language` that of words in another language."""

    words: str
    is_bold: bool = False
    is_italic: bool = False
    href: str = ""
    language: str = ""


class Block(NamedTuple):
    """`kind` is "p", "h2", "h3", "bullet", "number", or that of a card: "picture", "quote", "event" with its `key`."""

    kind: str
    runs: tuple[Run, ...] = ()
    key: int = 0

    @property
    def words(self):
        return "".join(run.words for run in self.runs)


def story_blocks(html, language, site):
    """The `Block`s of a body, polished. `site` is what stands before links that begin with a slash."""
    reader = _Reader(site)
    reader.feed(polish_html(sanitise(html), language))
    reader.close()
    return [block for block in reader.blocks if block.key or block.words.strip()]


class _Reader(HTMLParser):
    def __init__(self, site):
        super().__init__(convert_charrefs=True)
        self.site, self.blocks, self.marks, self.lists = site, [], [], []
        self.kind, self.runs = "", []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("p", "h2", "h3"):
            self._begin(self._item_kind() if self.lists else tag)
        elif tag in ("ul", "ol"):
            self._end()
            self.lists.append("bullet" if tag == "ul" else "number")
        elif tag == "li":
            self._begin(self._item_kind())
        elif tag == "br":
            self.handle_data(" ")
        elif tag == "sc-embed":
            self._end()
            self.blocks.append(Block(attributes["data-type"], key=int(attributes["data-id"])))
        else:
            self.marks.append((tag, attributes))

    def handle_endtag(self, tag):
        if tag in ("p", "h2", "h3", "li"):
            self._end()
        elif tag in ("ul", "ol"):
            self._end()
            self.lists.pop()
        elif tag not in ("br", "sc-embed"):
            self.marks.pop()

    def handle_data(self, data):
        if not self.kind:
            return  # line ends between blocks
        tags = {tag for tag, _attributes in self.marks}
        href = next((attributes.get("href", "") for tag, attributes in self.marks if tag == "a"), "")
        language = next((attributes["lang"] for _tag, attributes in self.marks if attributes.get("lang")), "")
        run = Run(data, bool(tags & {"strong", "b"}), bool(tags & {"em", "i"}), self._absolute(href), language)
        self.runs.append(run)

    def _absolute(self, href):
        href = allowed_href(href) or ""
        return f"{self.site}{href}" if href.startswith("/") and not href.startswith("//") else href

    def _item_kind(self):
        return self.lists[-1]

    def _begin(self, kind):
        self._end()
        self.kind = kind

    def _end(self):
        if self.runs:
            self.blocks.append(Block(self.kind, tuple(self.runs)))
        self.kind, self.runs = "", []
