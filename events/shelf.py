"""What lists of events can be narrowed down to: only what readable events have (promise 11).

Readable in one language is readable in every one, since the other text stands in; so nothing here goes by language.
"""

import datetime
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import BigIntegerField, Case, CharField, Count, DateTimeField, F, Max, Min, Q, Value, When
from django.db.models.functions import Cast, Concat, Substr
from django.utils import timezone

from events.models.editions import EventEdition, EventEditionDate

#: How many things a shelf remembers, such as the counts of combined filters.
MEMORY = 2000
#: A list of months offers those of a run one by one, up to so many.
LONGEST_RUN = 24


@dataclass
class Ends:
    """When the first and the last of some dates is over for certain; whether one of them has no date at all.

    So it can be told for every moment whether any of them is to come and whether any is past.
    """

    first: datetime.datetime | None = None
    last: datetime.datetime | None = None
    has_undated: bool = False

    def add(self, first, last, has_undated=False):
        if first is not None:
            self.first = first if self.first is None else min(self.first, first)
            self.last = last if self.last is None else max(self.last, last)
        self.has_undated |= bool(has_undated)

    def has_upcoming(self, at):
        return self.has_undated or (self.last is not None and at < self.last)

    def has_past(self, at):
        return self.first is not None and self.first <= at


@dataclass(frozen=True)
class Shelf:
    """True under one content number, from `since` until `until` (aware datetimes; None: until a change).

    `ends` holds by parameter and key the `Ends` of the dates that have it; keys are those of rows, values of
    `EventKind`, and months as year * 100 + month. `years` maps each year in which dates begin to their `Ends`.
    `months` is the first and the last month of any date, None without any. `memo` is for what follows from the shelf
    and the frame.
    """

    number: int
    since: datetime.datetime
    until: datetime.datetime | None
    ends: dict
    years: dict
    months: tuple | None
    memo: dict = field(default_factory=dict, compare=False, repr=False)

    def is_true(self, number, at):
        return number == self.number and self.since <= at and (self.until is None or at < self.until)

    def offered(self, at, past=False):
        """`{parameter: [key, …]}` of what dates to come, or past ones, have; months begin with the nearest."""
        found = {
            name: [key for key, ends in by_key.items() if (ends.has_past(at) if past else ends.has_upcoming(at))]
            for name, by_key in self.ends.items()
        }
        found["month"].sort(reverse=past)
        # Clocks on Earth differ by 26 hours, so what is to come may still be in a month that is over in UTC.
        edge = at + datetime.timedelta(days=1 if past else -1)
        this_month = edge.year * 100 + edge.month
        found["month"] = [key for key in found["month"] if (key <= this_month if past else key >= this_month)]
        return found

    def years_past(self, at):
        """The years that have past dates, the latest first."""
        return sorted((year for year, ends in self.years.items() if ends.has_past(at)), reverse=True)

    def remember(self, key, at, compute):
        """The first of what `compute()` returns: a value, and the moment until which it holds (None: for good)."""
        value, since, until = self.memo.get(key, (None, None, None))
        if since is None or at < since or (until is not None and at >= until):
            value, until = compute()
            if len(self.memo) >= MEMORY:
                self.memo.clear()
            self.memo[key] = value, at, until
        return value


_held = None


def current_shelf(frame, at=None):
    """The shelf at that moment. One query, on the first page after a change or after an event came or went.

    `frame` is the page's `SiteFrame`, whose content number the memory of the process goes by. That time passes makes no
    new shelf. Inside a transaction nothing is kept or taken from memory.
    """
    global _held
    at = at or timezone.now()
    if connection.in_atomic_block:
        return _read(frame, at)
    held = _held
    if held is not None and held.is_true(frame.number, at):
        return held
    _held = shelf = _read(frame, at)
    return shelf


def forget():
    """Empty the memory: for tests, and for whoever puts another database under a running process."""
    global _held
    _held = None


# Reading --------------------------------------------------------------------------------------------------------------
# One query of parts with the same columns.

_NO_MOMENT = Cast(Value(None), DateTimeField())
_NO_KEY = Cast(Value(None), BigIntegerField())


def _part(rows, kind, text=None, key=_NO_KEY, other=_NO_KEY, first=_NO_MOMENT, last=_NO_MOMENT, undated=None):
    return rows.annotate(
        part=Value(kind, CharField()),
        text=Value("", CharField()) if text is None else Cast(text, CharField()),
        key=Cast(key, BigIntegerField()),
        other=Cast(other, BigIntegerField()),
        first=first,
        last=last,
        undated=Value(0) if undated is None else undated,
    ).values_list("part", "text", "key", "other", "first", "last", "undated")


def _parts(at):
    dates = EventEditionDate.objects.filter(
        Q(edition__live_until=None) | Q(edition__live_until__gt=at), edition__live_from__lte=at
    ).order_by()
    ends = {"first": Min("latest_at"), "last": Max("latest_at")}
    undated = Count("pk", filter=Q(latest_at=None))
    # The text of the month: to convert 100,000 days takes SQLite a tenth of a second. Years and seasons alone offer no
    # month, although they match by overlap: "2017" would offer twelve.
    months = dates.exclude(first_on=None).annotate(
        months=Concat(_month("first_on"), Value("/"), _month("last_on"), output_field=CharField()),
        is_fine=Case(When(precision__in=["time", "day", "month"], then=Value(1)), default=Value(0)),
    )
    editions = EventEdition.objects.order_by()
    about = ("edition__kind", "edition__partnership", "edition__anniversary")
    return _part(
        dates.values(*about),
        "about",
        text=F("edition__kind"),
        key=F("edition__partnership"),
        other=F("edition__anniversary"),
        undated=undated,
        **ends,
    ).union(
        _part(
            dates.filter(edition__cities__isnull=False).values("edition__cities"),
            "city",
            key=F("edition__cities"),
            undated=undated,
            **ends,
        ),
        _part(months.values("months", "is_fine"), "month", text=F("months"), key=F("is_fine"), **ends),
        _part(editions.planned(at).values("language"), "change", first=Min("live_from")),
        _part(editions.live(at).filter(live_until__isnull=False).values("language"), "change", first=Min("live_until")),
        all=True,
    )


def _month(column):
    return Substr(Cast(F(column), CharField()), 1, 7)


def _read(frame, at):
    partnerships = {anniversary.pk: anniversary.partnership_id for anniversary in frame.anniversaries}
    ends = {name: {} for name in ("city", "partnership", "anniversary", "kind", "month")}
    years, months, changes, about = {}, set(), [], []
    for part, text, key, other, first, last, undated in _parts(at):
        if part == "about":
            about.append((text, key, other, first, last, undated))
        elif part == "city":
            ends["city"].setdefault(key, Ends()).add(first, last, undated)
        elif part == "month":
            begins, closes = ((int(month[:4]), int(month[5:7])) for month in text.split("/"))
            years.setdefault(begins[0], Ends()).add(first, last)
            months |= {begins[0] * 100 + begins[1], closes[0] * 100 + closes[1]}
            for month in _months_between(begins, closes) if key else ():
                ends["month"].setdefault(month, Ends()).add(first, last)
        elif first is not None:
            changes.append(first)
    for kind, partnership, anniversary, *rest in about:
        ends["kind"].setdefault(kind, Ends()).add(*rest)
        for key in {partnership, partnerships.get(anniversary)} - {None}:
            ends["partnership"].setdefault(key, Ends()).add(*rest)
        if anniversary is not None:
            ends["anniversary"].setdefault(anniversary, Ends()).add(*rest)
    span = (min(months), max(months)) if months else None
    return Shelf(frame.number, at, min(changes, default=None), ends, years, span)


def _months_between(begins, closes):
    """The months from one pair of year and month to another, as year * 100 + month."""
    first, last = (year * 12 + month - 1 for year, month in (begins, closes))
    return [month // 12 * 100 + month % 12 + 1 for month in range(first, min(last, first + LONGEST_RUN) + 1)]
