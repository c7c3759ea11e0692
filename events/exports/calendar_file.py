"""A list as a calendar, by the rules of the site's own calendar files (`events.calendar`).

What has no day is left out, unless the layout wants what is known to the month, the season or the year: all-day then,
TENTATIVE and transparent. What has no date at all never is in it.
"""

from datetime import UTC, datetime

from django.utils.translation import gettext, override

from events.addresses import list_address
from events.calendar.entries import entries
from events.calendar.reading import CalendarRow, is_known
from sistercities.dates.ical.calendars import Calendar, write
from sistercities.dates.partial import PartialDate
from sistercities.office.addresses import absolute
from sistercities.office.calendars import home_zone

#: Fields of a row that an entry has as they are, under the same name.
_SAME = (
    *("uid", "position", "is_cancelled", "time_zone", "precision", "first_on", "last_on", "language", "slug", "title"),
    *("summary", "date_note", "status_note", "room", "kind", "status", "is_run", "attendance", "online_url", "venue"),
)
_MOMENTS = ("starts_at", "ends_at", "latest_at")
_FIELDS = (*_SAME, *_MOMENTS, "starts_on", "ends_on", "sequence", "changed_at")


def write_calendar_file(export):
    """The file in pieces of bytes."""
    frame, language = export.frame, export.layout.language
    page = absolute(list_address(language))
    with override(language):
        name = " – ".join([gettext("Events"), frame.site_title])
    # As long as nobody subscribes to it, the list itself is its only source.
    calendar = Calendar(name=name, address=page, page=page, zones=home_zone(frame, export.at))
    rows = (_calendar_row(row, export.context) for row in export.rows(*_FIELDS))
    shown = (row for row in rows if is_known(row, export.layout.fuzzy))
    return write(calendar, entries(shown, language, frame.cities))


def _calendar_row(row, context):
    values = {name: getattr(row, name) for name in _SAME}
    values |= {name: _moment(getattr(row, name)) for name in _MOMENTS}
    values |= {name: (on := getattr(row, name)) and PartialDate.from_edtf(on) for name in ("starts_on", "ends_on")}
    values |= {"sequence": row.sequence or 0, "last_modified_at": _moment(row.changed_at)}
    return CalendarRow(**values, **_place(row, context))


def _moment(seconds):
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _place(row, context):
    """The fields of the venue, None without one."""
    if row.venue is None:
        return dict.fromkeys(name for name in CalendarRow._fields if name.startswith(("venue_", "town_")))
    venue = context.references.venues[row.venue]
    town = context.references.towns[venue.city_id]
    return {
        "venue_name": getattr(venue, f"name_{context.languages[0]}"),
        "venue_street_address": venue.street_address,
        "venue_postal_code": venue.postal_code,
        "venue_city": venue.city_id,
        "venue_latitude": venue.latitude,
        "venue_longitude": venue.longitude,
        "venue_changed_at": venue.changed_at,
        "town_changed_at": town.changed_at,
    }
