"""The page of a story: what it prints, what it costs, where it leads."""

import datetime
import importlib
from itertools import pairwise

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sistercities.office import frame
from sistercities.publishing.operations import publish
from stories.models import StoryEdition
from tests.factories import (
    AnniversaryFactory,
    CityFactory,
    PictureFactory,
    QuoteFactory,
    StoryFactory,
    StoryTextFactory,
    ThemeFactory,
    UserFactory,
    publish_story,
)

RELATED = r'<li class="card"><h3><a href="([^"]*)"'


def day(number, year=2017):
    return datetime.datetime(year, 3, 1, 12, tzinfo=datetime.UTC) + datetime.timedelta(days=number)


def card(target, layout=""):
    kind = "quote" if hasattr(target, "words_en") else "picture"
    layout = f' data-layout="{layout}"' if layout else ""
    return f'<sc-embed data-type="{kind}" data-id="{target.pk}"{layout}></sc-embed>'


def with_cards(*targets, **frame):
    """A published story whose body embeds those pictures and quotes, with a paragraph between them."""
    cards = [card(target, "" if hasattr(target, "words_en") else "wide") for target in targets]
    body = "\n".join(["<p>At first.</p>", *(f"<p>Before it.</p>\n{html}" for html in cards)])
    story = StoryFactory(**frame)
    text = StoryTextFactory(story=story, slug="the-story", body=body)
    for position, target in enumerate(targets):
        key = "quote" if hasattr(target, "words_en") else "picture"
        text.embeds.update_or_create(position=position, defaults={key: target})
    publish(story, UserFactory(), at=day(0))
    return StoryEdition.objects.get(story=story)


@pytest.fixture
def full(site):
    """A story with everything."""
    publish_story(words={"title": "Other", "slug": "other"}, at=day(-1))
    return with_cards(
        PictureFactory(title="Diner", creator="Ryan"),
        QuoteFactory(words_en="All is possible", city=site.los_angeles),
        lead_picture=PictureFactory(title="Two suns", creator="Ada", caption_en="One sun, two skies"),
        partnership=site.partnership,
        anniversary=AnniversaryFactory(partnership=site.partnership, years=50),
        cities=[site.los_angeles, site.berlin],
        themes=[ThemeFactory(name_en="Film", slug_en="film"), ThemeFactory(name_en="Art", slug_en="art")],
    )


def test_page_prints_the_story(client, full, found):
    response = client.get("/en/stories/the-story/")
    assert found(response, "<h1>(.*?)</h1>") == [full.title]
    assert found(response, '<p class="lede">(.*?)</p>') == ["What the story is about."]
    assert found(response, '<article>.*?<p class="tags">(.*?)</p>') == [
        '<span class="tag a">Berlin</span><span class="tag b ink-fir">Los\N{NO-BREAK SPACE}Angeles</span>'
    ]
    meta = found(response, '</p>\n<p class="small muted">(.*?)</p>\n</header>')[0]
    assert meta.split(" · ") == [
        "1 minute to read",
        '<time datetime="2017-03-01">1\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2017</time>',
        '<a href="/en/partnerships/berlin-los-angeles/50/">'
        "50\N{NO-BREAK SPACE}years Berlin\N{NO-BREAK SPACE}– Los\N{NO-BREAK SPACE}Angeles</a>",
    ]
    assert found(response, '</dl><p class="mt4">(.*?)</p></aside>') == [
        '<a href="/en/partnerships/berlin-los-angeles/">The partnership</a>'
    ]
    assert found(response, "<dt>(.*?)</dt>")[0] == "Partners since"
    assert found(response, '<blockquote class="([^"]*)"') == ["pull b ink-fir"]
    assert found(response, '<body class="([^"]*)">') == ["ink-fir"]
    assert found(response, r"Themes: (.*?)</p>") == [
        '<a href="/en/stories/?theme=art">Art</a>, <a href="/en/stories/?theme=film">Film</a>'
    ]
    assert "Two suns © Ada" in found(response, "Pictures: (.*?)</p>")[0]
    assert "Diner © Ryan" in found(response, "Pictures: (.*?)</p>")[0]
    assert found(response, RELATED) == ["/en/stories/other/"]


def test_lead_picture_is_loaded_first_and_credited_beside_it(client, full, found):
    figure = found(client.get("/en/stories/the-story/"), '<figure class="lead-pic">(.*?)</figure>')[0]
    assert 'fetchpriority="high"' in figure
    assert figure.count("<figcaption>One sun, two skies. <span") == 1
    assert "© Ada" in figure


def test_page_has_one_first_heading_and_no_gap_below_it(client, full, found):
    levels = [int(level) for level in found(client.get("/en/stories/the-story/"), r"<h([1-6])[ >]")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_plain_story_has_no_empty_parts(client, db, found):
    publish_story(words={"slug": "plain", "standfirst": "", "byline": ""})
    response = client.get("/en/stories/plain/")
    page = response.content.decode()
    for part in ("facts-h", "lead-pic", "Themes:", "Pictures:", 'class="lede"', '<ul class="cards">', 'class="tags"'):
        assert part not in page
    assert found(response, '<a class="back" href="([^"]*)">(?:.*?)</a>') == ["/en/stories/"]


def test_page_says_when_it_was_updated_and_who_wrote_it(client, site, found):
    with time_machine.travel(day(0), tick=False):
        (edition,) = publish_story(words={"slug": "again", "byline": "Ada"})
        assert b"updated" not in client.get("/en/stories/again/").content
    edition.story.texts.update(title="Corrected")
    with time_machine.travel(day(9), tick=False):
        publish(edition.story, UserFactory())
        meta = found(client.get("/en/stories/again/"), '</p>\n<p class="small muted">(.*?)</p>\n</header>')[0]
    assert meta.split(" · ")[1:] == [
        '<time datetime="2017-03-01">1\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2017</time>',
        'updated <time datetime="2017-03-10">10\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2017</time>',
        "by Ada",
    ]


def test_days_are_those_of_the_home_city(client, site, found):
    publish_story(words={"slug": "late"}, at=datetime.datetime(2017, 6, 27, 22, 30, tzinfo=datetime.UTC))
    assert found(client.get("/en/stories/late/"), '<time datetime="([^"]*)">')[0] == "2017-06-28"


def test_corrected_credit_shows_at_once(client, full):
    picture = full.lead_picture
    assert b"Ada" in client.get("/en/stories/the-story/").content
    picture.creator = "Grace"
    picture.save()
    page = client.get("/en/stories/the-story/").content
    assert b"Grace" in page
    assert b"Ada" not in page


def test_words_are_shown_literally(client, db):
    evil = "<script>alert(1)</script>\"'&"
    publish_story(words={"slug": "evil", "title": evil, "standfirst": evil, "byline": evil, "summary": evil})
    page = client.get("/en/stories/evil/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# The way back ---------------------------------------------------------------------------------------------------------

BACK = r'<a class="(?:back|more)" href="([^"]*)">'


@pytest.mark.parametrize(
    ("query", "back"),
    [
        ("", ""),
        ("?city=los-angeles", "?city=los-angeles"),
        ("?theme=film&city=berlin&year=2017", "?city=berlin&theme=film&year=2017"),
        # What does not fit the story is nobody's way: it is left out.
        ("?city=paris&theme=film", "?theme=film"),
        ("?theme=silence&year=1999", ""),
        ("?city=//example.org&theme=javascript:alert(1)&year=%22%3E", ""),
        ("?utm_source=x&city=" + "x" * 1500, ""),
    ],
)
def test_way_back_keeps_the_filter_that_led_to_the_story(client, full, found, query, back):
    CityFactory(slug_en="paris")
    response = client.get(f"/en/stories/the-story/{query}")
    assert found(response, BACK) == [f"/en/stories/{back}"] * 2
    assert found(response, '<link rel="canonical" href="([^"]*)">') == ["http://testserver/en/stories/the-story/"]
    if back:
        assert client.get(f"/en/stories/{back}").status_code == 200


# Other languages ------------------------------------------------------------------------------------------------------

ALTERNATES = r'<link rel="alternate" hreflang="([a-z-]*)" href="http://testserver([^"]*)">'


def alternates(response, found):
    return [found(response, ALTERNATES.replace("([a-z-]*)", code)) for code in ("en", "de", "x-default")]


def test_both_languages_know_each_other(client, site, found):
    story = StoryFactory()
    StoryTextFactory(story=story, slug="two-cities")
    StoryTextFactory(story=story, slug="zwei-staedte", language="de")
    publish(story, UserFactory())
    expected = [["/en/stories/two-cities/"], ["/de/geschichten/zwei-staedte/"], ["/en/stories/two-cities/"]]
    assert alternates(client.get("/en/stories/two-cities/"), found) == expected
    assert alternates(client.get("/de/geschichten/zwei-staedte/"), found) == expected


def test_language_that_is_not_live_is_not_linked_and_the_page_says_so(client, site, found):
    story = StoryFactory()
    StoryTextFactory(story=story, slug="two-cities")
    StoryTextFactory(story=story, slug="zwei-staedte", language="de")
    publish(story, UserFactory(), languages=["en"])
    publish(story, UserFactory(), at=day(0, 2099), languages=["de"])
    response = client.get("/en/stories/two-cities/")
    assert alternates(response, found) == [[], [], []]
    assert b"zwei-staedte" not in response.content
    assert found(response, '<p class="wrap small muted" lang="de">(.*?)</p>') != []


# Read on --------------------------------------------------------------------------------------------------------------


def test_read_on_prefers_partnership_then_theme_then_city_then_the_newest(client, site, found):
    film, city = ThemeFactory(), CityFactory()
    common = {"partnership": site.partnership, "themes": [film], "cities": [site.berlin, city]}
    publish_story(at=day(0), words={"slug": "this"}, **common)
    publish_story(at=day(1), words={"slug": "same-partnership"}, partnership=site.partnership)
    publish_story(at=day(2), words={"slug": "same-theme"}, themes=[film])
    publish_story(at=day(3), words={"slug": "same-city"}, cities=[city])
    publish_story(at=day(4), words={"slug": "home-city-only"}, cities=[site.berlin])
    publish_story(at=day(5), words={"slug": "newest"})
    slugs = [address.split("/")[3] for address in found(client.get("/en/stories/this/"), RELATED)]
    assert slugs == ["same-partnership", "same-theme", "same-city"]
    slugs = [address.split("/")[3] for address in found(client.get("/en/stories/home-city-only/"), RELATED)]
    assert slugs == ["newest", "same-city", "same-theme"]


def test_read_on_finds_the_partnership_below_many_newer_stories(client, site, found, monkeypatch):
    monkeypatch.setattr("stories.models.querysets.NEIGHBOURS", 2)
    reading = importlib.import_module("stories.reading")
    monkeypatch.setattr(reading, "_read_on_query", reading._related)
    publish_story(at=day(0), words={"slug": "old"}, partnership=site.partnership)
    publish_story(at=day(1), words={"slug": "unrelated"})
    for number in range(2, 6):
        publish_story(at=day(number), words={"slug": f"new-{number}"})
    publish_story(at=day(9), words={"slug": "this"}, partnership=site.partnership)
    slugs = [address.split("/")[3] for address in found(client.get("/en/stories/this/"), RELATED)]
    assert slugs == ["old", "new-5", "new-4"]


def test_read_on_shows_live_stories_of_the_language_only(client, site, found):
    publish_story(words={"slug": "this"})
    publish_story(words={"slug": "deutsch"}, languages=("de",))
    publish_story(words={"slug": "planned"}, at=day(0, 2099))
    publish_story(words={"slug": "expired"}, at=day(0), until=day(1))
    publish_story(words={"slug": "live"})
    assert found(client.get("/en/stories/this/"), RELATED) == ["/en/stories/live/"]


# Cost -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stories", [1, 3, 12])
def test_page_costs_the_same_for_any_number_of_stories(client, full, django_assert_num_queries, stories):
    for number in range(stories):
        publish_story(at=day(number), lead_picture=PictureFactory(), themes=full.themes.all(), cities=full.cities.all())
    with django_assert_num_queries(5):  # frame, edition, embeds, read on, events of the partnership
        client.get("/en/stories/the-story/?city=berlin&theme=film&year=2017")


@pytest.mark.parametrize("embeds", [0, 1, 3])
def test_page_costs_the_same_for_any_number_of_cards(client, site, django_assert_num_queries, embeds):
    with_cards(*(target for _ in range(embeds) for target in (PictureFactory(), QuoteFactory())))
    with django_assert_num_queries(4):
        client.get("/en/stories/the-story/")


@pytest.mark.django_db(transaction=True)
def test_page_costs_one_query_more_after_a_change(client):
    frame.forget()
    publish_story(words={"slug": "the-story"})
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/stories/the-story/")
        counts.append(len(queries))
    PictureFactory()
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/stories/the-story/")
    assert [*counts, len(queries)] == [4, 4, 5]


def test_page_is_answered_304_until_it_changes(client, full):
    etag = client.get("/en/stories/the-story/").headers["ETag"]
    again = client.get("/en/stories/the-story/", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    full.lead_picture.save()
    full.story.texts.update(title="Changed")
    publish(full.story, UserFactory())
    assert client.get("/en/stories/the-story/", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_page_takes_no_changes(client, full, method):
    assert getattr(client, method)("/en/stories/the-story/").status_code in (403, 405)


def test_page_sets_no_cookie(client, full):
    response = client.get("/en/stories/the-story/")
    assert response.cookies == {}
    assert "Cookie" not in response.headers.get("Vary", "")
