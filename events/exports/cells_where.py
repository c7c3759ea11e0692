"""Cells about places, people and all that belongs to an event. Each function takes a `Side` and gives a `Cell`.

What many rows have in common, such as a venue's address, is made once for a list.
"""

import json
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from django.utils.html import strip_tags
from django.utils.translation import gettext, override

from events.addresses import list_address
from events.exports.cell import cell
from events.exports.context import plain
from events.exports.public import PARTICIPANT
from events.languages import CODES, language_name
from events.models.choices import Access, Attendance, EventStatus, Function
from events.prices import price_words
from sistercities.cities.words import anniversary_title, pair_name
from sistercities.media.markup import credit_line
from sistercities.office.addresses import absolute
from sistercities.richtext.links import allowed_href


def field(name):
    """Words of the event in the language of the side; empty where it has none."""
    return lambda side: cell((lambda words: words or "") if side.is_strict else None, side.field(name))


def fact(name):
    """A field that is the same in every language, as it is."""
    return lambda side: cell(None, name)


def date_exact(name):
    """A date for programs: ISO 8601, None where it is None."""
    return lambda side: cell(lambda day: None if day is None else day.isoformat(), name)


def choice(name, choices):
    """The label of a choice."""
    return lambda side: cell(side.labels(choices).__getitem__, name)


def yes_no(name):
    return lambda side: cell(bool, name)


def web(name):
    """A web address; one that must not be a link is left out (promise 26)."""
    return lambda side: cell(_web, name)


@lru_cache(maxsize=1024)
def _web(value):
    href = allowed_href(value) if value else None
    return href if href and href.startswith(("https:", "http:")) else ""


def status(side):
    """A cancelled date of an event that takes place is cancelled."""
    labels = side.labels(EventStatus)
    return cell(lambda status, is_cancelled: labels["cancelled" if is_cancelled else status], "status", "is_cancelled")


def status_exact(side):
    return cell(lambda status, is_cancelled: "cancelled" if is_cancelled else status, "status", "is_cancelled")


def text_language(side):
    """The language of the words: the other one where the event has no text in that of the list."""
    with override(side.language):
        labels = {"": "", **{code: language_name(code) for code in ("en", "de")}}
    return cell(labels.__getitem__, "language")


def page(side):
    """The address of the page; empty where there is none for the public."""
    base = absolute(list_address(side.language))

    def address(slug):
        return f"{base}{slug}/" if slug else ""

    if not side.is_strict:
        return cell(address, "slug")
    # Addresses of events are free across both languages: a page shows the other one's text under its address.
    return cell(lambda own, readable: address(own or readable), side.field("slug"), "readable_slug")


# Places ---------------------------------------------------------------------------------------------------------------


def cities(side):
    """Their names, the home city first."""
    frame, clocks = side.context.frame, side.context.clocks

    @lru_cache(maxsize=4096)
    def names(keys):
        found = sorted(clocks.cities(keys), key=lambda city: (not frame.is_home(city), side.name(city)))
        return tuple(side.name(city) for city in found)

    return cell(names, "cities")


def _of_venue(make):
    """A cell that is made of the venue alone; empty for what is only online."""

    def made(side):
        references = side.context.references

        @lru_cache(maxsize=4096)
        def of(key, attendance):
            return "" if key is None or attendance == Attendance.ONLINE else make(side, references.venues[key])

        return cell(of, "venue", "attendance")

    return made


@_of_venue
def venue(side, place):
    return side.name(place)


@_of_venue
def address(side, place):
    """Street, district, postal code and town in a line."""
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
    return cell(lambda room, attendance: "" if attendance == Attendance.ONLINE else room or "", own, "attendance")


# People and occasions -------------------------------------------------------------------------------------------------


def participants(side):
    """ "Ada Example (Speaker, Mayor of Berlin)", in order."""
    labels = side.labels(Function)
    labels[Function.OTHER.value] = ""
    place = _role(side)

    def person(found):
        words = ", ".join(filter(None, (labels[found[2]], found[place])))
        return f"{found[1]} ({words})" if words else found[1]

    return cell(lambda rows: tuple(map(person, sorted(json.loads(rows)))) if rows != "[]" else (), "participants")


def participants_exact(side):
    """Objects with `name`, `function` and `role`."""
    place = _role(side)

    def objects(rows):
        found = sorted(json.loads(rows))
        return [{"name": row[1], "function": row[2], "role": row[place]} for row in found]

    return cell(objects, "participants")


def _role(side):
    """Where the role in that language stands in the list of a participant."""
    return PARTICIPANT.index(f"role_title_{side.language}")


def organisers(side):
    references = side.context.references

    @lru_cache(maxsize=4096)
    def names(keys):
        return tuple(sorted(side.name(references.organisers[int(key)]) for key in keys.split(","))) if keys else ()

    return cell(names, "organisers")


def partnership(side):
    frame = side.context.frame
    names = {found.pk: plain(pair_name(frame.pair(found), side.language)) for found in frame.partnerships}
    return cell(lambda key: names.get(key, ""), "partnership")


def anniversary(side):
    frame = side.context.frame
    names = {
        found.pk: plain(anniversary_title(found.years, frame.pair(found.partnership), side.language))
        for found in frame.anniversaries
    }
    return cell(lambda key: names.get(key, ""), "anniversary")


def series(side):
    references = side.context.references
    return cell(lambda key: "" if key is None else side.name(references.series[key]), "series")


@lru_cache(maxsize=256)
def _codes(spoken):
    return tuple(code for code in json.loads(spoken or "[]") if code in CODES)


def spoken(side):
    """The names of the languages of the event itself."""
    with override(side.language):
        names = {code: language_name(code) for code in CODES}
    return cell(lambda spoken: tuple(names[code] for code in _codes(spoken)), "spoken")


def spoken_exact(side):
    return cell(lambda spoken: list(_codes(spoken)), "spoken")


# Tickets and pictures -------------------------------------------------------------------------------------------------


class _Price(NamedTuple):
    price: object
    price_to: object
    currency: str


def admission(side):
    """ "Free of charge, booking needed", "€12–€18.50"."""

    @lru_cache(maxsize=4096)
    def words(is_free, needs_booking, *price):
        with override(side.language):
            found = gettext("Free of charge") if is_free else plain(price_words(_Price(*price), side.language))
            booking = gettext("booking needed") if found else gettext("Booking needed")
        return ", ".join(filter(None, (found, booking if needs_booking else "")))

    return cell(words, "is_free", "needs_booking", "price", "price_to", "currency")


def picture_credit(side):
    """The credit that has to stand beside the picture, wherever it is printed."""
    references = side.context.references

    @lru_cache(maxsize=4096)
    def credit(key):
        if key is None:
            return ""
        return plain(unescape(strip_tags(credit_line(references.pictures[key], side.language))))

    return cell(credit, "picture")
