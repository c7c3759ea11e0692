"""Calendars, feeds and JSON in the page cache. Through the WSGI callable, on real transactions."""

import datetime

import pytest
import time_machine

from events.calendar import views
from sistercities.publishing.operations import publish
from tests.factories import LosAngelesFactory, OfficeFactory, PartnershipFactory, UserFactory, publish_event
from tests.site.doors import ask, new_door, plain_django, statements

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime.datetime(2017, 6, 27, 12, 3, tzinfo=datetime.UTC)
LIST = "/en/events/calendar.ics"
ADDRESSES = [
    (LIST, ""),
    (LIST, "kind=film&tentative=1"),
    ("/en/events/evening/calendar.ics", ""),
    ("/en/events/evening/calendar.ics", "tentative=1"),
    ("/en/events/feed/", ""),
    ("/de/veranstaltungen/feed/", "kind=film"),
    ("/en/events.json", ""),
    ("/de/veranstaltungen.json", "kind=film&past=1"),
    ("/en/partnerships/calendar.ics", ""),
    ("/en/partnerships/calendar.ics", "tentative=1"),
]


@pytest.fixture(autouse=True)
def event():
    """One event, on a site with a partnership."""
    with time_machine.travel(NOON, tick=False):
        office = OfficeFactory()
        PartnershipFactory(city_a=office.home_city, city_b=LosAngelesFactory())
        yield publish_event(when="2017-10-06T19:30", words={"title": "An evening", "slug": "evening"})[0].event


@pytest.mark.parametrize(("path", "query"), ADDRESSES)
def test_kept_answer_costs_one_question_and_is_the_same_to_the_letter(path, query):
    door, plain = new_door(), ask(plain_django(), path, query)
    assert plain.status == 200
    assert ask(door, path, query) == plain
    with statements() as asked:
        assert ask(door, path, query) == plain
    assert len(asked) == 1
    not_modified = ask(plain_django(), path, query, HTTP_IF_NONE_MATCH=plain.headers["ETag"])
    assert (not_modified.status, not_modified.headers.pop("Content-Length")) == (304, "0")  # of the page: RFC 9110 §8.6
    assert ask(door, path, query, HTTP_IF_NONE_MATCH=plain.headers["ETag"]) == not_modified


def test_scripts_of_other_sites_may_read_the_json_and_that_it_has_not_changed():
    tag = ask(plain_django(), "/en/events.json").headers["ETag"]
    for application in (plain_django(), new_door()):
        for known in ("", tag):
            answer = ask(application, "/en/events.json", HTTP_ORIGIN="https://example.org", HTTP_IF_NONE_MATCH=known)
            assert answer.status == (304 if known else 200)
            assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (LIST, "utm_source=x"),
        (LIST, "tentative="),
        ("/en/events.json", "past=1&kind=film"),
        (LIST, "kind=film&kind=film"),
    ],
)
def test_addresses_that_are_not_the_lists_own_are_not_kept(path, query):
    door = new_door()
    assert ask(door, path, query) == ask(plain_django(), path, query)
    assert not door.cache.memory.pages


@pytest.mark.parametrize(("path", "query"), ADDRESSES[:4] + ADDRESSES[4:7:2])
def test_change_is_in_the_next_answer(event, path, query):
    door = new_door()
    assert "An evening" in ask(door, path, query).text
    event.texts.update(title="A night")
    publish(event, UserFactory())
    assert "A night" in ask(door, path, query).text


def test_large_calendar_is_sent_by_piece_and_not_kept(monkeypatch):
    whole = ask(plain_django(), LIST)
    monkeypatch.setattr(views, "MOST_IN_MEMORY", 0)
    door = new_door()
    head = ask(door, LIST, method="HEAD")
    assert (head.status, head.body, head.headers["Content-Type"]) == (200, b"", whole.headers["Content-Type"])
    for _ in range(2):
        answer = ask(door, LIST)
        assert (answer.status, answer.body, answer.headers["ETag"]) == (200, whole.body, head.headers["ETag"])
    assert ask(door, LIST, HTTP_IF_NONE_MATCH=head.headers["ETag"]).status == 304
    assert not door.cache.memory.pages


def test_calendar_lets_go_what_was_cancelled_thirty_days_ago_although_nobody_changes_anything(event):
    type(event).objects.update(status="cancelled")
    publish(event, UserFactory())
    door = new_door()
    for days, is_there in ((0, True), (30, True), (31, False)):
        with time_machine.travel(NOON + datetime.timedelta(days=days), tick=False):
            assert ("Cancelled: An evening" in ask(door, LIST).text) is is_there
