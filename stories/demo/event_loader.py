"""The events of the demonstration as rows: venues, organisers, series, and events with all their editions.

Days count from the day of loading (`stories.demo.days`), identities (`uid`) come from the keys in the files: the same
day gives the same events, and calendars that subscribed before a new start do not see them twice.
"""

import uuid

from events.models import Event, EventDate, EventEdition, EventText, OpeningHours, Organiser, Participant, Series, Venue
from sistercities.publishing.operations import publish
from stories.demo import reading
from stories.demo.days import moment_of, span_of

FILES = ("events-2017", "events")
_NAMESPACE = uuid.UUID("6d5c7a5e-8f3b-4f0e-9a53-3f2b7c1d2017")
_PLAIN = (
    *("kind", "status", "time_zone", "attendance", "online_url", "is_run", "is_free", "needs_booking", "is_featured"),
    *("ticket_url", "price", "price_to", "currency", "languages"),
)


def event_facts():
    """`{key: facts}` of all files."""
    return {key: facts for name in FILES for key, facts in reading.table(name).items()}


def load_places(rows, present_or_new):
    """Add `venue`, `organiser` and `series` to the rows by key. `present_or_new(model, keys, values)` gives a row."""
    tables = reading.table("venues")
    rows["venue"] = {
        key: present_or_new(Venue, ["name_en", "city"], values | {"city": rows["city"][values["city"]]})
        for key, values in tables["venues"].items()
    }
    for name, model in (("organiser", Organiser), ("series", Series)):
        table = tables["organisers" if name == "organiser" else name]
        rows[name] = {key: present_or_new(model, ["name_en"], values) for key, values in table.items()}


def load_events(rows, today, author, editor):
    """Write and publish the events as of `today` (a date); return `{key: Event}`, with those that were there already.

    An event whose address is in use by another one is left out.
    """
    zone = rows["home_city"].time_zone
    loaded = {}
    for key, facts in event_facts().items():
        present = Event.objects.filter(uid=_identity(key)).first()
        if present is None and not _is_taken(facts):
            present = _event(key, facts, rows, today, author)
            publish(present, editor, at=moment_of(facts["published"], zone, today))
            for change in facts.get("changes", ()):
                _change(present, change, rows, today)
                publish(present, editor, at=moment_of(change["published"], zone, today), as_history=True)
        if present:
            loaded[key] = present
    return loaded


def _identity(*parts):
    return uuid.uuid5(_NAMESPACE, "/".join(map(str, parts)))


def _is_taken(facts):
    slugs = [facts[language]["slug"] for language in reading.LANGUAGES if "slug" in facts.get(language, {})]
    return any(model.objects.filter(slug__in=slugs).exists() for model in (EventText, EventEdition))


def _event(key, facts, rows, today, author):
    partner, years = facts.get("partnership"), facts.get("anniversary")
    event = Event(
        uid=_identity(key),
        partnership=rows["partnership"][partner] if partner else None,
        anniversary=rows["anniversary"][partner, years] if years else None,
        series=rows["series"][facts["series"]] if "series" in facts else None,
        picture=rows["picture"][facts["picture"]] if "picture" in facts else None,
        created_by=author,
        changed_by=author,
    )
    _set_facts(event, facts, rows, today)
    event.save()
    event.cities.set(rows["city"][name] for name in facts["cities"])
    event.organisers.set(rows["organiser"][name] for name in facts.get("organisers", ()))
    for number, date in enumerate(facts.get("dates", ()), 1):
        row = EventDate(event=event, uid=_identity(key, number), is_cancelled=date.get("is_cancelled", False))
        row.set_span(span_of(date["when"], event.zone_name, today))
        _checked(row)
    for position, taking_part in enumerate(facts.get("participants", ())):
        person = rows["person"][taking_part["person"]]
        _checked(Participant(event=event, position=position, person=person, function=taking_part["function"]))
    for position, hours in enumerate(facts.get("opening_hours", ())):
        _checked(OpeningHours(event=event, position=position, **hours))
    for language in reading.LANGUAGES:
        if language in facts:
            _write(EventText(event=event, language=language, is_ready=True), facts[language])
    return event


def _set_facts(event, facts, rows, today):
    """Set what the facts name; an empty venue is none, and leaves the event its zone."""
    for name in _PLAIN:
        if name in facts:
            setattr(event, name, facts[name])
    if "venue" in facts:
        event.venue = rows["venue"][facts["venue"]] if facts["venue"] else None
    if "when" in facts:
        span = span_of(facts["when"], event.zone_name, today)
        event.set_span(span)
        event.is_date_to_follow = span.starts_on is None
    event.time_zone = event.time_zone or event.zone_name
    event.full_clean()


def _change(event, change, rows, today):
    _set_facts(event, change, rows, today)
    event.save()
    for text in event.texts.all():
        _write(text, change.get(text.language, {}))


def _write(text, words):
    for name, value in words.items():
        setattr(text, name, value)
    _checked(text)


def _checked(row):
    row.full_clean()
    row.save()
