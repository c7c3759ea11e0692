"""The pages of lists of events: by key, in time, without reading what lies before or after."""

import datetime
import re
from dataclasses import dataclass

from django.db.models import Q

from events.models.editions import EventEdition, EventEditionDate
from events.models.querysets import STRAY, key_of_day

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
    public = EventEdition.objects.ever_public(at).order_by()
    known = EventEditionDate.objects.filter(pk=int(parameters[name]), edition__in=public)
    found = known.values_list("pk", "sort_key", "earliest_at").first()
    if found is None:
        raise LookupError(name)
    pk, sort_key, earliest_at = found
    return Key(pk, sort_key, earliest_at is not None and earliest_at <= at, name == "before")


# What is to come has an order of two phases: what has begun, then what has not, each by its clock's days. So the one
# never reads the past and the other never reads what is on (`EditionDateQuerySet.begun`, `not_begun`).


def page_parts(dates, key, at, past=False, year=None, is_now=False):
    """Querysets, in order and sliced, that together hold the page and one date more."""
    if past:
        dates = dates.past(at)
        # No later day has anything past; without it the newest page would read the whole future.
        dates = dates.filter(sort_key__lt=key_of_day(at.date() + datetime.timedelta(days=STRAY)))
        if year:
            first, last = (key_of_day(datetime.date(year, 1, 1)) for year in (year, year + 1))
            dates = dates.filter(sort_key__gte=first, sort_key__lt=last)
        return [_beyond(dates, key, latest_first=True)]
    if is_now:
        return [_beyond(dates.begun(at).filter(edition__is_run=True), key)]
    begun, later = dates.begun(at).filter(edition__is_run=False), dates.not_begun(at)
    if key is None:
        soonest = dates.begun(at).filter(edition__is_run=True).order_by("latest_at", "pk")[: RUNS + 1]
        return [soonest, _beyond(begun, None), _beyond(later, None)]
    if key.is_backward:
        return [_beyond(begun, key)] if key.has_begun else [_beyond(begun, None, backward=True), _beyond(later, key)]
    return [_beyond(begun, key), _beyond(later, None)] if key.has_begun else [_beyond(later, key)]


def _beyond(dates, key, latest_first=False, backward=None):
    """The dates of a page and one more, on that side of the key."""
    backward = key.is_backward if key else bool(backward)
    descends = latest_first != backward
    if key is not None:
        side = "lt" if descends else "gt"
        beyond = Q(**{f"sort_key__{side}": key.sort_key}) | Q(sort_key=key.sort_key, **{f"pk__{side}": key.pk})
        dates = dates.filter(beyond, **{f"sort_key__{side}e": key.sort_key})
    return (dates.latest_first() if descends else dates.in_order())[: PAGE + 1]


def union(parts):
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
