"""What a list of events is narrowed down to: a city, a partnership, an anniversary, a kind, a month."""

import calendar
import datetime
import re
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import override

from events.addresses import FILTERS, list_address, past_address
from events.models.choices import EventKind
from events.models.editions import EventEdition
from events.shelf import current_shelf
from sistercities.cities.models import Anniversary
from sistercities.dates.partial import PartialDate
from sistercities.dates.words import date_words
from sistercities.office.filters import Choice, ListFilter

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class EventFilter(ListFilter):
    """At most one choice for each parameter; they combine. `month` matches whatever can be in it (by overlap)."""

    city: Choice | None = None
    partnership: Choice | None = None
    anniversary: Choice | None = None
    kind: Choice | None = None
    month: Choice | None = None

    NAMES = FILTERS

    @property
    def days(self):
        """The first and the last day of the month (dates), None without one."""
        if self.month is None:
            return None
        year, month = divmod(self.month.key, 100)
        return datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1])

    #: What the parameters are in a query that is compiled once; a month decides over the SQL.
    KEYS = {"city": int, "partnership": int, "anniversary": int, "kind": str}

    @property
    def keys(self):
        """The keys of the choices, by parameter, without the month."""
        return {name: choice.key for name, choice in self.chosen if name in self.KEYS}

    @classmethod
    def of_keys(cls, keys, month=None):
        """The same filter for `apply()` alone."""
        return cls(month=month, **{name: Choice(key, "", "") for name, key in keys.items()})

    def apply(self, dates):
        """Those of an `EventEditionDate` queryset that match. Asked of each date, not joined: none comes twice."""
        if self.city:
            of_city = EventEdition.cities.through.objects.filter(city=self.city.key, eventedition=OuterRef("edition"))
            dates = dates.filter(Exists(of_city))
        if self.partnership:
            # Who names the anniversary need not name its partnership too.
            of_partnership = Anniversary.objects.filter(partnership=self.partnership.key).order_by().values("pk")
            dates = dates.filter(
                Q(edition__partnership=self.partnership.key) | Q(edition__anniversary__in=of_partnership)
            )
        if self.anniversary:
            dates = dates.filter(edition__anniversary=self.anniversary.key)
        if self.kind:
            dates = dates.filter(edition__kind=self.kind.key)
        if self.month:
            dates = dates.overlapping(*self.days)
        return dates

    def address(self, language, past=False, **position):
        """The site-relative address of the list in this state, in a language whose choices these are."""
        return (past_address if past else list_address)(language, **dict(self.pairs), **position)

    def translated(self, frame, language):
        """The same filter in another language."""
        return EventFilter(**{name: _choice(frame, name, choice.key, language) for name, choice in self.chosen})


# Choices --------------------------------------------------------------------------------------------------------------


def _choice(frame, name, key, language):
    """The choice of that parameter with that key, in that language; None where there is none."""
    if name == "city":
        city = frame.cities.get(key)
        return city and Choice(key, getattr(city, f"slug_{language}"), getattr(city, f"name_{language}"))
    if name == "kind":
        with override(language):
            return Choice(key, key, str(EventKind(key).label))
    if name == "month":
        year, month = divmod(key, 100)
        return Choice(key, f"{year:04d}-{month:02d}", date_words(PartialDate(year, month), language))
    if name == "anniversary":
        anniversary = next((anniversary for anniversary in frame.anniversaries if anniversary.pk == key), None)
        if anniversary is None:
            return None
        value = f"{anniversary.partnership.slug}/{anniversary.years}"
        return Choice(key, value, anniversary.title(language, frame.home_city))
    partnership = _partnership(frame, key)
    if partnership is None:
        return None
    label = " – ".join(getattr(city, f"name_{language}") for city in _cities(frame, partnership))
    return Choice(key, partnership.slug, label)


def _partnership(frame, key):
    return next((partnership for partnership in frame.partnerships if partnership.pk == key), None)


def _cities(frame, partnership):
    return sorted(partnership.cities, key=lambda city: not frame.is_home(city))


def choices(frame, shelf, language, at, past=False):
    """What a list can be narrowed down to: `{parameter: [Choice, …]}`, only what readable events have.

    Cities begin with the home city, months with the nearest one, the rest stands in alphabetical order.
    """
    keys = shelf.offered(at, past)
    found = {
        name: [choice for key in keys[name] if (choice := _choice(frame, name, key, language))] for name in FILTERS
    }
    for name in ("partnership", "anniversary", "kind"):
        found[name].sort(key=lambda choice: choice.label.casefold())
    found["city"].sort(key=lambda choice: (not frame.is_home(frame.cities[choice.key]), choice.label.casefold()))
    return found


# Reading --------------------------------------------------------------------------------------------------------------


def read_filter(frame, parameters, language, at=None, shelf=None):
    """The `EventFilter` that an address asks for. Raises LookupError for values that do not exist: an allow-list.

    `parameters` is the request's GET. What exists may have no events (any more): whoever subscribed to the calendar of
    a city keeps it in the months without one. Months reach from the first to the last one of a readable event. Of
    repeated parameters the last one counts, empty ones and those of other names do not. No query but the shelf's, and
    that one only where a month is asked for and none is given.
    """
    found, at = {}, at or timezone.now()
    for name in FILTERS:
        if value := parameters.get(name):
            key = _KEYS[name](frame, value, language, lambda: shelf or current_shelf(frame, at))
            choice = None if key is None else _choice(frame, name, key, language)
            if choice is None:
                raise LookupError(name)
            found[name] = choice
    return EventFilter(**found)


def _city_key(frame, value, language, read_shelf):
    return next((key for key, city in frame.cities.items() if getattr(city, f"slug_{language}") == value), None)


def _partnership_key(frame, value, language, read_shelf):
    return next((partnership.pk for partnership in frame.partnerships if partnership.slug == value), None)


def _anniversary_key(frame, value, language, read_shelf):
    slug, _slash, years = value.rpartition("/")
    known = (
        (anniversary.partnership.slug, str(anniversary.years), anniversary.pk) for anniversary in frame.anniversaries
    )
    return next((key for found_slug, found_years, key in known if (found_slug, found_years) == (slug, years)), None)


def _kind_key(frame, value, language, read_shelf):
    return value if value in EventKind.values else None


def _month_key(frame, value, language, read_shelf):
    match = _MONTH.fullmatch(value)
    if match is None:
        return None
    key, months = int(match[1]) * 100 + int(match[2]), read_shelf().months
    return key if months and months[0] <= key <= months[1] else None


_KEYS = {
    "city": _city_key,
    "partnership": _partnership_key,
    "anniversary": _anniversary_key,
    "kind": _kind_key,
    "month": _month_key,
}
