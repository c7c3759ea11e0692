"""The pages of lists of events: by key, in time, without reading what lies before or after."""

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from events.filters import EventFilter
from events.listing import for_rows
from events.models.editions import EventEdition, EventEditionDate
from events.models.querysets import first_key, key_of_day, last_key
from sistercities.publishing.prepared import Prepared

#: Dates on a page; with more, it is heavier than its budget (`make lighthouse`).
PAGE = 20
#: How many of the runs the first page shows; the others have a list of their own.
RUNS = 6

_KEY = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Key:
    """The date where the neighbouring page ends; a page that leads up to it `is_backward`."""

    pk: int
    sort_key: int
    has_begun: bool
    is_backward: bool

    @property
    def parameter(self):
        return {"before" if self.is_backward else "after": self.pk}


def read_key(parameters, at):
    """The `Key` that the address has, None on a first page. A date that was never public has no neighbours."""
    name = next((name for name in ("before", "after") if parameters.get(name)), None)
    if name is None:
        return None
    if not _KEY.fullmatch(parameters[name]):
        raise LookupError(name)
    found = next(iter(_key_query(pk=int(parameters[name]), at=at)), None)
    if found is None:
        raise LookupError(name)
    return Key(found.pk, found.sort_key, _has_begun(found, at), name == "before")


def _public_date(pk, at):
    public = EventEdition.objects.ever_public(at).order_by()
    return EventEditionDate.objects.filter(pk=pk, edition__in=public).only("sort_key", "earliest_at")


_key_query = Prepared(_public_date, pk=int, at=datetime.datetime)


# What is to come has an order of two phases: what has begun, then what has not, each by its clock's days. So the one
# never reads the past and the other never reads what is on (`EditionDateQuerySet.begun`, `not_begun`).


def fetch_page(chosen, key, language, at, past=False, year=None, is_now=False):
    """The dates of a page of the list with that `EventFilter`, and one more if there are more. One query."""
    values = {"language": language, "at": at, **chosen.keys}
    if past:
        values["before_key"] = last_key(at)
    elif not is_now and (key is None or not key.has_begun or not key.is_backward):
        values["from_key"] = first_key(at)
    if year:
        values["year_from"], values["year_until"] = (key_of_day(datetime.date(y, 1, 1)) for y in (year, year + 1))
    if key is not None:
        values["pk"], values["sort_key"] = key.pk, key.sort_key
    place = key and (key.has_begun, key.is_backward)
    return _query(tuple(values), chosen.month, place, past, is_now)(**values)


@lru_cache(maxsize=256)
def _query(names, month, place, past, is_now):
    """The query of the pages with these values, compiled once. `place` is what else it has to know of the key."""

    def build(language, at, pk=None, sort_key=None, from_key=None, before_key=None, **values):
        years = [values.pop(name) for name in ("year_from", "year_until") if name in values]
        dates = EventFilter.of_keys(values, month).apply(EventEditionDate.objects.readable_in(language, at))
        key = place and Key(pk, sort_key, *place)
        parts = _past_parts(dates, key, at, before_key, years) if past else _parts(dates, key, at, from_key, is_now)
        return for_rows(_union(parts)).order_by("latest_at", "pk")

    types = {"language": str, "at": datetime.datetime, **EventFilter.KEYS}
    return Prepared(build, **{name: types.get(name, int) for name in names})


def _past_parts(dates, key, at, before_key, years):
    dates = dates.past(at, before_key)
    if years:
        dates = dates.filter(sort_key__gte=years[0], sort_key__lt=years[1])
    return [_beyond(dates, key, latest_first=True)]


def _parts(dates, key, at, from_key, is_now):
    """Querysets, in order and sliced, that together hold the page and one date more."""
    if is_now:
        return [_beyond(dates.begun(at).filter(edition__is_run=True), key, few=True)]
    begun = dates.begun(at).filter(edition__is_run=False)
    if key is not None and key.is_backward and key.has_begun:
        return [_beyond(begun, key, few=True)]
    later = dates.not_begun(at, from_key)
    if key is None:
        soonest = dates.begun(at).filter(edition__is_run=True).order_by("latest_at", "pk")[: RUNS + 1]
        return [soonest, _beyond(begun, None, few=True), _beyond(later, None)]
    if key.is_backward:
        return [_beyond(begun, None, few=True, backward=True), _beyond(later, key)]
    return [_beyond(begun, key, few=True), _beyond(later, None)] if key.has_begun else [_beyond(later, key)]


def _beyond(dates, key, latest_first=False, few=False, backward=None):
    """The dates of a page and one more, on that side of the key."""
    backward = key.is_backward if key else bool(backward)
    descends = latest_first != backward
    if key is not None:
        dates = dates.beyond(key.sort_key, key.pk, latest_first=descends)
    if few:
        return dates.few_in_order(latest_first=descends)[: PAGE + 1]
    return (dates.latest_first() if descends else dates.in_order())[: PAGE + 1]


def _union(parts):
    keys = [EventEditionDate.objects.filter(pk__in=part.values("pk")).order_by().values("pk") for part in parts]
    return EventEditionDate.objects.filter(pk__in=keys[0].union(*keys[1:], all=True) if keys[1:] else keys[0])


def shared_out(fetched, key, at, past=False, is_now=False):
    """Runs, the dates of the page in its order, and whether there are more beyond it."""
    runs = []
    if key is None and not past and not is_now:
        runs = [date for date in fetched if date.edition.is_run and _has_begun(date, at)]
    taken = {date.pk for date in runs}
    shown = [date for date in fetched if date.pk not in taken]
    if past:
        shown.sort(key=lambda date: (-date.sort_key, -date.pk))
    else:
        shown.sort(key=lambda date: (not (is_now or _has_begun(date, at)), date.sort_key, date.pk))
    has_more = len(shown) > PAGE
    return runs, shown[-PAGE:] if key is not None and key.is_backward else shown[:PAGE], has_more


def _has_begun(date, at):
    return date.earliest_at is not None and date.earliest_at <= at
