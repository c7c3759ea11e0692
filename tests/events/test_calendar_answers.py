"""How the addresses of calendar files answer: what they hold, their headers, tags, queries, and bad values."""

import datetime

import brotli
import pytest

from events.calendar import views
from sistercities.publishing.operations import publish, withdraw
from tests.events.calendars import LIST, titles
from tests.factories import (
    AnniversaryFactory,
    EventFactory,
    PartnershipFactory,
    UserFactory,
    VenueFactory,
    further_date,
    publish_event,
)

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2017, 10, 3, 12, tzinfo=datetime.UTC)
GERMAN = "/de/veranstaltungen/calendar.ics"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def announce(title, when="2017-10-06T19:30", **facts):
    return publish_event(when=when, words={"title": title, "slug": title.lower().replace(" ", "-")}, **facts)[0]


@pytest.fixture
def partnership(office, los_angeles):
    """An event for each filter, and one that none of them finds."""
    partnership = PartnershipFactory(city_a=office.home_city, city_b=los_angeles)
    announce("Of the city", cities=[los_angeles])
    announce("Of the partnership", partnership=partnership)
    announce("Of the anniversary", anniversary=AnniversaryFactory(partnership=partnership, years=50))
    announce("Talk", kind="talk")
    announce("In November", "2017-11-06")
    announce("In some November", "2017-11")
    announce("None")
    return partnership


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("city=los-angeles", ["Of the city"]),
        ("partnership=berlin-los-angeles", ["Of the partnership", "Of the anniversary"]),
        ("anniversary=berlin-los-angeles/50", ["Of the anniversary"]),
        ("kind=talk", ["Talk"]),
        ("month=2017-11", ["In November"]),
        ("month=2017-11&tentative=1", ["In some November", "In November"]),
        ("city=los-angeles&kind=talk", []),
        ("kind=film&month=2017-11&kind=", ["In November"]),
    ],
)
def test_calendar_of_a_list_has_the_events_of_that_list(partnership, calendar, query, found):
    assert titles(calendar(f"{LIST}?{query}")) == found


@pytest.mark.parametrize("path", [LIST, GERMAN])
def test_state_that_does_not_exist_answers_404(partnership, client, path):
    queries = ["city=nowhere", "kind=opera", "month=2017-13", "month=1900-01", "tentative=yes", "city=%ff"]
    queries.append("kind=" + "x" * 2000)
    assert {query: client.get(f"{path}?{query}").status_code for query in queries} == dict.fromkeys(queries, 404)


def test_slug_of_a_filter_is_that_of_the_language(office, client, calendar):
    city = office.home_city
    city.slug_en, city.slug_de = "the-capital", "hauptstadt"
    city.save()
    announce("Event", cities=[city])
    assert titles(calendar(f"{LIST}?city=the-capital")) == titles(calendar(f"{GERMAN}?city=hauptstadt")) == ["Event"]
    assert client.get(f"{GERMAN}?city=the-capital").status_code == 404


def test_file_says_what_it_is_and_how_it_is_called(partnership, client):
    response = client.get(f"{LIST}?city=los-angeles&anniversary=berlin-los-angeles/50&utm_source=x")
    assert {name: response.headers[name] for name in ("Content-Type", "Content-Disposition", "Cache-Control")} == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'inline; filename="events-los-angeles-berlin-los-angeles-50.ics"',
        "Cache-Control": "public, max-age=0, must-revalidate",
    }
    assert client.get("/de/veranstaltungen/talk/calendar.ics").headers["Content-Disposition"].endswith('"talk.ics"')
    assert client.post(LIST).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("query", "queries"), [("", 3), ("?kind=talk&tentative=1", 3), ("?month=2017-10", 4)])
def test_list_costs_the_same_for_one_and_for_three(
    office, client, stage, django_assert_num_queries, query, queries, count
):
    for number in range(count):
        event = EventFactory(when="2017-10-06T19:30", venue=stage, kind="talk", cities=[stage.city])
        further_date(event, "2017-10-13T19:30")
        publish_event(event=event, words={"title": f"Event {number}"})
    with django_assert_num_queries(queries):
        response = client.get(f"{LIST}{query}")
    assert response.content.count(b"BEGIN:VEVENT") == 2 * count


@pytest.mark.parametrize("count", [1, 3])
def test_file_of_an_event_costs_two_queries_however_many_dates_it_has(office, client, django_assert_num_queries, count):
    event = EventFactory(when="2017-10-06T19:30", venue=VenueFactory(city=office.home_city))
    for number in range(count):
        further_date(event, f"2017-10-{13 + number}T19:30")
    publish_event(event=event, words={"slug": "weekly"})
    with django_assert_num_queries(2):
        response = client.get("/en/events/weekly/calendar.ics")
    assert response.content.count(b"BEGIN:VEVENT") == 1 + count


def test_former_address_leads_on_and_a_withdrawn_one_is_gone(office, client, clock):
    event = EventFactory(when="2017-10-06T19:30")
    publish_event(event=event, words={"slug": "old"})
    clock.shift(60)
    event.texts.update(slug="new")
    publish(event, UserFactory())
    response = client.get("/en/events/old/calendar.ics?tentative=1")
    assert (response.status_code, response.headers["Location"]) == (301, "/en/events/new/calendar.ics?tentative=1")
    clock.shift(60)
    withdraw(event, UserFactory())
    assert [client.get(f"/en/events/{slug}/calendar.ics").status_code for slug in ("old", "new", "never")] == [
        410,
        410,
        404,
    ]
    assert client.get("/en/events/new/calendar.ics?tentative=2").status_code == 404


def test_file_of_an_event_has_its_fuzzy_date_only_when_asked_for(office, calendar):
    announce("Some day", "2017-11")
    announce("No day", "")
    assert titles(calendar("/en/events/some-day/calendar.ics")) == []
    assert titles(calendar("/en/events/some-day/calendar.ics?tentative=1")) == ["Some day"]
    assert titles(calendar("/en/events/no-day/calendar.ics?tentative=1")) == []


# Files that are sent while they are written


@pytest.fixture
def streaming(monkeypatch):
    monkeypatch.setattr(views, "MOST_IN_MEMORY", 2)


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_large_file_is_the_same_to_the_letter_however_it_is_sent(office, client, streaming, monkeypatch):
    for number in range(3):
        announce(f"Event {number}", "2017-10-06")
    streamed = client.get(LIST)
    pressed = client.get(LIST, headers={"Accept-Encoding": "br"})
    monkeypatch.setattr(views, "MOST_IN_MEMORY", 3)
    whole = client.get(LIST)
    assert [streamed.streaming, pressed.streaming, whole.streaming] == [True, True, False]
    assert body_of(streamed) == brotli.decompress(body_of(pressed)) == whole.content
    for name in ("Content-Type", "Content-Disposition", "Cache-Control", "Vary"):
        assert streamed.headers[name] == whole.headers[name], name
    assert pressed.headers["Content-Encoding"] == "br"
    assert pressed.headers["ETag"] == streamed.headers["ETag"].removesuffix('"') + '-br"'


def test_large_file_has_a_tag_that_changes_with_it_and_only_with_it(office, client, streaming, clock, settings):
    events = [announce(f"Event {number}", "2017-10-20").event for number in range(3)]
    tags = []

    def tag(query=""):
        return client.get(f"{LIST}{query}").headers["ETag"]

    tags.append(tag())
    assert client.get(LIST, headers={"If-None-Match": tags[0]}).status_code == 304
    assert client.head(LIST).headers["ETag"] == tag("?utm_source=x") == tags[0]
    clock.shift(3600)
    assert tag() == tags[0]
    tags += [tag("?kind=film"), tag("?tentative=1")]
    events[0].texts.update(title="Another title")
    publish(events[0], UserFactory(), at=NOW + datetime.timedelta(hours=2))
    tags.append(tag())
    assert b"Another title" not in body_of(client.get(LIST))
    clock.shift(3600)  # what was planned is live
    tags.append(tag())
    assert b"Another title" in body_of(client.get(LIST))
    settings.SITE_URL = "https://elsewhere.example"
    tags.append(tag())
    assert len(set(tags)) == len(tags) == 6


def test_unchanged_large_file_is_answered_without_reading_its_entries(
    office, client, streaming, django_assert_num_queries
):
    for number in range(3):
        announce(f"Event {number}", "2017-10-20")
    known = client.get(LIST).headers["ETag"]
    with django_assert_num_queries(3):  # frame, count and zones, shelf
        response = client.get(LIST, headers={"If-None-Match": known})
    assert (response.status_code, response.content) == (304, b"")
    with django_assert_num_queries(3):
        response = client.head(LIST)
    assert (response.status_code, body_of(response)) == (200, b"")
