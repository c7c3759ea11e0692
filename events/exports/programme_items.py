"""A row of a list as an item of a programme: what of it is printed, in which words."""

from django.utils.translation import gettext

from events.exports.cell import fields_of
from events.exports.column_table import COLUMNS
from events.exports.context import Side
from events.models.choices import EventKind, EventStatus, Function
from sistercities.dates.ranges import shown_end, span_words
from sistercities.documents.agenda import AgendaItem, Fact, Participant
from sistercities.typography import polish

#: The columns whose cells are printed.
_COLUMNS = (
    *("title", "summary", "kind", "status", "status_note", "time", "other_time", "opening_hours", "cities", "venue"),
    *("room", "address", "wheelchair", "accessibility", "online_url", "participants", "organisers", "spoken"),
    *("admission", "ticket_url", "ticket_note", "url", "language"),
)
#: Fields of a row that `ItemMaker` and the order of a programme look at, beside those of the cells.
_OWN = ("event", "position", "date_note", "precision", "is_run", "first_on", "last_on", "attendance")


class ItemMaker:
    """Makes an `AgendaItem` of each row of one list, whose `fields` it needs. `before` maps keys of events to the spans
    that each was announced for before, and is filled when the rows are known. The language of the list is active."""

    def __init__(self, context):
        self.language = context.languages[0]
        self.before = {}
        side = Side(context, self.language)
        self.cells = {key: COLUMNS[key].make(side) for key in _COLUMNS}
        self.people = COLUMNS["participants"].exact(side)
        self.functions = side.labels(Function)
        self.fields = tuple(dict.fromkeys([*_OWN, *fields_of(self.cells.values())]))

    def item(self, row, *, is_fuzzy):
        """`is_fuzzy`: no day is known, and the heading above says what is."""
        own = "" if row.language == self.language else row.language
        return AgendaItem(
            title=self._own(row, "title"),
            address=self._cell(row, "url"),
            language=own,
            dates=self._dates(row, is_fuzzy),
            times=self._cell(row, "time"),
            other_times=self._cell(row, "other_time"),
            kind=self._cell(row, "kind") if row.kind != EventKind.OTHER else "",
            place=self.place(row, is_fuzzy),
            summary=self._own(row, "summary"),
            participants=tuple(self._participants(row)),
            facts=tuple(Fact(term, words, href) for term, words, href in self._facts(row) if words),
            status=self._status(row),
            status_note=self._status_note(row),
            is_off=bool(row.is_cancelled) or row.status == EventStatus.CANCELLED,
        )

    def place(self, row, is_fuzzy):
        """Venue, room and address; that it is online. Without a place the cities, where no heading above names one."""
        parts = [self._cell(row, name) for name in ("venue", "room", "address")]
        parts = [part for part in parts if part] or (list(self._cells(row, "cities")) if is_fuzzy else [])
        if row.attendance == "online":
            return gettext("Online")
        words = ", ".join(parts)
        if row.attendance == "mixed":
            return gettext("%(place)s and online") % {"place": words} if words else gettext("Online")
        return words

    def _cell(self, row, key):
        return polish(str(self.cells[key].of(row)), self.language)

    def _own(self, row, key):
        """Words of the editors, in the language that they are in."""
        return polish(self.cells[key].of(row), row.language or self.language)

    def _cells(self, row, key):
        return tuple(polish(words, self.language) for words in self.cells[key].of(row))

    def _dates(self, row, is_fuzzy):
        """What the heading above does not say: the editors' own words, the last day of several."""
        if row.position == 0 and row.date_note:
            return polish(row.date_note, row.language or self.language)
        if is_fuzzy or shown_end(row.span) is None or row.starts_at is not None:
            return ""  # times of several days name each
        return span_words(row.span, self.language)

    def _status(self, row):
        return "" if row.status == EventStatus.SCHEDULED and not row.is_cancelled else self._cell(row, "status")

    def _status_note(self, row):
        before = self.before.get(row.event, ()) if row.position == 0 else ()
        was = ", ".join(dict.fromkeys(span_words(span, self.language) for span in before))
        announced = gettext("It was announced for %(dates)s before.") % {"dates": was} if was else ""
        return " ".join(words for words in (announced, self._own(row, "status_note")) if words)

    def _participants(self, row):
        for found in self.people.of(row):
            does = [self.functions.get(found["function"], "") if found["function"] != Function.OTHER else ""]
            words = ", ".join(part for part in (*does, found["role"]) if part)
            yield Participant(found["name"], polish(words, self.language))

    def _facts(self, row):
        yield gettext("Opening hours"), "; ".join(self._cells(row, "opening_hours")), ""
        yield gettext("Admission"), self._cell(row, "admission") or self._tickets(row), self._cell(row, "ticket_url")
        yield gettext("Note on tickets"), self._own(row, "ticket_note"), ""
        online = self._cell(row, "online_url")
        yield gettext("Online"), gettext("Take part online") if online else "", online
        spoken = self._cells(row, "spoken")
        yield gettext("Languages") if len(spoken) > 1 else gettext("Language"), ", ".join(spoken), ""
        organisers = self._cells(row, "organisers")
        yield gettext("Organisers") if len(organisers) > 1 else gettext("Organiser"), ", ".join(organisers), ""
        access = [self._cell(row, name) for name in ("wheelchair", "accessibility")]
        yield gettext("Accessibility"), ". ".join(words.rstrip(".") for words in access if words), ""

    def _tickets(self, row):
        """What leads to tickets whose price nobody knows."""
        return gettext("Tickets") if self._cell(row, "ticket_url") else ""
