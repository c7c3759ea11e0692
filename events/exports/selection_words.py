"""A selection as people read it: beside a list, in the audit trail, in the table of profiles."""

from django.utils import formats
from django.utils.translation import gettext, ngettext, override

from events.exports.periods import PERIODS
from events.exports.selection import State
from events.languages import language_name
from events.models.choices import EventKind, EventStatus
from sistercities.cities.words import anniversary_title, pair_name


def selection_words(selection, frame, language):
    """Pairs of a name and a value, only of what narrows the list down, and the public state always."""
    with override(language):
        return list(_pairs(selection, frame, language))


def selection_line(selection, frame, language):
    """The same in one line: "Period: Next month; City: Los Angeles; Public state: Public now"."""
    return "; ".join(f"{name}: {value}" for name, value in selection_words(selection, frame, language))


def export_line(export, count, language):
    """What the audit trail says of a list: "CSV, 12 rows. Period: Next month; Public state: Public now"."""
    with override(language):
        rows = ngettext("%(count)d row", "%(count)d rows", count) % {"count": count}
        words = selection_line(export.selection, export.frame, language)
        said = {"format": export.format.upper(), "rows": rows, "filter": words}
        return gettext("%(format)s, %(rows)s. %(filter)s") % said


def _pairs(selection, frame, language):
    if selection.period:
        yield gettext("Period"), str(PERIODS[selection.period])
    for name, day in ((gettext("From"), selection.first), (gettext("Until"), selection.last)):
        if day:
            yield name, formats.date_format(day, "DATE_FORMAT")
    if selection.city:
        yield gettext("City"), frame.cities[selection.city].name
    for one in frame.partnerships:
        if one.pk == selection.partnership:
            yield gettext("Partnership"), pair_name(frame.pair(one), language)
    for one in frame.anniversaries:
        if one.pk == selection.anniversary:
            yield gettext("Anniversary"), anniversary_title(one.years, frame.pair(one.partnership), language)
    if selection.kinds:
        yield gettext("Kind"), _labels(EventKind, selection.kinds)
    if selection.statuses:
        yield gettext("Status"), _labels(EventStatus, selection.statuses)
    if selection.languages:
        yield gettext("With a text in"), ", ".join(map(language_name, selection.languages))
    if selection.spoken:
        yield gettext("Languages spoken"), ", ".join(map(language_name, selection.spoken))
    yield gettext("Public state"), str(State(selection.state).label)
    if count := len(selection.events):
        yield gettext("Chosen"), ngettext("%(count)d event", "%(count)d events", count) % {"count": count}


def _labels(choices, values):
    return ", ".join(str(choices(value).label) for value in values)
