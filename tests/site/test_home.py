"""The start page, and the way there."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import EventFactory, PictureFactory, VenueFactory, publish_event, publish_story
from tests.site.pages import read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wanted", "address"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "/de/"),
        ("en-US,en;q=0.9,de;q=0.8", "/en/"),
        ("fr, de;q=0.5", "/de/"),
        ("fr", "/en/"),
        ("", "/en/"),
        ("*", "/en/"),
        ("de" * 5000, "/en/"),
        ("de;q=x, \x00", "/en/"),
    ],
)
def test_root_goes_to_the_language_of_the_browser(client, wanted, address):
    client.cookies["django_language"] = "de"  # nobody sets it, and nobody may
    response = client.get("/", headers={"accept-language": wanted})
    assert (response.status_code, response["Location"]) == (302, address)
    assert "Accept-Language" in response["Vary"]
    assert "Cookie" not in response["Vary"]


def test_home_of_an_empty_database_says_that_it_is_being_set_up(client, django_assert_num_queries):
    with django_assert_num_queries(3):
        page = read(client.get("/en/"))
    assert page.h1 == ["Sister cities"]
    assert "This site is being set up." in page.text
    assert page.meta(name="description") == ["Sister cities"]


def test_home_welcomes_with_the_words_of_the_office(client, office):
    office.welcome_title_en, office.welcome_en = "Two cities", "What Los Angeles has & Berlin <hasn't>."
    office.welcome_picture = PictureFactory()
    office.save()
    publish_story(words={"title": "A story", "slug": "a-story"})
    response = client.get("/en/")
    page = read(response)
    assert page.h1 == ["Two cities"]
    assert "What Los\u00a0Angeles has &amp; Berlin &lt;hasn’t&gt;." in page.html
    assert page.texts["title"] == ["Two cities – Sister Cities Berlin"]
    assert page.meta(name="description") == ["What Los Angeles has & Berlin <hasn't>."]
    assert page.meta(property="og:title") == ["Two cities"]
    assert page.meta(property="og:url") == ["http://testserver/en/"]
    assert ("Read the story: A story", "/en/stories/a-story/") in page.links
    assert "© Ada Lens" in page.text


def test_home_without_a_welcome_leads_with_the_featured_story(client, office):
    publish_story(words={"title": "Newer", "slug": "newer"})
    publish_story(words={"title": "Featured", "slug": "featured", "standfirst": "Its teaser."}, is_featured=True)
    publish_story(words={"title": "Newest", "slug": "newest"})
    page = read(client.get("/en/"))
    assert page.h1 == ["Featured"]
    assert "Its teaser." in page.text
    cards = [text for text, href in page.links if href in ("/en/stories/newer/", "/en/stories/newest/")]
    assert cards == ["Newest", "Newer"]


def test_home_shows_live_stories_of_its_language_only(client, office, berlin, time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 12, tzinfo=UTC))
    publish_story(["en", "de"], words={"title": "Both", "slug": "both"}, cities=[berlin])
    publish_story(["de"], words={"title": "Nur deutsch", "slug": "nur-deutsch"})
    publish_story(at=datetime(2026, 11, 24, tzinfo=UTC), words={"title": "Tomorrow", "slug": "tomorrow"})
    english, german = client.get("/en/"), client.get("/de/")
    assert "Both" in english.content.decode()
    assert "Nur deutsch" not in english.content.decode()
    assert "Tomorrow" not in english.content.decode()
    assert "Nur deutsch" in german.content.decode()
    time_machine.move_to(datetime(2026, 11, 24, tzinfo=UTC))
    assert "Tomorrow" in client.get("/en/").content.decode()


def test_home_shows_the_map_and_leads_to_the_register(client, office):
    page = read(client.get("/de/"))
    assert [href for _text, href in page.links if href.startswith("/de/staedte/")] == [
        "/de/staedte/los-angeles/",  # the button
        "/de/staedte/berlin/",  # the two cities
        "/de/staedte/los-angeles/",
    ]
    assert "2 Partnerstädte" in page.texts["h2"]
    assert ("Alle Partnerstädte", "/de/partnerschaften/") in page.links
    assert [svg["aria-label"] for svg in page.attributes["svg"] if svg.get("role") == "img"] == [
        "Weltkarte: Linien führen von Berlin zu den 2 Partnerstädten."
    ]


def events_on(page):
    """The links that the headings of the events lead to."""
    section = re.search('<section class="wrap" aria-labelledby="e-h">(.*?)</section>', page.html, re.DOTALL)
    return re.findall('<h3><a href="([^"]*)"', section[1]) if section else []


def test_home_names_the_three_events_that_are_next_the_featured_one_first(client, office, time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 12, tzinfo=UTC))
    for slug, when in (("past", "2026-11-20"), ("second", "2026-12-02"), ("first", "2026-12-01"), ("third", "2027")):
        publish_event(words={"slug": slug}, when=when)
    english = read(client.get("/en/"))
    assert events_on(english) == ["/en/events/first/", "/en/events/second/", "/en/events/third/"]
    assert ("All events", "/en/events/") in english.links
    assert ("Subscribe to the calendar", "/en/events/#subscribe") in english.links
    publish_event(words={"slug": "gala"}, when="2027-06-27", is_featured=True)
    gala, first, second = events_on(read(client.get("/de/")))
    assert (gala, first, second) == (
        *("/de/veranstaltungen/gala/", "/de/veranstaltungen/first/", "/de/veranstaltungen/second/"),
    )


def test_home_without_events_to_come_has_no_part_for_them(client, office, time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 12, tzinfo=UTC))
    publish_event(when="2026-11-22")
    publish_event(when="2026-11-24", status="cancelled")
    page = read(client.get("/en/"))
    assert "What’s on" not in page.text
    assert events_on(page) == []


def test_events_come_and_go_on_the_home_page_to_the_second(client, office, time_machine):
    start, end = datetime(2026, 11, 24, tzinfo=UTC), datetime(2026, 11, 25, tzinfo=UTC)
    event = EventFactory(when="2026-12-01")
    publish_event(event=event, at=start, until=end, words={"slug": "planned"})
    shown = []
    for moment in (start - timedelta(seconds=1), start, end - timedelta(seconds=1), end):
        time_machine.move_to(moment, tick=False)
        shown.append(events_on(read(client.get("/en/"))))
    assert shown == [[], ["/en/events/planned/"], ["/en/events/planned/"], []]


def test_past_events_leave_the_home_page_when_they_are_over(client, office, time_machine):
    publish_event(at=datetime(2020, 1, 1, tzinfo=UTC), words={"slug": "talk"}, when="2026-12-01T19:00/2026-12-01T21:00")
    shown = []
    for minute in (59, 60):
        time_machine.move_to(datetime(2026, 12, 1, 19, tzinfo=UTC) + timedelta(minutes=minute), tick=False)
        shown.append(events_on(read(client.get("/en/"))))
    assert shown == [["/en/events/talk/"], []]


@pytest.mark.parametrize("number", [1, 3])
def test_home_costs_three_queries(client, office, berlin, los_angeles, partnership, number, django_assert_num_queries):
    for _ in range(number):
        publish_event(cities=[berlin, los_angeles], when="2099", venue=VenueFactory(), partnership=partnership)
        publish_story(cities=[berlin, los_angeles], lead_picture=PictureFactory(), partnership=partnership)
    with django_assert_num_queries(3):
        client.get("/en/")


def test_home_tells_machines_who_runs_it(client, office):
    (data,) = read(client.get("/en/")).data
    assert data == {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "WebSite",
                "name": "Sister Cities Berlin",
                "url": "http://testserver/en/",
                "inLanguage": "en",
                "publisher": {"@id": "http://testserver/#office"},
            },
            {
                "@type": "GovernmentOrganization",
                "@id": "http://testserver/#office",
                "name": "City partnerships office",
                "url": "http://testserver/",
                "areaServed": {"@type": "City", "name": "Berlin"},
                "email": "office@example.org",
            },
        ],
    }


def test_home_sets_no_cookie_and_is_the_same_for_editors(client, admin_client, office):
    public, staff = client.get("/en/"), admin_client.get("/en/")
    assert public.content == staff.content
    assert not public.cookies
    assert not staff.cookies
    assert "Cookie" not in public.get("Vary", "")
    again = client.get("/en/", headers={"if-none-match": public["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
