"""Sanitised HTML in, the same HTML with polished text out."""

import re

from sistercities.typography.quotes import QuoteSetter
from sistercities.typography.text import set_text

# A comment, or a tag whose quoted attribute values may contain ">".
_TAG = re.compile(r"(<!--.*?-->|<[/!?a-zA-Z](?:[^<>\"']++|\"[^\"]*\"|'[^']*')*+>)", re.DOTALL)
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_LANG = re.compile(r"""\slang\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_QUOTE_REFERENCES = {"&quot;": '"', "&#34;": '"', "&#x22;": '"', "&apos;": "'", "&#39;": "'", "&#x27;": "'"}
_QUOTE_REFERENCE = re.compile("|".join(_QUOTE_REFERENCES), re.IGNORECASE)

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"])
VERBATIM = frozenset(["code", "kbd", "pre", "samp", "script", "style", "textarea", "var"])
INLINE = frozenset(
    ["a", "abbr", "b", "bdi", "bdo", "cite", "data", "del", "dfn", "em", "i", "ins", "mark", "q", "s", "small", "span",
     "strong", "sub", "sup", "time", "u"]
)  # fmt: skip


def polish_html(html, language):
    """The HTML with its text polished in `language`, or in the language of the nearest `lang` attribute.

    Tags, attributes and comments stay byte for byte, and so does everything in `code`, `pre` and the like. The input
    must be well-formed, as our sanitiser writes it; text is never turned into markup: no `<`, `>` or `&` is written.
    """
    tokens = _TAG.split(html)  # even indexes: text, odd ones: tags
    elements = [("", language, False)]
    quotes = QuoteSetter(language)
    for index, token in enumerate(tokens):
        if index % 2:
            if _step(token, elements):
                quotes = None
        elif token:
            _, here, verbatim = elements[-1]
            if quotes is None or quotes.language != here:
                quotes = QuoteSetter(here)
            if verbatim:
                quotes.skip(token)
                continue
            if "&" in token:
                token = _QUOTE_REFERENCE.sub(lambda match: _QUOTE_REFERENCES[match[0].lower()], token)
            tokens[index] = set_text(token, here, quotes, _following(tokens, index))
    return "".join(tokens)


def _step(tag, elements):
    """Move into or out of the element; true where a block begins or ends, which closes every quotation."""
    match = _NAME.match(tag)
    if not match:
        return False
    name = match[1].lower()
    if tag.startswith("</"):
        for depth in range(len(elements) - 1, 0, -1):
            if elements[depth][0] == name:
                del elements[depth:]
                break
    elif name not in VOID:
        _, language, verbatim = elements[-1]
        if lang := _LANG.search(tag):
            language = (lang[1] or lang[2] or lang[3] or "").lower().partition("-")[0] or language
        elements.append((name, language, verbatim or name in VERBATIM))
    return name not in INLINE and name not in VERBATIM


def _following(tokens, index):
    """The first character after this run in the same block, or nothing."""
    for position in range(index + 1, len(tokens)):
        token = tokens[position]
        if position % 2:
            name = _NAME.match(token)
            if name and name[1].lower() not in INLINE and name[1].lower() not in VERBATIM:
                return ""
        elif token:
            return token[0]
    return ""
