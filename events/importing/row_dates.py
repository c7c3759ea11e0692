"""The columns of a row that say when: a day, times, EDTF, words. Together they make one span.

Where several say it, they have to say the same; on an event that is here already, the one that was changed counts.
"""

import contextlib
import datetime
from dataclasses import replace
from functools import partial

from django.utils.translation import gettext as _

from events.exports.context import plain
from events.importing import cells
from events.importing.days import NOTHING, Typed, of_two_hours, read_day, read_time, say_again, span_of
from events.importing.fields import LANGUAGES
from events.importing.refusals import CellRefused, OrderUnknown
from events.importing.state import span_from, span_state
from events.models import EventText
from sistercities.dates.interchange import span_from_edtf
from sistercities.dates.partial import PartialDate
from sistercities.dates.spans import Span

TYPED = ("from", "to", "start_time", "end_time")


def first_day(reader, row):
    """The first day that the row says (a `datetime.date`), None where it says none. Matching needs no zone."""
    for key in ("edtf", "from"):
        cell = reader.cell(row, key)
        if cell in (None, ""):
            continue
        try:
            if key == "edtf":
                return span_from_edtf(cells.text_of(cell), "UTC").first_day
            return read_day(cell, reader.options.day_order)[0].on.earliest
        except (ValueError, AttributeError):
            continue
    return None


def day_of(place):
    """The first day of the event (`PartialDate`), which tells what offices people hold."""
    if place.current.date_key:
        return place.current.day
    starts_on = place.now("span")[0]
    return starts_on and PartialDate.from_edtf(starts_on)


def read(place):
    """Read all columns that say when. `place` makes the `Place` of a key."""
    somewhere = place("title")
    reader, current = somewhere.reader, somewhere.current
    keys = [key for key in (*TYPED, "edtf") if key in reader.positions]
    spans = {}
    for name, group in (("typed", [key for key in keys if key != "edtf"]), ("edtf", ["edtf"])):
        group = [key for key in group if key in keys]
        if group and not all(_is_as_before(reader, key, somewhere) for key in group):
            read = partial(_READ[name], place, group)
            reader.attempt(place(group[0]), lambda name=name, read=read: spans.update({name: read()}))
    if somewhere.reading.problems or somewhere.reading.undecided:
        return
    span = spans.get("edtf") or spans.get("typed")
    if len(spans) == 2 and not _agree(spans):
        problem = _("says something else than the column “%(other)s”.") % {"other": reader.titles["edtf"]}
        somewhere.reading.problems.append(reader.named(next(key for key in keys if key != "edtf"), problem))
        return
    if span is not None and span_state(span) != _stored(current) and not _is_said_again(spans, reader, current):
        somewhere.wish(current.date_key or "span", span_state(span))
    if not current.date_key:
        for key in ("date", *(f"date_{code}" for code in LANGUAGES)):
            if key in reader.positions:
                reader.attempt(place(key), lambda key=key: _note(place(key)))


def _is_as_before(reader, key, place):
    return reader.is_as_before(key, reader.cell(place.row, key), place.current)


def _typed(place, keys):
    somewhere = place(keys[0])
    reader, row = somewhere.reader, somewhere.row
    starts, ends = NOTHING, NOTHING
    given = {key: cell for key in keys if (cell := reader.cell(row, key)) not in (None, "")}
    given |= {key: given[key].date() for key in reader.midnights if isinstance(given.get(key), datetime.datetime)}
    if "from" in given:
        starts, ends = read_day(given["from"], reader.options.day_order)
    if "to" in given:
        ends, beyond = read_day(given["to"], reader.options.day_order)
        if beyond is not NOTHING and beyond.on:
            raise CellRefused(_("“%(text)s” is two days, not one.") % {"text": cells.text_of(given["to"])[:60]})
    if "start_time" in given:
        first, last = read_time(given["start_time"])
        starts = Typed(starts.on, first)
        ends = Typed(ends.on, last) if last and ends.time is None else ends
    if "end_time" in given:
        ends = Typed(ends.on, read_time(given["end_time"])[0])
    clock, zone = _clock(somewhere), _zone(somewhere)
    for exact in _exactly(somewhere, zone):
        starts = replace(starts, moment=of_two_hours(starts, exact.starts_at, clock))
        ends = replace(ends, moment=of_two_hours(ends, exact.ends_at, clock))
    span = span_of(starts, ends, clock)
    if span.zone == zone:
        return span
    (first, first_time), (last, last_time) = say_again(span, zone)
    return span_of(Typed(first, first_time, span.starts_at), Typed(last, last_time, span.ends_at), zone)


def _exactly(place, zone):
    """What tells of an hour that comes twice which one is meant: the EDTF beside it, and what is stored."""
    with contextlib.suppress(ValueError):  # said where that column is read
        yield span_from_edtf(cells.text_of(place.reader.cell(place.row, "edtf")), zone)
    if stored := _stored(place.current):
        yield span_from(stored, place.current.event.zone_name)


def _edtf(place, keys):
    somewhere = place("edtf")
    text = cells.text_of(somewhere.reader.cell(somewhere.row, "edtf"))
    zone = _zone(somewhere)
    try:
        return span_from_edtf(text, zone)
    except ValueError:
        return _day_of_spreadsheet(text, zone, somewhere)


def _day_of_spreadsheet(text, zone, place):
    """Spreadsheets take 2026-10-06 for a day, and write it in their own way: 06.10.2026, 10/6/2026."""
    try:
        starts, ends = read_day(text, place.options.day_order)
        if ends is NOTHING or (ends.on is None and ends.time is None):
            return span_of(starts, NOTHING, zone)
    except OrderUnknown:
        raise
    except CellRefused:
        pass
    raise CellRefused(_("“%(text)s” is no EDTF date.") % {"text": text[:60]})


_READ = {"typed": _typed, "edtf": _edtf}


def _agree(spans):
    """Does the EDTF say what days and times say, as far as those can say it?"""
    exact, typed = spans["edtf"], spans["typed"]
    if exact == typed:
        return True
    known = [(day if day and day.precision == "day" else None, time) for day, time in say_again(exact, exact.zone)]
    # A list of ours leaves out what is not known to the day.
    return known == [tuple(end) for end in say_again(typed, typed.zone)]


def _is_said_again(spans, reader, current):
    """Do days and times, written in another way, say what is stored, as far as a list with these columns says it?"""
    stored = _stored(current)
    if "edtf" in spans or not stored or stored[0] is None:
        return False
    typed, stored = spans["typed"], span_from(stored, current.event.zone_name)
    if typed.ends_on is None and not {"to", "end_time"} & set(reader.positions):
        stored = Span(stored.zone, stored.starts_on, stored.starts_at)
    return _agree({"edtf": stored, "typed": typed})


def _zone(place):
    """The clock of the event: as the row says, as it is stored, that of the venue, or that of the options."""
    if zone := place.now("time_zone"):
        return zone
    if venue := place.now("venue"):
        return place.names.zone_of_venue(venue)
    if "time_zone" in place.reading.values or _says_as_before(place, "time_zone"):
        return "UTC"  # the row says that none is known
    if place.options.zone:
        place.wish("time_zone", place.options.zone)
    return place.options.zone or "UTC"


def _says_as_before(place, key):
    cell = place.reader.cell(place.row, key)
    return cell not in (None, "") and place.reader.is_as_before(key, cell, place.current)


def _clock(place):
    """The clock that the times of the row are by."""
    if place.options.clock == "event":
        return _zone(place)
    zone_of, fields = place.names.clocks.zone(place.options.clock)
    known = {
        "time_zone": _zone(place),
        "cities": ",".join(map(str, place.now("cities"))),
        "partnership": place.now("partnership"),
        "anniversary": place.now("anniversary"),
    }
    return zone_of(*(known[name] for name in fields))


def _stored(current):
    if current.date_key:
        return current.state.get(current.date_key, [None])[0]
    return current.state["span"] if current.event.pk else None


def _note(place):
    """Words for the date: those that we would write ourselves are none."""
    cell = place.reader.cell(place.row, place.key)
    if place.reader.is_as_before(place.key, cell, place.current):
        return
    text = cells.text_of(cell)
    # Days alone are in the words, so the clock by which they are stored will do.
    zone = _zone(place) if "span" in place.reading.values else place.current.event.zone_name
    span = span_from(place.now("span"), zone)
    generated = place.names.date_words[place.ours](span)
    is_ours = plain(text).casefold() == generated.casefold()
    field = EventText._meta.get_field("date_note")
    place.wish(f"date_note_{place.language}", "" if is_ours else cells.words(text, field))
