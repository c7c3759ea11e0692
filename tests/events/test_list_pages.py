"""Every state of a list is an address: pages by key, filters, years."""

import datetime
from urllib.parse import parse_qsl, urlsplit

import pytest

from events.models.editions import EventEditionDate
from events.paging import PAGE
from tests.events.test_list import LA, NOW, announce, listed
from tests.factories import AnniversaryFactory, CityFactory, EventFactory, PartnershipFactory, publish_event
from tests.site.pages import Page, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def walk(address, past=False, side="next"):
    """The titles of each page from that address on."""
    pages = []
    while address:
        page = listed(past=past, **dict(parse_qsl(urlsplit(address).query)))
        if page.moved_to:
            pages.append(page.moved_to)
            break
        pages.append([row.title for row in page.rows])
        address = getattr(page, side)
    return pages


def titles(numbers):
    return [f"Event {number}" for number in numbers]


def test_pages_hold_every_event_once_in_both_directions(office):
    # What has begun and what has not stand in one order, although they are looked for apart.
    for number in range(25):
        announce(f"Event {number}", "2017-10", time_zone=LA)
    for number in range(25, 2 * PAGE + 10):
        announce(f"Event {number}", f"2017-11-{number - 20:02d}T10:00")
    forth = walk("/en/events/")
    assert forth == [titles(range(PAGE)), titles(range(PAGE, 2 * PAGE)), titles(range(2 * PAGE, 2 * PAGE + 10))]
    last = listed(**dict(parse_qsl(urlsplit(listed(after=key_of("Event 39")).address).query)))
    assert [row.title for row in last.rows] == forth[-1]
    assert walk(last.previous, side="previous") == [forth[1], "/en/events/"]


def key_of(title):
    return str(EventEditionDate.objects.get(edition__title=title).pk)


def test_pages_of_the_past_go_back_in_time(office):
    for number in range(PAGE + 3):
        announce(f"Event {number}", f"2017-08-{28 - number:02d}")
    assert walk("/en/events/past/", past=True) == [titles(range(PAGE)), titles(range(PAGE, PAGE + 3))]


def test_deep_page_says_its_address_and_its_neighbours(office, client):
    for number in range(2 * PAGE + 1):
        announce(f"Event {number}", f"2017-11-01T{number // 60 + 10}:{number % 60:02d}")
    second = f"/en/events/?after={key_of(f'Event {PAGE - 1}')}"
    page = read(client.get(second))
    host = "http://testserver"
    assert page.link("canonical")[0]["href"] == host + second
    german = second.replace("/en/events/", "/de/veranstaltungen/")
    assert {link["hreflang"]: link["href"] for link in page.link("alternate") if "hreflang" in link} == {
        "en": host + second,
        "de": host + german,
        "x-default": host + second,
    }
    assert page.link("next")[0]["href"] == f"/en/events/?after={key_of(f'Event {2 * PAGE - 1}')}"
    assert page.link("prev")[0]["href"] == f"/en/events/?before={key_of(f'Event {PAGE}')}"
    assert ("Later events", page.link("next")[0]["href"]) in page.links
    assert client.get(german).status_code == 200


def test_deep_page_costs_one_query_more_than_the_first(office, client, django_assert_num_queries):
    for number in range(PAGE + 1):
        announce(f"Event {number}", f"2017-11-01T10:{number:02d}")
    key = key_of(f"Event {PAGE - 1}")
    with django_assert_num_queries(5):
        assert client.get(f"/en/events/?after={key}").status_code == 200


def test_state_that_does_not_exist_answers_404(office, client):
    PartnershipFactory(city_a=office.home_city)
    announce("Event", "2017-10-06")
    queries = [
        *("city=nowhere", "kind=opera", "month=2017-13", "month=2017-1", "month=1999-01", "partnership=x", "on=then"),
        *("anniversary=berlin-los-angeles/7", "anniversary=50", "after=0", "after=x", "after=" + "9" * 400, "before=٣"),
        *("kind=film%0a", "city=%ff", "month=0000-01", "after=-1"),
    ]
    assert {query: client.get(f"/en/events/?{query}").status_code for query in queries} == dict.fromkeys(queries, 404)


def test_key_of_a_date_that_was_never_public_is_none(office, client):
    announce("Event", "2017-10-06")
    publish_event(when="2017-10-05", at=NOW + datetime.timedelta(days=1), words={"title": "Planned"})
    assert client.get(f"/en/events/?after={key_of('Planned')}").status_code == 404


def test_empty_fields_of_the_form_leave_the_address(office, client):
    announce("Event", "2017-10-06", kind="talk")
    response = client.get("/en/events/?city=&partnership=&kind=talk&month=")
    assert (response.status_code, response.headers["Location"]) == (302, "/en/events/?kind=talk")


def test_filters_combine_and_each_can_be_removed(office, los_angeles, client):
    announce("Talk there", "2017-10-06", kind="talk", cities=[los_angeles, office.home_city])
    announce("Talk here", "2017-10-07", kind="talk", cities=[office.home_city])
    announce("Film there", "2017-10-08", cities=[los_angeles])
    page = read(client.get("/en/events/?kind=talk&city=los-angeles"))
    assert page.texts["h3"] == ["Talk there"]
    assert page.link("canonical")[0]["href"] == "http://testserver/en/events/?city=los-angeles&kind=talk"
    assert [link for link in page.links if link[0].startswith("Remove filter")] == [
        ("Remove filter: Los\u00a0Angeles", "/en/events/?kind=talk"),
        ("Remove filter: Talk", "/en/events/?city=los-angeles"),
    ]
    selected = [a["value"] for a in page.attributes["option"] if "selected" in a]
    assert selected == ["los-angeles", "talk"]
    assert page.h1 == ["Events: Los\u00a0Angeles, Talk"]
    assert "1 event " in page.text


def test_month_finds_by_overlap(office):
    for when in ["2017-09-20/2017-11-02", "2017-10-31", "2017-11", "2017-11-01", "2017", "2017-12-01"]:
        announce(when, when)
    assert [row.title for row in listed(month="2017-11").rows] == [
        "2017",
        "2017-09-20/2017-11-02",
        "2017-11-01",
        "2017-11",
    ]


def test_partnership_finds_its_anniversaries_events_too(office, los_angeles):
    partnership = PartnershipFactory(city_a=office.home_city, city_b=los_angeles)
    anniversary = AnniversaryFactory(partnership=partnership, years=50)
    announce("Of the partnership", "2017-10-06", partnership=partnership)
    announce("Of the anniversary", "2017-10-07", anniversary=anniversary)
    announce("Of none", "2017-10-08")
    assert [row.title for row in listed(partnership=partnership.slug).rows] == [
        "Of the partnership",
        "Of the anniversary",
    ]
    only = listed(anniversary=f"{partnership.slug}/50")
    assert [row.title for row in only.rows] == ["Of the anniversary"]
    assert only.address == f"/en/events/?anniversary={partnership.slug}%2F50"


def test_choices_are_only_what_readable_events_of_that_list_have(office, los_angeles):
    announce("Coming", "2017-11-06", kind="talk", cities=[office.home_city])
    announce("Over", "2016-09-06", kind="film", cities=[los_angeles])
    EventFactory(when="2017-12-06", kind="dance", cities=[CityFactory()])
    values = {name: [choice.value for choice in found] for name, found in listed().choices.items() if found}
    assert values == {"city": ["berlin"], "kind": ["talk"], "month": ["2017-11"]}
    past = listed(past=True)
    values = {name: [choice.value for choice in found] for name, found in past.choices.items() if found}
    assert values == {"city": ["los-angeles"], "kind": ["film"], "month": ["2016-09"]}
    # The very same memory, later: what was to come is over.
    later = listed(past=True, at=datetime.datetime(2018, 1, 1, tzinfo=datetime.UTC))
    assert [choice.value for choice in later.choices["kind"]] == ["film", "talk"]
    assert [year for year, _address, _is_shown in later.years] == [2017, 2016]


def test_years_of_the_past_are_those_that_hold_something_public(office, client):
    announce("Old", "2015-05-05")
    announce("New", "2017-05-05")
    announce("Coming", "2018-05-05")
    EventFactory(when="2016-05-05")
    page = read(client.get("/en/events/past/"))
    years = [(text, href) for text, href in page.links if text.isdigit()]
    assert years == [("2017", "/en/events/past/?year=2017"), ("2015", "/en/events/past/?year=2015")]
    assert read(client.get("/en/events/past/?year=2015")).texts["h3"] == ["Old"]
    assert client.get("/en/events/past/?year=2016").status_code == 404
    assert client.get("/en/events/past/?year=2018").status_code == 404
    assert [year for year, _address, _is_shown in listed(past=True, month="2015-05").years] == [2015]


def test_nothing_found_says_what_was_asked_and_offers_two_wider_lists(office, los_angeles, client):
    announce("Talk here", "2017-10-06", kind="talk", cities=[office.home_city])
    announce("Film there", "2017-10-08", cities=[los_angeles])
    response = client.get("/en/events/?city=los-angeles&kind=talk")
    page = read(response)
    assert "No events match “Los\u00a0Angeles, Talk”." in page.text
    note = response.content.decode().partition('<div class="note" role="status">')[2].partition("</section>")[0]
    assert Page(note).links == [
        ("Events: Los\u00a0Angeles", "/en/events/?city=los-angeles"),
        ("Events: Talk", "/en/events/?kind=talk"),
    ]
    assert page.meta(name="robots") == ["noindex"]
    assert ("Remove filter: Talk", "/en/events/?city=los-angeles") in page.links


def test_every_format_of_a_filtered_list_has_the_same_filter(office, client):
    announce("Talk", "2017-10-06", kind="talk")
    page = read(client.get("/en/events/?kind=talk"))
    assert ("Subscribe", "webcal://testserver/en/events/calendar.ics?kind=talk") in page.links
    assert "http://testserver/en/events/calendar.ics?kind=talk" in page.texts["code"]
    assert ("News feed (Atom)", "/en/events/feed/?kind=talk") in page.links
    assert ("JSON", "/en/events.json?kind=talk") in page.links


def test_count_changes_when_an_event_is_over(office):
    announce("Morning", "2017-10-03T15:00/2017-10-03T16:00")
    announce("Evening", "2017-10-03T20:00/2017-10-03T22:00")
    over = datetime.datetime(2017, 10, 3, 14, tzinfo=datetime.UTC)
    assert [listed(at=at).count for at in (NOW, over)] == [2, 1]
    assert [listed(past=True, at=at).count for at in (NOW, over)] == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_remembered_counts_and_choices_change_with_time_and_with_publication(office, django_assert_num_queries):
    # Outside of a transaction the shelf is kept; here nothing of it may be.
    announce("Morning", "2017-10-03T15:00/2017-10-03T16:00", kind="talk")
    announce("Evening", "2017-10-03T20:00/2017-10-03T22:00")
    listed()
    with django_assert_num_queries(2):
        assert listed().count == 2
    over = listed(at=datetime.datetime(2017, 10, 3, 14, tzinfo=datetime.UTC))
    assert (over.count, [choice.value for choice in over.choices["kind"]]) == (1, ["film"])
    publish_event(when="2017-10-09", at=NOW + datetime.timedelta(hours=1))
    assert listed(at=NOW + datetime.timedelta(minutes=59)).count == 2
    assert listed(at=NOW + datetime.timedelta(hours=1)).count == 3
