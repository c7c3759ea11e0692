"""Events of every kind, made by chance from a seed: what an export and an import have to carry."""

import datetime
import random
from zoneinfo import ZoneInfo

from events.languages import CODES
from events.models import (
    Currency,
    Event,
    EventDate,
    EventKind,
    EventStatus,
    EventText,
    Function,
    OpeningHours,
    Participant,
)
from sistercities.dates.clocks import nearest
from sistercities.dates.partial import PartialDate
from sistercities.dates.spans import Span
from tests.factories import (
    AnniversaryFactory,
    OfficeFactory,
    OrganiserFactory,
    PersonFactory,
    RoleFactory,
    SeriesFactory,
    VenueFactory,
)

#: What breaks formats: separators, quotes, formulas, escapes, markup, marks of direction, other scripts, astral planes.
HOSTILE = (
    *("=1+1", "@SUM(A1)", "-5 °C", "+49 30", "a;b", 'He said "no"', "'quoted'", "two\nlines", "tab\there", "_x000D_"),
    *(
        "<b>bold</b> &amp;",
        "\u202eright",
        "日本語",
        "😀 smile",
        "# title",
        "{{ x }}",
        "back\\slash",
        "comma, then; more",
    ),
)
WORDS = ("Concert", "Films by the river", "Ausstellung", "Gespräch über Brücken", "Empfang", "Twin cities", "Übung")
ZONES = ("Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Auckland", "")


class Generator:
    """Writes events; reference data are made once."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.days = self.random.sample(range(5000), 5000)
        self.anniversary = AnniversaryFactory()
        self.partnership = self.anniversary.partnership
        self.berlin, self.los_angeles = self.partnership.city_a, self.partnership.city_b
        OfficeFactory(home_city=self.berlin)
        self.venues = [VenueFactory(city=city) for city in (self.berlin, self.los_angeles) for _ in range(3)]
        self.organisers = [OrganiserFactory() for _ in range(3)]
        self.organisers.append(OrganiserFactory(name_en="Arts; Letters", name_de="Kunst, Wort"))
        self.people = [PersonFactory() for _ in range(4)]
        for person in self.people[:2]:
            RoleFactory(person=person, held_from=PartialDate(2020), held_until=PartialDate(2026))
        self.series = SeriesFactory()

    def make(self, count):
        return [self.event() for _ in range(count)]

    # --- one event ----------------------------------------------------------------------------------------------------

    def event(self):
        chance, pick = self.random.random, self.random.choice
        venue = pick([None, None, *self.venues])
        zone = venue.zone_name if venue else pick(ZONES)
        event = Event(kind=pick(EventKind.values), status=pick(EventStatus.values), venue=venue, time_zone=zone)
        event.is_run, event.needs_booking = chance() < 0.1, chance() < 0.3
        event.attendance = pick(["offline", "offline", "online", "mixed"])
        event.online_url = pick(["", "https://example.org/live?a=1&b=2"])
        event.ticket_url = pick(["", "https://example.org/tickets"])
        event.languages = self.random.sample(CODES, pick([0, 1, 2]))
        self._price(event)
        event.partnership = pick([None, self.partnership])
        event.anniversary = pick([None, self.anniversary]) if event.partnership else None
        event.series = pick([None, None, self.series])
        event.set_span(self.span(zone or "UTC", is_known=False))
        event.save()
        event.cities.set({venue.city_id} if venue else set())
        event.cities.add(*self.random.sample([self.berlin, self.los_angeles], pick([0, 1, 2])))
        event.organisers.set(self.random.sample(self.organisers, pick([0, 1, 2])))
        for language in pick([("en",), ("de",), ("en", "de")]):
            self._text(event, language)
        for _ in range(pick([0, 0, 0, 1, 3])):
            date = EventDate(event=event, is_cancelled=chance() < 0.2)
            date.set_span(self.span(event.zone_name, is_known=True))
            if not any(other.span == date.span for other in [event, *event.dates.all()]):
                date.save()
        for position, person in enumerate(self.random.sample(self.people, pick([0, 0, 1, 2])), start=1):
            role = pick(["", "", "Chair, board"])
            Participant.objects.create(
                event=event,
                person=person,
                position=position,
                function=pick(Function.values),
                role_title_en=role,
                role_title_de=role and "Vorsitz",
            )
        for position, days in enumerate(pick([(), (), ("23456",), ("1234567",), ("135", "67")])):
            OpeningHours.objects.create(
                event=event, position=position, days=days, opens=datetime.time(10), closes=datetime.time(18, 30)
            )
        return event

    def _text(self, event, language):
        pick = self.random.choice
        words = {name: pick(["", self.words()]) for name in ("room", "ticket_note", "status_note", "date_note")}
        summary = pick(["", self.words(), f"{self.words()}\n{self.words()}"])
        note = pick(["", "Closed on holidays"])
        words = {name: " ".join(text.split()) for name, text in words.items()}
        title = " ".join(f"{self.words()} {self.random.randrange(10**6)}".split())
        EventText.objects.create(
            event=event, language=language, title=title, summary=summary.strip(), opening_note=note, **words
        )

    def words(self):
        return f"{self.random.choice(HOSTILE + WORDS)} {self.random.choice(WORDS)}"

    def _price(self, event):
        chance = self.random.random()
        if chance < 0.2:
            event.is_free = True
        elif chance < 0.5:
            event.price, event.currency = (
                self.random.choice(["12.00", "7.50", "1200.00"]),
                self.random.choice(Currency.values),
            )
            event.price_to = self.random.choice([None, "1500.00"])

    # --- dates --------------------------------------------------------------------------------------------------------

    def span(self, zone, *, is_known):
        """Known to the minute, day, month, season or year; or not at all."""
        chance = self.random.random()
        # Each day once: what begins at the same moment is listed in the order in which it was made.
        day = datetime.date(2017, 1, 1) + datetime.timedelta(days=self.days.pop())
        if chance < 0.45:
            start = self._moment(day, zone)
            length = self.random.choice([None, 30, 150, 26 * 60])
            return Span.of_times(zone, start, length and start + datetime.timedelta(minutes=length))
        if chance < 0.65 or is_known:
            last = self.random.choice([None, None, day + datetime.timedelta(days=self.random.randrange(1, 90))])
            return Span(zone, PartialDate.from_date(day), ends_on=last and PartialDate.from_date(last))
        fuzzy = self.random.choice(
            [PartialDate(day.year, day.month), PartialDate(day.year, season=24), PartialDate(day.year), None]
        )
        ends_on = self.random.choice([None, PartialDate(day.year + 1)]) if fuzzy else None
        return Span(zone, fuzzy, ends_on=ends_on)

    def _moment(self, day, zone):
        time = self.random.choice([datetime.time(19), datetime.time(2, 30), datetime.time(23, 59), datetime.time(0)])
        moment = nearest(day, time, zone)
        assert moment.astimezone(ZoneInfo(zone))
        return moment
