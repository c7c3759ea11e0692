"""A list as a programme: what stands under which heading, in which words. `tests/documents` tests the files."""

import io

import pytest
from django.utils import timezone
from django.utils.translation import override
from docx import Document

from events.exports.programme import agenda_of
from events.exports.selection import Selection
from events.models import OpeningHours, Participant
from events.models.choices import EventStatus
from sistercities.documents.agenda import AgendaItem, Fact, Line
from sistercities.documents.agenda import Participant as Printed
from sistercities.documents.errors import TooLong
from tests.events.exports.lists import AT, export, file_of
from tests.factories import (
    AnniversaryFactory,
    CityFactory,
    EventFactory,
    EventTextFactory,
    OrganiserFactory,
    PersonFactory,
    VenueFactory,
    further_date,
    publish_event,
    span_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def berlin(office):
    return office.home_city


@pytest.fixture
def programme(db, berlin, los_angeles):
    """Publishes events by title, each with its facts, on the day of the list."""

    def make(*events):
        for title, facts in events:
            words = {"title": title} | facts.pop("words", {})
            publish_event(facts.pop("published_in", ("en",)), at=AT, words=words, **facts)

    return make


def plain(words):
    return words.replace("\u00a0", " ")


def headings(agenda):
    """Sections, groups and titles, as nested pairs."""
    return [
        (
            plain(section.heading),
            [(plain(group.heading), [plain(item.title) for item in group.items]) for group in section.groups],
        )
        for section in agenda.sections
    ]


def only_item(agenda):
    ((item,),) = [group.items for section in agenda.sections for group in section.groups]
    return item


def test_events_stand_by_day_and_city_the_home_city_first(programme, berlin, stage):
    warsaw = CityFactory(name_en="Warsaw", name_de="Warschau", time_zone="Europe/Warsaw")
    programme(
        ("Film in Los Angeles", {"when": "2017-10-06T10:00", "venue": stage, "time_zone": "America/Los_Angeles"}),
        ("Concert in Berlin", {"when": "2017-10-06T20:00", "venue": VenueFactory(city=berlin)}),
        ("Talk in Berlin", {"when": "2017-10-06T21:00", "venue": VenueFactory(city=berlin)}),
        ("Reading in Warsaw", {"when": "2017-10-06", "cities": [berlin, warsaw], "time_zone": "Europe/Warsaw"}),
        ("Broadcast", {"when": "2017-10-06", "attendance": "online", "online_url": "https://live.example.org/"}),
        ("Somewhere", {"when": "2017-10-06"}),
        ("The next day", {"when": "2017-10-07", "cities": [berlin]}),
    )  # fmt: skip
    assert headings(agenda_of(export())) == [
        (
            "Friday, 6 October 2017",
            [
                ("Berlin", ["Concert in Berlin", "Talk in Berlin"]),
                ("Los Angeles", ["Film in Los Angeles"]),
                ("Warsaw", ["Reading in Warsaw"]),
                ("Online", ["Broadcast"]),
                ("Place to follow", ["Somewhere"]),
            ],
        ),
        ("Saturday, 7 October 2017", [("Berlin", ["The next day"])]),
    ]


def test_fuzzy_dates_stand_by_themselves_and_get_no_day(programme, berlin):
    programme(
        ("Known", {"when": "2017-10-06", "cities": [berlin]}),
        ("In the month", {"when": "2017-10", "cities": [berlin]}),
        ("In the month, too", {"when": "2017-10"}),
        ("In the season", {"when": "2017-23", "words": {"date_note": "After the Berlin Art Week"}}),
        ("In the year", {"when": "2018"}),
        ("To follow", {"when": ""}),
    )
    agenda = agenda_of(export())
    assert headings(agenda) == [
        ("Friday, 6 October 2017", [("Berlin", ["Known"])]),
        (
            "Without a day yet",
            [
                ("In autumn 2017", ["In the season"]),
                ("In October 2017", ["In the month", "In the month, too"]),
                ("In 2018", ["In the year"]),
                ("Date to follow", ["To follow"]),
            ],
        ),
    ]
    dates = {item.title: (item.dates, item.times) for group in agenda.sections[1].groups for item in group.items}
    assert dates == {
        "In the season": ("After the Berlin Art Week", ""),
        **dict.fromkeys(("In the month", "In the month, too", "In the year", "To follow"), ("", "")),
    }


def test_cities_stand_at_an_event_without_a_place_only_where_no_heading_names_one(programme, berlin, los_angeles):
    cities = {"cities": [berlin, los_angeles]}
    programme(("Known", {"when": "2017-10-06", **cities}), ("Fuzzy", {"when": "2017-10", **cities}))
    items = [item for section in agenda_of(export()).sections for group in section.groups for item in group.items]
    assert [(item.title, plain(item.place)) for item in items] == [("Fuzzy", "Berlin, Los Angeles"), ("Known", "")][
        ::-1
    ]


def test_fuzzy_dates_in_german(programme):
    programme(*((f"Am {when}", {"when": when, "published_in": ("de",)}) for when in ("2017-10", "2017-23", "2018", "")))
    ((heading, groups),) = headings(agenda_of(export(languages=("de",))))
    assert (heading, [group for group, _ in groups]) == (
        "Noch ohne Tag",
        ["Im Herbst 2017", "Im Oktober 2017", "2018", "Datum folgt"],
    )


def test_what_began_before_and_is_still_on_stands_first(programme, berlin):
    run = {"is_run": True, "cities": [berlin]}
    programme(
        ("On since August", {"when": "2017-08-20/2017-12-06", **run}),
        ("Over", {"when": "2017-07-01/2017-08-31", **run}),
        ("Opens in October", {"when": "2017-10-06/2017-12-06", **run}),
        ("A stay, no run", {"when": "2017-08-30/2017-09-05", "cities": [berlin]}),
    )
    listed = export(Selection(first=AT.date()))
    agenda = agenda_of(listed)
    assert headings(agenda) == [
        ("Now on", [("Berlin", ["On since August"])]),
        ("Wednesday, 30 August 2017", [("Berlin", ["A stay, no run"])]),
        ("Friday, 6 October 2017", [("Berlin", ["Opens in October"])]),
    ]
    assert agenda.sections[0].groups[0].items[0].dates.replace("\u00a0", " ") == "20 August – 6 December 2017"


def test_each_date_of_an_event_stands_on_its_day(programme, berlin, editor):
    event = EventFactory(when="2017-10-06T19:00", cities=[berlin])
    EventTextFactory(event=event, title="Weekly talk")
    further_date(event, "2017-10-13T19:00", is_cancelled=True)
    publish_event(event=event, at=AT)
    agenda = agenda_of(export())
    assert headings(agenda) == [
        ("Friday, 6 October 2017", [("Berlin", ["Weekly talk"])]),
        ("Friday, 13 October 2017", [("Berlin", ["Weekly talk"])]),
    ]
    assert [(item.is_off, item.status) for section in agenda.sections for item in section.groups[0].items] == [
        (False, ""),
        (True, "Cancelled"),
    ]


def test_an_item_has_what_a_reader_wants_to_know(berlin, los_angeles, office):
    hall = VenueFactory(
        name_en="Orpheum",
        city=los_angeles,
        street_address="842 South Broadway",
        postal_code="CA 90014",
        wheelchair="yes",
        accessibility_en="The lift is left of the door.",
    )
    event = EventFactory(
        when="2017-10-06T19:30/2017-10-06T22:00",
        time_zone="America/Los_Angeles",
        kind="film",
        venue=hall,
        cities=[berlin, los_angeles],
        organisers=[OrganiserFactory(name_en="Senate Chancellery")],
        languages=["de", "en"],
        price="12",
        price_to="18.50",
        currency="EUR",
        needs_booking=True,
        ticket_url="https://tickets.example.org/babylon",
    )
    EventTextFactory(
        event=event,
        title='"Babylon Berlin"',
        slug="babylon",
        summary="The series about Berlin in 1929.",
        room="Great hall",
        ticket_note="At the door from 18:00.",
    )
    Participant.objects.create(
        event=event, person=PersonFactory(name="Ada Example"), function="director", role_title_en="Mayor"
    )
    Participant.objects.create(event=event, person=PersonFactory(name="Ben Example"), function="other", position=1)
    publish_event(event=event, at=AT)
    assert only_item(agenda_of(export())) == AgendaItem(
        title="“Babylon Berlin”",
        address="http://testserver/en/events/babylon/",
        times="19:30–22:00 in Los\u00a0Angeles",
        other_times="04:30–07:00 the next day in Berlin",
        kind="Film",
        place="Orpheum, Great hall, 842 South Broadway, CA 90014 Los\u00a0Angeles",
        summary="The series about Berlin in 1929.",
        participants=(Printed("Ada Example", "Director, Mayor"), Printed("Ben Example")),
        facts=(
            Fact("Admission", "€12–€18.50, booking needed", "https://tickets.example.org/babylon"),
            Fact("Note on tickets", "At the door from 18:00."),
            Fact("Languages", "German, English"),
            Fact("Organiser", "Senate Chancellery"),
            Fact("Accessibility", "Step-free. The lift is left of the door"),
        ),
    )


def test_opening_hours_and_tickets_without_a_price(berlin, office):
    event = EventFactory(when="2017-10-06/2017-12-06", is_run=True, cities=[berlin], ticket_url="https://a.example/")
    EventTextFactory(event=event, title="Licht", opening_note="Closed on 24 December.")
    OpeningHours.objects.create(event=event, days="23456", opens="10:00", closes="18:00")
    publish_event(event=event, at=AT)
    assert only_item(agenda_of(export())).facts == (
        Fact("Opening hours", "Tuesday–Saturday 10:00–18:00; Closed on 24\u00a0December."),
        Fact("Admission", "Tickets", "https://a.example/"),
    )


def test_a_text_in_the_other_language_is_marked(programme):
    programme(("Licht und Schatten", {"published_in": ("de",), "words": {"summary": '"Zwei" Städte'}}))
    item = only_item(agenda_of(export()))
    assert (item.language, item.title, item.summary) == ("de", "Licht und Schatten", "„Zwei“ Städte")


@pytest.mark.parametrize("count", [1, 3])
def test_a_new_date_names_the_former_one_with_one_query_for_all(
    berlin, office, time_machine, django_assert_num_queries, count
):
    time_machine.move_to(AT, tick=False)
    for number in range(count):
        event = EventFactory(when="2017-10-04", cities=[berlin])
        text = EventTextFactory(event=event, title=f"Moved {number}")
        publish_event(event=event)
        event.set_span(span_of("2017-10-06", "Europe/Berlin"))
        event.status, text.status_note = EventStatus.RESCHEDULED, "The hall was not ready."
        event.save()
        text.save()
        time_machine.shift(60)
        publish_event(event=event)
    listed = export(at=timezone.now())
    with django_assert_num_queries(3):
        agenda = agenda_of(listed)
    (section,) = agenda.sections
    words = [(item.status, plain(item.status_note)) for item in section.groups[0].items]
    assert words == [("New date", "It was announced for 4 October 2017 before. The hall was not ready.")] * count


def test_programme_says_whose_it_is_and_of_when(programme, berlin, los_angeles, office):
    anniversary = AnniversaryFactory(partnership__city_a=berlin, partnership__city_b=los_angeles)
    office.address, office.email, office.phone = "Rathausstraße 15\n10178 Berlin", "office@example.org", "030 1"
    office.name_en = "Office for Partnerships"
    office.save()
    programme(("A", {"anniversary": anniversary, "cities": [berlin]}))
    chosen = Selection(
        anniversary=anniversary.pk, first=AT.date(), last=AT.date().replace(month=12, day=31), kinds=("film",)
    )
    agenda = agenda_of(export(chosen))
    assert (agenda.title, agenda.subtitle, agenda.note, agenda.as_of) == (
        "50\u00a0years Berlin\u00a0– Los\u00a0Angeles",
        "1\u00a0September\u00a0– 31\u00a0December\u00a02017 · Film",
        "All times are local to the city of the event.",
        "As of 1\u00a0September\u00a02017, 14:00",
    )
    assert (agenda.language, agenda.ink, agenda.made_at) == ("en", los_angeles.ink, AT)
    assert agenda.contact == (
        Line("Office for Partnerships"),
        Line("Rathausstraße 15"),
        Line("10178 Berlin"),
        Line("030 1"),
        Line("office@example.org", "mailto:office@example.org"),
        Line("testserver/en", "http://testserver/en/"),
    )
    assert agenda_of(export(chosen), title="For the press").title == "For the press"


@pytest.mark.parametrize(
    ("chosen", "subtitle"),
    [({}, ""), ({"first": AT.date()}, "From 1 September 2017 on"), ({"last": AT.date()}, "Until 1 September 2017")],
)
def test_subtitle_says_the_period(programme, chosen, subtitle):
    agenda = agenda_of(export(Selection(**chosen)))
    assert (agenda.title, agenda.subtitle.replace("\u00a0", " ")) == ("Events", subtitle)


def test_manuscripts_are_marked_as_not_for_publication(programme, editor):
    EventTextFactory(event=EventFactory(when="2017-10-06"), title="Secret")
    assert headings(agenda_of(export())) == []
    agenda = agenda_of(export(Selection(state="any"), user=editor))
    assert agenda.note == "Not for publication: it holds what is not public."
    assert only_item(agenda).title == "Secret"
    assert only_item(agenda).address == ""


def test_too_many_dates_are_refused(programme, monkeypatch):
    monkeypatch.setattr("sistercities.documents.agenda.MOST_ITEMS", 1)
    programme(("A", {}), ("B", {}))
    with pytest.raises(TooLong, match="2"):
        agenda_of(export())


def test_files_hold_it(programme, berlin):
    programme(("Concert in Berlin", {"when": "2017-10-06T20:00", "cities": [berlin], "published_in": ("en", "de")}))
    with override("en"):
        document = Document(io.BytesIO(file_of(file_format="docx", languages=("de", "en"))))
    texts = [paragraph.text.replace("\u00a0", " ") for paragraph in document.paragraphs]
    assert texts[:7] == [
        "Partnerstädte Berlin",
        "Termine",
        "Stand: 1. September 2017, 14:00 Uhr",
        "Alle Zeiten gelten am Ort der Veranstaltung.",
        "Freitag, 6. Oktober 2017",
        "Berlin",
        "Concert in Berlin",
    ]
    pytest.importorskip("sistercities.documents.engine", reason="needs Pango from the system", exc_type=OSError)
    assert file_of(file_format="pdf")[:8] == b"%PDF-1.7"


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(count, berlin, office, django_assert_num_queries):
    for number in range(count):
        publish_event(at=AT, words={"title": f"Event {number}"}, cities=[berlin], venue=VenueFactory(city=berlin))
    listed = export()
    with django_assert_num_queries(3):
        agenda_of(listed)
