"""From a row of the database to an entry of a calendar. Pure: no query, and no translation while it runs.

What RFC 5545 has no word for: *postponed* becomes TENTATIVE, since the day that is printed will hardly hold; *moved
online* and *new date* are CONFIRMED. Programs that ignore the status still show the title, which begins with it.
ORGANIZER is left out: it wants an address for answers to invitations (§3.8.4.3), which no organiser here has.
IMAGE (RFC 7986) is left out, too: a calendar has no place for the credit beside it.
"""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, override

from events.addresses import event_address
from events.models.choices import Attendance, EventKind, EventStatus
from sistercities.dates.ical.calendars import Entry
from sistercities.dates.ical.writing import one_line
from sistercities.dates.ranges import span_words
from sistercities.dates.spans import Span
from sistercities.office.addresses import absolute
from sistercities.richtext.links import web_href

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Words:
    """What the entries of a calendar say in one language, looked up once."""

    kinds: dict
    cancelled: str
    postponed: str
    online: str
    separator: str = ": "


def words(language):
    with override(language):
        return Words(
            kinds={kind.value: str(kind.label) for kind in EventKind},
            cancelled=gettext("Cancelled"),
            postponed=gettext("Postponed"),
            online=gettext("Online"),
        )


def entries(rows, language, cities):
    """`Entry`s of `CalendarRow`s, lazily. `cities` maps keys to cities (`SiteFrame.cities`)."""
    known, venues, said = {}, {}, words(language)
    for row in rows:
        if row.venue is not None and row.venue not in venues:
            venues[row.venue] = _venue(row, cities.get(row.venue_city), language)
        if row.time_zone not in known:
            known[row.time_zone] = ZoneInfo(row.time_zone)
        yield _entry(row, language, said, known[row.time_zone], venues.get(row.venue))


def _entry(row, language, said, zone, venue):
    is_cancelled = row.is_cancelled or row.status == EventStatus.CANCELLED
    is_postponed = not is_cancelled and row.status == EventStatus.POSTPONED
    start, end = _moments(row, zone)
    is_fuzzy = row.precision not in ("time", "day")
    title = row.title
    if is_cancelled or is_postponed:
        title = f"{said.cancelled if is_cancelled else said.postponed}{said.separator}{title}"
    address = absolute(event_address(language, row.slug)) if row.slug else ""  # of manuscripts that are not public
    is_online = row.attendance == Attendance.ONLINE
    online_url = (row.online_url and web_href(row.online_url)) or ""
    changed_at = row.last_modified_at
    location = geo = None
    if is_online:
        # Most programs show no CONFERENCE, and make a link of the place.
        location = online_url or said.online
    elif venue is not None:
        location, geo = venue
        location = f"{one_line(row.room)}, {location}" if row.room else location
        changed_at = max(changed_at, row.venue_changed_at, row.town_changed_at)
    return Entry(
        uid=str(row.uid),
        changed_at=changed_at,
        start=start,
        end=end,
        sequence=row.sequence,
        summary=title,
        description=_description(row, is_fuzzy, online_url, address),
        location=location or "",
        geo=geo,
        url=address,
        categories=(said.kinds.get(row.kind, row.kind),),
        status="CANCELLED" if is_cancelled else "TENTATIVE" if is_fuzzy or is_postponed else "CONFIRMED",
        is_transparent=is_cancelled or is_postponed or not isinstance(start, datetime.datetime),
        language="" if row.language == language else row.language,
        conference=online_url,
        conference_label=said.online,
    )


def _moments(row, zone):
    """Start and exclusive end, as dates or as aware datetimes; the end None where it is not known."""
    ends_on = row.ends_on
    is_end_known = ends_on is None or ends_on.day is not None
    if row.starts_at is None or (row.is_run and is_end_known and row.last_on > row.first_on):
        if row.precision in ("time", "day") and not is_end_known:
            return row.first_on, None  # "from 4 October until some time in November": its first day
        return row.first_on, row.last_on + _DAY
    if row.ends_at is not None:
        end = row.ends_at.astimezone(zone)
    elif is_end_known and row.last_on > row.first_on:
        end = row.latest_at.astimezone(zone)  # the end of its last day, in the same form as the start (§3.8.2.2)
    else:
        end = None
    return row.starts_at.astimezone(zone), end


def _description(row, is_fuzzy, online_url, address):
    parts = [row.status_note] if row.status_note else []
    if row.date_note and row.position == 0:
        parts.append(row.date_note)
    elif is_fuzzy:
        span = Span(row.time_zone, row.starts_on, row.starts_at, row.ends_on, row.ends_at)
        parts.append(span_words(span, row.language))
    if row.summary:
        parts.append(row.summary)
    if online_url and row.attendance == Attendance.MIXED:
        parts.append(online_url)
    if address:
        parts.append(address)
    return "\n\n".join(parts)


def venue_line(name, street_address, postal_code, city):
    """A place in one line; `city` is its name in words."""
    town = " ".join(part for part in (postal_code, city) if part)
    # Each by itself, so that a direction mark in one of them does not turn the others round (promise 39).
    parts = [one_line(part) for part in (name, street_address, town) if part]
    return ", ".join(part for part in parts if part)


def _venue(row, city, language):
    """The place in a line, and its coordinates."""
    town = city and getattr(city, f"name_{language}")
    location = venue_line(row.venue_name, row.venue_street_address, row.venue_postal_code, town)
    if row.venue_latitude is None or row.venue_longitude is None:
        return location, None
    return location, (f"{row.venue_latitude:.5f}", f"{row.venue_longitude:.5f}")
