"""Pages, filters and bad values of events.json; how it answers, and what it costs."""

import datetime
import json

import pytest

from events import api
from events.models.editions import EventEditionDate
from sistercities.publishing.operations import publish, withdraw
from tests.events.test_json import HOST, events, read
from tests.events.test_list import LA, NOW, announce
from tests.factories import (
    AnniversaryFactory,
    EventFactory,
    OrganiserFactory,
    PartnershipFactory,
    PersonFactory,
    PictureFactory,
    SeriesFactory,
    UserFactory,
    further_date,
    publish_event,
)

pytestmark = pytest.mark.django_db

JSON = "/en/events.json"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def short(monkeypatch):
    """Pages of two dates."""
    monkeypatch.setattr(api, "PAGE", 2)


def titles(client, path=JSON):
    return [date["title"] for date in events(client, path)]


def walk(client, path=JSON):
    """The titles of each page from that address on; every page must be at the address that it says."""
    pages = []
    while path:
        answer = read(client, path)
        assert answer["url"] == f"{HOST}{path}"
        pages.append([date["title"] for date in answer["events"]])
        path = answer["next"] and answer["next"].removeprefix(HOST)
    return pages


def key_of(title):
    return EventEditionDate.objects.get(edition__title=title).pk


@pytest.fixture
def of_every_kind(office):
    """What has begun, in the order of its clocks, and what has not, of every precision."""
    announce("Next year", "2018")
    announce("Some day", "")
    announce("Tomorrow in Los Angeles", "2017-10-04", time_zone=LA)
    announce("Tomorrow", "2017-10-04T19:30")
    announce("This autumn", "2017-23")
    announce("Run", "2017-08-01/2017-12-01", is_run=True)
    announce("In October", "2017-10")
    announce("Over", "2017-10-02")
    announce("Long over", "2004")


@pytest.mark.usefixtures("of_every_kind")
def test_pages_hold_what_is_on_and_then_what_is_to_come_each_date_once(client, short):
    assert walk(client) == [
        ["Run", "This autumn"],
        ["In October", "Tomorrow in Los Angeles"],
        ["Tomorrow", "Next year"],
        ["Some day"],
    ]


@pytest.mark.usefixtures("of_every_kind")
def test_pages_of_the_past_begin_with_the_latest(client, short):
    announce("Older", "2003-05-05T12:00")
    assert walk(client, f"{JSON}?past=1") == [["Over", "Long over"], ["Older"]]


def test_page_that_is_full_has_no_next_one_where_nothing_follows(office, client, short):
    announce("One", "2017-10-06")
    announce("Two", "2017-10-07")
    assert walk(client) == [["One", "Two"]]
    assert walk(client, f"{JSON}?after={key_of('Two')}") == [[]]


def test_hundred_dates_are_a_page(office, client):
    event = EventFactory(when="2017-10-06T10:00")
    for number in range(100):
        further_date(event, f"2017-10-07T{number // 60 + 10}:{number % 60:02d}")
    publish_event(event=event)
    assert [len(page) for page in walk(client)] == [100, 1]


def test_year_is_not_past_before_it_is_over_where_it_is(office, client, clock):
    announce("In October", "2017-10", time_zone=LA)
    for moment, path in (("2017-11-01T06:59:59+00:00", JSON), ("2017-11-01T07:00:00+00:00", f"{JSON}?past=1")):
        clock.move_to(datetime.datetime.fromisoformat(moment), tick=False)
        assert titles(client, path) == ["In October"]
        other = f"{JSON}?past=1" if path == JSON else JSON
        assert titles(client, other) == []


def test_key_of_what_was_withdrawn_or_moved_meanwhile_still_leads_on(office, client, short, clock):
    for number in range(6):
        announce(f"Event {number}", f"2017-10-{number + 10}", words={"slug": f"event-{number}"})
    following = read(client)["next"].removeprefix(HOST)
    clock.shift(60)
    withdraw(EventEditionDate.objects.get(edition__title="Event 1").edition.event, UserFactory())
    withdraw(EventEditionDate.objects.get(edition__title="Event 0").edition.event, UserFactory())
    assert walk(client, following) == [["Event 2", "Event 3"], ["Event 4", "Event 5"]]
    assert walk(client) == [["Event 2", "Event 3"], ["Event 4", "Event 5"]]


# Filters


@pytest.fixture
def partnership(office, los_angeles):
    """Two events for each filter, to come and past, and as many that no filter finds."""
    partnership = PartnershipFactory(city_a=office.home_city, city_b=los_angeles)
    anniversary = AnniversaryFactory(partnership=partnership, years=50)
    for when, words in (("2017-10-06", ""), ("2016-05-06", " before")):
        announce(f"City{words}", when, cities=[los_angeles, office.home_city])
        announce(f"Partnership{words}", when, partnership=partnership)
        announce(f"Anniversary{words}", when, anniversary=anniversary)
        announce(f"Talk{words}", when, kind="talk")
        announce(f"None{words}", when.replace("-06", "-07"))
    announce("In November", "2017-11")
    announce("In May before", "2016-05")
    return partnership


FILTERS = [
    ("city=los-angeles", ["City"]),
    ("partnership=berlin-los-angeles", ["Partnership", "Anniversary"]),
    ("anniversary=berlin-los-angeles%2F50", ["Anniversary"]),
    ("kind=talk", ["Talk"]),
]


@pytest.mark.parametrize(("query", "found"), FILTERS)
def test_filter_finds_the_same_of_what_is_to_come_and_of_the_past(partnership, client, short, query, found):
    assert [title for page in walk(client, f"{JSON}?{query}") for title in page] == found
    past = [title for page in walk(client, f"{JSON}?{query}&past=1") for title in page]
    assert sorted(past) == sorted(f"{title} before" for title in found)
    answer = read(client, f"{JSON}?{query}&past=1")
    assert answer["page"] == f"{HOST}/en/events/past/?{query}"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("month=2017-11", ["In November"]),
        ("month=2016-05&past=1&kind=talk", ["Talk before"]),
        ("month=2016-05&past=1&kind=film&city=los-angeles", ["City before"]),
        ("city=los-angeles&kind=film&month=2017-10", ["City"]),
        ("city=los-angeles&kind=talk", []),
        ("city=&kind=talk&utm_source=x", ["Talk"]),
        ("kind=film&kind=talk", ["Talk"]),
    ],
)
def test_filters_combine(partnership, client, query, found):
    assert titles(client, f"{JSON}?{query}") == found


def test_pages_of_a_filtered_list_keep_the_filter(partnership, client, short):
    for number in range(3):
        announce(f"Talk {number}", f"2017-12-0{number + 1}", kind="talk", cities=[partnership.city_b])
    first = read(client, f"{JSON}?kind=talk&city=los-angeles")
    assert first["url"] == f"{HOST}{JSON}?city=los-angeles&kind=talk"
    assert first["next"] == f"{first['url']}&after={key_of('Talk 1')}"
    assert walk(client, first["url"].removeprefix(HOST)) == [["Talk 0", "Talk 1"], ["Talk 2"]]


@pytest.mark.parametrize("path", [JSON, "/de/veranstaltungen.json"])
def test_state_that_does_not_exist_answers_404(partnership, client, path):
    queries = [
        *("city=nowhere", "city=%ff", "kind=opera", "kind=FILM", "month=2017-13", "month=1900-01", "month=0000-01"),
        *("partnership=x", "anniversary=berlin-los-angeles/51", "anniversary=50", "past=2", "past=true"),
        *("after=0", "after=-1", "after=x", "after=٣", "after=1e3", "after=" + "9" * 19, "after=" + "9" * 2000),
    ]
    assert {query: client.get(f"{path}?{query}").status_code for query in queries} == dict.fromkeys(queries, 404)


def test_key_of_a_date_that_was_never_public_is_none(office, client):
    announce("Event", "2017-10-06")
    publish_event(when="2017-10-05", at=NOW + datetime.timedelta(days=1), words={"title": "Planned"})
    assert client.get(f"{JSON}?after={key_of('Planned')}").status_code == 404


# Answers


def test_answer_is_json_that_every_site_may_read(office, client):
    announce("Ü", "2017-10-06")
    response = client.get(JSON, headers={"Origin": "https://example.org"})
    assert {name: response.headers[name] for name in ("Content-Type", "Access-Control-Allow-Origin", "Vary")} == {
        "Content-Type": "application/json",
        "Access-Control-Allow-Origin": "*",
        "Vary": "Accept-Encoding",
    }
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert not response.cookies
    assert '"title": "Ü"'.encode() in response.content
    assert json.loads(response.content)["events"][0]["title"] == "Ü"
    assert client.head(JSON).status_code == 200
    assert [client.post(JSON).status_code, client.options(JSON).status_code] == [405, 405]


def test_answer_has_a_tag_that_changes_with_it(office, client, clock):
    event = announce("Event", "2017-10-06")[0].event
    first = client.get(JSON)
    known = {"If-None-Match": first.headers["ETag"]}
    clock.shift(3600)
    again = client.get(JSON, headers=known)
    assert (again.status_code, again.content, again.headers["Access-Control-Allow-Origin"]) == (304, b"", "*")
    event.texts.update(title="Other")
    publish(event, UserFactory())
    changed = client.get(JSON, headers=known)
    assert (changed.status_code, changed.headers["ETag"] != first.headers["ETag"]) == (200, True)
    clock.move_to(datetime.datetime(2017, 10, 7, tzinfo=datetime.UTC), tick=False)  # it is over
    assert client.get(JSON, headers={"If-None-Match": changed.headers["ETag"]}).json()["events"] == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"),
    [("", 2), ("?past=1", 2), ("?kind=talk&city=los-angeles&partnership=berlin-los-angeles", 2), ("?month=2017-10", 3)],
)
def test_list_costs_the_same_for_one_and_for_three(
    office, client, stage, django_assert_num_queries, query, queries, count
):
    partnership = PartnershipFactory(city_a=office.home_city, city_b=stage.city)
    for when in ("2017-10-06T19:30", "2017-09-06T19:30"):
        for number in range(count):
            event = EventFactory(
                when=when, venue=stage, kind="talk", partnership=partnership, picture=PictureFactory(),
                series=SeriesFactory(), cities=[stage.city, office.home_city],
                organisers=[OrganiserFactory() for _ in range(count)],
            )  # fmt: skip
            for position in range(count):
                event.participants.create(position=position, person=PersonFactory(), function="speaker")
            publish_event(event=event, words={"title": f"Event {when} {number}"})
    with django_assert_num_queries(queries):
        answer = client.get(f"{JSON}{query}").json()
    assert [len(date["participants"]) for date in answer["events"]] == [count] * count


def test_deep_page_costs_one_query_more(office, client, short, django_assert_num_queries):
    for number in range(5):
        announce(f"Event {number}", f"2017-10-{number + 10}")
    key = key_of("Event 1")
    with django_assert_num_queries(3):
        assert titles(client, f"{JSON}?after={key}") == ["Event 2", "Event 3"]
