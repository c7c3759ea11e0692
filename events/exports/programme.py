"""A list as a programme: by day and city, what is on for weeks before it, what has no day yet after it.

The columns that a list chooses are for tables; a programme prints what a reader wants to know. Of several languages it
is in the first one.
"""

import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import gettext, override

from events.exports.programme_items import ItemMaker
from events.models.choices import EventKind
from events.moves import moves_of
from events.reading import MOVED
from sistercities.cities.words import anniversary_title, city_name, pair_name
from sistercities.dates.partial import PartialDate
from sistercities.dates.ranges import span_in_sentence, span_words
from sistercities.dates.spans import Span
from sistercities.documents.agenda import Agenda, AgendaGroup, AgendaSection, Line, refuse_if_too_long
from sistercities.office.addresses import absolute, address
from sistercities.typography import polish


def agenda_of(export, title=""):
    """The `Agenda` of an `events.exports.export.Export`. Raises `TooLong` before it reads the rows.

    `title` is in the language of the list; without one it is that of the anniversary, or says which events these are.
    """
    refuse_if_too_long(export.count())
    with override(export.layout.language):
        maker = ItemMaker(export.context)
        rows = list(export.rows(*maker.fields))
        return _agenda(export, rows, maker, title)


def _agenda(export, rows, maker, title):
    frame, language = export.frame, export.layout.language
    moved = {row.event for row in rows if row.status in MOVED}
    found = moves_of(moved, export.at)
    maker.before.update((event, [move.before for move in moves]) for event, moves in found.items())
    home = ZoneInfo(export.context.clocks.home)
    now = export.made_at.astimezone(home)
    return Agenda(
        title=polish(title or _title(export), language),
        language=language,
        sections=tuple(_sections(export, rows, maker, export.days[0] or now.date())),
        made_at=export.made_at,
        subtitle=polish(" · ".join(_subtitle(export)), language),
        note=_note(export),
        as_of=polish(
            gettext("As of %(day)s, %(time)s") % {"day": _day_words(now.date(), language), "time": f"{now:%H:%M}"},
            language,
        ),
        office=polish(frame.site_title, language),
        ink=_ink(export, rows),
        contact=tuple(_contact(frame, language)),
    )


# What the programme is called -----------------------------------------------------------------------------------------


def _title(export):
    frame, chosen, language = export.frame, export.selection, export.layout.language
    for one in frame.anniversaries:
        if one.pk == chosen.anniversary:
            return anniversary_title(one.years, frame.pair(one.partnership), language)
    for one in frame.partnerships:
        if one.pk == chosen.partnership:
            return pair_name(frame.pair(one), language)
    return gettext("Events")


def _subtitle(export):
    chosen, language = export.selection, export.layout.language
    first, last = export.days
    if first and last:
        yield span_words(Span("UTC", PartialDate.from_date(first), ends_on=PartialDate.from_date(last)), language)
    elif first:
        yield gettext("From %(day)s on") % {"day": _day_words(first, language)}
    elif last:
        yield gettext("Until %(day)s") % {"day": _day_words(last, language)}
    if chosen.city:
        yield city_name(export.frame.cities[chosen.city], language)
    if chosen.kinds:
        yield ", ".join(str(EventKind(kind).label) for kind in chosen.kinds)


def _note(export):
    if export.selection.is_public:
        note = gettext("All times are local to the city of the event.")
    else:
        note = gettext("Not for publication: it holds what is not public.")
    return " ".join(filter(None, [note, polish(export.change_summary, export.layout.language)]))


def _contact(frame, language):
    office = frame.office
    if office is None:
        return
    yield Line(polish(getattr(office, f"name_{language}") or office.name, language))
    for line in office.address.splitlines():
        yield Line(line)
    if office.phone:
        yield Line(office.phone)
    if office.email:
        yield Line(office.email, f"mailto:{office.email}")
    href = absolute(address("home", language))
    yield Line(href.partition("://")[2].rstrip("/"), href)


def _ink(export, rows):
    """That of the partner whose programme it is: of the selection, or the first one that is named."""
    frame, chosen, clocks = export.frame, export.selection, export.context.clocks
    keys = [clocks.partnerships.get(chosen.partnership, ()), clocks.anniversaries.get(chosen.anniversary, ())]
    cities = [city for found in keys for city in found]
    cities += [frame.cities[chosen.city]] if chosen.city else []
    cities += [city for row in rows for city in clocks.cities(row.cities)]
    return next((city.ink for city in cities if not frame.is_home(city)), "poppy")


# By day and city ------------------------------------------------------------------------------------------------------


def _sections(export, rows, maker, today):
    """`today` is the day from which a run that began before is on."""
    language = export.layout.language
    runs = [row for row in rows if _is_on(row, today)]
    days = [row for row in rows if _has_day(row) and not _is_on(row, today)]
    fuzzy = [row for row in rows if not _has_day(row)]
    if runs:
        yield AgendaSection(gettext("Now on"), tuple(_cities(export, runs, maker)))
    for day, of_day in groupby(days, key=lambda row: row.first_on):
        yield AgendaSection(_day_words(day, language, weekday=True), tuple(_cities(export, of_day, maker)))
    if fuzzy:
        groups = {}
        for row in fuzzy:
            groups.setdefault(_fuzzy_words(row.span, language), []).append(maker.item(row, is_fuzzy=True))
        found = tuple(AgendaGroup(heading, tuple(items)) for heading, items in groups.items())
        yield AgendaSection(gettext("Without a day yet"), found)


def _has_day(row):
    return row.precision in ("time", "day")


def _is_on(row, today):
    return bool(row.is_run) and _has_day(row) and row.first_on < today <= row.last_on


def _day_words(day: datetime.date, language, weekday=False):
    return span_words(Span("UTC", PartialDate.from_date(day)), language, weekday=weekday)


def _fuzzy_words(span, language):
    """ "In October 2017", "Date to follow"."""
    return span_words(span, language) if span.starts_on is None else capfirst(span_in_sentence(span, language))


def _cities(export, rows, maker):
    """Groups by city, the home city first, then the partners by name, then what is online and what has no city."""
    frame, language, groups = export.frame, export.layout.language, {}
    for row in rows:
        groups.setdefault(_city(export, row), []).append(row)
    for city in sorted(groups, key=lambda city: _rank(frame, city, language)):
        items = tuple(maker.item(row, is_fuzzy=False) for row in groups[city])
        if city in (ONLINE, NOWHERE):
            yield AgendaGroup(gettext("Online") if city == ONLINE else gettext("Place to follow"), items)
        else:
            yield AgendaGroup(
                polish(city_name(city, language), language), items, "home" if frame.is_home(city) else city.ink
            )


ONLINE, NOWHERE = "online", "nowhere"


def _city(export, row):
    """Where it is: the venue's city, else the one of its cities that has its clock, else the first of them."""
    if row.attendance == "online":
        return ONLINE
    clocks, frame = export.context.clocks, export.frame
    if row.venue is not None:
        return frame.cities[export.context.references.venues[row.venue].city_id]
    cities = clocks.cities(row.cities)
    return next((city for city in cities if city.time_zone == row.time_zone), cities[0] if cities else NOWHERE)


def _rank(frame, city, language):
    if city in (ONLINE, NOWHERE):
        return (2 if city == ONLINE else 3, "")
    return (0 if frame.is_home(city) else 1, city_name(city, language))
