"""Which dates a calendar holds, and their columns. How far back it reaches: `sistercities.office.calendars`."""

import datetime
from typing import NamedTuple

from django.db.models import Count, Min, Q
from django.utils import timezone

from events.models.choices import EventStatus
from sistercities.dates.partial import PartialDate
from sistercities.office.calendars import beginning

#: For how long a cancelled date is shown as cancelled, counted from the publication that last changed its event.
CANCELLED_FOR = datetime.timedelta(days=30)
#: What has a day that is not made up.
KNOWN = ("time", "day")
#: Rows in memory at once.
ROWS_AT_ONCE = 500


class CalendarRow(NamedTuple):
    """A date with what its entry says of edition and venue; the fields are columns (`_column`)."""

    uid: object
    position: int
    is_cancelled: bool
    time_zone: str
    precision: str
    starts_on: PartialDate | None
    starts_at: datetime.datetime | None
    ends_on: PartialDate | None
    ends_at: datetime.datetime | None
    first_on: datetime.date | None
    last_on: datetime.date | None
    latest_at: datetime.datetime | None
    language: str
    slug: str
    title: str
    summary: str
    date_note: str
    status_note: str
    room: str
    kind: str
    status: str
    is_run: bool
    attendance: str
    online_url: str
    sequence: int
    last_modified_at: datetime.datetime
    venue: int | None
    venue_name: str | None
    venue_street_address: str | None
    venue_postal_code: str | None
    venue_city: int | None
    venue_latitude: object
    venue_longitude: object
    venue_changed_at: datetime.datetime | None
    town_changed_at: datetime.datetime | None


_DATE_COLUMNS = CalendarRow._fields[: CalendarRow._fields.index("language")]


def _column(name, language):
    if name in _DATE_COLUMNS:
        return name
    if name == "venue_name":
        return f"edition__venue__name_{language}"
    if name == "town_changed_at":
        return "edition__venue__city__changed_at"
    return f"edition__{name.replace('venue_', 'venue__')}"


def calendar_rows(dates, language):
    """Iterator of `CalendarRow`s of an `EventEditionDate` queryset, a few hundred of them in memory at once. One query.

    Plain columns and no model instances, which take four times as long to make.
    """
    columns = [_column(name, language) for name in CalendarRow._fields]
    return map(CalendarRow._make, dates.values_list(*columns).iterator(chunk_size=ROWS_AT_ONCE))


def dates_of_list(dates, at=None, tentative=False):
    """Of an `EventEditionDate` queryset: what a list's calendar holds, in order.

    `tentative`: also what is known only to the month, the season or the year. What has no date at all is never in it.
    """
    at = at or timezone.now()
    since = (
        at.replace(hour=0, minute=0, second=0, microsecond=0) - CANCELLED_FOR
    )  # changes with the day, not each second
    kept = Q(is_cancelled=False) & ~Q(edition__status=EventStatus.CANCELLED)
    dates = dates.filter(latest_at__gt=beginning(at))
    if not tentative:
        dates = dates.filter(precision__in=KNOWN)
    return dates.filter(kept | Q(edition__last_modified_at__gte=since)).in_order()


def is_known(row, tentative=False):
    """Can a calendar show this `CalendarRow`?"""
    return row.precision in KNOWN or (tentative and row.precision != "tba")


def zones_of(dates, at=None):
    """How many of those dates there are, and `{zone: the first year it is needed for}`. One query."""
    counted = dates.order_by().values("time_zone").annotate(count=Count("pk"), first=Min("first_on"))
    rows = list(counted.values_list("time_zone", "count", "first"))
    # A year without events still needs the zone as it is now: then the file does not change with each new event.
    latest = beginning(at or timezone.now()).year
    return sum(count for _zone, count, _first in rows), {zone: min(first.year, latest) for zone, _count, first in rows}
