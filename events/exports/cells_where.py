"""Cells about places and what belongs to an event. Each function takes a `Side` and returns a function from a row.

What many rows have in common, such as a venue's address, is made once for a list.
"""

import json
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from django.utils.html import strip_tags
from django.utils.translation import gettext, override

from events.addresses import list_address
from events.exports.context import plain
from events.languages import CODES, language_name
from events.models.choices import Access, Attendance, EventStatus, Function
from events.prices import price_words
from sistercities.cities.words import anniversary_title, pair_name
from sistercities.media.markup import credit_line
from sistercities.office.addresses import absolute
from sistercities.richtext.links import allowed_href


def field(name):
    """The field as it is, "" where it is None: words of the event in the language of the side, if it has such."""

    def make(side):
        own = side.field(name)
        return lambda row: getattr(row, own) or ""

    return make


def fact(name):
    """A field that is the same in every language, as it is."""
    return lambda side: lambda row: getattr(row, name)


def day_exact(name):
    """A date for programs: ISO 8601, None where it is None."""
    return lambda side: lambda row: None if (day := getattr(row, name)) is None else day.isoformat()


def choice(name, choices):
    """The label of a choice."""

    def make(side):
        labels = side.labels(choices)
        return lambda row: labels.get(getattr(row, name), "")

    return make


def yes_no(name):
    return lambda side: lambda row: bool(getattr(row, name))


def web(name):
    """A web address; one that must not be a link is left out (promise 26)."""
    return lambda side: lambda row: _web(getattr(row, name)) if getattr(row, name) else ""


@lru_cache(maxsize=256)
def _web(value):
    href = allowed_href(value)
    return href if href and href.startswith(("https:", "http:")) else ""


def status(side):
    labels = side.labels(EventStatus)
    return lambda row: labels["cancelled" if row.is_cancelled else row.status]


def status_exact(side):
    return lambda row: "cancelled" if row.is_cancelled else row.status


def text_language(side):
    """The language of the words: the other one where the event has no text in that of the list."""
    with override(side.language):
        labels = {code: language_name(code) for code in ("en", "de")}
    return lambda row: labels.get(row.language, "")


def page(side):
    """The address of the page; empty where there is none for the public."""
    base, own = absolute(list_address(side.language)), side.field("slug")

    def cell(row):
        # Addresses of events are free across both languages: a page shows the other one's text under its address.
        slug = getattr(row, own) or row.readable_slug
        return f"{base}{slug}/" if slug else ""

    return cell


# Places ---------------------------------------------------------------------------------------------------------------


def cities(side):
    """Their names, the home city first."""
    frame, clocks = side.context.frame, side.context.clocks

    @lru_cache(maxsize=4096)
    def names(keys):
        found = sorted(clocks.cities(keys), key=lambda city: (not frame.is_home(city), side.name(city)))
        return tuple(side.name(city) for city in found)

    return lambda row: names(row.cities) if row.cities else ()


def _of_venue(make):
    """A cell that is made of the venue alone; empty for what is only online."""

    def made(side):
        venues = side.context.references.venues

        @lru_cache(maxsize=4096)
        def of(key):
            return make(side, venues[key])

        return lambda row: "" if row.venue is None or row.attendance == "online" else of(row.venue)

    return made


@_of_venue
def venue(side, place):
    return side.name(place)


@_of_venue
def address(side, place):
    """Street, postal code and town in a line."""
    city = side.context.frame.cities.get(place.city_id)
    town = " ".join(part for part in (place.postal_code, side.name(city) if city else "") if part)
    return ", ".join(part for part in (place.street_address, place.district, town) if part)


@_of_venue
def wheelchair(side, place):
    return side.labels(Access)[place.wheelchair] if place.wheelchair else ""


@_of_venue
def wheelchair_exact(side, place):
    return place.wheelchair


@_of_venue
def accessibility(side, place):
    return getattr(place, f"accessibility_{side.language}").strip()


def room(side):
    own = side.field("room")
    return lambda row: "" if row.attendance == Attendance.ONLINE else getattr(row, own) or ""


# People and occasions -------------------------------------------------------------------------------------------------


class _Participant(NamedTuple):
    position: int
    name: str
    function: str
    role_title_en: str
    role_title_de: str


def participants(side):
    """ "Ada Example (speaker, mayor of Berlin)", in order."""
    functions = side.labels(Function)

    def cell(row):
        if not row.participants:
            return ()
        found = [_Participant(*values) for values in json.loads(row.participants)]
        return tuple(_person(one, functions, side.language) for one in sorted(found))

    return cell


def _person(participant, functions, language):
    role = getattr(participant, f"role_title_{language}")
    said = [functions.get(participant.function, "") if participant.function != Function.OTHER else "", role]
    words = ", ".join(part for part in said if part)
    return f"{participant.name} ({words})" if words else participant.name


def participants_exact(side):
    """Objects with `name`, `function` and `role`."""

    def cell(row):
        found = sorted(_Participant(*values) for values in json.loads(row.participants or "[]"))
        return [
            {"name": one.name, "function": one.function, "role": getattr(one, f"role_title_{side.language}")}
            for one in found
        ]

    return cell


def organisers(side):
    known = side.context.references

    @lru_cache(maxsize=4096)
    def names(keys):
        return tuple(sorted(side.name(known.organisers[int(key)]) for key in keys.split(",")))

    return lambda row: names(row.organisers) if row.organisers else ()


def partnership(side):
    frame = side.context.frame
    names = {one.pk: plain(pair_name(frame.pair(one), side.language)) for one in frame.partnerships}
    return lambda row: names.get(row.partnership, "")


def anniversary(side):
    frame = side.context.frame
    names = {
        one.pk: plain(anniversary_title(one.years, frame.pair(one.partnership), side.language))
        for one in frame.anniversaries
    }
    return lambda row: names.get(row.anniversary, "")


def series(side):
    known = side.context.references
    return lambda row: "" if row.series is None else side.name(known.series[row.series])


@lru_cache(maxsize=256)
def _codes(spoken):
    return tuple(code for code in json.loads(spoken or "[]") if code in CODES)


def spoken(side):
    """The names of the languages of the event itself."""
    with override(side.language):
        names = {code: language_name(code) for code in CODES}
    return lambda row: tuple(names[code] for code in _codes(row.spoken))


def spoken_exact(side):
    return lambda row: list(_codes(row.spoken))


# Tickets and pictures -------------------------------------------------------------------------------------------------


class _Price(NamedTuple):
    price: object
    price_to: object
    currency: str


def admission(side):
    """ "Free of charge, booking needed", "€12–€18.50"."""

    @lru_cache(maxsize=1024)
    def words(is_free, needs_booking, *price):
        with override(side.language):
            found = gettext("Free of charge") if is_free else plain(price_words(_Price(*price), side.language))
            if not needs_booking:
                return found
            booking = gettext("booking needed") if found else gettext("Booking needed")
            return ", ".join(part for part in (found, booking) if part)

    return lambda row: words(row.is_free, row.needs_booking, row.price, row.price_to, row.currency)


def picture_credit(side):
    """The credit that has to stand beside the picture, wherever it is printed."""
    known = side.context.references

    @lru_cache(maxsize=1024)
    def credit(key):
        return plain(unescape(strip_tags(credit_line(known.pictures[key], side.language))))

    return lambda row: "" if row.picture is None else credit(row.picture)
