"""What names in a file mean: cities, venues, people and the like, as far as they are here already."""

from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import override

from events.calendar.entries import venue_line
from events.exports import cells_when
from events.exports.context import Context, Side, plain
from events.importing.refusals import CellRefused, NameUnknown
from events.languages import CODES, language_name
from events.models import Organiser, Series, Venue
from sistercities.cities.models import Anniversary, City, Partnership
from sistercities.cities.words import anniversary_title, pair_name
from sistercities.dates.ical.writing import one_line
from sistercities.people.models import Person

LANGUAGES = ("en", "de")
#: Between the names of a cell, as our own lists have it.
BETWEEN = ";"
#: Of so many parts a name may consist that holds such a mark itself.
_MOST_PARTS = 4


_MODELS = {
    "venue": Venue,
    "partnership": Partnership,
    "anniversary": Anniversary,
    "series": Series,
    "cities": City,
    "organisers": Organiser,
    "person": Person,
}


class Names:
    """Everything is read once, each kind when it is first asked for. Names count in both languages, in any case of
    letters."""

    def __init__(self, frame, at):
        self.frame = frame
        self.context = Context(frame, at)
        self._things = {}

    @property
    def clocks(self):
        """Whose clock lists go by (`events.exports.clocks.Clocks`)."""
        return self.context.clocks

    @cached_property
    def date_words(self):
        """`{language: a function from a `Span` to the words that our own lists have for it}`."""
        return {code: _words_of_date(Side(self.context, code)) for code in LANGUAGES}

    def zone_of_venue(self, key):
        return self.venues[key].zone_name

    # --- one name -----------------------------------------------------------------------------------------------------

    def city(self, text):
        return self._one(self._cities, text, _("There is no city “%(name)s” here."))

    def venue(self, text, cities=()):
        """`cities` are keys that tell venues of one name apart."""
        found = self._found(self._venues, text, _("There is no venue “%(name)s” here."))
        if len(found) > 1:
            found = [venue for venue in found if venue.city_id in cities] or found
        return self._single(found, text)

    def organiser(self, text):
        return self._one(self._organisers, text, _("There is no organiser “%(name)s” here."))

    def person(self, text):
        return self._one(self._people, text, _("There is no person “%(name)s” here."))

    def partnership(self, text):
        return self._one(self._partnerships, text, _("There is no partnership “%(name)s” here."))

    def anniversary(self, text):
        return self._one(self._anniversaries, text, _("There is no anniversary “%(name)s” here."))

    def series(self, text):
        return self._one(self._series, text, _("There is no series “%(name)s” here."))

    def spoken(self, text):
        """The code of a language that may be spoken at events."""
        return self._one(self._spoken, text, _("There is no language “%(name)s” here."))

    def venue_or_none(self, text):
        """The venue of that name, if there is exactly one."""
        found = self._venues.get(_key(text), ())
        return found[0] if len(found) == 1 else None

    @cached_property
    def venue_lines(self):
        """`{the line that our calendar files have for a venue, in either language: the venue}`."""
        found = {}
        for venue in self.venues.values():
            for code in LANGUAGES:
                town = getattr(venue.city, f"name_{code}")
                name = getattr(venue, f"name_{code}")
                found.setdefault(one_line(venue_line(name, venue.street_address, venue.postal_code, town)), venue)
        return found

    @cached_property
    def partnership_of_anniversary(self):
        """`{key of an anniversary: key of its partnership}`."""
        return dict(Anniversary.objects.order_by().values_list("pk", "partnership"))

    def thing(self, kind, key):
        """What a key stands for, for showing it; one that is gone meanwhile shows as its key."""
        if kind not in self._things:
            manager = _MODELS[kind].objects
            related = {"venue": ["city"], "partnership": ["city_a", "city_b"]}.get(kind, [])
            if kind == "anniversary":
                related = ["partnership__city_a", "partnership__city_b"]
            self._things[kind] = manager.select_related(*related).in_bulk() if related else manager.in_bulk()
        return self._things[kind].get(key, key)

    # --- several ------------------------------------------------------------------------------------------------------

    def several(self, kind, text):
        """Pairs of a part of the text and what it means, `kind` being "city", "organiser" or "spoken"; in the place of
        what it means, a `CellRefused` that says why it means nothing.

        Names are divided by semicolons, in lists of others also by commas or line breaks; a name may hold any of them.
        """
        known = {
            "city": self._cities,
            "organiser": self._organisers,
            "spoken": self._spoken,
        }[kind]
        marks = BETWEEN if BETWEEN in text else "," if "," in text and _key(text) not in known else "\n"
        found = []
        for part in _joined(text.split(marks), marks, known):
            try:
                found.append((part, getattr(self, kind)(part)))
            except CellRefused as refusal:
                found.append((part, refusal))
        return found

    # --- how ----------------------------------------------------------------------------------------------------------

    def _one(self, known, text, missing):
        return self._single(self._found(known, text, missing), text)

    def _found(self, known, text, missing):
        found = known.get(_key(text))
        if not found:
            raise NameUnknown(missing % {"name": text.strip()[:300]})
        return found

    def _single(self, found, text):
        if len(found) > 1:
            raise NameUnknown(
                _("There are %(count)d things called “%(name)s” here.") % {"count": len(found), "name": text.strip()}
            )
        return found[0]

    @cached_property
    def _cities(self):
        return _by_name(City.objects.order_by("pk"))

    @cached_property
    def venues(self):
        """Venues by their keys."""
        return {venue.pk: venue for venue in Venue.objects.select_related("city").order_by("pk")}

    @cached_property
    def _venues(self):
        return _by_name(self.venues.values(), lambda venue, code: f"{_name(venue, code)}, {_name(venue.city, code)}")

    @cached_property
    def _organisers(self):
        return _by_name(Organiser.objects.order_by("pk"))

    @cached_property
    def _people(self):
        found = {}
        for person in Person.objects.prefetch_related("roles").order_by("pk"):
            found.setdefault(_key(person.name), []).append(person)
        return found

    @cached_property
    def _series(self):
        return _by_name(Series.objects.order_by("pk"))

    @cached_property
    def _partnerships(self):
        found = {}
        for partnership in Partnership.objects.select_related("city_a", "city_b").order_by("pk"):
            for code in LANGUAGES:
                _add(found, pair_name(self.frame.pair(partnership), code), partnership)
        return found

    @cached_property
    def _anniversaries(self):
        found = {}
        anniversaries = Anniversary.objects.select_related("partnership__city_a", "partnership__city_b")
        for anniversary in anniversaries.order_by("pk"):
            for code in LANGUAGES:
                pair = self.frame.pair(anniversary.partnership)
                _add(found, anniversary_title(anniversary.years, pair, code), anniversary)
        return found

    @cached_property
    def _spoken(self):
        found = {}
        for code in CODES:
            _add(found, code, code)
            for language in LANGUAGES:
                with override(language):
                    _add(found, language_name(code), code)
        return found


def _words_of_date(side):
    """At position 1 nobody has written words of their own."""
    words = cells_when.words(side).function

    def of(span):
        days = [day and day.edtf for day in (span.starts_on, span.ends_on)]
        moments = [at and int(at.timestamp()) for at in (span.starts_at, span.ends_at)]
        return words(1, "", span.zone, days[0], moments[0], days[1], moments[1])

    return of


def _by_name(rows, *more):
    found = {}
    for row in rows:
        for code in LANGUAGES:
            for name in (_name(row, code), *(make(row, code) for make in more)):
                _add(found, name, row)
    return found


def _add(found, name, thing):
    things = found.setdefault(_key(name), [])
    if thing not in things:
        things.append(thing)


def _name(thing, code):
    return getattr(thing, f"name_{code}") or thing.name_en or thing.name_de


def _key(name):
    return " ".join(plain(name).split()).casefold()


def _joined(parts, marks, known):
    """The parts, with those put together again that make a known name only together."""
    parts, start = list(parts), 0
    while start < len(parts):
        end = next(
            (
                end
                for end in range(min(len(parts), start + _MOST_PARTS), start, -1)
                if _key(marks.join(parts[start:end])) in known
            ),
            start + 1,
        )
        part = marks.join(parts[start:end]).strip()
        if part:
            yield part
        start = end
