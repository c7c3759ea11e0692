"""Lists as CSV, byte by byte."""

import pytest

from events.exports.selection import Selection
from events.models import Participant
from tests.events.exports.lists import AT, cells, file_of, table
from tests.factories import (
    AnniversaryFactory,
    EventFactory,
    EventTextFactory,
    OrganiserFactory,
    PersonFactory,
    VenueFactory,
    further_date,
    publish_event,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def concert(los_angeles, office):
    """In Los Angeles, in two languages, with a further date that is cancelled."""
    anniversary = AnniversaryFactory(partnership__city_a=office.home_city, partnership__city_b=los_angeles)
    hall = VenueFactory(
        name_en="Walt Disney Concert Hall",
        name_de="Walt Disney Concert Hall",
        city=los_angeles,
        street_address="111 South Grand Avenue",
        postal_code="CA 90012",
    )
    event = EventFactory(
        uid="11111111-2222-4333-8444-555555555555",
        when="2017-10-06T19:30/2017-10-06T22:00",
        time_zone="America/Los_Angeles",
        kind="concert",
        venue=hall,
        cities=[los_angeles, office.home_city],
        organisers=[OrganiserFactory(name_en="Senate Chancellery", name_de="Senatskanzlei")],
        anniversary=anniversary,
        price="12.50",
        currency="USD",
        needs_booking=True,
    )
    EventTextFactory(event=event, language="en", title="Opening night, “Berlin”", slug="opening-night")
    EventTextFactory(event=event, language="de", title="Eröffnung; mit Gästen", slug="eroeffnung")
    for position, (name, function, role) in enumerate(
        [("Ada Example", "conductor", ""), ("Ben Example", "other", "Mayor")]
    ):
        person = PersonFactory(name=name)
        Participant.objects.create(
            event=event, person=person, position=position, function=function, role_title_en=role, role_title_de=role
        )
    further_date(event, "2017-10-07T19:30", uid="22222222-2222-4333-8444-555555555555", is_cancelled=True)
    publish_event(("en", "de"), at=AT, event=event)
    return event


def test_the_default_list_in_english_is_these_bytes(concert):
    head = (
        "Title,Kind,Status,Date,From,To,Known,EDTF,Time zone,Time in the other city,"
        "Cities,Venue,Address,Participants,Organisers,Admission,Page,UID\r\n"
    )
    place = (
        "Berlin; Los Angeles,Walt Disney Concert Hall,"
        '"111 South Grand Avenue, CA 90012 Los Angeles",Ada Example (Conductor); Ben Example (Mayor),'
        'Senate Chancellery,"US$12.50, booking needed",http://testserver/en/events/opening-night/,'
    )
    assert (
        file_of()
        == b"\xef\xbb\xbf"
        + (
            head
            + '"Opening night, “Berlin”",Concert,Scheduled,"Friday, 6 October 2017",2017-10-06 19:30,2017-10-06 22:00,'
            "to the minute,2017-10-06T19:30:00-07:00/2017-10-06T22:00:00-07:00,America/Los_Angeles,"
            "04:30–07:00 the next day in Berlin,"
            + place
            + "11111111-2222-4333-8444-555555555555\r\n"
            + '"Opening night, “Berlin”",Concert,Cancelled,"Saturday, 7 October 2017",2017-10-07 19:30,,'
            "to the minute,2017-10-07T19:30:00-07:00,America/Los_Angeles,04:30 the next day in Berlin,"
            + place
            + "22222222-2222-4333-8444-555555555555\r\n"
        ).encode()
    )


def test_a_german_list_has_semicolons_german_words_and_decimal_commas(concert):
    columns = ("title", "date", "from", "status", "admission", "price", "participants", "other_time", "url")
    assert file_of(columns=columns, languages=("de",)).decode("utf-8-sig") == (
        "Titel;Datum;Von;Status;Eintritt;Preis;Beteiligte;Uhrzeit in der anderen Stadt;Seite\r\n"
        '"Eröffnung; mit Gästen";Freitag, 6. Oktober 2017;2017-10-06 19:30;Geplant;12,50 $, Anmeldung nötig;12,50;'
        '"Ada Example (Dirigat); Ben Example (Mayor)";04:30–07:00 Uhr am nächsten Tag in Berlin;'
        "http://testserver/de/veranstaltungen/eroeffnung/\r\n"
        '"Eröffnung; mit Gästen";Samstag, 7. Oktober 2017;2017-10-07 19:30;Abgesagt;12,50 $, Anmeldung nötig;12,50;'
        '"Ada Example (Dirigat); Ben Example (Mayor)";04:30 Uhr am nächsten Tag in Berlin;'
        "http://testserver/de/veranstaltungen/eroeffnung/\r\n"
    )


def test_the_separator_and_the_header_can_be_chosen(concert):
    written = file_of(columns=("title", "from"), separator="tab", header="keys")
    assert written.decode("utf-8-sig").splitlines()[:2] == [
        "title\tfrom",
        "Opening night, “Berlin”\t2017-10-06 19:30",
    ]


@pytest.mark.parametrize("title", ["=1+1", "+49 30", "-5", "@here", "\t=1", "'=1", '=HYPERLINK("x")', "a;=1"])
def test_no_title_can_act_as_a_formula(office, title):
    publish_event(at=AT, words={"title": title, "slug": "x"}, when="2017-10-06")
    for separator in ("comma", "semicolon", "tab"):
        ((cell, day),) = cells(columns=("title", "from"), separator=separator)
        assert day == "2017-10-06"
        assert cell[0] not in "=+-@\t"
        assert cell.replace("'", "") == title.replace("'", "")


def test_negative_numbers_and_days_are_not_guarded(office):
    publish_event(at=AT, when="2017-10-06", price="0.50", currency="EUR")
    assert cells(columns=("from", "price", "sequence")) == [["2017-10-06", "0.50", "0"]]


def test_an_empty_list_has_its_header(office):
    assert table(Selection(kinds=("film",)), columns=("title", "from")) == [["Title", "From"]]
