"""What machines are told of an event, in the words of schema.org."""

import pytest

from tests.events.test_event_page import HERE, announce
from tests.events.test_list import LA, NOW
from tests.factories import EventFactory, OrganiserFactory, PersonFactory, SeriesFactory, VenueFactory, further_date
from tests.site.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def told(client, path=HERE):
    event, breadcrumbs = read(client.get(path)).data[0]["@graph"]
    return event, breadcrumbs


def test_event_is_told_with_place_people_tickets_and_way_down(office, los_angeles, client):
    venue = VenueFactory(
        name_en="The Stage", city=los_angeles, street_address="1 Way", postal_code="90015", latitude="34.05",
        longitude="-118.25",
    )  # fmt: skip
    event = EventFactory(
        when="2017-10-06T19:30/2017-10-06T22:00", time_zone=LA, venue=venue, cities=[office.home_city],
        organisers=[OrganiserFactory(name_en="Festival", website="https://example.org/f")], languages=["de", "en"],
        price="12", price_to="18.50", currency="USD", ticket_url="https://example.org/t",
        series=SeriesFactory(name_en="Film week"),
    )  # fmt: skip
    event.participants.create(person=PersonFactory(name="Ada Example"), function="director")
    event.participants.create(person=PersonFactory(name="Ben Example"), function="speaker", role_title_en="Mayor")
    announce(event=event, words={"summary": "What it is."})
    found, breadcrumbs = told(client)
    assert found == {
        "@type": "ScreeningEvent",
        "@id": f"http://testserver{HERE}#event",
        "url": f"http://testserver{HERE}",
        "name": "The event",
        "description": "What it is.",
        "startDate": "2017-10-06T19:30:00-07:00",
        "endDate": "2017-10-06T22:00:00-07:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": "The Stage",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "1 Way",
                "postalCode": "90015",
                "addressLocality": "Los Angeles",
                "addressCountry": "US",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": 34.05, "longitude": -118.25},
        },
        "inLanguage": ["de", "en"],
        "organizer": [{"@type": "Organization", "name": "Festival", "url": "https://example.org/f"}],
        "director": [{"@type": "Person", "name": "Ada Example"}],
        "performer": [{"@type": "Person", "name": "Ben Example", "jobTitle": "Mayor"}],
        "offers": {
            "@type": "AggregateOffer",
            "lowPrice": "12.00",
            "highPrice": "18.50",
            "priceCurrency": "USD",
            "url": "https://example.org/t",
        },
        "superEvent": {"@type": "EventSeries", "name": "Film week"},
        "about": [{"@type": "City", "name": "Berlin"}],
    }
    steps = [(step["name"], step["item"]) for step in breadcrumbs["itemListElement"]]
    host = "http://testserver"
    assert steps[1:] == [("Events", f"{host}/en/events/"), ("The event", f"{host}{HERE}")]


@pytest.mark.parametrize("when", ["2017-10", "2017-23", "2017", "", "2017-10/2017-11"])
def test_no_day_is_invented(office, client, when):
    announce(when)
    found, _breadcrumbs = told(client)
    assert not {"startDate", "endDate", "previousStartDate", "subEvent"} & set(found)


def test_days_without_times_are_dates(office, client):
    announce("2017-10-04/2017-10-05")
    found, _breadcrumbs = told(client)
    assert (found["startDate"], found["endDate"]) == ("2017-10-04", "2017-10-05")


@pytest.mark.parametrize(
    ("status", "attendance", "told_status", "told_mode"),
    [
        ("cancelled", "offline", "EventCancelled", "OfflineEventAttendanceMode"),
        ("postponed", "offline", "EventPostponed", "OfflineEventAttendanceMode"),
        ("moved_online", "online", "EventMovedOnline", "OnlineEventAttendanceMode"),
        ("scheduled", "mixed", "EventScheduled", "MixedEventAttendanceMode"),
    ],
)
def test_status_and_attendance_are_told(office, client, status, attendance, told_status, told_mode):
    announce(status=status, attendance=attendance, online_url="https://example.org/room", venue=VenueFactory())
    found, _breadcrumbs = told(client)
    assert found["eventStatus"] == f"https://schema.org/{told_status}"
    assert found["eventAttendanceMode"] == f"https://schema.org/{told_mode}"
    places = found["location"] if isinstance(found["location"], list) else [found["location"]]
    kinds = {"offline": ["Place"], "online": ["VirtualLocation"], "mixed": ["Place", "VirtualLocation"]}
    assert [place["@type"] for place in places] == kinds[attendance]


def test_further_dates_are_told_as_parts(office, client):
    event = EventFactory(when="2017-10-04T19:30", status="rescheduled", is_free=True)
    further_date(event, "2017-10-11T19:30")
    further_date(event, "2017-10-18", is_cancelled=True)
    further_date(event, "2017-11")
    announce(event=event)
    found, _breadcrumbs = told(client)
    assert [(part["startDate"], part["eventStatus"].rpartition("/")[2]) for part in found["subEvent"]] == [
        ("2017-10-11T19:30:00+02:00", "EventScheduled"),
        ("2017-10-18", "EventCancelled"),
    ]
    assert found["isAccessibleForFree"] is True


def test_hostile_text_stays_text(office, client):
    words = {"title": "</script><b>x\u2028", "summary": '"<!--', "body": "<p>x</p><script>alert(1)</script>"}
    announce(words=words, online_url="https://example.org/?a=1&b=2", attendance="online")
    html = client.get(HERE).content.decode()
    found, _breadcrumbs = told(client)
    assert (found["name"], found["description"]) == (words["title"], words["summary"])
    assert "<b>x" not in html
    assert "alert(1)" not in html


def test_offset_that_iso_8601_cannot_write_is_left_to_utc(office, client):
    announce("1880-05-01T12:00")  # local mean time: 53 minutes and 28 seconds ahead of UTC
    assert told(client)[0]["startDate"] == "1880-05-01T11:06:32+00:00"
