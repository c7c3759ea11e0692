"""What importing a file would do, event by event, before anything is written."""

import hashlib
import json
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.importing import checks
from events.importing.matching import groups_of
from events.importing.records import Current
from events.importing.showing import label_of
from events.importing.state import DATE, LANGUAGES, digest, new_event, related, state_of
from events.models import Event, EventEdition, EventText
from sistercities.dates.partial import PartialDate
from sistercities.publishing import access
from sistercities.publishing.slugs import RESERVED


class Action(models.TextChoices):
    CREATE = "create", gettext_lazy("New")
    CHANGE = "change", gettext_lazy("Changed")
    SAME = "same", gettext_lazy("Unchanged")
    SKIP = "skip", gettext_lazy("Left out")


@dataclass
class Item:
    """One event of the file. `values` is what is written (`events.importing.state`), `before` the whole state now.

    `reasons` say why it is left out, `notes` what of it is; sentences that name their rows.
    """

    action: Action
    name: str
    numbers: tuple
    event: Event | None = None
    uid: object = None
    values: dict = field(default_factory=dict)
    before: dict = field(default_factory=dict)
    reasons: list = field(default_factory=list)
    notes: list = field(default_factory=list)


@dataclass
class Plan:
    """`undecided` are cells that say a day in an order which nobody has told; as long as there are any, nothing is
    written."""

    items: list
    names: object
    undecided: list = field(default_factory=list)

    def of(self, action):
        return [item for item in self.items if item.action == action]

    @property
    def counts(self):
        return {action.value: len(self.of(action)) for action in Action}

    @property
    def writes(self):
        """The items that are written."""
        return [item for item in self.items if item.action in (Action.CREATE, Action.CHANGE)]

    @property
    def digest(self):
        """Names this plan, and the state of the desk that it was made from."""
        content = [
            [item.action, item.event and [item.event.pk, digest(item.event)], str(item.uid), item.values, item.reasons]
            for item in self.items
        ]
        return hashlib.sha256(json.dumps([content, self.undecided]).encode()).hexdigest()


def plan(source, user):
    """The `Plan` of a `Source`. What the user may not add or change is left out, and says so."""
    groups = groups_of(source, user)
    keys = [group.event for group in groups if group.event]
    events = {event.pk: event for event in related(Event.objects.filter(pk__in=keys))}
    rights = _Rights(user, keys)
    said = source.said([events[key] for key in keys if key in rights.editable]) if keys else {}
    made = Plan([_left_out(problem) for problem in source.problems], source.names)
    for group in groups:
        event = events.get(group.event)
        if group.event and not event:
            group.problem = _("It has just been deleted.")
        made.items.append(_item(group, event, source, said, rights, made.undecided))
    _leave_out_taken_addresses(made)
    return made


class _Rights:
    """What the user may do to the events of a file. Two queries."""

    def __init__(self, user, keys):
        events = Event.objects.filter(pk__in=keys)
        self.may_add = user.has_perm(access.permission(Event, "add"))
        self.visible = set(access.visible(events, user).values_list("pk", flat=True))
        self.editable = set(access.editable(events, user).values_list("pk", flat=True))

    def problem(self, event):
        if event is None:
            return "" if self.may_add else _("You may not add events.")
        if event.pk in self.editable:
            return ""
        if event.pk in self.visible:
            return _("You may not change this event.")
        # Of what somebody may not see, nothing is told: not even whether it is there.
        return _("Its UID cannot be used.")


def _left_out(problem):
    return Item(Action.SKIP, "", (problem.number,), reasons=[str(problem)])


def _item(group, event, source, said, rights, undecided):
    numbers = tuple(dict.fromkeys(record.number for record, _uid in group.records))
    name = group.records[0][0].name
    if problem := group.problem or rights.problem(event):
        return Item(Action.SKIP, name, numbers, reasons=[_at(numbers[0], problem)])
    item = Item(Action.CREATE if event is None else Action.CHANGE, name, numbers, event, group.uid)
    subject = event or new_event()
    item.before = state_of(subject)
    for record, uid in group.records:
        _take(item, record, _current(item, subject, uid, said, group), source, undecided)
    _keep_only_changes(item)
    if not item.reasons:
        checks.complete(item, subject, source.names)
        item.reasons = [_at(numbers[0], reason) for reason in item.reasons]
    if item.reasons:
        item.action = Action.SKIP
    elif event is not None and not item.values:
        item.action = Action.SAME
    return item


def _current(item, subject, uid, said, group):
    """What a record is read against: for a further date, also what the main one has just said."""
    is_main = uid is None or uid == (subject.uid if subject.pk else group.uid)
    state = item.before if is_main else item.before | item.values
    starts_on = state["span"][0]
    return Current(
        subject,
        state,
        said.get(uid or subject.uid) if subject.pk else None,
        "" if is_main else f"{DATE}{uid}",
        starts_on and PartialDate.from_edtf(starts_on),
    )


def _take(item, record, current, source, undecided):
    """Read a record, and add what it wants to what others of the same event want."""
    reading = source.read(record, current)
    if record.is_changed_time and current.date_key and (problem := _why_not_with_the_others(item, current, reading)):
        item.notes.append(_at(record.number, _("This time is left out: %(problem)s") % {"problem": problem}))
        return
    # Each once: all times of a repetition have the number of their entry.
    item.reasons = _with(item.reasons, record, reading.problems)
    item.notes = _with(item.notes, record, reading.notes)
    if reading.undecided:
        undecided += [_at(record.number, sentence) for sentence in reading.undecided]
        item.reasons += [_at(record.number, sentence) for sentence in reading.undecided]
    if current.date_key:
        stored, is_off = item.before.get(current.date_key, (None, False))
        span = reading.values.pop(current.date_key, stored)
        date = [span, reading.values.pop("is_cancelled", is_off)]
        if span is None or span[0] is None:
            item.reasons.append(_at(record.number, _("A further date needs a day.")))
        else:
            item.values[current.date_key] = date
    for name, value in reading.values.items():
        if item.values.setdefault(name, value) != value:
            sentence = _("%(field)s: another row of the same event says otherwise.") % {"field": label_of(name)}
            item.reasons.append(_at(record.number, sentence))


def _why_not_with_the_others(item, current, reading):
    """Why one time of a repetition cannot be a further date, as a sentence; "" where it can. An event has one title and
    one place for all its dates."""
    own = {current.date_key, "is_cancelled"}
    if reading.values.get("is_cancelled"):
        # It does not take place: "Cancelled: …" in its title is no other title.
        reading.values = {name: value for name, value in reading.values.items() if name in own}
    if reading.problems:
        return reading.problems[0]
    of_all = item.before | item.values
    for name, value in reading.values.items():
        if name not in own and value != of_all.get(name):
            sentence = _("“%(field)s” is different from that of all others. Add it as an event of its own.")
            return sentence % {"field": label_of(name)}
    return ""


def _with(found, record, sentences):
    return list(dict.fromkeys([*found, *(_at(record.number, sentence) for sentence in sentences)]))


def _keep_only_changes(item):
    """What is stored already is no change, and neither are empty words of a text that is not there."""
    item.values = {
        name: value
        for name, value in item.values.items()
        if item.before.get(name) != value and not (value == "" and item.before.get(name) is None)
    }


def _leave_out_taken_addresses(made):
    """A new event gets the address that the file says only if nobody has or had it; else one of its own."""
    fields = [f"slug_{language}" for language in LANGUAGES]
    wanted = {item.values[name] for item in made.items for name in fields if item.values.get(name)}
    taken = set()
    for model in (EventText, EventEdition) if wanted else ():
        taken |= set(model.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    for item in made.items:
        slugs = {item.values[name] for name in fields if item.values.get(name)}
        if slugs & (taken | RESERVED):
            item.values = {name: value for name, value in item.values.items() if name not in fields}
        taken |= slugs


def _at(number, sentence):
    return _("Row %(row)d: %(problem)s") % {"row": number, "problem": sentence}
