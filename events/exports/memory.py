"""What was handed out of each date, as a run of a profile remembers it, and how two of these differ. Pure.

A date is known by its uid for ever, so a list that is filtered, sorted or translated anew is still compared by date.
"""

import itertools
import json
from enum import StrEnum
from typing import NamedTuple

from events.exports.lines import Lines, read, read_raw


class Change(StrEnum):
    """What can happen to a date between two lists. The first ones matter most, and are said first."""

    GONE = "gone"  # no longer public, or no longer there at all
    MOVED_OUT = "moved_out"  # to a day that the list does not hold
    LEFT = "left"  # still there, but the list does not ask for it any more
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    MOVED_ONLINE = "moved_online"
    REINSTATED = "reinstated"
    MOVED = "moved"
    PLACE = "place"
    RENAMED = "renamed"
    STATE = "state"
    NEW = "new"


class Handed(NamedTuple):
    """What somebody was told of a date. All are texts.

    `uid` is that of the date, `event` that of its event. `when` and `where` are the words that stood in the list. What
    is compared instead does not depend on them: `known` is what is known of the time, `place` the key of the venue.
    `last_on` is the last day it can be on (ISO 8601, "" where nobody knows), `status` a value of `EventStatus`, with
    cancelled dates as cancelled, `state` what is public of it, in words.
    """

    uid: str
    event: str
    title: str
    known: str
    when: str
    place: str
    room: str
    where: str
    last_on: str
    status: str
    state: str


class Changed(NamedTuple):
    """One thing that is different. `before` and `after` are words, empty where the kind says everything."""

    kind: Change
    before: str = ""
    after: str = ""


class Memory(Lines):
    """What a run is remembered by: the language of its words first. `append()` takes a `Handed`."""

    def __init__(self, language):
        super().__init__()
        self.append([language])


def recall(data):
    """The `Handed` of a memory, lazily."""
    return map(Handed._make, itertools.islice(read(data), 1, None))


#: Of a status that is not among them, nothing is said but the new date.
_SAID = {
    "cancelled": Change.CANCELLED,
    "postponed": Change.POSTPONED,
    "moved_online": Change.MOVED_ONLINE,
}


def differences(before, after, is_same_language=True):
    """The `Changed` between two `Handed` of the same date, the most important first.

    Titles and rooms in two languages differ without anybody having changed them.
    """
    found = []
    if after.status != before.status:
        if after.status in _SAID:
            found.append(Changed(_SAID[after.status]))
        elif before.status in ("cancelled", "postponed"):
            found.append(Changed(Change.REINSTATED))
    if before.state and not after.state:
        # Of a manuscript then, of what is public now: what was written before may never have been public.
        return found
    if after.known != before.known:
        found.append(Changed(Change.MOVED, before.when, after.when))
    is_elsewhere = after.place != before.place or (is_same_language and after.room != before.room)
    if is_elsewhere and Changed(Change.MOVED_ONLINE) not in found:
        found.append(Changed(Change.PLACE, before.where, after.where))
    if is_same_language and after.title != before.title:
        found.append(Changed(Change.RENAMED, before.title, after.title))
    # Lists of what is public do not say the state. A list that has become one, or is none any more, changes no event.
    if is_same_language and before.state and after.state and after.state != before.state:
        found.append(Changed(Change.STATE, before.state, after.state))
    return found


def fate(before, now, is_same_language=True, is_public_list=False):
    """The same for a date that the list does not hold any more; `now` is None where it is not public either. That
    it is gone is said first.

    `is_public_list`: what is not public is not asked for any more, and may never have been public.
    """
    if now is None:
        return [Changed(Change.LEFT if before.state and is_public_list else Change.GONE)]
    found = differences(before, now, is_same_language)
    moved = [change._replace(kind=Change.MOVED_OUT) for change in found if change.kind == Change.MOVED]
    return [*(moved or [Changed(Change.LEFT)]), *(change for change in found if change.kind != Change.MOVED)]


class Comparison:
    """Holds a list against the memory of the one before. Ask of every date once, then for the rest.

    A hundred thousand dates take about 40 MB meanwhile, and less with every date that was asked of.
    """

    def __init__(self, data, language):
        lines = read_raw(data)
        self.is_same_language = json.loads(next(lines, b"[null]")) == [language]
        # As they were packed: made into objects only for the moment in which they are compared.
        self._before = {_uid_of(line): line for line in lines}

    def of(self, after):
        """The `Changed` of a date of the new list."""
        line = self._before.pop(after.uid, None)
        if line is None:
            return [Changed(Change.NEW)]
        return differences(Handed._make(json.loads(line)), after, self.is_same_language)

    def rest(self):
        """What was handed out before and is not in the new list: `Handed`, lazily, in the order of the former one."""
        return (Handed._make(json.loads(line)) for line in self._before.values())


def _uid_of(line):
    """The first text of the JSON list, which is a UUID and needs no unescaping."""
    return line[2 : line.index(b'"', 2)].decode()
