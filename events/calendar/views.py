"""The addresses of calendar files: of every list of events, and of one event."""

import datetime

from django.http import Http404, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.translation import get_language, gettext

from events.addresses import event_address, event_calendar_address, list_address, list_formats
from events.calendar.entries import entries
from events.calendar.reading import calendar_rows, dates_of_list, is_known, zones_of
from events.filters import read_filter
from events.models.editions import EventEditionDate
from events.reading import slug_today
from events.shelf import current_shelf
from sistercities.dates.ical.calendars import Calendar, write
from sistercities.dates.ical.writing import one_line
from sistercities.office.addresses import absolute
from sistercities.office.calendars import calendar_response, headers, home_zone, read_tentative, with_tentative
from sistercities.office.error_pages import error_page
from sistercities.office.frame import current_frame
from sistercities.publishing.http import conditional
from sistercities.publishing.streaming import streamed

#: A file with more entries is sent while it is written. Below, it is made in memory, a megabyte at most, and its tag is
#: that of its bytes.
MOST_IN_MEMORY = 1000


@conditional
def list_calendar(request, at=None):
    """The calendar of a list in the language of the address: `EventFilter`'s parameters, and `tentative=1` for what is
    known only to the month, the season or the year. 404 for values that do not exist. Four queries."""
    frame, language, at = current_frame(request), get_language(), at or timezone.now()
    try:
        chosen = read_filter(frame, request.GET, language, at)
        tentative = read_tentative(request.GET)
    except LookupError as error:
        raise Http404("no such calendar") from error
    dates = dates_of_list(chosen.apply(EventEditionDate.objects.readable_in(language, at)), at, tentative)
    count, zones = zones_of(dates, at)
    labels = ", ".join(one_line(label) for label in chosen.labels)
    title = ": ".join([gettext("Events"), *([labels] if labels else [])])
    query = with_tentative(chosen.query, tentative)
    path = list_formats(language, query)["calendar"]
    calendar = Calendar(
        name=f"{title} – {frame.site_title}",
        address=absolute(path),
        page=absolute(list_address(language, **dict(chosen.pairs))),
        zones=dict(sorted(zones.items())) or home_zone(frame, at),
    )
    name = "-".join(
        [
            list_address(language).strip("/").rpartition("/")[2],
            *(value.replace("/", "-") for _name, value in chosen.pairs),
        ]
    )
    pieces = write(calendar, entries(calendar_rows(dates, language), language, frame.cities))
    if count <= MOST_IN_MEMORY:
        return calendar_response(b"".join(pieces), name, path)
    # Between two changes of content, of what is live, and of the day (`dates_of_list`), the same bytes.
    state = [frame.number, current_shelf(frame, at).until, at.astimezone(datetime.UTC).date(), calendar]
    return streamed(request, pieces, state, headers(name))


@conditional
def event_calendar(request, slug, at=None):
    """The calendar of one event: all its dates, what is past and what is cancelled too. Answers like the event's page
    where the address is an old one (301), was withdrawn (410), or never was (404). Two queries."""
    frame, language, at = current_frame(request), get_language(), at or timezone.now()
    try:
        tentative = read_tentative(request.GET)
    except LookupError as error:
        raise Http404("no such calendar") from error
    dates = EventEditionDate.objects.readable_in(language, at).filter(edition__slug=slug).in_order()
    rows = list(calendar_rows(dates, language))
    if not rows:
        return _former(request, slug, language, tentative, at)
    # Another event may have this address in the other language.
    rows = [row for row in rows if row.language == language] or rows
    shown = [row for row in rows if is_known(row, tentative)]
    zones = {}
    for row in shown:
        zones[row.time_zone] = min(zones.get(row.time_zone, row.first_on.year), row.first_on.year)
    path = event_calendar_address(language, slug) + with_tentative("", tentative)
    calendar = Calendar(
        name=f"{one_line(rows[0].title)} – {frame.site_title}",
        address=absolute(path),
        page=absolute(event_address(language, slug)),
        zones=zones or home_zone(frame, at),
    )
    return calendar_response(b"".join(write(calendar, entries(shown, language, frame.cities))), slug, path)


def _former(request, slug, language, tentative, at):
    """What answers at an address where no event is live."""
    try:
        today = slug_today(slug, language, at)
    except LookupError as error:
        raise Http404("no such event") from error  # a draft is not told from what does not exist (promise 10)
    if today is None:
        return error_page(request, 410)
    return HttpResponsePermanentRedirect(event_calendar_address(language, today) + with_tentative("", tentative))
