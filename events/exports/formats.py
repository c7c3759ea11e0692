"""The kinds of files that a list can be handed out as."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from events.exports.csv_file import write_csv_file


@dataclass(frozen=True)
class Format:
    """`write` takes an `Export` and gives the file in pieces of bytes."""

    label: str
    content_type: str
    extension: str
    write: Callable


FORMATS = {
    "csv": Format(_("CSV, for every spreadsheet"), "text/csv; charset=utf-8", "csv", write_csv_file),
}
