"""The page cache on the pages of events and partnerships: each of them is kept, and changes at its second."""

import datetime

import pytest
import time_machine

from events.models import EventEdition
from sistercities.publishing import operations
from tests.factories import (
    AnniversaryFactory,
    LosAngelesFactory,
    OfficeFactory,
    PartnershipFactory,
    UserFactory,
    publish_event,
)
from tests.site.doors import ask, new_door, plain_django, statements

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime.datetime(2017, 10, 4, 12, 3, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
LIST = "/en/events/"


@pytest.fixture(autouse=True)
def _site():
    """An evening that is over eleven seconds after noon, and an event that is past."""
    with time_machine.travel(NOON, tick=False):
        office = OfficeFactory()
        los_angeles = LosAngelesFactory()
        AnniversaryFactory(partnership=PartnershipFactory(city_a=office.home_city, city_b=los_angeles), years=50)
        words = {"title": "Evening", "slug": "evening"}
        publish_event(
            at=NOON - SECOND, when="2017-10-04T13:30:00/2017-10-04T14:03:11", words=words, cities=[los_angeles]
        )
        publish_event(at=NOON - SECOND, when="2017-09-01", words={"title": "Gone", "slug": "gone"})
        yield


KEPT = (
    (LIST, ""),
    (LIST, "city=los-angeles"),
    ("/de/veranstaltungen/", "city=los-angeles"),
    ("/en/events/past/", ""),
    ("/en/events/past/", "year=2017"),
    ("/en/events/evening/", ""),
    ("/de/veranstaltungen/evening/", ""),
    ("/en/events/evening/calendar.ics", ""),
    ("/en/events/calendar.ics", "city=los-angeles"),
    ("/en/events/feed/", ""),
    ("/en/events.json", ""),
    ("/en/partnerships/", ""),
    ("/en/partnerships/", "sort=year"),
    ("/en/partnerships/calendar.ics", ""),
    ("/en/partnerships/berlin-los-angeles/", ""),
    ("/en/partnerships/berlin-los-angeles/50/", ""),
    ("/en/cities/los-angeles/", ""),
    ("/en/search/", ""),
)


def test_a_kept_page_costs_one_question_and_is_the_same_to_the_letter():
    door, wrong = new_door(), []
    for path, query in KEPT:
        plain = ask(plain_django(), path, query)
        first = ask(door, path, query)
        with statements() as asked:
            again = ask(door, path, query)
        if (plain.status, len(asked), first, again) != (200, 1, plain, plain):
            wrong.append((path, query, len(asked)))
    assert wrong == []


MADE_UP = (
    (LIST, "city=los-angeles&kind="),
    (LIST, "kind=other&city=los-angeles"),
    (LIST, "city=los%2Dangeles"),
    (LIST, "city=berlin&city=los-angeles"),
    (LIST, "city=los-angeles&x=1"),
    (LIST, "city=atlantis"),
    (LIST, "after=1"),
    ("/en/events/past/", "year=2017&year=2017"),
    ("/en/events/evening/", "x"),
    ("/en/events/none/", ""),
    ("/en/events.json", "x=1"),
    ("/en/events/calendar.ics", "x=1"),
    ("/en/partnerships/", "sort="),
    ("/en/partnerships/", "sort=best"),
    ("/en/partnerships/berlin-los-angeles/050/", ""),
    ("/en/search/", "q=evening"),
)


def test_what_somebody_made_up_is_never_kept():
    door = new_door()
    for path, query in MADE_UP:
        ask(door, path, query)
    assert list(door.cache.memory.pages) == []


def test_an_event_leaves_the_list_and_joins_the_past_at_its_second():
    door, seen = new_door(), {}
    for seconds in (0, 10, 11):
        with time_machine.travel(NOON + seconds * SECOND, tick=False):
            for _ in range(2):  # printed, and kept
                coming, past = ask(door, LIST).text, ask(door, "/en/events/past/").text
                page = ask(door, "/en/events/evening/").text
                seen.setdefault(seconds, []).append(
                    ("Evening" in coming, "Evening" in past, "This event is past." in page)
                )
    upcoming, past = [(True, False, False)] * 2, [(False, True, True)] * 2
    assert seen == {0: upcoming, 10: upcoming, 11: past}


def test_a_planned_change_and_a_planned_end_take_effect_at_their_second():
    event = EventEdition.objects.get(slug="evening").event
    event.texts.update(title="Matinee")
    operations.publish(event, by=UserFactory(), at=NOON + 3 * SECOND, until=NOON + 5 * SECOND)
    door, seen = new_door(), []
    for seconds in (0, 2, 3, 4, 5):
        with time_machine.travel(NOON + seconds * SECOND, tick=False):
            pages = [ask(door, "/en/events/evening/") for _ in range(2)]
            assert pages[0] == pages[1]
            seen.append((pages[0].status, "Evening" in pages[0].text, "Matinee" in pages[0].text))
    assert seen == [(200, True, False), (200, True, False), (200, False, True), (200, False, True), (410, False, False)]


def test_tomorrow_begins_at_midnight_where_the_event_is():
    midnight = datetime.datetime(2017, 10, 4, 22, tzinfo=datetime.UTC)  # in Berlin
    publish_event(at=NOON - SECOND, when="2017-10-05", words={"title": "Tomorrow", "slug": "tomorrow"})
    door, seen = new_door(), []
    for moment in (midnight - SECOND, midnight):
        with time_machine.travel(moment, tick=False):
            seen.append(["Today" in ask(door, LIST).text for _ in range(2)])
    assert seen == [[False, False], [True, True]]
