"""Events in bulk, in English, every second one in German, too: all precisions, runs, further dates, moves.

Spread evenly over ten years on each side of the given day. One in a hundred is planned, one in fifty withdrawn.
"""

import datetime
from random import Random
from zoneinfo import ZoneInfo

from events.freezing import content_of, edition_dates, edition_opening_hours, edition_participants, set_turns
from events.models import (
    EditionOpeningHours,
    EditionParticipant,
    Event,
    EventDate,
    EventEdition,
    EventEditionDate,
    EventKind,
    EventStatus,
    EventText,
    Function,
    OpeningHours,
    Participant,
)
from events.models.spans import SPAN_COLUMNS
from sistercities.dates.partial import PartialDate
from sistercities.dates.spans import Span
from stories.bulk import words
from stories.bulk.plans import Printed, edition_of, link, random_uid, set_fingerprint

#: Days on each side of the given one.
REACH = 3650
DAY = datetime.timedelta(days=1)
#: How exactly dates are known, of a hundred. Of one in two hundred nothing is known ("tba").
KNOWN = {"time": 70, "day": 9, "days": 7, "run": 4, "month": 5, "season": 2, "year": 3}


class EventPlan:
    """One event. `noon` is that of the given day, in UTC; `seed` and the number decide everything else.

    `taken` numbers of addresses are others'."""

    def __init__(self, number, total, supply, noon, seed, taken=0):
        self.number, self.supply, self.noon, self.taken = number, supply, noon, taken
        self.random = Random(f"{seed} {taken} {number}")  # noqa: S311  not for secrets: the same numbers each time
        self.day = noon.date() + datetime.timedelta(days=-REACH + 2 * REACH * number // total)
        self.which = self.random.randrange(len(supply.partners))
        self.is_in_berlin = self.random.random() < 0.7
        berlin = supply.venues[: -len(supply.partners)]
        self.venue = self.random.choice(berlin) if self.is_in_berlin else supply.venues[len(berlin) + self.which]
        known = self.random.choices([*KNOWN], KNOWN.values())[0]
        self.known = "tba" if number % 200 == 150 else known
        self.span = self._span(self.day)
        self.status = self._status()
        self.further = self._further()
        self.has_people = self.random.random() < 0.3
        self.live_from = min(noon - DAY, datetime.datetime.combine(self.day, noon.timetz()) - 60 * DAY)
        if number % 100 == 99:
            self.live_from = noon + DAY * (1 + number % 30)
        partner = supply.partners[self.which]
        self.keys = {
            "cities": [supply.berlin.pk, partner.pk],
            "organisers": [supply.organisers[number % len(supply.organisers)].pk],
        }
        self.languages = ("en", "de") if number % 2 else ("en",)

    def _span(self, day):
        zone = self.venue.zone_name
        on = PartialDate.from_date(day)
        if self.known == "time":
            clock = datetime.time(self.random.randrange(9, 21), self.random.choice((0, 0, 30)))
            # In UTC, as the database gives it back: the fingerprint takes it literally.
            start = datetime.datetime.combine(day, clock, ZoneInfo(zone)).astimezone(datetime.UTC)
            end = start + datetime.timedelta(minutes=90) if self.random.random() < 0.8 else None
            return Span.of_times(zone, start, end)
        if self.known in ("days", "run"):
            length = self.random.randrange(20, 120) if self.known == "run" else self.random.randrange(1, 4)
            return Span(zone, on, None, PartialDate.from_date(day + length * DAY))
        coarse = {
            "day": on,
            "month": PartialDate(day.year, day.month),
            "season": PartialDate(day.year, season=21 + day.month % 4),
            "year": PartialDate(day.year),
            "tba": None,
        }
        return Span(zone, coarse[self.known])

    def _status(self):
        shares = {"scheduled": 92, "cancelled": 3, "rescheduled": 3, "postponed": 1, "moved_online": 1}
        return EventStatus(self.random.choices([*shares], shares.values())[0])

    def _further(self):
        """Pairs of a span and whether it is cancelled: three weekly dates for one in twenty."""
        if self.known != "time" or self.random.random() > 0.05:
            return []
        return [(self._span(self.day + 7 * step * DAY), self.random.random() < 0.1) for step in (1, 2, 3)]

    def manuscript(self):
        is_priced = self.number % 3 == 0
        event = Event(
            uid=random_uid(self.random),
            kind=EventKind.EXHIBITION if self.known == "run" else self.random.choice(EventKind.values),
            status=self.status,
            time_zone=self.venue.zone_name,
            is_run=self.known == "run",
            is_date_to_follow=self.known == "tba",
            attendance="online" if self.status == EventStatus.MOVED_ONLINE else "offline",
            online_url="https://example.org/live" if self.status == EventStatus.MOVED_ONLINE else "",
            venue=self.venue,
            partnership=self.supply.partnerships[self.which],
            anniversary=self.supply.anniversaries[self.which] if self.number % 2 == 0 else None,
            series=self.supply.series[self.number % 3] if self.number % 7 == 0 else None,
            picture=self.supply.pictures[self.number % len(self.supply.pictures)] if self.number % 3 else None,
            is_free=not is_priced,
            price="12.00" if is_priced else None,
            currency="EUR" if is_priced else "",
            is_featured=self.number % 5000 == 0,
        )
        event.set_span(self.span)
        return event

    def children(self, event):
        """Unsaved rows by their model."""
        rows = {EventDate: [], Participant: [], OpeningHours: []}
        for span, is_cancelled in self.further:
            date = EventDate(event=event, uid=random_uid(self.random), is_cancelled=is_cancelled)
            date.set_span(span)
            rows[EventDate].append(date)
        if self.has_people:
            for position, person in enumerate(self.random.sample(self.supply.people, 2)):
                function = self.random.choice(Function.values)
                rows[Participant].append(Participant(event=event, person=person, position=position, function=function))
        if self.known == "run":
            hours = {"days": "234567", "opens": datetime.time(11), "closes": datetime.time(18)}
            rows[OpeningHours].append(OpeningHours(event=event, **hours))
        return rows

    def text(self, event, language, children):
        side = ("en", "de").index(language)
        subject, turn = self.random.choice(words.SUBJECTS)[side], self.random.choice(words.TURNS)[side]
        text = EventText(
            event=event,
            language=language,
            title=f"{subject} {turn} {self.number}",
            slug=f"{('event', 'veranstaltung')[side]}-{self.taken + self.number:06d}",
            summary=words.SENTENCES[language].strip(),
            body=f"<p>{(words.SENTENCES[language] * 4).strip()}</p>",
            status_note="" if self.status == EventStatus.SCHEDULED else words.SENTENCES[language].strip(),
            is_ready=True,
        )
        set_fingerprint(event, text, self.keys, children)
        return text

    def printed(self, language):
        if self.number % 50 == 49 and self.number % 100 != 99:
            return [Printed(language, self.live_from, self.live_from + DAY / 2, "withdrawn")]
        if self.status != EventStatus.RESCHEDULED or self.known == "tba":
            return [Printed(language, self.live_from)]
        before = Event(time_zone=self.venue.zone_name)
        before.set_span(Span(self.venue.zone_name, PartialDate.from_date(self.day - 10 * DAY)))
        facts = {name: getattr(before, name) for name in (*SPAN_COLUMNS, *_COMPUTED)} | {"status": "scheduled"}
        moved = self.live_from + DAY / 2
        return [
            Printed(language, self.live_from, moved, "superseded", words={"status_note": ""}, facts=facts),
            Printed(language, moved),
        ]


_COMPUTED = ("precision", "earliest_at", "latest_at", "first_on", "last_on", "sort_key", "length")


def write_events(plans):
    """Write them, and return the keys of the events."""
    events = Event.objects.bulk_create(plan.manuscript() for plan in plans)
    pairs = list(zip(plans, events, strict=True))
    for name in ("cities", "organisers"):
        link(Event, name, [(event, plan.keys[name]) for plan, event in pairs])
    families = [plan.children(event) for plan, event in pairs]
    for model in (EventDate, Participant, OpeningHours):
        model.objects.bulk_create(row for family in families for row in family[model])
    frozen = [_frozen(event, *family.values()) for event, family in zip(events, families, strict=True)]
    texts = EventText.objects.bulk_create(
        plan.text(event, language, children)
        for (plan, event), (*_rows, children) in zip(pairs, frozen, strict=True)
        for language in plan.languages
    )
    children_of = {event.pk: rows for event, rows in zip(events, frozen, strict=True)}
    plan_of = {event.pk: plan for plan, event in pairs}
    editions = []
    for text in texts:
        plan = plan_of[text.event_id]
        for sequence, printed in enumerate(plan.printed(text.language)):
            times = {"last_modified_at": printed.live_from, "sequence": sequence}
            editions.append(edition_of(text.event, text, printed, plan.live_from, **times))
    EventEdition.objects.bulk_create(editions)
    for name in ("cities", "organisers"):
        link(EventEdition, name, [(edition, plan_of[edition.event_id].keys[name]) for edition in editions])
    dates = [
        [_copy(EventEditionDate, row, edition) for row in children_of[edition.event_id][0]] for edition in editions
    ]
    for of_edition in dates:
        set_turns(of_edition)
    EventEditionDate.objects.bulk_create(date for of_edition in dates for date in of_edition)
    for place, model in enumerate((EditionParticipant, EditionOpeningHours), start=1):
        model.objects.bulk_create(
            _copy(model, row, edition) for edition in editions for row in children_of[edition.event_id][place]
        )
    return [event.pk for event in events]


def _frozen(event, dates, participants, hours):
    """What an edition freezes of these children, and what the fingerprint says of them."""
    by_uid = sorted(dates, key=lambda date: (date.sort_key, str(date.uid)))
    dates = sorted(dates, key=lambda date: (date.sort_key, date.pk))
    return (
        edition_dates(event, dates),
        edition_participants(event, participants),
        edition_opening_hours(event, hours),
        content_of(by_uid, participants, hours),
    )


def _copy(model, row, edition):
    columns = {field.attname: getattr(row, field.attname) for field in model._meta.local_concrete_fields}
    columns |= {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
    for name in ("id", "edition_id"):
        columns.pop(name)
    if model is EventEditionDate and row.position == 0:
        # An earlier edition may have had another date.
        columns |= {name: getattr(edition, name) for name in (*SPAN_COLUMNS, *_COMPUTED)}
    return model(edition=edition, **columns)
