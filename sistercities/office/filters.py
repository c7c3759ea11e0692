"""What lists can be narrowed down by: at most one choice for each of some parameters. Every state is an address."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode


@dataclass(frozen=True)
class Choice:
    """One value of a parameter: its key (of a row, or the value itself), its text in the address, its label."""

    key: int | str
    value: str
    label: str


class ListFilter:
    """For frozen dataclasses with a field per parameter, in the order of `NAMES`, each a `Choice` or None."""

    NAMES = ()

    def __bool__(self):
        return bool(self.chosen)

    @property
    def chosen(self):
        """Pairs of parameter and choice, always in the same order."""
        return [(name, choice) for name in self.NAMES if (choice := getattr(self, name))]

    @property
    def pairs(self):
        """What the choices are in an address: pairs of parameter and value, always in the same order."""
        return [(name, choice.value) for name, choice in self.chosen]

    @property
    def query(self):
        """What an address with this filter ends in: "?city=berlin&year=2017", or nothing."""
        return f"?{urlencode(self.pairs)}" if self else ""

    @property
    def labels(self):
        return [choice.label for _name, choice in self.chosen]

    def without(self, name):
        return replace(self, **{name: None})
