"""The sitemap, read as a search engine reads it."""

import datetime
from xml.etree import ElementTree

import pytest

from sistercities.office.models import StandingPage
from sistercities.publishing.operations import publish
from tests.factories import (
    AnniversaryFactory,
    CityFactory,
    OfficeFactory,
    PartnershipFactory,
    StoryFactory,
    StoryTextFactory,
    UserFactory,
    publish_story,
)

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
DAY = datetime.datetime(2017, 3, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture
def sitemap(client):
    """`{address: (last change, {language: address})}`"""

    def sitemap(path="/sitemap.xml"):
        root = ElementTree.fromstring(client.get(path).content)
        pages = {}
        for url in root.iterfind("s:url", NAMES):
            links = {link.attrib["hreflang"]: link.attrib["href"] for link in url.iterfind("x:link", NAMES)}
            pages[url.findtext("s:loc", namespaces=NAMES)] = (url.findtext("s:lastmod", namespaces=NAMES), links)
        return pages

    return sitemap


def both(english, german):
    return {"en": f"http://testserver/en/{english}", "de": f"http://testserver/de/{german}"}


ENTRANCES = [
    both("", ""),
    both("stories/", "geschichten/"),
    both("events/", "veranstaltungen/"),
    both("events/past/", "veranstaltungen/vergangen/"),
    both("partnerships/", "partnerschaften/"),
]


def test_sitemap_of_an_empty_site_holds_its_entrances(db, sitemap):
    assert sitemap() == {address: (None, links) for links in ENTRANCES for address in links.values()}


def test_sitemap_holds_every_public_page_with_its_other_languages(db, sitemap):
    prague = CityFactory(slug_en="prague", slug_de="prag")
    OfficeFactory(home_city=prague)
    partnership = PartnershipFactory(city_a=prague, city_b=CityFactory(slug_en="b", slug_de="b"), slug="prague-b")
    AnniversaryFactory(partnership=partnership, years=20)
    StandingPage.objects.create(kind="imprint", body_en="<p>A</p>", body_de="<p>B</p>")
    StandingPage.objects.create(kind="privacy", body_de="<p>B</p>")
    story = StoryFactory()
    StoryTextFactory(story=story, slug="two-cities")
    StoryTextFactory(story=story, slug="zwei-staedte", language="de")
    publish(story, UserFactory(), at=DAY)
    publish_story(words={"slug": "nur-deutsch"}, languages=("de",), at=DAY)
    changed = "2017-03-01T12:00:00+00:00"
    pages = sitemap()
    assert set(pages) == {address for links in ENTRANCES for address in links.values()} | {
        f"http://testserver/{path}"
        for path in (
            *("en/cities/prague/", "de/staedte/prag/", "en/cities/b/", "de/staedte/b/"),
            *("en/partnerships/prague-b/", "de/partnerschaften/prague-b/"),
            *("en/partnerships/prague-b/20/", "de/partnerschaften/prague-b/20/"),
            *("en/imprint/", "de/impressum/", "de/datenschutz/"),
            *("en/stories/two-cities/", "de/geschichten/zwei-staedte/", "de/geschichten/nur-deutsch/"),
        )
    }
    pair = both("stories/two-cities/", "geschichten/zwei-staedte/")
    assert pages[pair["en"]] == pages[pair["de"]] == (changed, pair)
    assert pages["http://testserver/de/geschichten/nur-deutsch/"] == (changed, {})
    pair = both("partnerships/prague-b/20/", "partnerschaften/prague-b/20/")
    assert pages[pair["en"]] == pages[pair["de"]] == (None, pair)
    assert pages["http://testserver/de/staedte/prag/"] == (None, both("cities/prague/", "staedte/prag/"))


def test_sitemap_holds_no_story_that_is_not_live(site, sitemap):
    before = sitemap()
    StoryTextFactory()
    publish_story(at=DAY, until=DAY + datetime.timedelta(days=1))
    publish_story(at=datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC))
    assert sitemap() == before


def test_every_address_of_the_sitemap_answers(site, client, sitemap):
    StandingPage.objects.create(
        kind="imprint", title_en="Imprint", title_de="Impressum", body_en="<p>A</p>", body_de="<p>B</p>"
    )
    publish_story(languages=("en", "de"), cities=[site.berlin])
    for address in sitemap():
        assert (address, client.get(address.removeprefix("http://testserver")).status_code) == (address, 200)


def test_sitemap_costs_the_same_for_any_number_of_stories(site, client, django_assert_num_queries):
    for _ in range(3):
        publish_story(languages=("en", "de"))
        with django_assert_num_queries(5):
            client.get("/sitemap.xml")


def test_many_addresses_are_split_into_files(site, client, sitemap, monkeypatch):
    for number in range(5):
        publish_story(words={"slug": f"story-{number}"}, at=DAY)
    whole = sitemap()
    monkeypatch.setattr("sistercities.sitemaps.MOST_ADDRESSES", 10)
    monkeypatch.setattr("stories.sitemaps.PART", 2)
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    files = [element.text.removeprefix("http://testserver") for element in root.iterfind(".//s:loc", NAMES)]
    assert files[0] == "/sitemap-pages.xml"
    assert len(files) in (4, 5)
    parts = [sitemap(path) for path in files]
    assert {address: entry for part in parts for address, entry in part.items()} == whole
    assert sum(map(len, parts)) == len(whole)


@pytest.mark.parametrize(
    "name",
    [
        "stories",
        "stories-",
        "stories-99",
        "stories--1",
        "stories-00",
        "stories-٣",
        "pages-1",
        "x",
        "stories-" + "9" * 400,
    ],
)
def test_file_that_does_not_exist_answers_404(site, client, name):
    publish_story()
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_sitemap_is_answered_304_until_it_changes(site, client):
    first = client.get("/sitemap.xml")
    assert first.headers["Content-Type"] == "application/xml; charset=utf-8"
    again = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/sitemap.xml", headers=again).status_code == 304
    publish_story()
    assert client.get("/sitemap.xml", headers=again).status_code == 200
