"""What machines are told about events, in the words of schema.org. Objects in, dictionaries out.

The template tag `structured_data` turns them into JSON that no text can break out of (promise 27).
"""

from functools import lru_cache

from events.addresses import list_address
from events.languages import CODES
from events.models.choices import Attendance, EventKind, EventStatus, Function
from sistercities.dates.spans import local_or_utc
from sistercities.office.addresses import absolute, address
from sistercities.office.structured_data import breadcrumbs, image, item_list, publisher
from sistercities.richtext.links import web_href

#: Whom schema.org has a property of its own for.
PROPERTIES = {
    Function.DIRECTOR: "director",
    Function.ACTOR: "actor",
    Function.CURATOR: "contributor",
    Function.COLLECTOR: "contributor",
    Function.GUEST: "contributor",
    Function.OTHER: "contributor",
}
#: To the day or the minute. Schema.org's Date would take a month or a year, but whoever reads startDate shows a day,
#: and nobody has said which. So what is known no better stays in the words of the page.
EXACT = ("time", "day")


@lru_cache
def _home(language):
    return address("home", language)


def event_list(title, page, language):
    """The list of a `ListPage`."""
    return [item_list(title, page.address, language, [(row.edition.title, row.address) for row in page.rows])]


def event(page, frame, list_title):
    """An Event with place, people, tickets and picture, and the way down to it, for an `EventPage` that is public."""
    edition, language = page.edition, page.language
    here = absolute(page.alternates[language])
    pictured = image(edition.picture, language)
    values = {
        "@type": EventKind(edition.kind).schema_type,
        "@id": f"{here}#event",
        "url": here,
        "name": edition.title,
        "description": edition.summary,
        **_times(page.main.span),
        **_changes(page),
        "eventStatus": EventStatus(edition.status).schema_url,
        "eventAttendanceMode": Attendance(edition.attendance).schema_url,
        "location": _location(frame, page),
        "inLanguage": [code for code in edition.languages if code in CODES] or edition.language,
        "image": [pictured] if pictured else None,
        "organizer": [_organisation(organiser, language) for organiser in page.organisers] or publisher(frame),
        **_people(page.participants, language),
        "isAccessibleForFree": True if edition.is_free else None,
        "offers": _offers(edition, here),
        "superEvent": _series(edition, language),
        "about": [{"@type": "City", "name": getattr(city, f"name_{language}")} for city in page.cities],
        "subEvent": [_further(date, edition, here) for date in page.dates if date.position and date.precision in EXACT],
    }
    return [
        {name: value for name, value in values.items() if value},
        breadcrumbs(
            (frame.site_title, _home(language)),
            (list_title, list_address(language)),
            (edition.title, page.alternates[language]),
        ),
    ]


def _times(span):
    """Start and end as ISO 8601, by the clock of the event; nothing that is known no better than to the month."""
    if span.precision not in EXACT:
        return {}
    found = {"startDate": _moment(span, span.starts_at, span.starts_on)}
    if span.ends_on is not None and span.ends_on.day:
        found["endDate"] = _moment(span, span.ends_at, span.ends_on)
    return found


def _moment(span, at, on):
    return on.edtf if at is None else local_or_utc(at, span.zone_info).isoformat(timespec="seconds")


def _changes(page):
    before = page.before[-1] if page.before else None
    if before is None or before.precision not in EXACT:
        return {}
    return {"previousStartDate": _moment(before, before.starts_at, before.starts_on)}


def _location(frame, page):
    edition, places = page.edition, []
    if edition.venue and edition.attendance != Attendance.ONLINE:
        places.append(_place(frame, edition.venue, page.language))
    if edition.attendance != Attendance.OFFLINE:
        places.append(
            {
                "@type": "VirtualLocation",
                "url": _outside(edition.online_url) or absolute(page.alternates[page.language]),
            }
        )
    return places[0] if len(places) == 1 else places


def _place(frame, venue, language):
    city = frame.cities.get(venue.city_id)
    postal = {
        "@type": "PostalAddress",
        "streetAddress": venue.street_address,
        "postalCode": venue.postal_code,
        "addressLocality": getattr(city, f"name_{language}") if city else None,
        "addressCountry": city.country.code if city else None,
    }
    values = {
        "@type": "Place",
        "name": getattr(venue, f"name_{language}"),
        "address": {name: value for name, value in postal.items() if value},
        "url": _outside(venue.website),
    }
    if venue.latitude is not None:
        values["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(venue.latitude),
            "longitude": float(venue.longitude),
        }
    return {name: value for name, value in values.items() if value}


def _outside(url):
    return web_href(url) if url else None


def _organisation(organiser, language):
    values = {
        "@type": "Organization",
        "name": getattr(organiser, f"name_{language}"),
        "url": _outside(organiser.website),
    }
    return {name: value for name, value in values.items() if value}


def _people(participants, language):
    found = {}
    for participant in participants:
        person = {"@type": "Person", "name": participant.name}
        if role := getattr(participant, f"role_title_{language}"):
            person["jobTitle"] = role
        found.setdefault(PROPERTIES.get(participant.function, "performer"), []).append(person)
    return found


def _offers(edition, here):
    url = _outside(edition.ticket_url) or here
    if edition.is_free:
        return {"@type": "Offer", "price": "0", "priceCurrency": edition.currency or "EUR", "url": url}
    if edition.price is None or not edition.currency:
        return None
    if edition.price_to is not None and edition.price_to != edition.price:
        return {
            "@type": "AggregateOffer",
            "lowPrice": str(edition.price),
            "highPrice": str(edition.price_to),
            "priceCurrency": edition.currency,
            "url": url,
        }
    return {"@type": "Offer", "price": str(edition.price), "priceCurrency": edition.currency, "url": url}


def _series(edition, language):
    if edition.series is None:
        return None
    values = {
        "@type": "EventSeries",
        "name": getattr(edition.series, f"name_{language}"),
        "url": _outside(edition.series.website),
    }
    return {name: value for name, value in values.items() if value}


def _further(date, edition, here):
    # A new date of the main one is none of the others.
    status = EventStatus.SCHEDULED if edition.status == EventStatus.RESCHEDULED else EventStatus(edition.status)
    status = EventStatus.CANCELLED if date.is_cancelled else status
    return {
        "@type": EventKind(edition.kind).schema_type,
        "name": edition.title,
        "url": here,
        **_times(date.span),
        "eventStatus": status.schema_url,
    }
