"""The two inks on paper: the light colours of `static/site/site.css` (`docs/design.md`); a test compares them."""

from typing import NamedTuple

INK, MUTED, LINE, ALERT = "#14182d", "#505874", "#c9d1e4", "#a8141e"


class Ink(NamedTuple):
    """`fill` is for surfaces and never carries text, `text` for words and thin lines."""

    fill: str
    text: str


HOME_INK = Ink("#14419a", "#14419a")
PARTNER_INKS = {
    "poppy": Ink("#ff6b3a", "#ad3a0c"),
    "magenta": Ink("#e8489a", "#a3165f"),
    "fir": Ink("#17a07a", "#0a6a4e"),
    "ochre": Ink("#f2b41f", "#7a5600"),
    "violet": Ink("#9a5cf0", "#6a2fc0"),
}


def partner_ink(name):
    """The `Ink` of that name; poppy where there is none of it, as on pages."""
    return PARTNER_INKS.get(name, PARTNER_INKS["poppy"])
