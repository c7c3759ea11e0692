"""What a page of a list of events shows: what is on now, what is to come month by month; or what is past.

Pages go by key: "after that date". A deep page costs what the first one costs.
"""

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext

from events.addresses import list_formats
from events.counts import count_dates
from events.filters import EventFilter, choices, read_filter
from events.listing import EventRow, rows
from events.paging import RUNS, Key, fetch_page, read_key, shared_out
from events.shelf import current_shelf
from sistercities.dates.partial import PartialDate
from sistercities.dates.ranges import span_words
from sistercities.dates.words import NO_BREAK_SPACE, date_words

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)

_YEAR = re.compile(r"[0-9]{4}")


@dataclass
class Group:
    """Rows under a heading: those of a month, of a season, of a year, without a date. `anchor` is unique on a page."""

    anchor: str
    heading: str
    rows: list


@dataclass
class ListPage:
    """`runs` are the rows of what is on now, `groups` all others. `more_runs` is the address of the list of all runs.

    `choices` are what the form offers, by parameter; `chips` pairs of a choice made and the address of the list without
    it. `previous` and `next` are addresses of pages of the list. `years` are tuples of year, address and whether it is
    shown, for the past. `wider` are pairs of words and address, for where nothing was found. `formats` are addresses of
    the same list for machines. `moved_to` is set when what was asked for is the first page: nothing else is then.
    """

    filter: EventFilter = field(default_factory=EventFilter)
    past: bool = False
    year: int | None = None
    is_now: bool = False
    is_first: bool = True
    address: str = ""
    alternates: dict = field(default_factory=dict)
    runs: list[EventRow] = field(default_factory=list)
    more_runs: str = ""
    groups: list[Group] = field(default_factory=list)
    count: int = 0
    choices: dict = field(default_factory=dict)
    chips: list = field(default_factory=list)
    years: list = field(default_factory=list)
    wider: list = field(default_factory=list)
    formats: dict = field(default_factory=dict)
    previous: str = ""
    next: str = ""
    moved_to: str = ""

    @property
    def has_choices(self):
        return any(self.choices.values())

    @property
    def rows(self):
        return [*self.runs, *(row for group in self.groups for row in group.rows)]


def read_list(frame, language, parameters, at, past=False):
    """The page of the list that an address asks for. `parameters` is the request's GET, `at` an aware datetime.

    Raises LookupError where there is no such page: a value that does not exist, no date beyond that key. Four queries
    besides the frame's at most: the shelf and the count on the first page after a change, the key of a deep page, and
    the rows.
    """
    shelf = current_shelf(frame, at)
    page = ListPage(filter=read_filter(frame, parameters, language, at, shelf), past=past)
    page.year = _year(parameters, shelf, at) if past else None
    page.is_now = not past and _is_now(parameters)
    key = read_key(parameters, at)
    fetched = fetch_page(page.filter, key, language, at, page.past, page.year, page.is_now)
    page.is_first = key is None
    runs, shown, has_more = shared_out(fetched, key, at, page.past, page.is_now)
    if key is not None and key.is_backward and not has_more:
        return ListPage(moved_to=_address(page, language))
    if not page.is_first and not shown:
        raise LookupError("no such page")
    if len(runs) > RUNS:
        page.more_runs = page.filter.address(language, on="now")
    page.runs = rows(frame, runs[:RUNS], language, at)
    page.groups = _groups(rows(frame, shown, language, at, year=None if page.is_now else False, past=past), language)
    _link(page, language, key, shown, has_more)
    page.count, page.years = count_dates(page, shelf, language, at)
    page.choices = _with_chosen(page.filter, choices(frame, shelf, language, at, past))
    page.chips = [(choice, page.filter.without(name).address(language, past)) for name, choice in page.filter.chosen]
    page.alternates = _alternates(frame, page, key)
    page.formats = list_formats(language, page.filter.query)
    if not page.rows:
        page.wider = _wider(page, shelf, language, at)
    return page


# Reading an address ---------------------------------------------------------------------------------------------------


def _year(parameters, shelf, at):
    value = parameters.get("year")
    if not value:
        return None
    if not _YEAR.fullmatch(value) or int(value) not in shelf.years_past(at):
        raise LookupError("year")
    return int(value)


def _is_now(parameters):
    value = parameters.get("on")
    if value and value != "now":
        raise LookupError("on")
    return bool(value)


# Links ----------------------------------------------------------------------------------------------------------------


def _groups(shown, language):
    """Rows by month, season or year of their first day, as far as that is known; in the order in which they come."""
    groups = {}
    for row in shown:
        start = row.date.starts_on
        start = start and (PartialDate(start.year, start.month) if start.month else start)
        anchor = f"d-{start.edtf}" if start else "d-to-follow"
        if anchor not in groups:
            words = date_words(start, language) if start else span_words(row.date.span, language)
            # Headings stand in a narrow column: there a line may break before the year.
            words = words.replace(NO_BREAK_SPACE, " ")
            groups[anchor] = Group(anchor, words[:1].upper() + words[1:], [])
        groups[anchor].rows.append(row)
    return list(groups.values())


def _position(page, key):
    """What an address has besides the filter."""
    position = {"year": page.year} if page.year else {}
    return position | ({"on": "now"} if page.is_now else {}) | (key.parameter if key else {})


def _address(page, language, key=None):
    return page.filter.address(language, page.past, **_position(page, key))


def _link(page, language, key, shown, has_more):
    page.address = _address(page, language, key)

    def to(date, is_backward):
        return _address(page, language, Key(date.pk, 0, False, is_backward))

    if shown and (has_more or (key is not None and key.is_backward)):
        page.next = to(shown[-1], False)
    if shown and key is not None:
        page.previous = to(shown[0], True)


def _with_chosen(chosen, offered):
    """What the form offers, and what is chosen although nothing has it (any more)."""
    found = {}
    for name, options in offered.items():
        choice = getattr(chosen, name)
        found[name] = options if choice is None or choice in options else [choice, *options]
    return found


def _alternates(frame, page, key):
    """The same list in every language: what is readable in one is readable in all."""
    position = _position(page, key)
    return {code: page.filter.translated(frame, code).address(code, page.past, **position) for code in LANGUAGES}


def _wider(page, shelf, language, at):
    """Lists that do have dates: what was asked for one by one, what is past of it, and all. At most two."""
    found = []
    offered, past = shelf.offered(at, page.past), shelf.offered(at, past=True)
    narrow = len(page.filter.chosen) > 1 or page.year or page.is_now
    for name, choice in page.filter.chosen:
        single = EventFilter(**{name: choice})
        if narrow and choice.key in offered[name]:
            words = gettext("Past events: %(choice)s") if page.past else gettext("Events: %(choice)s")
            found.append((words % {"choice": choice.label}, single.address(language, page.past)))
        elif not page.past and choice.key in past[name]:
            words = gettext("Past events: %(choice)s") % {"choice": choice.label}
            found.append((words, single.address(language, past=True)))
    everything = gettext("All past events") if page.past else gettext("All events")
    return [*found, (everything, EventFilter().address(language, page.past))][:2]
