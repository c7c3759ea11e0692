"""Cells of our own lists that say several things at once, read back: people with what they do, hours, prices."""

import datetime
import re
from functools import lru_cache
from types import SimpleNamespace

from babel.numbers import get_currency_symbol
from django.utils.translation import gettext, override
from django.utils.translation import gettext as _

from events.exports.context import plain
from events.hours import TABLES, hours_words
from events.importing.cells import number
from events.importing.refusals import CellRefused
from events.models import Event
from events.models.choices import Currency, Function
from events.prices import LOCALES
from sistercities.dates.words import calendar_for
from sistercities.people.roles import role_on

_PERSON = re.compile(r"(?P<name>.*\S) \((?P<what>.*)\)", re.DOTALL)
_HOURS = re.compile(
    r"(?P<days>.+?) (?P<opens>[0-9]{1,2}[:.][0-9]{2}) ?[–-] ?(?P<closes>[0-9]{1,2}[:.][0-9]{2})(?: Uhr)?"
)
BETWEEN = "; "
#: Characters of one person with what they do: more than any name and role that are stored. The pattern tries every
#: parenthesis, which in a long text takes for ever.
_LONGEST_PERSON = 1000


# People ---------------------------------------------------------------------------------------------------------------


def participants(text, language, names):
    """Pairs of a part of the text, and (person, function, role) of "Ada Example (speaker, mayor of Berlin)" or, in its
    place, why there is no such person."""
    found = []
    for part in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
        try:
            found.append((part, _person(part, language, names)))
        except CellRefused as refusal:
            found.append((part, refusal))
    return found


def _person(part, language, names):
    match = _PERSON.fullmatch(part) if len(part) <= _LONGEST_PERSON else None
    if match is None:
        return names.person(part), Function.OTHER.value, ""
    said, _comma, role = match["what"].partition(", ")
    function = _functions(language).get(said.casefold())
    if function is None:
        return names.person(match["name"]), Function.OTHER.value, match["what"]
    return names.person(match["name"]), function, role


@lru_cache
def _functions(language):
    with override(language):
        labels = {plain(str(one.label)).casefold(): one.value for one in Function if one != Function.OTHER}
    return {one.value: one.value for one in Function} | labels


def own_role(person, role, language, day):
    """The role as it has to be stored: "" where it is the office that the person holds on that day anyway."""
    office = role_on(person, day) if role else None
    return "" if office is not None and role == getattr(office, f"title_{language}") else role


# Opening hours --------------------------------------------------------------------------------------------------------


def opening_hours(text, language):
    """Rows (days, opens, closes) of "Tuesday–Saturday 10:00–18:00; Sunday 12:00–18:00; closed on 24 December", and the
    rest of it, which is a note."""
    rows, notes = [], []
    for part in text.replace("\n", BETWEEN).split(BETWEEN):
        row = _hours(part.strip(), language) if not notes else None
        if row:
            rows.append(row)
        elif part.strip():
            notes.append(part)
    return rows, BETWEEN.join(notes)


def _hours(part, language):
    match = _HOURS.fullmatch(plain(part))
    days = match and _days(match["days"], language)
    if not days:
        return None
    try:
        opens, closes = (datetime.time(*map(int, re.split("[:.]", match[name]))) for name in ("opens", "closes"))
    except ValueError:
        return None
    row = SimpleNamespace(days=days, opens=opens, closes=closes)
    # What our own words for it would be is the proof that it was understood.
    return [days, f"{opens:%H:%M}", f"{closes:%H:%M}"] if hours_words([row], language) else None


def _days(text, language):
    names = [name.casefold() for name in calendar_for(language).weekdays]
    if text.casefold() == TABLES[language].daily.casefold():
        return "1234567"
    found = set()
    for part in text.split(", "):
        ends = [end.strip().casefold() for end in part.split("–")]
        if len(ends) > 2 or not all(end in names for end in ends):
            return ""
        first, last = names.index(ends[0]), names.index(ends[-1])
        if last < first:
            return ""
        found |= set(range(first + 1, last + 2))
    return "".join(map(str, sorted(found)))


# Admission ------------------------------------------------------------------------------------------------------------


def admission(text, language):
    """`{is_free, needs_booking, price, price_to, currency}` of "Free of charge, booking needed" or "€12–€18.50"."""
    with override(language):
        free, booking = gettext("Free of charge"), gettext("Booking needed")
    rest = plain(text).strip()
    found = {"is_free": False, "needs_booking": False, "price": None, "price_to": None, "currency": ""}
    if rest.casefold().endswith(booking.casefold()):
        rest, found["needs_booking"] = rest[: -len(booking)].rstrip(" ,"), True
    if rest.casefold() in (free.casefold(), "free", "frei", "eintritt frei", "kostenlos"):
        return found | {"is_free": True}
    if not rest:
        return found
    return found | _prices(rest, language)


def _prices(text, language):
    parts = [part.strip() for part in re.split("[–-]", text)]
    for currency in Currency.values:
        for symbol in (currency, plain(get_currency_symbol(currency, LOCALES[language]))):
            if symbol not in text or len(parts) > 2:
                continue
            bare = [part.replace(symbol, "").strip() for part in parts]
            try:
                price, *more = [number(part, Event._meta.get_field("price")) for part in bare]
            except CellRefused:
                continue
            if price is not None:
                return {"price": price, "price_to": more[0] if more else None, "currency": currency}
    raise CellRefused(_("“%(text)s” is no price such as €12 or €12–€18.50.") % {"text": text[:60]})
