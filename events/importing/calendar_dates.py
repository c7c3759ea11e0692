"""Are the dates of a calendar entry dates? icalendar takes 121005 for a time of day, and a period for a date."""

import datetime
import re

from django.utils.translation import gettext as _

from events.importing.refusals import CellRefused
from sistercities.dates.partial import FIRST_YEAR, LAST_YEAR

#: What says when, and of what kind it has to be. What else an entry holds may be written in any way.
_KINDS = {
    **dict.fromkeys(("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE", "UNTIL"), datetime.date),
    "DURATION": datetime.timedelta,
}
_SHORT_YEAR = re.compile(r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:T[0-9]{4,6}Z?)?", re.IGNORECASE)


def check_dates(event):
    """Raise `CellRefused`, with what stands there, for the first property of an icalendar `Event` that says when and
    cannot be read."""
    from icalendar.prop import vBroken

    for name in (*_KINDS, "RRULE"):
        found = event.get(name, [])
        for value in found if isinstance(found, list) else [found]:
            if isinstance(value, vBroken):
                raise CellRefused(_sentence(name, str(value)))
            if name == "RRULE":
                _check(value.get("UNTIL", []), "UNTIL")
            else:
                _check([one.dt for one in getattr(value, "dts", [value])], name)


def _check(values, name):
    for value in values:
        if not isinstance(value, _KINDS[name]):
            raise CellRefused(_sentence(name, _written(value)))
        # Some write 9999 for a repetition without an end.
        if isinstance(value, datetime.date) and name != "UNTIL" and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise CellRefused(_("is in a year that dates here cannot have."))


def _sentence(name, text):
    said = {"property": name, "text": text[:60]}
    parts = re.split("[,;=]", text)
    if any(map(_SHORT_YEAR.fullmatch, parts)):
        return _("%(property)s has a year of two digits: “%(text)s”. It needs four, as in 20261005T190000.") % said
    return _("%(property)s cannot be read: “%(text)s”.") % said


def _written(value):
    """As it stands in the file, as far as a sentence needs it."""
    from icalendar.prop import vDDDTypes

    written = vDDDTypes(value).to_ical()
    return written.decode() if isinstance(written, bytes) else written
