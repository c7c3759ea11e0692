"""How a list looks: its columns in order, its languages, whose clock, and what separates the cells of a CSV file."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from events.exports.clocks import CLOCKS
from events.exports.column_table import COLUMNS, DEFAULT
from events.exports.foreign import ValuesRefused, given, one_of, some_of

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
SEPARATOR_LABELS = {"comma": _("Comma"), "semicolon": _("Semicolon"), "tab": _("Tab")}
LANGUAGES = ("en", "de")
HEADERS = ("labels", "keys")


@dataclass(frozen=True)
class Layout:
    """`columns` are keys of `COLUMNS`. Of several languages the first one is that of the list itself, and columns of
    words come once for each; likewise those of times with the clock "both". `separator` is a key of `SEPARATORS`; if it
    is empty, it is the one that spreadsheets in that language expect. `header`: what the first line has, "labels" or
    "keys". `fuzzy`: does a calendar file hold dates that are known only to the month?
    """

    columns: tuple[str, ...] = DEFAULT
    languages: tuple[str, ...] = ("en",)
    clock: str = "event"
    separator: str = ""
    header: str = "labels"
    fuzzy: bool = False

    @property
    def language(self):
        return self.languages[0]

    @property
    def cell_separator(self):
        return SEPARATORS[self.separator or ("semicolon" if self.language == "de" else "comma")]

    def as_json(self):
        """Plain values for JSON. `read_layout()` reads them back."""
        return {
            "columns": list(self.columns),
            "languages": list(self.languages),
            "clock": self.clock,
            "separator": self.separator,
            "header": self.header,
            "fuzzy": "yes" if self.fuzzy else "no",
        }


def read_layout(values, default=None):
    """The `Layout` of foreign values (a `QueryDict` or a dictionary); what is not given is that of `default`.

    Lists may also be one text with commas. Raises `ValuesRefused`.
    """
    found, errors = {}, {}
    for name, read in _READERS.items():
        try:
            value = read(given(values, name))
        except ValueError as error:
            errors[name] = str(error)
        else:
            if value:
                found[name] = value
    if errors:
        raise ValuesRefused(errors)
    fuzzy = found.pop("fuzzy", "")
    return replace(default or Layout(), **found, **({"fuzzy": fuzzy == "yes"} if fuzzy else {}))


_READERS = {
    "columns": lambda texts: some_of(texts, COLUMNS),
    "languages": lambda texts: some_of(texts, LANGUAGES),
    "clock": lambda texts: one_of(texts, CLOCKS),
    "separator": lambda texts: one_of(texts, SEPARATORS),
    "header": lambda texts: one_of(texts, HEADERS),
    "fuzzy": lambda texts: one_of(texts, ("yes", "no")),
}
