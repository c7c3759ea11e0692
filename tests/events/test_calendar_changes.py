"""What calendar files say of events that are moved, cancelled, corrected and withdrawn."""

import datetime

import pytest

from sistercities.publishing.operations import publish, withdraw
from tests.events.calendars import LIST, again, said, titles
from tests.factories import EventFactory, UserFactory, VenueFactory, publish_event

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2017, 10, 3, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def test_cancelled_is_said_for_thirty_days_and_then_left_out(office, calendar, clock):
    event = EventFactory(when="2018-05-01T20:00")
    publish_event(event=event, words={"title": "Gala", "slug": "gala"})
    again(event, status="cancelled")
    for days, expected in ((0, ["Cancelled: Gala"]), (30, ["Cancelled: Gala"]), (31, [])):
        clock.move_to(NOW + datetime.timedelta(days=days), tick=False)
        found = calendar()
        assert titles(found) == expected
        assert [str(entry["STATUS"]) for entry in found.events] == ["CANCELLED"] * len(expected)
    # Its own file goes on saying so.
    assert titles(calendar("/en/events/gala/calendar.ics")) == ["Cancelled: Gala"]


def test_postponed_is_tentative_and_blocks_no_time(office, calendar):
    publish_event(when="2017-10-06T19:30", status="postponed", words={"title": "Gala", "status_note": "A strike."})
    (event,) = calendar().events
    assert said(event, "SUMMARY", "STATUS", "TRANSP") == ["Postponed: Gala", "TENTATIVE", "TRANSPARENT"]
    assert str(event["DESCRIPTION"]).startswith("A strike.\n\n")


def test_sequence_and_last_modified_grow_with_a_move(office, calendar, clock):
    event = EventFactory(when="2017-10-06T19:30")
    publish_event(event=event)
    clock.shift(3600)
    again(event, when="2017-10-07T19:30", status="rescheduled")
    (entry,) = calendar().events
    names = ("UID", "SEQUENCE", "LAST-MODIFIED", "DTSTAMP", "DTSTART")
    assert said(entry, *names) == [str(event.uid), "1", "20171003T130000Z", "20171003T130000Z", "20171007T193000"]


def test_room_is_a_place_too(office, calendar, clock):
    event = EventFactory(when="2017-10-06T19:30", venue=VenueFactory(name_en="The Hall", city=office.home_city))
    publish_event(event=event, words={"room": "Room 1"})
    clock.shift(3600)
    event.texts.update(room="Room 2")
    publish(event, UserFactory())
    (entry,) = calendar().events
    assert said(entry, "SEQUENCE", "LAST-MODIFIED") == ["1", "20171003T130000Z"]
    assert str(entry["LOCATION"]).startswith("Room 2, The Hall")


def test_changed_venue_or_name_of_its_city_is_a_modification(office, calendar, clock):
    venue = VenueFactory(name_en="The Hall", city=office.home_city)
    publish_event(when="2017-10-06T19:30", venue=venue)
    found = []
    for thing, name, value in ((venue, "street_address", "Side Street 2"), (venue.city, "name_en", "Berlin (West)")):
        clock.shift(3600)
        setattr(thing, name, value)
        thing.save()
        (entry,) = calendar().events
        found.append([str(entry["LOCATION"]), *said(entry, "SEQUENCE", "LAST-MODIFIED")])
    assert found == [
        ["The Hall, Side Street 2, Berlin", "0", "20171003T130000Z"],
        ["The Hall, Side Street 2, Berlin (West)", "0", "20171003T140000Z"],
    ]


def test_bytes_stay_the_same_until_something_changes(office, client, clock):
    event = EventFactory(when="2017-12-06T19:30")
    publish_event(event=event)
    publish_event(when="2016-10-01")
    first = client.get(LIST)
    clock.move_to(datetime.datetime(2017, 10, 31, 23, 59, tzinfo=datetime.UTC), tick=False)
    assert client.get(LIST).content == first.content
    again = client.get(LIST, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    clock.shift(60)  # a new month: October of the year before goes
    assert client.get(LIST).headers["ETag"] != first.headers["ETag"]
    event.texts.update(title="Other title")
    publish(event, UserFactory())
    assert b"SUMMARY:Other title" in client.get(LIST).content


def test_identity_is_the_same_in_every_language_and_wherever_the_site_moves(office, calendar, settings):
    publish_event(["en", "de"], when="2017-10-06T19:30")
    (before,) = calendar().events
    settings.SITE_URL = "https://elsewhere.example"
    (after,) = calendar("/de/veranstaltungen/calendar.ics").events
    assert before["UID"] == after["UID"]
    assert str(after["URL"]).startswith("https://elsewhere.example/de/veranstaltungen/")


def test_withdrawn_event_is_gone_from_the_list(office, calendar):
    event = EventFactory(when="2017-10-06T19:30")
    publish_event(event=event, words={"slug": "gone"})
    withdraw(event, UserFactory())
    found = calendar()
    assert titles(found) == []
    assert [str(zone["TZID"]) for zone in found.calendar.walk("VTIMEZONE")] == [
        "Europe/Berlin"
    ]  # else it were no calendar
