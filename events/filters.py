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
from sistercities.cities.words import anniversary_title
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

    def translated(self, frame, shelf, language):
        """The same filter in another language."""
        return EventFilter(**{name: _choice(frame, shelf, name, choice.key, language) for name, choice in self.chosen})


# Choices --------------------------------------------------------------------------------------------------------------


def _choice(frame, shelf, name, key, language):
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
        partnership_key, years = shelf.anniversaries[key]
        partnership = _partnership(frame, partnership_key)
        if partnership is None:
            return None
        label = anniversary_title(years, _cities(frame, partnership), language)
        return Choice(key, f"{partnership.slug}/{years}", label)
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
        name: [choice for key in keys[name] if (choice := _choice(frame, shelf, name, key, language))]
        for name in FILTERS
    }
    for name in ("partnership", "anniversary", "kind"):
        found[name].sort(key=lambda choice: choice.label.casefold())
    found["city"].sort(key=lambda choice: (not frame.is_home(frame.cities[choice.key]), choice.label.casefold()))
    return found


# Reading --------------------------------------------------------------------------------------------------------------


def read_filter(frame, parameters, language, at=None):
    """The `EventFilter` that an address asks for. Raises LookupError for values that do not exist: an allow-list.

    `parameters` is the request's GET. What exists may have no events (any more): whoever subscribed to the calendar of
    a city keeps it in the months without one. Months reach from the first to the last one of a readable event. Of
    repeated parameters the last one counts, empty ones and those of other names do not. No query but the shelf's, and
    that one only where an anniversary or a month is asked for.
    """
    found, shelf, at = {}, None, at or timezone.now()
    for name in FILTERS:
        if value := parameters.get(name):
            if name in ("anniversary", "month"):
                shelf = shelf or current_shelf(frame, at)
            key = _KEYS[name](frame, shelf, value, language)
            choice = None if key is None else _choice(frame, shelf, name, key, language)
            if choice is None:
                raise LookupError(name)
            found[name] = choice
    return EventFilter(**found)


def _city_key(frame, shelf, value, language):
    return next((key for key, city in frame.cities.items() if getattr(city, f"slug_{language}") == value), None)


def _partnership_key(frame, shelf, value, language):
    return next((partnership.pk for partnership in frame.partnerships if partnership.slug == value), None)


def _anniversary_key(frame, shelf, value, language):
    slug, _slash, years = value.rpartition("/")
    partnership = _partnership_key(frame, shelf, slug, language)
    known = ((key, pair) for key, pair in shelf.anniversaries.items() if partnership is not None)
    return next((key for key, pair in known if pair[0] == partnership and str(pair[1]) == years), None)


def _kind_key(frame, shelf, value, language):
    return value if value in EventKind.values else None


def _month_key(frame, shelf, value, language):
    match = _MONTH.fullmatch(value)
    if match is None:
        return None
    key = int(match[1]) * 100 + int(match[2])
    return key if shelf.months and shelf.months[0] <= key <= shelf.months[1] else None


_KEYS = {
    "city": _city_key,
    "partnership": _partnership_key,
    "anniversary": _anniversary_key,
    "kind": _kind_key,
    "month": _month_key,
}
