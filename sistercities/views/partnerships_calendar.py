"""The anniversaries of the home city's partnerships as a calendar: computed, not typed.

Round ones have a category of their own, so that programs can colour or filter them.
"""

import datetime
import uuid
from dataclasses import dataclass, field

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language, gettext

from sistercities.cities.anniversaries import anniversaries_between
from sistercities.cities.models import Partnership
from sistercities.cities.words import anniversary_title, table
from sistercities.dates.ical.calendars import Calendar, Entry, write
from sistercities.dates.words import date_words
from sistercities.office.addresses import absolute, address
from sistercities.office.calendars import beginning, calendar_response, home_zone, read_tentative, with_tentative
from sistercities.office.frame import current_frame
from sistercities.publishing.http import conditional

#: How many years are in it beside the current one.
YEARS_AHEAD = 5


@conditional
def partnerships_calendar(request, at=None):
    """All-day entries from twelve months ago to the end of the fifth year to come. Two queries.

    Anniversaries known only to the month or the year are in it with `tentative=1`; those of partnerships that rest or
    have ended are not.
    """
    frame, language, at = current_frame(request), get_language(), at or timezone.now()
    try:
        tentative = read_tentative(request.GET)
    except LookupError as error:
        raise Http404("no such calendar") from error
    path = address("partnerships-calendar", language) + with_tentative("", tentative)
    title = gettext("Anniversaries of the partnerships")
    calendar = Calendar(
        name=f"{title} – {frame.site_title}",
        address=absolute(path),
        page=absolute(address("register", language)),
        zones=home_zone(frame, at),
        refresh="P1D",
    )
    body = b"".join(write(calendar, _entries(frame, language, at, tentative)))
    return calendar_response(body, address("register", language).strip("/").rpartition("/")[2], path)


def _entries(frame, language, at, tentative):
    if frame.home_city is None:
        return
    last = datetime.date(at.year + YEARS_AHEAD, 12, 31)
    records = _records()
    for found in anniversaries_between(frame.partnerships_of(frame.home_city), beginning(at).date(), last):
        record = records.get(found.partnership.pk)
        if record is not None and not found.is_suspended and (tentative or found.date.precision == "day"):
            yield _entry(frame, language, found, record)


def _entry(frame, language, found, record):
    partnership, years, date = found.partnership, found.years, found.date
    if years in record.pages:
        path = address("anniversary", language, slug=partnership.slug, years=years)
    else:
        path = address("partnership", language, slug=partnership.slug)
    words = [f"{table(language).signed}: {date_words(partnership.signed_on, language)}", absolute(path)]
    is_known = date.precision == "day"
    if not is_known:
        counted = [gettext("counted by year")] if found.is_year_only else []
        words.insert(0, ", ".join([date_words(date, language), *counted]))
    return Entry(
        # Neither the address of the site, which may change, nor the key alone, which other sites have, too.
        uid=str(uuid.uuid5(uuid.NAMESPACE_OID, f"{record.created_at:%Y%m%dT%H%M%S.%f}/{partnership.pk}/{years}")),
        changed_at=max(record.changed_at, record.pages.get(years, record.changed_at)),
        start=date.earliest,
        end=date.latest + datetime.timedelta(days=1),
        sequence=record.sequence,
        summary=anniversary_title(years, frame.pair(partnership), language),
        description="\n\n".join(words),
        url=absolute(path),
        categories=(gettext("Anniversary"), *([gettext("Round anniversary")] if found.is_round else [])),
        status="CONFIRMED" if is_known else "TENTATIVE",
        is_transparent=True,
    )


@dataclass
class _Record:
    """When a partnership was entered, when it or one of its cities was changed last, and the same of the pages of its
    anniversaries, by years. `sequence` grows with every change of the partnership, such as of its date: nobody counts
    them, but each is some seconds later than the one before.
    """

    created_at: datetime.datetime
    changed_at: datetime.datetime
    sequence: int
    pages: dict = field(default_factory=dict)


def _records():
    """`{key of a partnership: _Record}`. One query."""
    rows = Partnership.objects.order_by().values_list(
        *("pk", "created_at", "changed_at", "city_a__changed_at", "city_b__changed_at"),
        *("anniversaries__years", "anniversaries__changed_at"),
    )
    found = {}
    for pk, created_at, changed_at, *of_cities, years, page_changed_at in rows:
        if pk not in found:
            sequence = max(0, int((changed_at - created_at).total_seconds()))
            found[pk] = _Record(created_at.astimezone(datetime.UTC), max(changed_at, *of_cities), sequence)
        if years is not None:
            found[pk].pages[years] = page_changed_at
    return found
