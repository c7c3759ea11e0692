"""The page of a city."""

from datetime import UTC, datetime

import pytest

from tests.factories import PartnershipFactory, PictureFactory, VenueFactory, publish_event, publish_story
from tests.site.pages import read

pytestmark = pytest.mark.django_db


def facts(page):
    return dict(zip(page.texts["dt"], page.texts["dd"], strict=True))


def test_partner_city_shows_introduction_facts_picture_and_stories(client, office, los_angeles, berlin, time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 12, tzinfo=UTC))
    los_angeles.picture = PictureFactory(caption_en="Palms", creator="Ryan Vaarsi")
    los_angeles.website = "https://lacity.gov"
    los_angeles.save()
    publish_story(words={"title": "About both", "slug": "about-both"}, cities=[los_angeles, berlin])
    publish_story(words={"title": "About Berlin", "slug": "about-berlin"}, cities=[berlin])
    page = read(client.get("/en/cities/los-angeles/"))
    assert page.h1 == ["Los\u00a0Angeles"]
    assert "A city of dreams. It has palms." in page.text
    assert facts(page) == {
        "Country": "United States of America",
        "Partners since": "27\u00a0June\u00a01967",
        "Partner cities of Berlin": "2, Los\u00a0Angeles was the first",
        "Distance": "9,300\u00a0km",
        "Time difference": "nine hours behind Berlin",
    }
    assert page.texts["figcaption"] == ["Palms. © Ryan Vaarsi, CC BY 4.0"]
    assert ("Website of Los\u00a0Angeles", "https://lacity.gov") in page.links
    assert ("About both", "/en/stories/about-both/") in page.links
    assert "About Berlin" not in page.text
    assert "ink-poppy" in page.attributes["body"][0]["class"]


def test_time_difference_is_that_of_the_day(client, office, time_machine):
    time_machine.move_to(datetime(2026, 3, 15, 12, tzinfo=UTC))  # summer time has begun in Los Angeles only
    assert facts(read(client.get("/en/cities/los-angeles/")))["Time difference"] == "eight hours behind Berlin"


def test_home_city_lists_its_partners(client, office):
    page = read(client.get("/de/staedte/berlin/"))
    assert page.h1 == ["Berlin"]
    assert facts(page)[page.texts["dt"][1]] == "Europe/Berlin"
    assert page.texts["b"] == ["Los\u00a0Angeles", "Prag"]


def test_other_partnerships_of_a_partner_are_listed(client, office, los_angeles, prague):
    PartnershipFactory(city_a=los_angeles, city_b=prague, slug="x", signed_on=None)
    page = read(client.get("/en/cities/prague/"))
    assert page.texts["b"] == ["Berlin", "Los\u00a0Angeles"]


def test_city_answers_to_its_name_in_the_language_of_the_address(client, office, prague):
    response = client.get("/en/cities/prag/")
    assert (response.status_code, response["Location"]) == (301, "/en/cities/prague/")
    page = read(client.get("/de/staedte/prag/"))
    assert page.link("canonical") == [{"rel": "canonical", "href": "http://testserver/de/staedte/prag/"}]
    assert {a["hreflang"]: a["href"] for a in page.link("alternate") if "hreflang" in a} == {
        "en": "http://testserver/en/cities/prague/",
        "de": "http://testserver/de/staedte/prag/",
        "x-default": "http://testserver/en/cities/prague/",
    }
    assert ("English", "/en/cities/prague/") in page.links


@pytest.mark.parametrize("path", ["/en/cities/nowhere/", "/en/staedte/prag/", "/de/cities/prague/", "/en/cities/"])
def test_city_that_does_not_exist_is_not_found(client, office, path):
    assert client.get(path).status_code == 404


def test_city_names_its_next_events_and_no_others(client, office, berlin, los_angeles):
    for slug, when, cities in (
        ("past", "2017", [los_angeles]),
        ("both", "2098", [berlin, los_angeles]),
        ("elsewhere", "2097", [berlin]),
        ("here", "2097", [los_angeles]),
    ):
        publish_event(words={"slug": slug}, when=when, cities=cities)
    page = read(client.get("/de/staedte/los-angeles/"))
    events = [href for _text, href in page.links if href.startswith("/de/veranstaltungen/") and href.endswith("/")]
    # Menu first, then the two of the city; the footer has the feed.
    assert [href.split("/")[3] for href in events if href.count("/") == 4 and "feed" not in href] == ["here", "both"]
    assert "/de/veranstaltungen/?city=los-angeles" in [href for _text, href in page.links]
    assert 'aria-labelledby="e-h"' not in client.get("/en/cities/prague/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_city_costs_three_queries(client, office, berlin, los_angeles, number, django_assert_num_queries):
    for _ in range(number):
        publish_event(cities=[berlin, los_angeles], when="2099", venue=VenueFactory())
        publish_story(cities=[berlin, los_angeles], lead_picture=PictureFactory())
    with django_assert_num_queries(3):
        client.get("/en/cities/los-angeles/")


def test_city_offers_all_stories_beyond_six(client, office, los_angeles):
    for _ in range(7):
        publish_story(cities=[los_angeles])
    page = read(client.get("/en/cities/los-angeles/"))
    assert len(page.texts["li"]) - len([t for t in page.texts["li"] if not t.startswith("Story ")]) == 6
    assert ("All stories about Los\u00a0Angeles", "/en/stories/?city=los-angeles") in page.links


def test_city_tells_machines_where_it_is(client, office, los_angeles):
    los_angeles.wikidata_id = "Q65"
    los_angeles.name_en = 'Los "A" </script>'
    los_angeles.save()
    (data,) = read(client.get("/en/cities/los-angeles/")).data
    assert data["@graph"][0] == {
        "@type": "City",
        "@id": "http://testserver/en/cities/los-angeles/#city",
        "name": 'Los "A" </script>',
        "url": "http://testserver/en/cities/los-angeles/",
        "geo": {"@type": "GeoCoordinates", "latitude": 34.05223, "longitude": -118.24368},
        "containedInPlace": {"@type": "Country", "name": "United States of America", "identifier": "US"},
        "sameAs": "https://www.wikidata.org/wiki/Q65",
    }
    assert [step["name"] for step in data["@graph"][1]["itemListElement"]] == [
        "Sister Cities",
        "Partner cities",
        'Los "A" </script>',
    ]
