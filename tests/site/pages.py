"""Reading public pages in tests: what stands where, without guessing at white space."""

import json
import re
from html.parser import HTMLParser


class Page(HTMLParser):
    """`links` (text, href), `texts` of elements by tag, `attributes` of elements by tag, `data` (JSON-LD), `text`."""

    def __init__(self, html):
        super().__init__()
        self.html = html
        self.texts, self.attributes, self.links, self.data = {}, {}, [], []
        self._open = []
        self.feed(html)
        self.text = _squeezed(re.sub(r"<script.*?</script>|<[^>]+>", " ", html, flags=re.DOTALL))

    def handle_starttag(self, tag, attrs):
        self.attributes.setdefault(tag, []).append(dict(attrs))
        self._open.append((tag, dict(attrs), []))

    def handle_startendtag(self, tag, attrs):
        self.attributes.setdefault(tag, []).append(dict(attrs))

    def handle_data(self, data):
        for _tag, _attrs, texts in self._open:
            texts.append(data)

    def handle_endtag(self, tag):
        while self._open:
            name, attrs, texts = self._open.pop()
            text = _squeezed("".join(texts))
            if name == tag:
                self.texts.setdefault(tag, []).append(text)
                if tag == "a":
                    self.links.append((text, attrs.get("href")))
                if tag == "script":
                    self.data.append(json.loads("".join(texts)))
                return

    @property
    def h1(self):
        return self.texts.get("h1", [])

    def meta(self, **wanted):
        """The `content` of the meta elements with those attributes (`property_` for `property`)."""
        wanted = {name.rstrip("_"): value for name, value in wanted.items()}
        found = [a for a in self.attributes.get("meta", []) if wanted.items() <= a.items()]
        return [a["content"] for a in found]

    def link(self, rel):
        return [a for a in self.attributes.get("link", []) if a.get("rel") == rel]


def _squeezed(text):
    return re.sub(r"[ \n\t]+", " ", text).strip()


def read(response):
    return Page(response.content.decode())
