"""The list of events as a visitor reads it: what is on now, what is to come, what is past."""

import datetime

import pytest

from events.index import read_list
from sistercities.office.frame import current_frame
from sistercities.publishing.operations import withdraw
from tests.factories import CityFactory, EventFactory, UserFactory, further_date, publish_event
from tests.site.pages import read

pytestmark = pytest.mark.django_db

LONG_AGO = datetime.datetime(2016, 1, 1, tzinfo=datetime.UTC)
NOW = datetime.datetime(2017, 10, 3, 12, tzinfo=datetime.UTC)
LA = "America/Los_Angeles"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def announce(title, when, languages=("en",), **facts):
    words = facts.pop("words", {})
    return publish_event(languages, at=LONG_AGO, when=when, words={"title": title} | words, **facts)


def shown(page):
    """`[(heading, [title, …]), …]` of a `ListPage`, what is on now under its own."""
    groups = [(group.heading, [row.title for row in group.rows]) for group in page.groups]
    return [("Now on", [row.title for row in page.runs]), *groups] if page.runs else groups


def listed(language="en", past=False, at=NOW, **parameters):
    return read_list(current_frame(), language, parameters, at, past)


def test_list_begins_with_what_is_on_now_and_goes_on_month_by_month(office):
    announce("Run", "2017-09-01/2017-12-06", is_run=True)
    announce("Later run", "2017-11-01/2017-12-06", is_run=True)
    announce("Over", "2017-10-02")
    announce("Today", "2017-10-03")
    announce("Evening", "2017-10-06T19:30")
    announce("In October", "2017-10")
    announce("Next spring", "2018-21")
    announce("Next year", "2018")
    announce("Some day", "")
    assert shown(listed()) == [
        ("Now on", ["Run"]),
        ("October 2017", ["In October", "Today", "Evening"]),
        ("November 2017", ["Later run"]),
        ("2018", ["Next year"]),
        ("Spring 2018", ["Next spring"]),
        ("Date to follow", ["Some day"]),
    ]


def test_list_of_the_past_shows_the_latest_first_and_nothing_that_is_to_come(office):
    announce("Long over", "2016-03-01")
    announce("Run", "2017-09-01/2017-12-06", is_run=True)
    announce("In September", "2017-09")
    announce("Yesterday", "2017-10-02")
    announce("Some day", "")
    page = listed(past=True)
    assert shown(page) == [
        ("October 2017", ["Yesterday"]),
        ("September 2017", ["In September"]),
        ("March 2016", ["Long over"]),
    ]
    assert page.count == 3


def test_in_october_is_upcoming_until_the_events_clock_says_november(office):
    announce("In October", "2017-10", time_zone=LA)
    last = datetime.datetime(2017, 11, 1, 6, 59, 59, tzinfo=datetime.UTC)
    first = last + datetime.timedelta(seconds=1)
    assert shown(listed(at=last)) == [("October 2017", ["In October"])]
    assert shown(listed(past=True, at=last)) == []
    assert shown(listed(at=first)) == []
    assert shown(listed(past=True, at=first)) == [("October 2017", ["In October"])]


def test_run_says_until_when_it_is_open(office):
    announce("Run", "2017-09-01/2017-12-06", is_run=True)
    announce("Long run", "2017-09-01/2018-01-07", is_run=True)
    labels = {row.title: [state.label for state in row.states] for row in listed().runs}
    assert labels == {
        "Run": ["Still open until 6\u00a0December"],
        "Long run": ["Still open until 7\u00a0January\u00a02018"],
    }


def test_states_stand_beside_the_place(office):
    announce("Today", "2017-10-03T23:00")
    announce("Cancelled", "2017-10-04", status="cancelled")
    announce("Postponed", "2017-10-05", status="postponed")
    announce("Moved", "2017-10-06", status="rescheduled")
    announce("Online now", "2017-10-07", status="moved_online")
    rows = {row.title: ([s.label for s in row.states], row.is_off, bool(row.calendar_address)) for row in listed().rows}
    assert rows == {
        "Today": (["Today"], False, True),
        "Cancelled": (["Cancelled"], True, False),
        "Postponed": (["Postponed"], False, False),
        "Moved": (["New date"], False, True),
        "Online now": (["Moved online"], False, True),
    }


def test_cancelled_further_date_is_struck_and_the_others_are_not(office):
    event = EventFactory(when="2017-10-06T19:30")
    further_date(event, "2017-10-13T19:30", is_cancelled=True)
    publish_event(event=event, at=LONG_AGO, words={"title": "Weekly"})
    assert [(row.day.big, row.is_off) for row in listed().rows] == [("6", False), ("13", True)]


def test_what_is_known_no_better_than_to_the_month_has_no_number_of_a_day(office, client):
    announce("In October", "2017-10", words={"date_note": "After the Berlin Art Week"})
    (row,) = listed().rows
    assert (row.day.big, row.day.small, row.day.datetime) == ("Oct", "date to follow", "2017-10")
    assert (row.note, row.calendar_address) == ("After the Berlin Art Week", "")
    assert read(client.get("/en/events/")).attributes["time"] == [{"class": "day soft", "datetime": "2017-10"}]


def test_row_shows_the_time_of_both_cities(los_angeles, office):
    cities = [office.home_city, los_angeles]
    announce("Both", "2017-10-06T19:30", time_zone=LA, cities=cities)
    announce("One", "2017-10-07T19:30", time_zone=LA, cities=[los_angeles])
    times = {row.title: (row.times.replace("\u00a0", " "), row.other_times) for row in listed().rows}
    assert times == {
        "Both": ("19:30 in Los Angeles", "04:30 the next day in Berlin"),
        "One": ("19:30 in Los Angeles", ""),
    }


@pytest.mark.parametrize(
    ("when", "facts", "block"),
    [
        ("2017-09-01/2017-12-06", {}, ("Now", "until 6 Dec")),
        ("2017-09-01/2018-01-05", {}, ("Now", "until 5 Jan 2018")),
        ("2017-09-01/2017-12", {}, ("Now", "until Dec")),
        # What has not begun, is over, does not take place, or has no end to name has its first day.
        ("2017-10-04/2017-12-06", {}, ("4", "Oct to 6 Dec")),
        ("2017-09-01/2017-10-02", {}, ("1", "Sept to 2 Oct")),
        ("2017-09-01/2017-12-06", {"status": "cancelled"}, ("1", "Sept to 6 Dec")),
        ("2017-09-01/2017-12-06", {"status": "postponed"}, ("1", "Sept to 6 Dec")),
    ],
)
def test_row_of_a_run_that_is_on_says_until_when(office, when, facts, block):
    announce("Run", when, is_run=True, **facts)
    (row,) = [*listed().rows, *listed(past=True).rows]
    assert (row.day.big, row.day.small.replace("\u00a0", " ")) == block


def test_text_of_the_other_language_stands_in_and_says_so(office, client):
    announce("Only English", "2017-10-06", words={"slug": "only-english"})
    announce("Both", "2017-10-07", languages=("en", "de"))
    rows = listed("de").rows
    assert [(row.title, row.lang, row.address) for row in rows] == [
        ("Only English", "en", "/de/veranstaltungen/only-english/"),
        ("Both", "", rows[1].address),
    ]
    assert {"lang": "en", "href": "/de/veranstaltungen/only-english/"} in read(
        client.get("/de/veranstaltungen/")
    ).attributes["a"]


def test_drafts_planned_and_withdrawn_events_are_in_no_list(office):
    EventFactory(when="2017-10-06")
    publish_event(when="2017-10-06", at=NOW + datetime.timedelta(days=1))
    publish_event(when="2017-10-06", at=LONG_AGO, until=NOW - datetime.timedelta(days=1))
    (edition,) = publish_event(when="2017-10-06", at=LONG_AGO)
    withdraw(edition.event, UserFactory())
    page = listed()
    assert (page.rows, page.count, page.has_choices) == ([], 0, False)


def test_planned_event_comes_at_its_second(office):
    comes = NOW + datetime.timedelta(hours=1)
    publish_event(when="2017-10-06", at=comes, words={"title": "Planned"})
    assert listed(at=comes - datetime.timedelta(seconds=1)).count == 0
    page = listed(at=comes)
    assert (shown(page), page.count) == ([("October 2017", ["Planned"])], 1)


def test_list_of_all_that_is_on_now_holds_the_runs_that_the_first_page_leaves_out(office):
    for number in range(8):
        announce(f"Run {number}", f"2017-09-0{number + 1}/2017-12-{20 - number}", is_run=True)
    page = listed()
    assert [row.title for row in page.runs] == ["Run 7", "Run 6", "Run 5", "Run 4", "Run 3", "Run 2"]
    assert page.more_runs == "/en/events/?on=now"
    everything = listed(on="now")
    assert shown(everything) == [("September 2017", [f"Run {number}" for number in range(8)])]
    assert everything.count == 8


@pytest.mark.parametrize("language", ["en", "de"])
def test_list_costs_the_same_for_any_number_of_events(office, client, django_assert_num_queries, language):
    path = {"en": "/en/events/", "de": "/de/veranstaltungen/"}[language]
    for number in (1, 3):
        while EventFactory._meta.model.objects.count() < number:
            announce("Evening", "2017-10-06T19:30", cities=[CityFactory()])
        for address in (path, f"{path}?kind=film&month=2017-10"):
            with django_assert_num_queries(4):
                assert client.get(address).status_code == 200


def test_page_of_the_past_costs_the_same_for_any_number_of_events(office, client, django_assert_num_queries):
    for _ in range(3):
        announce("Evening", "2017-09-06T19:30")
        with django_assert_num_queries(4):
            assert client.get("/en/events/past/?year=2017").status_code == 200
