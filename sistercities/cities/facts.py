"""The facts of a partnership for the fact box of a story: at most five, in the order in which they matter."""

import datetime
import math
from dataclasses import dataclass

from django.utils import timezone

from sistercities.cities import words
from sistercities.cities.models import PartnershipKind
from sistercities.dates.words import date_words

MOST_FACTS = 5
EARTH_RADIUS = 6371.0088  # km, the mean radius R1 of IUGG and WGS 84


@dataclass(frozen=True)
class Fact:
    """A line of the fact box. `datetime` is set where `words` is a date, for `<time datetime>`."""

    term: str
    words: str
    datetime: str = ""


def great_circle(a, b):
    """The distance of two cities over the surface of the Earth in km, by the haversine formula (error under 0.6 %)."""
    north_a, east_a, north_b, east_b = (
        math.radians(float(degrees)) for degrees in (a.latitude, a.longitude, b.latitude, b.longitude)
    )
    h = (
        math.sin((north_b - north_a) / 2) ** 2
        + math.cos(north_a) * math.cos(north_b) * math.sin((east_b - east_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS * math.asin(min(1, math.sqrt(h)))


def minutes_ahead(city, reference, at):
    """By how many minutes the clocks of `city` are ahead of those of `reference` at that moment (aware datetime)."""
    offsets = [at.astimezone(place.zone).utcoffset() for place in (city, reference)]
    return round((offsets[0] - offsets[1]) / datetime.timedelta(minutes=1))


def formal_partnerships(city, partnerships, on=None):
    """The formal partnerships of that city that have not ended, of those given. Suspended ones count."""
    return [p for p in _formal(city, partnerships) if not p.has_ended(on)]


def is_first(partnership, city, partnerships):
    """Is it the earliest formal partnership of that city, ended ones included? Not while any date leaves it open."""
    others = [p for p in _formal(city, partnerships) if p.pk != partnership.pk]
    if partnership.kind != PartnershipKind.PARTNERSHIP or partnership.signed_on is None:
        return False
    return all(p.signed_on is not None and partnership.signed_on.latest < p.signed_on.earliest for p in others)


def _formal(city, partnerships):
    return [p for p in partnerships if p.kind == PartnershipKind.PARTNERSHIP and city.pk in (p.city_a_id, p.city_b_id)]


def partnership_facts(partnership, home_city, language, on=None, partnerships=(), most=MOST_FACTS):
    """At most `most` facts (all for None) about a partnership, seen from the home city; no queries.

    `on`: the day or the aware moment for which they hold (now, if none is given); the time difference depends on it.
    `partnerships`: all that are at hand, such as the site frame's, with this one among them; without them, nothing is
    said of how many partner cities there are.
    """
    at, day = _moment(on)
    t = words.table(language)
    if home_city is None or home_city.pk not in (partnership.city_a_id, partnership.city_b_id):
        home_city = partnership.city_a
    partner = partnership.other(home_city)
    home_name, partner_name = (words.city_name(city, language) for city in (home_city, partner))
    facts = []

    def date_fact(term, date):
        if date is not None:
            facts.append(Fact(term, date_words(date, language), date.datetime_attribute))

    date_fact(t.signed if partnership.has_ended(day) else t.signed_as[partnership.kind], partnership.signed_on)
    if not partnership.has_ended(day):
        date_fact(t.suspended, partnership.suspended_on if partnership.is_suspended(day) else None)
    date_fact(t.ended, partnership.ended_on if partnership.has_ended(day) else None)
    if partnership.kind in t.kinds:
        facts.append(Fact(t.kind, t.kinds[partnership.kind]))
    date_fact(t.renewed, partnership.renewed_on)
    count = len(formal_partnerships(home_city, partnerships, day))
    if count > 1:
        total = words.whole_number(count, language)
        is_the_first = is_first(partnership, home_city, partnerships)
        facts.append(
            Fact(
                t.partner_cities.format(home_name),
                t.the_first.format(total, partner_name) if is_the_first else total,
            )
        )
    facts.append(Fact(t.distance, words.kilometres(great_circle(home_city, partner), language)))
    if minutes := minutes_ahead(partner, home_city, at):
        facts.append(Fact(t.time_difference, words.time_difference(minutes, home_name, language)))
    if signatories := getattr(partnership, f"signatories_{'de' if t is words.German else 'en'}"):
        facts.append(Fact(t.signatories, signatories))
    return facts[:most]


def _moment(on):
    """(aware datetime, date) of a day, a moment or None for now."""
    if on is None:
        on = timezone.now()
    if isinstance(on, datetime.datetime):
        return on, timezone.localdate(on)
    return datetime.datetime.combine(on, datetime.time(12), datetime.UTC), on
