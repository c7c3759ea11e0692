"""The index of stories: what it lists, how it is filtered, how it goes on."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sistercities.office import frame
from sistercities.publishing.operations import publish, withdraw
from stories import shelf
from stories.index import CARDS
from stories.models import StoryEdition
from tests.factories import (
    CityFactory,
    PictureFactory,
    StoryFactory,
    StoryTextFactory,
    ThemeFactory,
    UserFactory,
    publish_story,
)

TITLES = r"<h[23]><a [^>]*>(.*?)</a></h[23]>"
CHIPS = r'<a class="chip" href="([^"]*)"[^>]*>'
COUNT = r'role="status">(.*?)</p>'
OLDER = r'<a class="btn quiet" href="([^"]*)" rel="next">'
NEWER = r'<a class="btn quiet" href="([^"]*)" rel="prev">'


def day(number, year=2017):
    return datetime.datetime(year, 3, 1, 12, tzinfo=datetime.UTC) + datetime.timedelta(days=number)


def titled(title, at=None, languages=("en",), **frame):
    return publish_story(languages=languages, at=at, words={"title": title}, **frame)


@pytest.fixture
def twenty(site):
    for number in range(20):
        titled(f"Story {number:02d}", at=day(number))


def test_index_lists_the_live_stories_of_its_language_newest_first(client, site, found):
    titled("Second", at=day(2))
    titled("First", at=day(1))
    titled("Third", at=day(3))
    titled("Deutsch", at=day(4), languages=("de",))
    assert found(client.get("/en/stories/"), TITLES) == ["Third", "Second", "First"]
    assert found(client.get("/de/geschichten/"), TITLES) == ["Deutsch"]


def test_index_is_called_after_the_home_city(client, site, found):
    titled("Story", languages=("en", "de"))
    assert found(client.get("/en/stories/"), "<h1>(.*?)</h1>") == ["Berlin stories"]
    assert "Berliner" in found(client.get("/de/geschichten/"), "<h1>(.*?)</h1>")[0]


def test_index_without_office_and_stories_says_so(client, db, found):
    response = client.get("/en/stories/")
    assert response.status_code == 200
    assert found(response, '<div class="note" role="status"><p><strong>(.*?)</strong>') == ["There are no stories yet."]
    assert found(response, CHIPS) == []


def test_featured_story_leads_the_index_once(client, site, found):
    titled("Old but featured", at=day(1), is_featured=True)
    titled("New", at=day(3))
    titled("Middle", at=day(2))
    assert found(client.get("/en/stories/"), TITLES) == ["Old but featured", "New", "Middle"]


def test_newest_of_the_featured_stories_leads(client, site, found):
    for number in (1, 2):
        titled(f"Featured {number}", at=day(number), is_featured=True)
    titled("New", at=day(3))
    assert found(client.get("/en/stories/"), TITLES) == ["Featured 2", "New", "Featured 1"]


def test_filtered_index_keeps_to_the_dates(client, site, found):
    titled("Featured", at=day(1), is_featured=True, cities=[site.berlin])
    titled("New", at=day(2), cities=[site.berlin])
    assert found(client.get("/en/stories/?city=berlin"), TITLES) == ["New", "Featured"]


def test_new_edition_keeps_the_place_of_its_story(client, site, found):
    with time_machine.travel(day(1), tick=False):
        (edition,) = titled("Old")
    titled("New", at=day(2))
    edition.story.texts.update(title="Old, corrected")
    publish(edition.story, UserFactory())
    assert found(client.get("/en/stories/"), TITLES) == ["New", "Old, corrected"]


# Pages ----------------------------------------------------------------------------------------------------------------


def test_pages_hold_every_story_once_in_order(client, twenty, found):
    address, titles, pages = "/en/stories/", [], 0
    while address:
        response = client.get(address)
        titles += found(response, TITLES)
        address = next(iter(found(response, OLDER)), None)
        pages += 1
    assert titles == [f"Story {number:02d}" for number in reversed(range(20))]
    assert pages == 4


def test_pages_lead_back_to_the_first_one(client, twenty, found):
    second = client.get(found(client.get("/en/stories/"), OLDER)[0])
    third = client.get(found(second, OLDER)[0])
    assert found(client.get(found(third, NEWER)[0]), TITLES) == found(second, TITLES)
    response = client.get(found(second, NEWER)[0])
    assert (response.status_code, response.headers["Location"]) == (302, "/en/stories/")


def test_pages_stay_whole_when_a_featured_story_leads(client, twenty, found):
    titled("Lead", at=day(5), is_featured=True)
    first = client.get("/en/stories/")
    second = client.get(found(first, OLDER)[0])
    third = client.get(found(second, OLDER)[0])
    assert found(first, TITLES) == ["Lead"] + [f"Story {number}" for number in range(19, 13, -1)]
    assert found(second, TITLES) == [f"Story {number:02d}" for number in range(13, 7, -1)]
    assert found(third, TITLES) == [f"Story {number:02d}" for number in range(7, 1, -1)]
    assert found(client.get(found(third, NEWER)[0]), TITLES) == found(second, TITLES)


def test_pages_of_stories_of_one_moment_hold_each_once(client, site, found):
    for number in range(20):
        titled(f"Story {number:02d}", at=day(1))
    address, titles = "/en/stories/", []
    while address:
        response = client.get(address)
        titles += found(response, TITLES)
        address = next(iter(found(response, OLDER)), None)
    assert sorted(titles) == [f"Story {number:02d}" for number in range(20)]


def test_page_address_lasts_when_its_story_is_withdrawn(client, twenty, found):
    second = found(client.get("/en/stories/"), OLDER)[0]
    before = found(client.get(second), TITLES)
    withdraw(StoryEdition.objects.get(title="Story 13").story, UserFactory())
    assert found(client.get(second), TITLES) == before


def test_page_that_does_not_exist_answers_404(client, twenty):
    queries = ["before=0", "before=999999", "before=x", "after=-1", "before=1e3", "before=" + "9" * 18, "after=٣"]
    assert {query: client.get(f"/en/stories/?{query}").status_code for query in queries} == dict.fromkeys(queries, 404)


def test_page_after_a_draft_does_not_exist(client, twenty):
    draft = StoryTextFactory().story
    assert client.get(f"/en/stories/?before={draft.pk}").status_code == 404


def test_page_before_the_last_story_does_not_exist(client, twenty):
    oldest = StoryEdition.objects.get(title="Story 00").story_id
    assert client.get(f"/en/stories/?before={oldest}").status_code == 404


# Filters --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def various(site):
    film = ThemeFactory(name_en="Film", name_de="Film", slug_en="film", slug_de="film-de")
    art = ThemeFactory(name_en="Art", name_de="Kunst", slug_en="art", slug_de="kunst")
    titled("Berlin film", at=day(1, 2015), cities=[site.berlin], themes=[film], languages=("en", "de"))
    titled("Both film", at=day(2, 2016), cities=[site.berlin, site.los_angeles], themes=[film])
    titled("Both art", at=day(3, 2016), cities=[site.berlin, site.los_angeles], themes=[art])
    titled("Nothing", at=day(4, 2017))
    return site


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Nothing", "Both art", "Both film", "Berlin film"]),
        ("city=los-angeles", ["Both art", "Both film"]),
        ("city=berlin", ["Both art", "Both film", "Berlin film"]),
        ("theme=film", ["Both film", "Berlin film"]),
        ("year=2016", ["Both art", "Both film"]),
        ("city=los-angeles&theme=film", ["Both film"]),
        ("year=2016&city=berlin&theme=art", ["Both art"]),
        ("year=2015&theme=film&utm_source=x", ["Berlin film"]),
        ("city=&theme=film", ["Both film", "Berlin film"]),
        ("city=x&city=los-angeles", ["Both art", "Both film"]),
    ],
)
def test_filters_combine(client, various, found, query, titles):
    response = client.get(f"/en/stories/?{query}")
    assert found(response, TITLES) == titles
    assert found(response, COUNT) == [f"{len(titles)} {'story' if len(titles) == 1 else 'stories'}"]


@pytest.mark.parametrize(
    "query",
    ["city=atlantis", "theme=kunst", "year=2014", "year=16", "year=２０１６", "theme=Film", "city=1", "year=2016.0",
     "theme=%27%22%3Cscript%3E", "city=" + "x" * 1500],
)  # fmt: skip
def test_filter_that_is_not_offered_answers_404(client, various, query):
    assert client.get(f"/en/stories/?{query}").status_code == 404


def test_year_begins_at_midnight_of_the_home_city(client, site, found):
    titled("New year in Berlin", at=datetime.datetime(2016, 12, 31, 23, 30, tzinfo=datetime.UTC))
    titled("Old year in Berlin", at=datetime.datetime(2016, 12, 31, 22, 30, tzinfo=datetime.UTC))
    assert found(client.get("/en/stories/?year=2017"), TITLES) == ["New year in Berlin"]
    assert found(client.get("/en/stories/?year=2016"), TITLES) == ["Old year in Berlin"]
    assert found(client.get("/en/stories/?year=2017"), '<time datetime="(.*?)"') == []


def test_chips_offer_what_live_stories_have(client, various, found):
    CityFactory(name_en="Atlantis", slug_en="atlantis")
    ThemeFactory(name_en="Silence", slug_en="silence")
    assert found(client.get("/en/stories/"), CHIPS) == [
        "/en/stories/",
        "/en/stories/?city=berlin",
        "/en/stories/?city=los-angeles",
        "/en/stories/?theme=art",
        "/en/stories/?theme=film",
        "/en/stories/?year=2017",
        "/en/stories/?year=2016",
        "/en/stories/?year=2015",
    ]
    assert found(client.get("/de/geschichten/"), CHIPS) == [
        "/de/geschichten/",
        "/de/geschichten/?city=berlin",
        "/de/geschichten/?theme=film-de",
    ]


def test_chips_stand_under_headings(client, various, found):
    groups = r'<p id="by-\w+">(.*?)</p><div><ul class="chips" aria-labelledby="by-(\w+)">'
    assert found(client.get("/en/stories/"), groups) == [("Cities", "city"), ("Themes", "theme"), ("Years", "year")]


def test_of_many_cities_those_with_the_most_stories_are_shown_at_once(client, site, found):
    cities = [CityFactory(name_en=f"City {letter}", slug_en=f"city-{letter}") for letter in "abcdefghijkl"]
    titled("All", cities=cities)
    titled("Last", cities=cities[-3:])
    page = client.get("/en/stories/")
    shown = [f"city-{letter}" for letter in "abcdejkl"]
    rest = [f"city-{letter}" for letter in "fghi"]
    assert re.findall(r"\?city=([\w-]+)", page.content.decode().split("<details>")[0]) == shown
    assert re.findall(r"\?city=([\w-]+)", page.content.decode().split("<details>")[1]) == rest
    assert found(page, "<summary>(.*?)</summary>") == ["4 more"]
    chosen = client.get("/en/stories/?city=city-g").content.decode()
    assert 'aria-current="true"' in chosen.split("<details>")[0]
    assert 'aria-current="true"' not in chosen.split("<details>")[1]


@pytest.mark.parametrize(
    ("count", "printed"), [(4, ["Berlin", "City b", "City c", "City d"]), (5, ["Berlin", "City b", "City c"])]
)
def test_card_names_at_most_four_cities(client, site, found, count, printed):
    cities = [CityFactory(name_en=f"City {letter}") for letter in "ebcd"[-(count - 1) :]]
    [edition] = titled("Story", cities=[*cities, site.berlin])
    page = client.get("/en/stories/")
    assert found(page, r'<span class="tag [^"]*">(.*?)</span>') == printed
    assert found(page, "<span>(and .*?)</span>") == ["and 2 more"] * (count == 5)
    whole = client.get(f"/en/stories/{edition.slug}/")
    assert len(found(whole, r'<span class="tag [^"]*">(.*?)</span>')) == count


def test_chip_of_a_chosen_filter_removes_it_and_keeps_the_others(client, various, found):
    response = client.get("/en/stories/?city=los-angeles&theme=film")
    chosen = r'<a class="chip" href="([^"]*)" aria-current="true"><span class="vh">Remove filter: </span>'
    assert found(response, chosen) == ["/en/stories/?theme=film", "/en/stories/?city=los-angeles"]
    assert "/en/stories/?city=los-angeles&theme=art" in found(response, CHIPS)
    assert found(response, "<h1>(.*?)</h1>") == ["Berlin stories: Los\N{NO-BREAK SPACE}Angeles, Film"]


def test_nothing_found_offers_two_wider_lists(client, various, found):
    response = client.get("/en/stories/?city=los-angeles&theme=film&year=2015")
    assert response.status_code == 200
    assert found(response, "<strong>(No stories.*?)</strong>") == ["No stories match “Los Angeles, Film, 2015”."]
    wider = found(response, r'<p><a href="(/en/stories/\?[^"]*)">.*? · <a href=".*?">')
    assert wider == ["/en/stories/?city=los-angeles"]
    assert found(response, r' · <a href="(/en/stories/\?[^"]*)">') == ["/en/stories/?theme=film"]
    assert found(response, TITLES) == []


def test_city_without_stories_has_an_empty_list(client, various, found):
    CityFactory(name_en="Atlantis", slug_en="atlantis")
    response = client.get("/en/stories/?city=atlantis")
    assert found(response, "<strong>(No stories.*?)</strong>") == ["No stories match “Atlantis”."]


def test_story_links_keep_the_filter(client, various, found):
    response = client.get("/en/stories/?theme=film&city=los-angeles")
    assert found(response, r'<h2><a href="[^"]*(\?[^"]*)"') == ["?city=los-angeles&theme=film"]


def test_filtered_index_leads_to_the_same_list_in_the_other_language(client, various, found):
    alternate = r'<link rel="alternate" hreflang="(?:en|de)" href="http://testserver([^"]*)">'
    both = ["/en/stories/?theme=film", "/de/geschichten/?theme=film-de"]
    assert found(client.get("/en/stories/?theme=film"), alternate) == both
    assert found(client.get("/de/geschichten/?theme=film-de"), alternate) == both
    assert found(client.get("/en/stories/?theme=art"), alternate) == []


def test_canonical_address_has_the_filter_in_one_order(client, various, found):
    canonical = r'<link rel="canonical" href="([^"]*)">'
    response = client.get("/en/stories/?utm_source=x&year=2016&theme=film&city=berlin")
    assert found(response, canonical) == ["http://testserver/en/stories/?city=berlin&theme=film&year=2016"]


def test_titles_are_shown_literally(client, site, found):
    titled('<b>"A" & B</b> \N{RIGHT-TO-LEFT OVERRIDE}', cities=[site.berlin])
    page = client.get("/en/stories/").content.decode()
    assert "<b>" not in page


# Cost -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stories", [1, 3, 20])
@pytest.mark.parametrize(
    ("query", "queries"),
    # Inside a test's transaction nothing is remembered: this is what the first page after a change costs.
    [("", 5), ("?city=berlin", 4), ("?city=berlin&theme=film&year=2017", 5), ("?city=berlin&theme=film", 5)],
)
def test_index_costs_the_same_for_any_number(client, site, django_assert_num_queries, stories, query, queries):
    film = ThemeFactory(slug_en="film")
    for number in range(stories):
        story = {"cities": [site.berlin], "themes": [film], "lead_picture": PictureFactory()}
        titled(f"Story {number}", at=day(number), is_featured=not number, **story)
    with django_assert_num_queries(queries):
        assert client.get(f"/en/stories/{query}").status_code == 200


def test_deep_page_costs_as_much_as_the_first(client, twenty, django_assert_num_queries, found):
    second = found(client.get("/en/stories/"), OLDER)[0]
    third = found(client.get(second), OLDER)[0]
    with django_assert_num_queries(3):
        client.get(third)


@pytest.mark.django_db(transaction=True)
def test_index_is_remembered_until_content_changes(client):
    frame.forget()
    shelf.forget()
    story = publish_story(at=day(1))[0].story
    with CaptureQueriesContext(connection) as cold:
        client.get("/en/stories/")
    with CaptureQueriesContext(connection) as warm:
        client.get("/en/stories/")
    titled("Another", at=day(2))
    with CaptureQueriesContext(connection) as changed:
        assert b"2 stories" in client.get("/en/stories/").content
    assert (len(cold), len(warm), len(changed)) == (3, 2, 4)
    withdraw(story, UserFactory())
    assert b"1 story" in client.get("/en/stories/").content


@pytest.mark.django_db(transaction=True)
def test_remembered_counts_follow_the_clock(client, found):
    frame.forget()
    shelf.forget()
    theme = ThemeFactory(slug_en="later")
    titled("Now", at=day(1))
    with time_machine.travel(day(10), tick=False) as clock:
        publish_story(at=day(20), until=day(30), words={"title": "Later"}, themes=[theme])
        seen = []
        for moment in (day(19), day(20) - datetime.timedelta(microseconds=1), day(20), day(29), day(30), day(12)):
            clock.move_to(moment)
            response = client.get("/en/stories/")
            has_chip = "/en/stories/?theme=later" in found(response, CHIPS)
            seen.append((found(response, TITLES), found(response, COUNT), has_chip))
    without, with_it = (["Now"], ["1 story"], False), (["Later", "Now"], ["2 stories"], True)
    assert seen == [without, without, with_it, with_it, without, without]


def test_first_page_has_as_many_pictures_as_it_may_weigh(client, twenty, found):
    assert len(found(client.get("/en/stories/"), TITLES)) == CARDS + 1


def test_story_without_picture_and_cities_has_a_card(client, site, found):
    publish_story(story=StoryFactory(), words={"title": "Plain", "standfirst": ""})
    titled("Other", at=day(1))
    assert found(client.get("/en/stories/"), TITLES) == ["Plain", "Other"]
