"""Further dates of an event that repeats: explicit rows, each of which may be changed or deleted afterwards."""

import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from events.models import EventDate
from sistercities.dates.clocks import DoubledHour, SkippedHour, nearest, resolve
from sistercities.dates.partial import LAST_YEAR, PartialDate
from sistercities.dates.repeats import repeated_days
from sistercities.dates.spans import Span

#: So many dates one event may get at once: four years of weeks.
MOST_DATES = 200


def planned_days(span, repeat, last):
    """The days (`datetime.date`) after the span's own on which it repeats until `last`; one more than `MOST_DATES`, at
    most. Those that would end beyond the calendar are left out."""
    length = span.last_day - span.starts_on.earliest if span.ends_on else datetime.timedelta()
    last = min(last, datetime.date(LAST_YEAR, 12, 31) - length)
    return list(islice(repeated_days(span.starts_on.earliest, repeat, last), MOST_DATES + 1))


def repeated_span(span, day):
    """The span that begins on another day and shows the same times on the clock; and whether a clock change moved one.

    A time that is skipped on that day becomes the next that exists; of a doubled one the first is taken.
    """
    shift = datetime.timedelta(days=(day - span.starts_on.earliest).days)
    parts, is_moved = {}, False
    for side in ("starts", "ends"):
        on, at = getattr(span, f"{side}_on"), getattr(span, f"{side}_at")
        if at is not None:
            local = at.astimezone(ZoneInfo(span.zone)).replace(tzinfo=None) + shift
            is_moved |= _is_moved(local, span.zone)
            at = nearest(local.date(), local.time(), span.zone)
            on = PartialDate.from_date(at.astimezone(ZoneInfo(span.zone)).date())
        elif on is not None and on.day:
            on = PartialDate.from_date(on.earliest + shift)
        elif on is not None:
            on = None  # an end that is known to the month belongs to the first date alone
        parts |= {f"{side}_on": on, f"{side}_at": at}
    return Span(span.zone, **parts), is_moved


def _is_moved(local, zone):
    try:
        resolve(local.date(), local.time(), zone)
    except (SkippedHour, DoubledHour):
        return True
    return False


def add_repeated_dates(event, repeat, last):
    """Write the rows. Returns the dates added, and those among them whose time a clock change moved or doubled.

    What is there already, as the main date or as a further one, is not added again.
    """
    present = {event.span, *(date.span for date in _dates(event))}
    added, moved = [], []
    for day in planned_days(event.span, repeat, last)[:MOST_DATES]:
        span, is_moved = repeated_span(event.span, day)
        if span in present:
            continue
        date = EventDate(event=event)
        date.set_span(span)
        date.save()
        present.add(span)
        added.append(date)
        if is_moved:
            moved.append(date)
    return added, moved


def _dates(event):
    for date in event.dates.all():
        date.event = event
        yield date
