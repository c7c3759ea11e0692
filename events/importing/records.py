"""What a file says, one record for each date, before anybody knows which event it is about."""

import datetime
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError

from events.models import Event, EventText

_SLUG = EventText._meta.get_field("slug")
#: UIDs of others are any text (RFC 5545 §3.8.4.7); ours are made from theirs, the same ones every time.
_FOREIGN = UUID("5b3f6e0a-9f3c-5d0e-8a4b-0c6d3f1e2a77")


@dataclass(frozen=True)
class Record:
    """`number` is the row, or the position in a calendar file, from 1; `name` is for people.

    `uid` is that of the date, `event_uid` that of its event; None where the file does not say it. `page` is what the
    dates of one event share in a calendar file of ours, `slug` the last part of the address of its page. `title` and
    `first_day` are what it is known by to those who have no UIDs. `is_changed_time`: one time of a repetition that the
    file says differently from all others.
    """

    number: int
    name: str
    uid: UUID | None = None
    event_uid: UUID | None = None
    page: str = ""
    slug: str = ""
    title: str = ""
    first_day: datetime.date | None = None
    is_changed_time: bool = False
    content: object = field(default=None, repr=False, compare=False)


@dataclass
class Current:
    """What a record is read against: the event on the desk, or an unsaved one, and its state.

    `said` is what an export of ours would say of this date now; None for new ones. `date_key` is the name of the
    further date in the state, "" where the record is about the main one. `day` is the first day of the event
    (`PartialDate`).
    """

    event: Event
    state: dict
    said: object = None
    date_key: str = ""
    day: object = None


@dataclass
class Reading:
    """The values that the record wants to have (`events.importing.state`), why it cannot be read, and what was left
    out. Sentences, each with the title of the column before it where there is one."""

    values: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    #: Cells that only say which order days are written in.
    undecided: list = field(default_factory=list)


def slug_of(part):
    """The last part of an address in a file, if pages here can have it; else ""."""
    try:
        return _SLUG.clean(part, None)
    except ValidationError:
        return ""


def uid_of(text):
    """The UUID of an identity in a file; None for nothing."""
    text = text.strip()
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        return uuid5(_FOREIGN, text)
