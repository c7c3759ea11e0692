"""What a calendar file of ours would say now of the manuscripts on the desk: what says the same is no change."""

from typing import NamedTuple

from events.calendar.entries import entries
from events.calendar.reading import CalendarRow
from events.models.spans import SPAN_COLUMNS

LANGUAGES = ("en", "de")


class SaidEntry(NamedTuple):
    """In one language. `entry` is a `sistercities.dates.ical` entry."""

    language: str
    entry: object


def said_of(events, frame):
    """`{uid of a date: [SaidEntry, …]}` of events as `state.related()` reads them; no query."""
    found = {}
    for event in events:
        texts = {text.language: text for text in event.texts.all()}
        if not texts:
            continue
        for language in LANGUAGES:
            text = texts.get(language) or next(iter(texts.values()))
            rows = [_row(event, event, text, 0, language)]
            for position, date in enumerate(sorted(event.dates.all(), key=lambda date: (date.sort_key, date.pk)), 1):
                date.event = event
                rows.append(_row(event, date, text, position, language))
            rows = [row for row in rows if row.first_on is not None]  # a date to follow is in no calendar
            for row, entry in zip(rows, entries(rows, language, frame.cities), strict=True):
                found.setdefault(row.uid, []).append(SaidEntry(text.language, entry))
    return found


def _row(event, date, text, position, language):
    venue = event.venue
    span = ("uid", "precision", *SPAN_COLUMNS, "first_on", "last_on", "latest_at")
    return CalendarRow(
        **{name: getattr(date, name) for name in span},
        position=position,
        is_cancelled=getattr(date, "is_cancelled", False),
        time_zone=event.zone_name,
        language=text.language,
        **{name: getattr(text, name) for name in ("slug", "title", "summary", "date_note", "status_note", "room")},
        **{name: getattr(event, name) for name in ("kind", "status", "is_run", "attendance", "online_url")},
        sequence=0,
        last_modified_at=event.changed_at,
        venue=event.venue_id,
        venue_name=venue and getattr(venue, f"name_{language}"),
        venue_street_address=venue and venue.street_address,
        venue_postal_code=venue and venue.postal_code,
        venue_city=venue and venue.city_id,
        venue_latitude=venue and venue.latitude,
        venue_longitude=venue and venue.longitude,
        venue_changed_at=venue and venue.changed_at,
        town_changed_at=venue and venue.city.changed_at,
    )
