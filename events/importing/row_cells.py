"""Cells of a row that are values by themselves: words, choices, numbers, yes and no."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.importing import cells, composites
from events.importing.refusals import CellRefused
from events.models import Event, EventText
from events.models.choices import Attendance, Currency, EventKind, EventStatus
from sistercities.office.page_text import plain_text

_WITH_CURRENCY = re.compile(r"(?P<before>[^0-9]*)(?P<amount>[0-9](?:[0-9.,' ]*[0-9])?)(?P<behind>[^0-9]*)")
_CURRENCIES = {"€": "EUR", "euro": "EUR", "£": "GBP", **{code.casefold(): code for code in Currency.values}}
_DETAILED_ADMISSION = frozenset(["is_free", "needs_booking", "price", "price_to", "currency"])


def _words(cell, place):
    place.wish(f"{place.name}_{place.language}", cells.words(cell, EventText._meta.get_field(place.name)))


def _body(cell, place):
    text, stored = cells.text_of(cell), place.current.state[f"body_{place.language}"]
    if stored and plain_text(stored).strip() == text:
        return
    place.wish(f"body_{place.language}", cells.paragraphs(text))


def _kind(cell, place):
    place.wish("kind", cells.choice(cell, EventKind))


def _attendance(cell, place):
    place.wish("attendance", cells.choice(cell, Attendance))


def _status(cell, place):
    status = cells.choice(cell, EventStatus)
    if not place.current.date_key:
        place.wish("status", status)
        return
    # Of a further date, "cancelled" is its own: the event may take place on all the others.
    is_off = status == EventStatus.CANCELLED
    if is_off != (place.current.state["status"] == EventStatus.CANCELLED):
        place.wish("is_cancelled", is_off)
    if not is_off:
        place.wish("status", status)


def _currency(cell, place):
    text = cells.text_of(cell).upper()
    if text and text not in Currency.values:
        choices = {"text": text[:60], "choices": ", ".join(Currency.values)}
        raise CellRefused(_("“%(text)s” is none of: %(choices)s.") % choices)
    place.wish("currency", text)


def _number(cell, place):
    cell, currency = _without_currency(cell)
    place.wish(place.name, cells.number(cell, Event._meta.get_field(place.name)))
    if currency and "currency" not in place.reader.positions:
        place.wish("currency", currency)


def _without_currency(cell):
    """ "12,50 €" without the currency, and its code. A dollar may be that of several countries: left to people."""
    match = _WITH_CURRENCY.fullmatch(cell.strip()) if isinstance(cell, str) and len(cell) < 60 else None
    code = match and _CURRENCIES.get((match["before"] + match["behind"]).strip().casefold())
    return (match["amount"], code) if code else (cell, "")


def _yes_no(cell, place):
    place.wish(place.name, cells.yes_no(cell))


def _web(cell, place):
    place.wish(place.name, cells.web_address(cell, Event._meta.get_field(place.name)))


def _time_zone(cell, place):
    if place.options.clock != "event":
        return  # it names the clock of the list, not that of the event
    text = cells.text_of(cell)
    try:
        place.wish("time_zone", "" if text in ("", "UTC") else Event._meta.get_field("time_zone").clean(text, None))
    except ValidationError as refusal:
        raise CellRefused(" ".join(refusal.messages)) from None


def _opening_hours(cell, place):
    rows, note = composites.opening_hours(cells.text_of(cell), place.ours)
    if place.reading.values.setdefault("opening_hours", rows) != rows:
        raise CellRefused(_("says other hours than the column in the other language."))
    place.wish(f"opening_note_{place.language}", cells.words(note, EventText._meta.get_field("opening_note")))


def _admission(cell, place):
    if not _DETAILED_ADMISSION & set(place.reader.positions):
        place.reading.values |= composites.admission(cells.text_of(cell), place.ours)


READERS = {
    **dict.fromkeys(("title", "summary", "room", "ticket_note", "status_note"), _words),
    **dict.fromkeys(("is_run", "is_free", "needs_booking"), _yes_no),
    **dict.fromkeys(("price", "price_to"), _number),
    **dict.fromkeys(("online_url", "ticket_url"), _web),
    "body": _body,
    "kind": _kind,
    "attendance": _attendance,
    "status": _status,
    "currency": _currency,
    "time_zone": _time_zone,
    "opening_hours": _opening_hours,
    "admission": _admission,
}
