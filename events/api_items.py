"""A date of an event as plain values for JSON. `docs/events-json.md` says what each one means.

Nothing in it is made up: `start` and `end` are null where no day is known, and what is known stands in `edtf`.
"""

import datetime
from html import unescape
from zoneinfo import ZoneInfo

from django.utils.html import strip_tags

from events.addresses import event_address, event_calendar_address
from events.local_time import clock_city, other_city
from events.models.choices import Attendance, EventKind, Function
from sistercities.cities.words import anniversary_title
from sistercities.dates.clock_words import other_clock, times_words
from sistercities.dates.ranges import span_words
from sistercities.dates.spans import local_or_utc
from sistercities.media.markup import alternative_text, credit_line, social_image_url
from sistercities.media.rights import licence_address
from sistercities.office.addresses import absolute, address
from sistercities.richtext.links import web_href


def item(frame, date, language):
    """A date of an event, as a dictionary of what JSON has. `date` is one that `events.api` has read."""
    edition = date.edition
    return {
        "id": str(date.uid),
        "event": str(edition.uid),
        "url": absolute(event_address(language, edition.slug)),
        "calendar": absolute(event_calendar_address(language, edition.slug)),
        "language": edition.language,
        "title": edition.title,
        "summary": edition.summary,
        "kind": {"id": edition.kind, "name": str(EventKind(edition.kind).label)},
        "status": "cancelled" if date.is_cancelled else edition.status,
        "status_note": edition.status_note,
        "when": when(frame, date, language),
        "attendance": edition.attendance,
        "online_url": _web(edition.online_url),
        "place": _place(frame, edition, language),
        "cities": [_city(city, language) for city in _cities(frame, date.city_keys, language)],
        **_occasion(frame, edition, language),
        "series": edition.series and getattr(edition.series, f"name_{language}"),
        "organisers": [{"name": row["name"], "url": _web(row["url"])} for row in _sorted(date.organiser_rows, "name")],
        "participants": [
            {
                "name": row["name"],
                "function": {"id": row["function"], "name": str(Function(row["function"]).label)},
                "role": row["role"] or None,
            }
            for row in _sorted(date.people_rows, "position")
        ],
        "languages": list(edition.languages),
        "tickets": {
            "is_free": edition.is_free,
            "needs_booking": edition.needs_booking,
            "url": _web(edition.ticket_url),
            "price": None if edition.price is None else str(edition.price),
            "price_to": None if edition.price_to is None else str(edition.price_to),
            "currency": edition.currency or None,
            "note": edition.ticket_note,
        },
        "picture": _picture(edition.picture, language),
        "sequence": edition.sequence,
        "changed_at": _utc(edition.last_modified_at),
    }


def when(frame, date, language):
    """The date in words and, as far as it is known, for programs."""
    span, edition = date.span, date.edition
    place = clock_city(frame, edition, date.city_keys, language)
    words = [span_words(span, language, weekday=True), times_words(span, place, language)]
    note = edition.date_note if date.position == 0 else ""
    return {
        "text": note or ", ".join(part for part in words if part),
        "precision": span.precision,
        "edtf": span.edtf or None,
        "start": _known(span.starts_on, span.starts_at, date.time_zone),
        "end": _known(span.ends_on, span.ends_at, date.time_zone),
        "time_zone": date.time_zone,
        "is_run": edition.is_run,
        "other": _other_clock(frame, date, language),
    }


def _known(on, at, zone):
    """ISO 8601: a time with its offset, or a day; None where neither is known."""
    if at is not None:
        return local_or_utc(at, ZoneInfo(zone)).isoformat(timespec="seconds")
    return on.edtf if on is not None and on.day is not None else None


def _other_clock(frame, date, language):
    city = other_city(frame, date.edition, date.city_keys) if date.starts_at is not None else None
    if city is None:
        return None
    return {
        "city": getattr(city, f"name_{language}"),
        "time_zone": city.time_zone,
        "start": _known(None, date.starts_at, city.time_zone),
        "text": other_clock(date.span, city.time_zone, getattr(city, f"name_{language}"), language),
    }


def _place(frame, edition, language):
    venue = edition.venue
    if venue is None or edition.attendance == Attendance.ONLINE:
        return None
    city = frame.cities.get(venue.city_id)
    return {
        "name": getattr(venue, f"name_{language}"),
        "room": edition.room,
        "street_address": venue.street_address,
        "postal_code": venue.postal_code,
        "district": venue.district,
        "city": city and _city(city, language),
        "latitude": None if venue.latitude is None else float(venue.latitude),
        "longitude": None if venue.longitude is None else float(venue.longitude),
        "wheelchair": venue.wheelchair or None,
        "accessibility": getattr(venue, f"accessibility_{language}"),
        "url": _web(venue.website),
    }


def _city(city, language):
    return {
        "name": getattr(city, f"name_{language}"),
        "country": city.country.code,
        "url": absolute(address("city", language, slug=getattr(city, f"slug_{language}"))),
    }


def _cities(frame, keys, language):
    cities = [frame.cities[key] for key in keys or () if key in frame.cities]
    return sorted(cities, key=lambda city: (not frame.is_home(city), getattr(city, f"name_{language}")))


def _occasion(frame, edition, language):
    """The partnership and the anniversary that it is for, each with its page."""
    found = {"partnership": None, "anniversary": None}
    for partnership in frame.partnerships:
        cities = sorted(partnership.cities, key=lambda city: not frame.is_home(city))
        if partnership.pk == edition.partnership_id:
            found["partnership"] = {
                "name": " – ".join(getattr(city, f"name_{language}") for city in cities),
                "url": absolute(address("partnership", language, slug=partnership.slug)),
            }
        for anniversary in frame.anniversaries_of(partnership):
            if anniversary.pk == edition.anniversary_id:
                path = address("anniversary", language, slug=partnership.slug, years=anniversary.years)
                found["anniversary"] = {
                    "name": anniversary_title(anniversary.years, cities, language),
                    "years": anniversary.years,
                    "url": absolute(path),
                }
    return found


def _picture(picture, language):
    """With its credit, which has to stand wherever the picture does."""
    path = social_image_url(picture)
    if path is None:
        return None
    return {
        "url": absolute(path),
        "alternative_text": alternative_text(picture, language)[0],
        "caption": getattr(picture, f"caption_{language}"),
        "credit": unescape(strip_tags(credit_line(picture, language))),
        "licence": picture.licence,
        "licence_url": _web(licence_address(picture)),
    }


def _web(value):
    return web_href(value) if value else None


def _utc(moment):
    return moment.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _sorted(rows, name):
    return sorted(rows or (), key=lambda row: row[name])
