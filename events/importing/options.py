"""What somebody has to say about a file before it can be read: which column is what, and how days are written."""

from dataclasses import asdict, dataclass, replace

from django.db import models
from django.utils.translation import gettext_lazy as _

#: By whose clock times are: the keys of `events.exports.clocks.CLOCKS` that are one clock alone.
CLOCKS = ("event", "home", "partner")


class DayOrder(models.TextChoices):
    DAY_FIRST = "dmy", _("day first: 05/06 is 5 June")
    MONTH_FIRST = "mdy", _("month first: 05/06 is May 6")


class Match(models.TextChoices):
    """What makes a row of the file and an event on the desk the same."""

    UID = "uid", _("UID")
    PAGE = "page", _("address of the page")
    TITLE = "title", _("title and first day")
    NOTHING = "nothing", _("nothing: every row is a new event")


class Empty(models.TextChoices):
    KEEP = "keep", _("leave what is stored")
    CLEAR = "clear", _("empty what is stored")


class Unknown(models.TextChoices):
    """What happens with the name of a place, an organiser or a person that is not here."""

    REFUSE = "refuse", _("leave out the whole event, and say so")
    OMIT = "omit", _("leave out the name, and say so")


@dataclass(frozen=True)
class Options:
    """`columns` has a key of `fields.FIELDS` for each column of the file, "" for those that are not read.

    `language` is that of words whose column does not say it; `zone` (IANA) the clock of events of which nothing says
    it. `sheet` names one of a workbook's. `day_order` is "" as long as nobody has said it.
    """

    columns: tuple[str, ...] = ()
    language: str = "en"
    zone: str = ""
    clock: str = "event"
    day_order: str = ""
    match: str = Match.UID.value
    empty: str = Empty.KEEP.value
    unknown: str = Unknown.REFUSE.value
    sheet: str = ""

    def as_json(self):
        return {**asdict(self), "columns": list(self.columns)}

    @classmethod
    def from_json(cls, values):
        return replace(cls(), **{**values, "columns": tuple(values.get("columns", ()))})
