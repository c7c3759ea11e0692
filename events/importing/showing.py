"""The values of a state (`events.importing.state`) in words, for whoever looks at what an import would change."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.forms.when import clocks
from events.hours import days_words
from events.importing.state import CHOICES, DATE, FLAGS, KEYS, LANGUAGES, RELATIONS, WORDS, span_from
from events.languages import language_name
from events.models import Event, EventText
from events.models.choices import Function
from sistercities.office.page_text import plain_text


def label_of(name):
    """The name of a value in the active language: "Venue", "Title (German)", "Further date"."""
    if name == "span":
        return _("Date")
    if name.startswith(DATE):
        return _("Further date")
    if name == "participants":
        return _("Participants")
    if name == "opening_hours":
        return _("Opening hours")
    for language in LANGUAGES:
        column = name.removesuffix(f"_{language}")
        if column != name and column in WORDS:
            label = _capital(EventText._meta.get_field(column).verbose_name)
            return _("%(column)s (%(side)s)") % {"column": label, "side": language_name(language)}
    return _capital(Event._meta.get_field(name).verbose_name)


def shown(name, value, state, names):
    """The value in words; "" for nothing. `state` is the whole one that it stands in, which knows the clock."""
    if value is None or value == [] or value == "":
        return ""
    if name == "span":
        return _span(value, state, names)
    if name.startswith(DATE):
        words = _span(value[0], state, names)
        return _("%(date)s (cancelled)") % {"date": words} if value[1] else words
    if name in KEYS:
        return str(names.thing(name, value))
    if name in RELATIONS:
        return ", ".join(sorted(str(names.thing(name, key)) for key in value))
    if name in CHOICES:
        return str(dict(Event._meta.get_field(name).flatchoices).get(value, value))
    if name in FLAGS:
        return _("yes") if value else _("no")
    if name == "languages":
        return ", ".join(map(language_name, value))
    if name == "participants":
        return "; ".join(_person(row, names) for row in value)
    if name == "opening_hours":
        language = "de" if (get_language() or "").startswith("de") else "en"
        return "; ".join(f"{days_words(days, language)} {opens}–{closes}" for days, opens, closes in value)
    return plain_text(value) if name.startswith("body_") else str(value)


def _span(value, state, names):
    if value[0] is None:
        return _("to be announced")
    venue = names.venues.get(state["venue"])
    zone = state["time_zone"] or (venue.zone_name if venue else "UTC")
    return clocks(zone, venue).words(span_from(value, zone))


def _person(row, names):
    person, function, *roles = row
    said = [str(names.thing("person", person)), str(Function(function).label), *filter(None, roles)]
    return ", ".join(said)


def _capital(label):
    label = str(label)
    return label[:1].upper() + label[1:]
