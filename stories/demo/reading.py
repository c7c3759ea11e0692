"""The files of the demonstration as Python values. Knows nothing of the database.

A text is a file of HTML under a few lines of TOML between two lines `+++`. In a story, a line such as
`[[picture los-angeles-diner half]]`, `[[quote garcetti]]` or `[[event la-x]]` is a card, and links may name what they
lead to by its key: `story:la-x`, `city:prague`, or `page:feedback` for any other page by the name of its address.
"""

import re
import tomllib
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("en", "de")

_CARD = re.compile(r"^\[\[(picture|quote|event) ([a-z0-9-]+)(?: (wide|text|half))?\]\]$", re.MULTILINE)
_NAMED_LINK = re.compile(r'href="(story|city|page):([a-z0-9:-]+)"')
_FENCE = "+++\n"


def table(name):
    """The content of `<name>.toml`; texts without the line ends around them."""
    return _stripped(tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def _stripped(value):
    if isinstance(value, dict):
        return {key: _stripped(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_stripped(item) for item in value]
    return value.strip() if isinstance(value, str) else value


def document(folder, key, language):
    """`(fields, body)` of `<folder>/<key>.<language>.html`. Raises ValueError where the two fences are missing."""
    path = FOLDER / folder / f"{key}.{language}.html"
    start, *rest = path.read_text(encoding="utf-8").split(_FENCE, 2)
    if start or len(rest) != 2:
        raise ValueError(f"{path.name} must begin with its fields between two lines +++.")
    return tomllib.loads(rest[0]), rest[1].strip()


def documents(folder, key):
    """`{language: (fields, body)}` of one story or page."""
    return {language: document(folder, key, language) for language in LANGUAGES}


def picture_path(key):
    return FOLDER / "pictures" / f"{key}.jpg"


def with_cards(body, key_of):
    """The body with its marked lines as cards; `key_of(type, name)` gives the primary key of what a line names."""

    def card(match):
        kind, name, layout = match.groups()
        layout = f' data-layout="{layout or "wide"}"' if kind == "picture" else ""
        return f'<sc-embed data-type="{kind}" data-id="{key_of(kind, name)}"{layout}></sc-embed>'

    return _CARD.sub(card, body)


def with_links(body, address_of):
    """The body with the links that name their target by key; `address_of(kind, name)` gives the address."""
    return _NAMED_LINK.sub(lambda match: f'href="{address_of(*match.groups())}"', body)
