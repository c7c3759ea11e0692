"""What cells are made with, beside their row."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import override

from events.exports.clocks import Clocks
from events.exports.references import References
from sistercities.dates.words import NO_BREAK_SPACE
from sistercities.office.frame import SiteFrame


@dataclass(frozen=True)
class Context:
    """`at` is the moment (aware) that the list is of. `change_of` says of a date's uid what changed since the last run
    of its profile, in words; empty where nothing did."""

    frame: SiteFrame
    at: datetime.datetime
    languages: tuple[str, ...] = ("en",)
    clock: str = "event"
    change_of: Callable = lambda uid: ""
    references: References = field(default_factory=References)
    clocks: Clocks = None

    def __post_init__(self):
        object.__setattr__(self, "clocks", self.clocks or Clocks(self.frame, self.references))


@dataclass(frozen=True)
class Side:
    """A language and a clock ("event", "home", "partner") that a column is printed in.

    Where a list has several languages, the words of an event are those of that language alone (`is_strict`); else the
    other language's stand in where an event has none.
    """

    context: Context
    language: str
    clock: str = "event"
    is_strict: bool = False

    def field(self, name):
        """The field of the row with those words."""
        return f"{name}_{self.language}" if self.is_strict else name

    def labels(self, choices):
        """`{value: label}` of a `TextChoices` in this language, empty for values that are none of them."""
        with override(self.language):
            return _Labels((choice.value, plain(str(choice.label))) for choice in choices)

    def name(self, thing):
        """The name of reference data in this language."""
        return getattr(thing, f"name_{self.language}") or thing.name_en or thing.name_de


class _Labels(dict):
    def __missing__(self, value):
        return ""


def plain(words):
    """Generated words without no-break spaces, which nobody can search for in a spreadsheet."""
    return words.replace(NO_BREAK_SPACE, " ")
