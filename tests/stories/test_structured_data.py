"""What machines are told about a story (schema.org), read out of the page as they read it."""

import datetime
import json

import pytest

from sistercities.dates.partial import PartialDate
from sistercities.media.models import Licence
from stories.structured_data import image, quotation
from tests.factories import PersonFactory, PictureFactory, QuoteFactory, ThemeFactory, publish_story

DAY = datetime.datetime(2017, 3, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture
def graph(client, found):
    """`graph(path)`: the nodes by their type. Nothing is unescaped: the element's text is data, not markup."""

    def graph(path):
        page = client.get(path).content.decode()
        assert page.count('<script type="application/ld+json">') == 1
        text = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
        return {node["@type"]: node for node in json.loads(text)["@graph"]}

    return graph


def test_article_names_what_the_page_prints(site, graph):
    picture = PictureFactory(title="Two suns", creator="Ada", copyright_notice="© Ada 2017")
    publish_story(
        words={"slug": "one", "title": "One", "summary": "In short.", "byline": "Grace"},
        at=DAY,
        cities=[site.berlin, site.los_angeles],
        themes=[ThemeFactory(name_en="Film")],
        lead_picture=picture,
    )
    nodes = graph("/en/stories/one/")
    article = nodes["Article"]
    (shown,) = article.pop("image")
    assert article == {
        "@type": "Article",
        "@id": "http://testserver/en/stories/one/#article",
        "mainEntityOfPage": "http://testserver/en/stories/one/",
        "headline": "One",
        "description": "In short.",
        "inLanguage": "en",
        "datePublished": "2017-03-01T12:00:00+00:00",
        "dateModified": "2017-03-01T12:00:00+00:00",
        "timeRequired": "PT1M",
        "author": {"@type": "Person", "name": "Grace"},
        "publisher": {
            "@type": "GovernmentOrganization",
            "@id": "http://testserver/#office",
            "name": "City partnerships office",
        },
        "about": [{"@type": "City", "name": "Berlin"}, {"@type": "City", "name": "Los Angeles"}],
        "keywords": ["Film"],
    }
    assert {name: shown[name] for name in ("creditText", "license", "copyrightNotice", "creator")} == {
        "creditText": "Ada",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "copyrightNotice": "© Ada 2017",
        "creator": {"@type": "Person", "name": "Ada"},
    }
    assert shown["contentUrl"].startswith("http://testserver/media/")
    assert [step["item"] for step in nodes["BreadcrumbList"]["itemListElement"]] == [
        "http://testserver/en/",
        "http://testserver/en/stories/",
        "http://testserver/en/stories/one/",
    ]


EVIL = "</script><script>alert(1)</script><!-- \"\\ ' & ]]> \u2028\u2029\x07\N{RIGHT-TO-LEFT OVERRIDE}👩‍👩‍👧"


def test_any_text_stays_text(site, graph):
    publish_story(
        words={"slug": "evil", "title": EVIL, "summary": EVIL, "byline": EVIL},
        lead_picture=PictureFactory(title=EVIL, creator=EVIL, caption_en=EVIL, alt_text_en=EVIL),
        themes=[ThemeFactory(name_en=EVIL[:60])],
    )
    article = graph("/en/stories/evil/")["Article"]
    assert (article["headline"], article["description"], article["author"]["name"]) == (EVIL, EVIL, EVIL)
    assert (article["image"][0]["name"], article["image"][0]["caption"]) == (EVIL, EVIL)


def test_index_lists_what_it_shows(site, graph):
    for number in (1, 2):
        publish_story(words={"slug": f"story-{number}", "title": f"{EVIL}{number}"}, at=DAY.replace(day=number))
    listed = graph("/en/stories/")["CollectionPage"]["mainEntity"]["itemListElement"]
    assert [(item["url"], item["name"]) for item in listed] == [
        (f"http://testserver/en/stories/story-{number}/", f"{EVIL}{number}") for number in (2, 1)
    ]


def test_quotation_has_speaker_office_date_and_source(db):
    quote = QuoteFactory.build(
        words_en="All is possible",
        words_de="Alles ist möglich",
        speaker=PersonFactory.build(name="Eric"),
        role_title_en="Mayor",
        said_on=PartialDate(2017, 6),
        source="A speech",
        source_url="https://example.org/speech",
    )
    expected = {
        "@type": "Quotation",
        "text": "All is possible",
        "inLanguage": "en",
        "creator": {"@type": "Person", "name": "Eric", "jobTitle": "Mayor"},
        "dateCreated": "2017-06",
        "isBasedOn": "https://example.org/speech",
    }
    assert quotation(quote, "en") == expected
    quote.said_on, quote.source_url = PartialDate(2017, season=23), "javascript:alert(1)"
    del expected["dateCreated"]
    assert quotation(quote, "en") == expected | {"isBasedOn": "A speech"}


def test_picture_without_files_is_left_out(db):
    assert image(PictureFactory.build(rendition_widths=[], renditions_key=""), "en") is None


def test_bad_licence_address_is_no_link(db):
    picture = PictureFactory.build(licence=Licence.OTHER, licence_url="javascript:alert(1)")
    assert "license" not in image(picture, "en")
