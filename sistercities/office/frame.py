"""What every page needs of the reference data: office, cities, partnerships, anniversaries, standing pages.

A frame is one snapshot of the database, read in one query, and kept in the memory of the process under the content
number. A page that finds the number unchanged asks the database for nothing else.
"""

import json
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.db.models import Case, F, JSONField, Q, Value, When
from django.db.models.fields import CharField
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from sistercities.cities.facts import formal_partnerships
from sistercities.cities.models import Anniversary, City, Partnership
from sistercities.media.models import Picture
from sistercities.office.models import Office, StandingPage
from sistercities.publishing.models import ContentNumber

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class SiteFrame:
    """One snapshot; never change what hangs on it, other threads read it too.

    `office` and `home_city` are None in a database that nobody has filled yet. `cities` holds every city by its key,
    with its `picture`; `partnerships` holds every one in the order of signing, with both cities. `anniversaries` holds
    those that have a page, by partnership and years, with partnership and `picture`. `standing_pages` maps each kind
    that has a text to the languages it has one in. Timestamps of these objects are not loaded.

    `memo` is for what is computed from the frame alone, such as the printed header: it lives as long as the frame.
    """

    number: int
    office: Office | None
    cities: dict
    partnerships: tuple
    standing_pages: dict
    anniversaries: tuple = ()
    memo: dict = field(default_factory=dict, compare=False, repr=False)

    @property
    def home_city(self):
        return self.office.home_city if self.office else None

    @property
    def site_name(self):
        """In the active language; neutral words while nobody has named the site."""
        return (self.office and self.office.site_name) or gettext("Sister cities")

    @property
    def stories_title(self):
        """What the index of stories is called, after the home city: "Berlin stories", „Berliner Geschichten“."""
        if self.home_city is None:
            return gettext("Stories")
        return gettext("%(adjective)s stories") % {"adjective": self.home_city.adjective or self.home_city.name}

    @property
    def site_title(self):
        return f"{self.site_name} {self.home_city.name}" if self.home_city else self.site_name

    def partners(self, on=None):
        """Pairs of partner city and partnership of the home city on that day, in the order of signing."""
        home = self.home_city
        if home is None:
            return ()
        return tuple((p.other(home), p) for p in formal_partnerships(home, self.partnerships, on))

    def partnerships_of(self, city):
        return tuple(p for p in self.partnerships if city.pk in (p.city_a_id, p.city_b_id))

    def pair(self, partnership):
        """Both cities of a partnership, the home city first."""
        return sorted(partnership.cities, key=lambda city: not self.is_home(city))

    def anniversaries_of(self, partnership):
        """Those with a page, in the order of years."""
        return tuple(a for a in self.anniversaries if a.partnership_id == partnership.pk)

    def anniversary_in_focus(self, on=None):
        """The one that the navigation leads to, or None: the next that is celebrated in this year or a later one, else
        the latest one, so that its page stays within reach until another is opened. Of the home city's formal
        partnerships that neither rest nor ended on that day.
        """
        on = on or timezone.localdate()
        running = {p.pk for _city, p in self.partners(on) if not p.is_suspended(on)}
        found = [a for a in self.anniversaries if a.partnership_id in running and a.year is not None]
        ahead = [a for a in found if a.year >= on.year]
        if ahead:
            return min(ahead, key=lambda a: (a.falls_on.sort_key if a.falls_on else (), -a.years))
        return max(found, key=lambda a: (a.year, a.years), default=None)

    def is_home(self, city):
        return self.office is not None and city.pk == self.office.home_city_id

    def remember(self, key, compute):
        """The value of `compute()`, once per snapshot and key. `compute` must depend on the frame and the key alone."""
        try:
            return self.memo[key]
        except KeyError:
            # Two threads may compute at once; both get the same value, and one of them stays.
            return self.memo.setdefault(key, compute())


_held = None


def current_frame(request=None):
    """The frame as it is now. One query; a second one in the first page after a change.

    Give the request where there is one: it is asked once per request then, and shared with `{{ site_frame }}`.
    Inside a transaction nothing is kept or taken from memory, since what it reads may be rolled back.
    """
    if request is None:
        return _current()
    if not hasattr(request, "_site_frame"):
        request._site_frame = _current()
    return request._site_frame


def _current():
    global _held
    if connection.in_atomic_block:
        return _read()
    held = _held
    if held is not None and held.number == ContentNumber.current():
        return held
    _held = frame = _read()
    return frame


def forget():
    """Empty the memory: for tests, and for whoever puts another database under a running process."""
    global _held
    _held = None


def site_frame(request):
    """Context processor: `site_frame` and `page_language`. The frame is read when a template first asks for it, unless
    the view did; then it stands there itself, since a page looks into it hundreds of times.
    """
    frame = getattr(request, "_site_frame", None) or SimpleLazyObject(lambda: current_frame(request))
    return {"site_frame": frame, "page_language": get_language()}


# Reading --------------------------------------------------------------------------------------------------------------
# Six tables in one query, as JSON rows: six queries would be all that a page may cost, and six statements
# outside a transaction are five snapshots.


def _columns(model):
    """Every column but the timestamps, which no page prints."""
    names = (f.attname for f in model._meta.concrete_fields if f.name not in ("created_at", "changed_at"))
    return {name: F(name) for name in names}


def _rows(queryset, row_kind, /, **columns):
    return queryset.annotate(
        row_kind=Value(row_kind, CharField()), row=JSONObject(**(columns or _columns(queryset.model)))
    ).values_list("row_kind", "row")


def _has(**condition):
    """Truth as 1 or 0, which JSON carries alike on both databases."""
    return Case(When(~Q(**condition), then=Value(1)), default=Value(0))


def _query():
    used = Q(pk__in=City.objects.values("picture")) | Q(pk__in=Office.objects.values("welcome_picture"))
    used |= Q(pk__in=Anniversary.objects.values("picture"))
    texts = {language: _has(**{f"body_{language}": ""}) for language in LANGUAGES}
    return _rows(ContentNumber.objects.order_by(), "number", number=F("number")).union(
        _rows(Office.objects.order_by(), "office"),
        _rows(City.objects.order_by(), "city"),
        _rows(Partnership.objects.order_by(), "partnership"),
        _rows(Anniversary.objects.order_by(), "anniversary"),
        _rows(Picture.objects.filter(used).order_by(), "picture"),
        _rows(StandingPage.objects.order_by(), "page", kind=F("kind"), **texts),
        all=True,
    )


def _instance(model, row):
    values = {}
    for column in model._meta.concrete_fields:
        if column.attname in row:
            value = row[column.attname]
            if isinstance(column, JSONField):
                # SQLite keeps JSON as text, so it comes as text inside of the row.
                values[column.attname] = json.loads(value) if isinstance(value, str) else value
            else:
                values[column.attname] = column.to_python(value)
    return model.from_db(connection.alias, list(values), list(values.values()))


def _read():
    kinds = ("number", "office", "city", "partnership", "anniversary", "picture", "page")
    found = {kind: [] for kind in kinds}
    for kind, row in _query():
        found[kind].append(row)
    pictures = {picture.pk: picture for picture in (_instance(Picture, row) for row in found["picture"])}
    cities = {}
    for row in sorted(found["city"], key=lambda row: row["name_en"]):
        city = _instance(City, row)
        city.picture = pictures.get(city.picture_id)
        cities[city.pk] = city
    partnerships = []
    for row in found["partnership"]:
        partnership = _instance(Partnership, row)
        partnership.city_a, partnership.city_b = cities[partnership.city_a_id], cities[partnership.city_b_id]
        partnerships.append(partnership)
    # Where the date is unknown: last.
    partnerships.sort(key=lambda p: (p.signed_on is None, p.signed_on and p.signed_on.earliest, p.pk))
    places = {partnership.pk: place for place, partnership in enumerate(partnerships)}
    anniversaries = []
    for row in found["anniversary"]:
        anniversary = _instance(Anniversary, row)
        anniversary.partnership = partnerships[places[anniversary.partnership_id]]
        anniversary.picture = pictures.get(anniversary.picture_id)
        anniversaries.append(anniversary)
    anniversaries.sort(key=lambda a: (places[a.partnership_id], a.years))
    office = _instance(Office, found["office"][0]) if found["office"] else None
    if office:
        office.home_city = cities[office.home_city_id]
        office.welcome_picture = pictures.get(office.welcome_picture_id)
    pages = {row["kind"]: frozenset(code for code in LANGUAGES if row[code]) for row in found["page"]}
    return SiteFrame(
        number=found["number"][0]["number"] if found["number"] else 0,
        office=office,
        cities=cities,
        partnerships=tuple(partnerships),
        standing_pages={kind: languages for kind, languages in pages.items() if languages},
        anniversaries=tuple(anniversaries),
    )
