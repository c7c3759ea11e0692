"""Reading calendar files in tests, and publishing events anew."""

from events.models import Event
from sistercities.publishing.operations import publish
from tests.factories import UserFactory, span_of

LIST = "/en/events/calendar.ics"


def said(component, *names):
    return [component[name].to_ical().decode() if name in component else None for name in names]


def titles(found):
    return [str(event["SUMMARY"]) for event in found.events]


def again(event, by=None, **changes):
    """Publish the event once more with these changes."""
    event = Event.objects.get(pk=event.pk)
    if when := changes.pop("when", None):
        event.set_span(span_of(when, event.zone_name))
    for name, value in changes.items():
        setattr(event, name, value)
    event.save()
    publish(event, by or UserFactory())
    return event
