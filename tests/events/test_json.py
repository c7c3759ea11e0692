"""events.json as a program reads it: every field, and nothing made up. Pages and filters: test_json_pages.py."""

import datetime

import pytest

from sistercities.publishing.operations import publish
from tests.events.test_list import LA, NOW, announce
from tests.factories import (
    EventFactory,
    OrganiserFactory,
    PictureFactory,
    UserFactory,
    VenueFactory,
    further_date,
    publish_event,
)

pytestmark = pytest.mark.django_db

HOST = "http://testserver"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def read(client, path="/en/events.json"):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.json()


def events(client, path="/en/events.json"):
    return read(client, path)["events"]


def test_answer_says_all_of_an_event(everything, client):
    found = read(client)
    assert {name: found[name] for name in found if name != "events"} == {
        "url": f"{HOST}/en/events.json",
        "page": f"{HOST}/en/events/",
        "language": "en",
        "next": None,
    }
    berlin = {"name": "Berlin", "country": "DE", "url": f"{HOST}/en/cities/berlin/"}
    los_angeles = {"name": "Los Angeles", "country": "US", "url": f"{HOST}/en/cities/los-angeles/"}
    assert found["events"][0] == {
        "id": str(everything.uid),
        "event": str(everything.uid),
        "url": f"{HOST}/en/events/a-talk/",
        "calendar": f"{HOST}/en/events/a-talk/calendar.ics",
        "language": "en",
        "title": "A <talk>",
        "summary": "First.\nSecond.",
        "kind": {"id": "talk", "name": "Talk"},
        "status": "rescheduled",
        "status_note": "A strike.",
        "when": {
            "text": "Friday, 6\u00a0October\u00a02017, 19:30–22:00 in Los Angeles",
            "precision": "time",
            "edtf": "2017-10-06T19:30:00-07:00/2017-10-06T22:00:00-07:00",
            "start": "2017-10-06T19:30:00-07:00",
            "end": "2017-10-06T22:00:00-07:00",
            "time_zone": LA,
            "is_run": False,
            "other": {
                "city": "Berlin",
                "time_zone": "Europe/Berlin",
                "start": "2017-10-07T04:30:00+02:00",
                "text": "04:30–07:00 the next day in Berlin",
            },
        },
        "attendance": "mixed",
        "online_url": "https://example.org/live",
        "place": {
            "name": "The Stage",
            "room": "Hall 2",
            "street_address": "1 Way",
            "postal_code": "90015",
            "district": "Downtown",
            "city": los_angeles,
            "latitude": 34.05,
            "longitude": -118.25,
            "wheelchair": "limited",
            "accessibility": "Lift at the back.",
            "url": "https://example.org/stage",
        },
        "cities": [berlin, los_angeles],
        "partnership": {"name": "Berlin – Los Angeles", "url": f"{HOST}/en/partnerships/berlin-los-angeles/"},
        "anniversary": {
            "name": "50\u00a0years Berlin\u00a0– Los Angeles",
            "years": 50,
            "url": f"{HOST}/en/partnerships/berlin-los-angeles/50/",
        },
        "series": "Film week",
        "organisers": [{"name": "Academy", "url": None}, {"name": "Zoo", "url": "https://example.org/zoo"}],
        "participants": [
            {"name": "Ada Example", "function": {"id": "moderator", "name": "Moderator"}, "role": "Mayor"},
            {"name": "Ben Example", "function": {"id": "speaker", "name": "Speaker"}, "role": None},
        ],
        "languages": ["en", "de"],
        "tickets": {
            "is_free": False,
            "needs_booking": True,
            "url": "https://example.org/tickets",
            "price": "12.00",
            "price_to": "18.50",
            "currency": "USD",
            "note": "Students pay half.",
        },
        "picture": {
            "url": f"{HOST}/media/r/key/social.jpg",
            "alternative_text": "A bridge over a river.",
            "caption": "The “bridge”.",
            "credit": "© Ada <Lens>, CC BY 4.0",
            "licence": "cc-by-4.0",
            "licence_url": "https://creativecommons.org/licenses/by/4.0/",
        },
        "sequence": 0,
        "changed_at": "2017-10-03T12:00:00Z",
    }


def test_each_date_is_one_with_the_identity_that_calendars_have(everything, client):
    found = events(client)
    assert [(date["id"], date["event"], date["when"]["start"], date["status"]) for date in found] == [
        (str(uid), str(everything.uid), f"2017-10-{day}T19:30:00-07:00", status)
        for uid, day, status in zip(
            [everything.uid, *everything.dates.order_by("sort_key").values_list("uid", flat=True)],
            ("06", "13", "20"),
            ("rescheduled", "rescheduled", "cancelled"),
            strict=True,
        )
    ]


def test_event_of_which_little_is_known_has_nothing_made_up(office, client):
    announce("Some day", "", words={"slug": "some-day", "summary": "", "body": ""})
    (found,) = events(client)
    empty = {name: value for name, value in found.items() if not value and name != "sequence"}
    absent = ("online_url", "place", "partnership", "anniversary", "series", "picture")
    assert empty == {
        **dict.fromkeys(("summary", "status_note"), ""),
        **dict.fromkeys(absent),
        **{name: [] for name in ("cities", "organisers", "participants", "languages")},
    }
    assert found["when"] == {
        "text": "Date to follow",
        "precision": "tba",
        "edtf": None,
        "start": None,
        "end": None,
        "time_zone": "Europe/Berlin",
        "is_run": False,
        "other": None,
    }
    assert set(found["tickets"].values()) == {False, None, ""}


@pytest.mark.parametrize(
    ("when", "zone", "expected"),
    [
        ("2017-10", "Europe/Berlin", ("month", "2017-10", None, None)),
        ("2017-23", "Europe/Berlin", ("season", "2017-23", None, None)),
        ("2018", "Europe/Berlin", ("year", "2018", None, None)),
        ("2017-10/2017-11", "Europe/Berlin", ("month", "2017-10/2017-11", None, None)),
        ("2017-10/2017-11-05", "Europe/Berlin", ("month", "2017-10/2017-11-05", None, "2017-11-05")),
        ("2017-10-06", "Europe/Berlin", ("day", "2017-10-06", "2017-10-06", None)),
        ("2017-10-06/2017-10-08", "Europe/Berlin", ("day", "2017-10-06/2017-10-08", "2017-10-06", "2017-10-08")),
        ("2017-10-06/2017-11", "Europe/Berlin", ("day", "2017-10-06/2017-11", "2017-10-06", None)),
        (
            "2017-10-29T02:30+01:00",
            "Europe/Berlin",
            ("time", "2017-10-29T02:30:00+01:00", "2017-10-29T02:30:00+01:00", None),
        ),
        # ISO 8601 has no offset with seconds, as local mean time had.
        ("1880-05-01T12:00", "Europe/Berlin", ("time", "1880-05-01T11:06:32Z", "1880-05-01T11:06:32+00:00", None)),
    ],
)
def test_start_and_end_are_as_exact_as_they_are_known(office, client, when, zone, expected):
    announce("Event", when, time_zone=zone)
    (found,) = events(client, "/en/events.json?past=1" if when < "2017" else "/en/events.json")
    assert tuple(found["when"][name] for name in ("precision", "edtf", "start", "end")) == expected


def test_editors_words_for_the_date_are_those_of_the_main_date_alone(office, client):
    event = EventFactory(when="2017-10")
    further_date(event, "2017-11")
    publish_event(event=event, words={"date_note": "After the Art Week"})
    assert [date["when"]["text"] for date in events(client)] == ["After the Art Week", "November\u00a02017"]


def test_text_of_the_other_language_stands_in_and_is_marked(office, client):
    announce("Evening", "2017-10-06", words={"slug": "evening"}, picture=PictureFactory(alt_text_de=""))
    found = read(client, "/de/veranstaltungen.json")
    assert (found["url"], found["page"], found["language"]) == (
        f"{HOST}/de/veranstaltungen.json",
        f"{HOST}/de/veranstaltungen/",
        "de",
    )
    (event,) = found["events"]
    assert [event[name] for name in ("url", "language", "title", "kind")] == [
        f"{HOST}/de/veranstaltungen/evening/",
        "en",
        "Evening",
        {"id": "film", "name": "Film"},
    ]
    assert event["when"]["text"] == "Freitag, 6.\u00a0Oktober\u00a02017"
    assert event["picture"]["alternative_text"] == "A bridge over a river."


def test_addresses_that_must_not_be_links_are_left_out(office, client):
    event = EventFactory(when="2017-10-06", attendance="online", online_url="javascript:alert(1)")
    type(event).objects.update(ticket_url="mailto:a@example.org")
    event.organisers.add(OrganiserFactory(website="//evil.example"))
    publish_event(event=event)
    (found,) = events(client)
    assert (found["online_url"], found["tickets"]["url"], found["organisers"][0]["url"]) == (None, None, None)


@pytest.mark.parametrize(
    "text",
    ['"\\</script>\u2028\u2029\x7f\x85', "\N{RIGHT-TO-LEFT OVERRIDE}👩‍👩‍👧\x01", "'; DROP TABLE --", "&lt;b&gt;"],
)
def test_any_text_comes_back_as_it_is(office, client, text):
    event = EventFactory(when="2017-10-06", venue=VenueFactory(name_en=text, city=office.home_city))
    publish_event(event=event, words={"title": text, "slug": "x", "summary": text, "room": text})
    (found,) = events(client)
    assert [found["title"], found["summary"], found["place"]["name"], found["place"]["room"]] == [text] * 4


def test_change_grows_the_sequence_and_says_when(everything, client, time_machine):
    time_machine.shift(60)
    type(everything).objects.update(status="cancelled")
    publish(everything, UserFactory())
    first = events(client)[0]
    assert (first["sequence"], first["status"]) == (1, "cancelled")
    assert datetime.datetime.fromisoformat(first["changed_at"]) == NOW + datetime.timedelta(minutes=1)
