"""The page of a partnership."""

import datetime

import pytest

from sistercities.dates.partial import PartialDate
from tests.factories import (
    AnniversaryFactory,
    CityFactory,
    PartnershipFactory,
    publish_event,
    publish_story,
)
from tests.site.pages import Page, read

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
PATH = "/en/partnerships/berlin-los-angeles/"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)


def part(page, start):
    return Page(page.html[page.html.index(start) :])


def facts(page):
    return dict(zip(page.texts["dt"], page.texts["dd"], strict=True))


def stations(page):
    """Pairs of date and heading (or the links) of the time line."""
    html = page.html.partition('<ol class="line">')[2].partition("</ol>")[0]
    found = []
    for item in html.split('<li><p class="tags">')[1:]:
        station = Page('<p class="tags">' + item)
        found.append((station.texts["time"][0], *station.texts.get("h3", []), *station.links))
    return found


def test_partnership_shows_both_cities_its_facts_and_its_next_anniversary(client, office, partnership):
    partnership.signatories_en = "Ada for Berlin, Ben for Los Angeles"
    partnership.summary_en = "It began with film.\n\nIt went on with art."
    partnership.save()
    page = read(client.get(PATH))
    assert page.h1 == ["Berlin\u00a0– Los\u00a0Angeles"]
    assert page.meta(name="description") == ["It began with film."]
    assert part(page, "<main").texts["h3"][:2] == ["Berlin", "Los\u00a0Angeles"]
    assert [div["class"] for div in page.attributes["div"] if div.get("class", "").startswith("city ")] == [
        "city a",
        "city b ink-poppy",
    ]
    assert facts(page) == {
        "Partners since": "27\u00a0June\u00a01967",
        "Partner cities of Berlin": "2, Los\u00a0Angeles was the first",
        "Distance": "9,300\u00a0km",
        "Time difference": "nine hours behind Berlin",
        "Signed by": "Ada for Berlin, Ben for Los\u00a0Angeles",
        "Next anniversary": "60\u00a0years on 27\u00a0June\u00a02027",
    }
    assert "It went on with art." in page.text
    assert stations(page) == [("27\u00a0June\u00a01967", "The partnership is signed")]
    assert ("City page of Los\u00a0Angeles", "/en/cities/los-angeles/") in page.links


def test_partnership_in_german_has_a_page_of_its_own(client, office):
    page = read(client.get("/de/partnerschaften/berlin-los-angeles/"))
    assert page.link("canonical")[0]["href"] == "http://testserver/de/partnerschaften/berlin-los-angeles/"
    assert {a["hreflang"]: a["href"] for a in page.link("alternate") if "hreflang" in a} == {
        "en": f"http://testserver{PATH}",
        "de": "http://testserver/de/partnerschaften/berlin-los-angeles/",
        "x-default": f"http://testserver{PATH}",
    }
    assert "am 27.\u00a0Juni\u00a02027" in page.text


def test_what_is_known_to_the_year_is_counted_by_year_and_said_so(client, office, partnership):
    partnership.signed_on = PartialDate(1967)
    partnership.save()
    page = read(client.get(PATH))
    assert facts(page)["Next anniversary"] == (
        "59\u00a0years in 2026counted by year, since the day of the signing is not known"
    )


def test_time_line_holds_agreements_anniversaries_and_past_events_by_year(client, office, partnership, los_angeles):
    partnership.renewed_on = PartialDate(1997, 5)
    partnership.suspended_on, partnership.ended_on = PartialDate(2020), PartialDate(2023, 1, 1)
    partnership.save()
    AnniversaryFactory(partnership=partnership, years=40)
    jubilee = AnniversaryFactory(partnership=partnership, years=50, motto_en="Two of a kind")
    for when, title in (("2017-10", "In October"), ("2017-12-01", "In December"), ("1999", "Long ago")):
        publish_event(
            words={"title": title, "slug": title.lower().replace(" ", "-")}, when=when, partnership=partnership
        )
    publish_event(words={"title": "Jubilee", "slug": "jubilee"}, when="2017-06-27", anniversary=jubilee)
    publish_event(words={"title": "Elsewhere"}, when="2017-06-28")
    page = read(client.get(PATH))
    assert stations(page) == [
        ("27\u00a0June\u00a01967", "The partnership is signed"),
        ("May\u00a01997", "Renewed"),
        ("1999", ("Long ago", "/en/events/long-ago/")),
        ("27\u00a0June\u00a02007", "40\u00a0years", ("40\u00a0years", f"{PATH}40/")),
        ("27\u00a0June\u00a02017", "50\u00a0years: “Two of a kind”", ("50\u00a0years: “Two of a kind”", f"{PATH}50/")),
        (
            "2017",
            ("Jubilee", "/en/events/jubilee/"),
            ("In October", "/en/events/in-october/"),
            ("In December", "/en/events/in-december/"),
        ),
        ("2020", "Suspended"),
        ("1\u00a0January\u00a02023", "Ended"),
    ]
    assert "Elsewhere" not in page.text
    assert "Next anniversary" not in page.texts["dt"]
    assert "This partnership ended: 1\u00a0January\u00a02023 ." in page.text


def test_partnership_that_rests_says_so(client, office, partnership):
    partnership.suspended_on = PartialDate(2022, 3)
    partnership.save()
    assert "This partnership rests since March\u00a02022 ." in read(client.get(PATH)).text


def test_partnership_shows_the_next_events_once_each_and_leads_to_all(client, office, partnership):
    for day in range(1, 6):
        publish_event(
            words={"title": f"Event {day}", "slug": f"event-{day}"}, when=f"2026-12-0{day}", partnership=partnership
        )
    publish_event(
        words={"title": "Draft"}, at=NOW + datetime.timedelta(days=1), when="2026-12-01", partnership=partnership
    )
    page = read(client.get(PATH))
    assert [title for title in page.texts["h3"] if title.startswith("Event")] == ["Event 1", "Event 2", "Event 3"]
    assert ("All events", "/en/events/?partnership=berlin-los-angeles") in page.links
    assert "Draft" not in page.text


def test_of_many_past_events_the_latest_stand_there_and_the_rest_behind_a_link(client, office, partnership):
    for day in range(10, 23):
        publish_event(
            words={"title": f"Past {day}", "slug": f"past-{day}"}, when=f"2020-01-{day}", partnership=partnership
        )
    page = read(client.get(PATH))
    (_signed, (_year, *links)) = stations(page)
    assert [title for title, _href in links] == [f"Past {day}" for day in range(11, 23)]
    assert ("All past events", "/en/events/past/?partnership=berlin-los-angeles") in page.links


def test_partnership_shows_its_stories(client, office, partnership, los_angeles):
    for number in range(4):
        publish_story(words={"title": f"Story {number}"}, partnership=partnership)
    publish_story(words={"title": "Another"})
    page = read(client.get(PATH))
    assert len([title for title in page.texts["h3"] if title.startswith("Story")]) == 3
    assert "Another" not in page.text
    assert ("All stories about Los\u00a0Angeles", "/en/stories/?city=los-angeles") in page.links


def test_partnership_without_the_home_city_prints_in_the_inks_of_both(client, office, los_angeles, prague):
    PartnershipFactory(city_a=prague, city_b=los_angeles, slug="prague-los-angeles", signed_on=None)
    page = read(client.get("/en/partnerships/prague-los-angeles/"))
    inks = [div["class"] for div in page.attributes["div"] if div.get("class", "").startswith("city ")]
    assert sorted(inks) == ["city b ink-fir", "city b ink-poppy"]
    assert "No date is known." in page.text


@pytest.mark.parametrize("path", ["nowhere/", "berlin-los-angeles/x/", "Berlin-Los-Angeles/"])
def test_partnership_that_does_not_exist_is_not_found(client, office, path):
    assert client.get(f"/en/partnerships/{path}").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_partnership_costs_four_queries(client, office, partnership, number, django_assert_num_queries):
    for n in range(number):
        AnniversaryFactory(partnership=partnership, years=10 + n)
        publish_story(partnership=partnership)
        publish_event(when="2027-01-01", partnership=partnership, cities=[CityFactory()])
        publish_event(when="2020-01-01", partnership=partnership)
    with django_assert_num_queries(4):
        client.get(PATH)


def test_partnership_tells_machines_what_it_is_about_whatever_the_names(client, office, los_angeles):
    los_angeles.name_en = 'Los "A" </script>'
    los_angeles.save()
    (data,) = read(client.get(PATH)).data
    page, steps = data["@graph"]
    assert [city["name"] for city in page["about"]] == ["Berlin", 'Los "A" </script>']
    assert [step["item"] for step in steps["itemListElement"]] == [
        "http://testserver/en/",
        "http://testserver/en/partnerships/",
        f"http://testserver{PATH}",
    ]
