"""What changed in a list since the last run of its profile: followed row by row while the list is written."""

from collections import Counter
from dataclasses import replace
from itertools import islice

from events.exports.cell import fields_of
from events.exports.change_words import words
from events.exports.column_table import COLUMNS
from events.exports.columns import plan
from events.exports.lines import Lines, read
from events.exports.memory import Comparison, Handed, Memory, fate
from events.exports.rows import row_type
from events.exports.selection import Selection, State

_SAID = ("title", "date", "time", "venue", "room", "status", "public_state")
_NEEDS = ("uid", "event_uid", "starts_on", "starts_at", "ends_on", "ends_at", "last_on", "venue")
#: Dates that are looked up at once.
_AT_ONCE = 500


class Changes:
    """`see()` every row of the list, then `finish()`.

    `before` is the memory of the last run, None before the first one: then nothing counts as a change. `counts` says
    how many dates changed in which way, `memory` (after `finish()`) is what to remember of this list.
    """

    def __init__(self, export, before):
        self.export = export
        self.language = export.layout.language
        self.is_first = before is None
        self.counts = Counter()
        self.memory = b""
        context = replace(export.context, languages=(self.language,), clock="event")
        planned = {column.key: column for column in plan([COLUMNS[key] for key in _SAID], context)}
        self._cells = {key: column.value for key, column in planned.items()}
        self._status = planned["status"].exact
        self.needs = tuple(dict.fromkeys([*_NEEDS, *fields_of(self._cells.values())]))
        self._comparison = None if before is None else Comparison(before, self.language)
        self.is_same_language = self._comparison is not None and self._comparison.is_same_language
        self._next = Memory(self.language)
        self._found = Lines()
        self._gone = Lines()
        self._waiting = {}

    def see(self, row):
        handed = self._handed(row)
        self._next.append(handed)
        if self._comparison is not None and (changes := self._comparison.of(handed)):
            self._waiting[handed.uid] = self._keep(handed, changes)

    def change_of(self, uid):
        """For the column `change`: words, once for each row that was seen."""
        return self._waiting.pop(uid, "")

    def finish(self):
        """Find out what became of the dates that are not in the list any more."""
        rest, is_public = self._rest(), self.export.selection.is_public
        while some := list(islice(rest, _AT_ONCE)):
            now = self._now(dict.fromkeys(handed.event for handed in some))
            for handed in some:
                said = self._keep(handed, fate(handed, now.get(handed.uid), self.is_same_language, is_public))
                if not self._is_for_the_desk(handed):
                    self._gone.append([said, *handed])
        self._data, self._gone_data = self._found.data(), self._gone.data()
        self.memory = self._next.data()

    def __iter__(self):
        """After `finish()`: tuples of the words of the change, the title, the date and the place, in the order of the
        list; what is gone comes last. For the desk: files have `told()`."""
        return (tuple(line) for line, _is_for_the_desk in read(self._data))

    def told(self):
        """The same for whoever gets the list. One of what is public names no manuscript, although the last one did."""
        return (tuple(line) for line, is_for_the_desk in read(self._data) if not is_for_the_desk)

    def gone(self):
        """After `finish()`: the words of the change and the `Handed` of each date that is not in the list any more, as
        it was handed out the last time; for whoever gets the list, like `told()`."""
        return ((said, Handed._make(handed)) for said, *handed in read(self._gone_data))

    @property
    def total(self):
        """How many dates changed, or are gone."""
        return self._found.count

    def _keep(self, handed, changes):
        self.counts.update({change.kind.value: 1 for change in changes})
        said = words(changes, self.language)
        self._found.append([[said, handed.title, handed.when, handed.where], self._is_for_the_desk(handed)])
        return said

    def _is_for_the_desk(self, handed):
        """Was it handed out as a manuscript, by a list that is now of what is public?"""
        return self.export.selection.is_public and bool(handed.state)

    def _handed(self, row):
        said = {key: cell.of(row) for key, cell in self._cells.items()}
        known = [row.starts_on, row.starts_at, row.ends_on, row.ends_at]
        return Handed(
            uid=row.uid,
            event=row.event_uid,
            title=said["title"],
            known="/".join("" if value is None else str(value) for value in known),
            when=", ".join(filter(None, [said["date"], said["time"]])),
            place="" if row.attendance == "online" else str(row.venue or ""),
            room=said["room"],
            where=", ".join(filter(None, [said["room"], said["venue"]])),
            last_on=str(row.last_on or ""),
            status=self._status.of(row),
            state="" if self.export.selection.is_public else said["public_state"],
        )

    # --- what is not in the list any more ----------------------------------------------------------------------------

    def _rest(self):
        """What is over has not been taken out by anybody: lists of "the next 4 weeks" lose some every day."""
        if self._comparison is None:
            return
        first = self.export.days[0]
        for handed in self._comparison.rest():
            if not (first and handed.last_on and handed.last_on < first.isoformat()):
                yield handed

    def _now(self, events):
        """`{uid: Handed}` of all dates of those events as they are now, whether the list asks for them or not."""
        state = State.PUBLIC if self.export.selection.is_public else State.ANY
        chosen = Selection(state=state.value, events=tuple(events))
        rows = self.export.source.read(chosen, self.needs, self.language, (None, None), self.export.at)
        return {row.uid: self._handed(row) for row in map(row_type(self.needs)._make, rows)}
