"""A programme of events as plain words: what a document prints, and nothing else. Texts are plain text, not HTML."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext

from sistercities.documents.errors import TooLong

#: With more dates the PDF might not be there before a proxy gives up (60 seconds in docs/operations.md). WeasyPrint
#: takes 22 ms of the processor and half a megabyte for each, half of it for layout and a quarter for drawing, whether
#: rows are tables or floats: 500 take 10.4 s and 261 MB, 1,000 take 23.7 s and 424 MB, and up to five times as long on
#: a computer that is busy. The formats for machines have no such limit.
MOST_ITEMS = 500
#: Nobody types a longer address from paper.
LONGEST_TYPED = 60


@dataclass(frozen=True)
class Line:
    """Words, and perhaps where they lead: an absolute address, `https:` or `mailto:`."""

    words: str
    href: str = ""


@dataclass(frozen=True)
class Fact:
    """What is known under a term: "Admission", "€12–€18.50"; `href` is an absolute address."""

    term: str
    words: str
    href: str = ""

    @property
    def printed_address(self):
        """The address as paper shows it, "tickets.example.org/babylon"; empty where nobody would type it."""
        scheme, _, rest = self.href.partition("://")
        rest = rest.removesuffix("/")
        return rest if scheme in ("http", "https") and len(rest) <= LONGEST_TYPED and rest not in self.words else ""


@dataclass(frozen=True)
class Participant:
    """A name, and what the person does there or is: "director", "Mayor of Los Angeles"; `does` may be empty."""

    name: str
    does: str = ""


@dataclass(frozen=True)
class AgendaItem:
    """A date of an event.

    `dates` are words for the date where the heading above does not say it ("until 6 December"), `times` those of the
    clock of the place ("19:30 in Los Angeles"), `other_times` what the other city's clock shows ("04:30 the next day
    in Berlin"). `language` is the one of the editors' words where it is not the agenda's, else empty. `status` is what
    changes somebody's plans, in words ("Cancelled"), `status_note` the reason or the former date. `is_off` strikes
    title and times.
    """

    title: str
    address: str = ""
    language: str = ""
    dates: str = ""
    times: str = ""
    other_times: str = ""
    kind: str = ""
    place: str = ""
    summary: str = ""
    participants: tuple[Participant, ...] = ()
    facts: tuple[Fact, ...] = ()
    status: str = ""
    status_note: str = ""
    is_off: bool = False

    @property
    def language_note(self):
        return only_in(self.language) if self.language else ""


@dataclass(frozen=True)
class AgendaGroup:
    """What is in one city on a day, under its name; of fuzzy dates, what is "In October 2017".

    `ink` is "home" for the office's own city, the ink of a partner (`inks.PARTNER_INKS`), or empty where it is no city.
    """

    heading: str
    items: tuple[AgendaItem, ...]
    ink: str = ""


@dataclass(frozen=True)
class AgendaSection:
    """A day ("Friday, 6 October 2017"), "Now on", or the dates of which no day is known."""

    heading: str
    groups: tuple[AgendaGroup, ...]


@dataclass(frozen=True)
class Agenda:
    """The whole programme, in the order in which it is printed.

    `subtitle` says what was asked for (period, city), `note` what holds for all ("All times are local to …"), `as_of`
    on which day it was true, in words. `office` hands it out. `ink` is that of the partner whose programme it is.
    `made_at` is an aware datetime: the same agenda makes the same bytes.
    """

    title: str
    language: str
    sections: tuple[AgendaSection, ...]
    made_at: datetime.datetime
    subtitle: str = ""
    note: str = ""
    as_of: str = ""
    office: str = ""
    ink: str = "poppy"
    contact: tuple[Line, ...] = ()
    credits: tuple[str, ...] = ()

    @property
    def count(self):
        return sum(len(group.items) for section in self.sections for group in section.groups)

    def refuse_if_too_long(self):
        """Raises `TooLong`, before any work is done."""
        refuse_if_too_long(self.count)


def refuse_if_too_long(count):
    """Raises `TooLong` where so many items are more than a programme holds."""
    if count > MOST_ITEMS:
        raise TooLong(count, MOST_ITEMS)


def only_in(language):
    """Said beside words in another language than the document's, in the active one: that it is German, or English."""
    if language == "de":
        return gettext("This text is only available in German.")
    return gettext("This text is only available in English.")
