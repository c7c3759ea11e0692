"""The Atom feed, read as a feed reader reads it."""

import datetime
from xml.etree import ElementTree

import pytest
import time_machine

from sistercities.publishing.operations import publish, withdraw
from tests.factories import StoryTextFactory, ThemeFactory, UserFactory, publish_story

ATOM = "{http://www.w3.org/2005/Atom}"


def day(number):
    return datetime.datetime(2017, 3, 1, 12, tzinfo=datetime.UTC) + datetime.timedelta(days=number)


@pytest.fixture
def feed(client):
    def feed(path="/en/stories/feed/"):
        return ElementTree.fromstring(client.get(path).content)

    return feed


def texts(element, name):
    return [child.text for child in element.iter(f"{ATOM}{name}")]


def test_feed_lists_the_live_stories_of_its_language(site, feed):
    publish_story(words={"title": "Old"}, at=day(1))
    publish_story(words={"title": "New"}, at=day(2))
    publish_story(words={"title": "Deutsch"}, at=day(3), languages=("de",))
    publish_story(words={"title": "Expired"}, at=day(1), until=day(2))
    publish_story(words={"title": "Planned"}, at=day(100_000))
    StoryTextFactory(title="Draft")
    assert texts(feed(), "title") == ["Berlin stories – Sister Cities Berlin", "New", "Old"]
    assert texts(feed("/de/geschichten/feed/"), "title")[1:] == ["Deutsch"]


def test_entry_says_all_of_a_story(site, feed, settings):
    theme = ThemeFactory(name_en="Film")
    words = {"title": 'A "B" & <C>', "slug": "abc", "standfirst": "First & second.\n<Third>", "byline": "Ada"}
    (edition,) = publish_story(words=words, at=day(1), cities=[site.berlin], themes=[theme])
    entry = feed().find(f"{ATOM}entry")
    assert {child.tag.removeprefix(ATOM): child.text for child in entry if child.text} == {
        "title": "A “B” & <C>",
        "published": "2017-03-02T12:00:00+00:00",
        "updated": "2017-03-02T12:00:00+00:00",
        "id": f"tag:testserver,2017-03-02:stories/{edition.story_id}/en",
        "summary": "First &amp; second.<br>&lt;Third&gt;",
    }
    assert texts(entry, "name") == ["Ada"]
    assert [category.attrib["term"] for category in entry.iter(f"{ATOM}category")] == ["Berlin", "Film"]
    assert [link.attrib for link in entry.iter(f"{ATOM}link")] == [
        {"href": "http://testserver/en/stories/abc/", "rel": "alternate"}
    ]


def test_identifier_outlives_edition_and_address(site, feed):
    with time_machine.travel(day(1), tick=False):
        story = publish_story(words={"slug": "old"})[0].story
        before = texts(feed(), "id")[1:]
    story.texts.update(slug="new", title="New title")
    with time_machine.travel(day(5), tick=False):
        publish(story, UserFactory())
        entry = feed().find(f"{ATOM}entry")
    assert texts(entry, "id") == before
    assert texts(entry, "published") == ["2017-03-02T12:00:00+00:00"]
    assert texts(entry, "updated") == ["2017-03-06T12:00:00+00:00"]


@pytest.mark.parametrize(
    "text",
    ["\x0b\x0c\x1f", "]]>", "<![CDATA[", "\ufffe\uffff", "&#0;", "👩‍👩‍👧", "\u2028"],
)
def test_feed_is_well_formed_for_any_text(site, feed, text):
    theme = ThemeFactory(name_en=f"F{text}")
    publish_story(words={"title": f"A{text}B", "standfirst": f"C{text}D", "byline": f"E{text}"}, themes=[theme])
    (title,) = texts(feed(), "title")[1:]
    assert title[0] + title[-1] == "AB"


def test_direction_mark_of_a_title_ends_with_it(site, feed):
    publish_story(words={"title": "\N{RIGHT-TO-LEFT OVERRIDE}eltit"})
    assert texts(feed(), "title")[1:] == ["\N{RIGHT-TO-LEFT OVERRIDE}eltit\N{POP DIRECTIONAL FORMATTING}"]


def test_feed_ends_after_fifty_entries(site, feed, django_assert_num_queries, client):
    for number in range(52):
        publish_story(words={"title": f"Story {number}"}, at=day(number))
    assert texts(feed(), "title")[1:] == [f"Story {number}" for number in range(51, 1, -1)]
    with django_assert_num_queries(2):
        client.get("/en/stories/feed/")


def test_feed_without_stories_stays_the_same(site, client):
    with time_machine.travel(day(1), tick=False):
        first = client.get("/en/stories/feed/")
    with time_machine.travel(day(2), tick=False):
        assert client.get("/en/stories/feed/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_feed_changes_with_its_stories(site, client):
    story = publish_story(at=day(1))[0].story
    first = client.get("/en/stories/feed/")
    assert first.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    again = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/en/stories/feed/", headers=again).status_code == 304
    withdraw(story, UserFactory())
    assert client.get("/en/stories/feed/", headers=again).status_code == 200


def test_pages_lead_to_the_feeds_of_their_language(site, client, found):
    link = r'<link rel="alternate" type="application/atom\+xml"[^>]* href="([^"]*)">'
    assert found(client.get("/en/stories/"), link) == ["/en/stories/feed/", "/en/events/feed/"]
    assert found(client.get("/de/geschichten/"), link) == ["/de/geschichten/feed/", "/de/veranstaltungen/feed/"]
