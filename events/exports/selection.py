"""Which events a list holds: a value that a profile keeps, an address carries and a command is told.

What comes from outside is read by `read_selection()`, an allow-list; nothing else makes a `Selection` of it.
"""

import datetime
import re
from dataclasses import dataclass, fields
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.exports.foreign import ValuesRefused, given, one, one_of, some_of, unknown
from events.exports.periods import PERIODS, days_of
from events.languages import CODES
from events.models.choices import EventKind, EventStatus
from sistercities.dates.partial import FIRST_YEAR, LAST_YEAR

#: More single events than that are no selection that somebody made.
MOST_EVENTS = 5000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KEY = re.compile(r"[0-9]{1,18}")


class State(TextChoices):
    """What is public of the events. Of all but the first, the manuscripts are listed."""

    PUBLIC = "public", _("Public now")
    CHANGED = "changed", _("Public, with unpublished changes")
    SCHEDULED = "scheduled", _("Scheduled")
    UNPUBLISHED = "unpublished", _("Never published")
    DRAFT = "draft", _("Never published: drafts")
    IN_REVIEW = "in_review", _("Never published: in review")
    CHANGES_REQUESTED = "changes_requested", _("Never published: changes requested")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    ANY = "any", _("All, whether public or not")


@dataclass(frozen=True)
class Selection:
    """Everything narrows down, and combines; what is empty does not count.

    `first` and `last` are days, both included, by the clock of each event; what is known only to the month matches
    where it can be on one of them. `period` is one of `PERIODS`, in their place. `city`, `partnership`, `anniversary`
    are keys. `languages` are those that a text is there in, `spoken` those of the event itself. `events` are the uids
    of single events.
    """

    period: str = ""
    first: datetime.date | None = None
    last: datetime.date | None = None
    city: int | None = None
    partnership: int | None = None
    anniversary: int | None = None
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    state: str = State.PUBLIC.value
    events: tuple[str, ...] = ()

    @property
    def is_public(self):
        return self.state == State.PUBLIC

    def days(self, frame, at=None):
        """First and last day at that moment, None where open: of a period, as the home city counts days."""
        if not self.period:
            return self.first, self.last
        zone = ZoneInfo(frame.home_city.time_zone if frame.home_city else "UTC")
        return days_of(self.period, (at or timezone.now()).astimezone(zone).date())

    def as_json(self):
        """Plain values for JSON, only what is chosen. `read_selection()` reads them back."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: _plain(value) for name, value in found.items() if value not in (None, "", ())}

    @property
    def query(self):
        """The same for an address: "city=3&kinds=film&kinds=talk&state=public"."""
        return urlencode(self.as_json(), doseq=True)


def _plain(value):
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


# Reading --------------------------------------------------------------------------------------------------------------


def read_selection(values, frame):
    """The `Selection` of foreign values: a `QueryDict`, or a dictionary as `as_json()` makes it.

    Lists may also be one text with commas; cities, partnerships and anniversaries are named by their key, or as in the
    addresses of the site ("los-angeles", "berlin-los-angeles", "berlin-los-angeles/50"). Names of other things are
    ignored. Raises `ValuesRefused`.
    """
    found, errors = {}, {}
    for field in fields(Selection):
        try:
            value = _READERS[field.name](given(values, field.name), frame)
        except ValueError as error:
            errors[field.name] = str(error)
        else:
            if value not in (None, "", ()):
                found[field.name] = value
    if "period" in found and ("first" in found or "last" in found):
        errors["period"] = gettext("Choose a period, or a first and a last day: not both.")
    if "first" in found and "last" in found and found["last"] < found["first"]:
        errors["last"] = gettext("The last day comes before the first one.")
    if errors:
        raise ValuesRefused(errors)
    return Selection(**found)


def _in_order(choices):
    return lambda texts, frame: tuple(choice for choice in choices if choice in some_of(texts, choices))


def _day(texts, frame):
    if not (text := one(texts)):
        return None
    try:
        day = datetime.date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        raise ValueError(gettext("“%(value)s” is no day. Write it as 2017-10-06.") % {"value": text[:60]}) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(gettext("Years go from %(first)d to %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR})
    return day


def _city(texts, frame):
    return _key(one(texts), frame.cities, lambda city: (city.slug_en, city.slug_de))


def _partnership(texts, frame):
    return _key(one(texts), {p.pk: p for p in frame.partnerships}, lambda partnership: (partnership.slug,))


def _anniversary(texts, frame):
    known = {anniversary.pk: anniversary for anniversary in frame.anniversaries}
    return _key(one(texts), known, lambda found: (f"{found.partnership.slug}/{found.years}",))


def _key(text, known, names):
    if not text:
        return None
    if _KEY.fullmatch(text) and int(text) in known:
        return int(text)
    for key, thing in known.items():
        if text in names(thing):
            return key
    raise unknown(text)


def _uids(texts, frame):
    if len(texts) > MOST_EVENTS:
        raise ValueError(gettext("At most %(count)d single events can be chosen.") % {"count": MOST_EVENTS})
    found = []
    for text in texts:
        try:
            found.append(str(UUID(text)))
        except ValueError:
            raise unknown(text) from None
    return tuple(dict.fromkeys(found))


_READERS = {
    "period": lambda texts, frame: one_of(texts, PERIODS),
    "first": _day,
    "last": _day,
    "city": _city,
    "partnership": _partnership,
    "anniversary": _anniversary,
    "kinds": _in_order(EventKind.values),
    "statuses": _in_order(EventStatus.values),
    "languages": _in_order(("en", "de")),
    "spoken": _in_order(CODES),
    "state": lambda texts, frame: one_of(texts, State.values),
    "events": _uids,
}
