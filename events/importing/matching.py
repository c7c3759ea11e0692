"""Which events on the desk the records of a file are about."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from events.importing.options import Match
from events.models import Event, EventDate, EventEdition, EventText
from sistercities.publishing import access

#: Keys in one query: databases take only so many.
_AT_ONCE = 500


@dataclass
class Group:
    """The records of one event, each with the uid of the date that it is about: the main one first, if it is there.

    `event` is the key of the event on the desk, None for a new one, whose uid is `uid` (None: any). `problem` is why it
    cannot be taken.
    """

    event: int | None = None
    uid: UUID | None = None
    records: list = field(default_factory=list)
    problem: str = ""

    def add(self, record, uid):
        if uid is not None and any(uid == other for _record, other in self.records):
            self.problem = self.problem or _("The same date stands twice in the file.")
        self.records.append((record, uid))


def groups_of(source, user):
    """The `Group`s of a source, in the order of the file."""
    match = Match(source.options.match)
    if match == Match.UID:
        return _by_uid(source.records)
    if match == Match.NOTHING:
        return [Group(records=[(record, None)]) for record in source.records]
    visible = access.visible(Event.objects.all(), user)
    found = _by_page(source.records, visible) if match == Match.PAGE else _by_title(source.records, visible)
    return _by_found(source.records, found)


# By uid ---------------------------------------------------------------------------------------------------------------


def _by_uid(records):
    events, owners = _known({uid for record in records for uid in (record.uid, record.event_uid) if uid})
    groups = {}
    for record in records:
        event = events.get(record.uid) or events.get(record.event_uid)
        name = event or record.event_uid or record.page or record.uid or f"row {record.number}"
        group = groups.setdefault(name, Group(event, owners.get(event)))
        group.add(record, record.uid or record.event_uid)
        if record.event_uid and events.get(record.event_uid, event) != event:
            group.problem = group.problem or _("Its UIDs are those of two different events.")
    for group in groups.values():
        _put_main_first(group)
    # New events come in the order of their main dates: lists put those that begin at one moment in that order.
    places = {id(record): place for place, record in enumerate(records)}
    return sorted(groups.values(), key=lambda group: places[id(group.records[0][0])])


def _known(uids):
    """`{uid of a date: key of its event}`, `{key of an event: its uid}`."""
    events, owners = {}, {}
    for part in _in_parts(uids):
        for key, uid in Event.objects.filter(uid__in=part).values_list("pk", "uid"):
            events[uid], owners[key] = key, uid
        for uid, key, owner in EventDate.objects.filter(uid__in=part).values_list("uid", "event", "event__uid"):
            events.setdefault(uid, key)
            owners[key] = owner
    return events, owners


def _put_main_first(group):
    """The main date is the one with the uid of its event; of a new event that has none such, the first one."""
    if group.uid is None:
        group.uid = next((record.event_uid for record, _uid in group.records if record.event_uid), None)
    main = next((pair for pair in group.records if pair[1] == group.uid), None)
    if main is None and group.event is None:
        main = group.records[0]
        group.uid = group.uid or main[1]
    if main is not None:
        group.records.remove(main)
        group.records.insert(0, (main[0], group.uid))


# By what people know --------------------------------------------------------------------------------------------------


def _by_page(records, visible):
    found = defaultdict(set)
    for slugs in _in_parts({record.slug for record in records if record.slug}):
        for model in (EventText, EventEdition):
            rows = model.objects.filter(slug__in=slugs, event__in=visible.order_by().values("pk")).order_by()
            for slug, key, uid in rows.values_list("slug", "event", "event__uid"):
                found[slug].add((key, uid))
    return [found.get(record.slug, ()) for record in records]


def _by_title(records, visible):
    """By a title in any language, in any case of letters, and the first day of one of its dates."""
    wanted, found = {record.title.casefold() for record in records if record.title}, defaultdict(set)
    for days in _in_parts({record.first_day for record in records}):
        on_these = Q(first_on__in=[day for day in days if day])
        if None in days:
            on_these |= Q(first_on=None)
        further = EventDate.objects.filter(on_these, event__in=visible.order_by().values("pk"))
        dates = [
            *visible.filter(on_these).values_list("pk", "uid", "first_on"),
            *further.values_list("event", "uid", "first_on"),
        ]
        titles = defaultdict(set)
        for keys in _in_parts({key for key, _uid, _day in dates}):
            for key, title in EventText.objects.filter(event__in=keys).values_list("event", "title"):
                titles[key].add(title.casefold())
        for key, uid, day in dates:
            for title in titles[key] & wanted:
                found[title, day].add((key, uid))
    return [found.get((record.title.casefold(), record.first_day), ()) for record in records]


def _by_found(records, found):
    """`found` has pairs of the key of an event and the uid of its date for each record."""
    groups, of_event = [], {}
    for record, matches in zip(records, found, strict=True):
        if len(matches) == 1:
            ((key, uid),) = matches
            if key not in of_event:
                of_event[key] = Group(key)
                groups.append(of_event[key])
            of_event[key].add(record, uid)
            continue
        group = Group(records=[(record, None)])
        if matches:
            group.problem = _("There are %(count)d events here that it could be.") % {"count": len(matches)}
        groups.append(group)
    return groups


def _in_parts(values):
    values = sorted(values, key=str)
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
