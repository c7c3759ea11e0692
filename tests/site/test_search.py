"""The search page."""

import datetime
import re

import pytest

from sistercities.search import index, matching
from sistercities.search.index import Document
from stories.models import StoryEdition
from tests.factories import EventFactory, PersonFactory, QuoteFactory, publish_event, publish_story
from tests.site.pages import read

pytestmark = pytest.mark.django_db


def results(page):
    """`[(kind and note, title), …]` as they stand on the page."""
    found = re.findall(r'<p class="small muted">(.*?)</p>\s*<h2[^>]*>(.*?)</h2>', page.html, re.DOTALL)
    return [tuple(re.sub(r"<[^>]+>", "", part).replace("\u00a0", " ") for part in row) for row in found]


def hrefs(page):
    return dict(page.links)


def robots(page):
    return page.meta(name="robots")


@pytest.fixture
def library(office, berlin, los_angeles):
    """Stories and events about bridges, in both languages, and a speaker."""
    quote = QuoteFactory(words_en="Build bridges.", words_de="Baut Brücken.", speaker=PersonFactory(name="Ada Example"))
    body = f'<p>Of bridges &amp; tunnels.</p>\n<sc-embed data-type="quote" data-id="{quote.pk}"></sc-embed>'
    publish_story(["en"], words={"title": "A bridge", "slug": "a-bridge", "body": body}, cities=[berlin])
    event = EventFactory(when="2017-10", kind="film", cities=[los_angeles])
    publish_event(["en"], event=event, words={"title": "Bridges on film", "slug": "bridges-on-film"})
    publish_story(["de"], words={"title": "Eine Brücke", "slug": "eine-bruecke"})


def test_without_a_question_there_is_the_field_and_the_page_has_an_address(client, office):
    page = read(client.get("/en/search/"))
    assert page.h1 == ["Search"]
    assert page.texts["title"] == ["Search – Sister Cities Berlin"]
    assert page.link("canonical") == [{"rel": "canonical", "href": "http://testserver/en/search/"}]
    assert {a["hreflang"]: a["href"] for a in page.link("alternate") if "hreflang" in a} == {
        "en": "http://testserver/en/search/",
        "de": "http://testserver/de/suche/",
        "x-default": "http://testserver/en/search/",
    }
    assert page.meta(property_="og:url") == ["http://testserver/en/search/"]
    assert robots(page) == []
    (field,) = [a for a in page.attributes["input"] if a.get("name") == "q"]
    assert (field["type"], field["value"], field["id"]) == ("search", "", "q")
    assert 'role="status"' not in page.html
    german = read(client.get("/de/suche/"))
    assert (german.h1, german.attributes["html"][0]["lang"]) == (["Suche"], "de")
    assert german.link("canonical")[0]["href"] == "http://testserver/de/suche/"


def test_results_say_kind_date_title_and_sentence(client, library):
    page = read(client.get("/en/search/?q=bridges"))
    assert page.texts["title"] == ["Search: bridges – Sister Cities Berlin"]
    assert "2 results for “ bridges ”" in page.text
    assert results(page) == [("Story", "A bridge"), ("Event · October 2017", "Bridges on film")]
    assert hrefs(page)["A bridge"] == "/en/stories/a-bridge/"
    assert hrefs(page)["Bridges on film"] == "/en/events/bridges-on-film/"
    assert "Of <mark>bridges</mark> &amp; tunnels." in page.html
    assert "<mark>Bridges</mark> on film" in page.html
    assert "1 October" not in page.text


def test_results_belong_to_who_asked(client, library):
    page = read(client.get("/en/search/?q=bridges&kind=story"))
    assert robots(page) == ["noindex"]
    assert (page.link("canonical"), [a for a in page.link("alternate") if "hreflang" in a]) == ([], [])
    assert hrefs(page)["Deutsch"] == "/de/suche/?q=bridges&kind=story"
    response = client.get("/en/search/?q=bridges")
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert client.get("/en/search/?q=bridges", headers={"if-none-match": response["ETag"]}).status_code == 304


def test_an_event_without_a_german_text_is_found_in_its_own_words(client, library):
    page = read(client.get("/de/suche/?q=film"))
    assert results(page) == [("Termin · October 2017", "Bridges on film")]
    assert hrefs(page)["Bridges on film"] == "/de/veranstaltungen/bridges-on-film/"
    assert '<h2 lang="en">' in page.html
    assert '<span lang="en">October' in page.html
    assert client.get(hrefs(page)["Bridges on film"]).status_code == 200


def test_a_person_leads_to_what_they_take_part_in(client, library):
    page = read(client.get("/en/search/?q=ada"))
    assert results(page)[0] == ("Person", "Ada Example")
    assert "Mayor" in page.text
    assert hrefs(page)["A bridge"] == "/en/stories/a-bridge/"
    assert "Ada Example" not in hrefs(page)


@pytest.mark.parametrize(
    ("language", "asked", "address"),
    [
        ("en", "los angeles", "/en/cities/los-angeles/"),
        ("de", "prag", "/de/staedte/prag/"),
        ("en", "berlin prague", "/en/partnerships/berlin-prague/"),
        ("de", "berlin prag", "/de/partnerschaften/berlin-prague/"),
    ],
)
def test_cities_and_partnerships_lead_to_their_pages(client, library, language, asked, address):
    section = {"en": "search", "de": "suche"}[language]
    page = read(client.get(f"/{language}/{section}/?q={asked}"))
    assert address in [href for _text, href in page.links]
    assert client.get(address).status_code == 200


def test_every_result_leads_to_a_page(client, library):
    for address in (
        "/en/search/?q=a*",
        "/en/search/?q=br*",
        "/de/suche/?q=br*",
        "/de/suche/?q=be*",
        "/en/search/?q=lo*",
    ):
        page = read(client.get(address))
        section = re.search(r'<ol class="results".*?</ol>', page.html, re.DOTALL)[0]
        links = re.findall('href="([^"]+)"', section)
        assert links
        assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


# Kinds ----------------------------------------------------------------------------------------------------------------


def choices(page):
    found = re.findall(r'<a class="chip" href="([^"]+)"( aria-current="true")?>(.*?)</a>', page.html)
    return [(label, href.replace("&amp;", "&"), bool(chosen)) for href, chosen, label in found]


def test_a_kind_is_chosen_by_a_link(client, library):
    page = read(client.get("/en/search/?q=bridges"))
    assert choices(page) == [
        ("All 2", "/en/search/?q=bridges", True),
        ("Stories 1", "/en/search/?q=bridges&kind=story", False),
        ("Events 1", "/en/search/?q=bridges&kind=event", False),
    ]
    page = read(client.get("/en/search/?q=bridges&kind=event"))
    assert [title for _kind, title in results(page)] == ["Bridges on film"]
    assert [chosen for _label, _href, chosen in choices(page)] == [False, False, True]
    # The next question is asked of the same kind.
    assert {"type": "hidden", "name": "kind", "value": "event"} in page.attributes["input"]


def test_where_there_is_one_kind_there_is_no_choice(client, library):
    assert choices(read(client.get("/en/search/?q=tunnels"))) == []
    assert [label for label, *_rest in choices(read(client.get("/en/search/?q=tunnels&kind=story")))] == [
        "All 1",
        "Stories 1",
    ]


@pytest.mark.parametrize("query", ["kind=draft", "q=a&kind=Story", "kind=story%00", "q=bridges&page=2", "page=2",
                                   "q=bridges&page=0", "page=x", "page=", "page=01", "page=99999999999"])  # fmt: skip
def test_what_there_is_not_is_not_found(client, library, query):
    assert client.get(f"/en/search/?{query}").status_code in (400, 404)


# Nothing found --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "links"),
    [
        ("/en/search/?q=bridges%20zebra", [
            ("Only “bridges”", "/en/search/?q=bridges"), ("Berlin stories", "/en/stories/"),
        ]),
        ("/en/search/?q=tunnels%20film", [
            ("Only “tunnels”", "/en/search/?q=tunnels"), ("Only “film”", "/en/search/?q=film"),
        ]),
        ("/en/search/?q=%22bridges%20film%22", [
            ("Without quotation marks: bridges film", "/en/search/?q=bridges+film"), ("Berlin stories", "/en/stories/"),
        ]),
        ("/en/search/?q=Bridgesx", [
            ("Words that begin with “Bridges”", "/en/search/?q=Bridges"),
            ("Words that begin with “Bridge”", "/en/search/?q=Bridge"),
        ]),
        ("/en/search/?q=tunnels&kind=event", [
            ("All results for “tunnels”", "/en/search/?q=tunnels"), ("Berlin stories", "/en/stories/"),
        ]),
        ("/en/search/?q=zebra", [("Berlin stories", "/en/stories/"), ("All events", "/en/events/")]),
        ("/de/suche/?q=Zebra%20Br%C3%BCcken", [
            ("Nur „Brücken“", "/de/suche/?q=Br%C3%BCcken"), ("Berliner Geschichten", "/de/geschichten/"),
        ]),
    ],
)  # fmt: skip
def test_nothing_found_says_what_was_asked_and_offers_two_ways_on(client, library, address, links):
    page = read(client.get(address))
    note = re.search(r'<div class="note mt5" role="status">(.*?)</div>', page.html, re.DOTALL)[1]
    assert read_links(note) == links
    asked = next(a["value"] for a in page.attributes["input"] if a.get("name") == "q")
    assert asked in re.sub("<[^>]+>", "", note).replace("&quot;", '"')
    for _words, href in links:
        assert client.get(href).status_code == 200


def read_links(html):
    found = re.findall(r'<a href="([^"]+)">(.*?)</a>', html)
    return [(words, href.replace("&amp;", "&")) for href, words in found]


def test_what_has_no_word_in_it_says_so(client, library):
    page = read(client.get("/en/search/?q=%21%3F"))
    assert "Nothing found for “ !? ”." in page.text
    assert "There is no word in it." in page.text


@pytest.mark.parametrize("typed", ["a" * 201, "word " * 13])
def test_a_question_that_is_too_long_is_refused_and_kept(client, office, typed):
    response = client.get("/de/suche/", {"q": typed})
    assert response.status_code == 400
    page = read(response)
    (field,) = [a for a in page.attributes["input"] if a.get("name") == "q"]
    assert (field["value"], field["aria-invalid"], field["aria-describedby"]) == (typed[:200], "true", "q-error")
    assert "Bitte fragen Sie mit höchstens 12 Wörtern und 200 Zeichen." in page.text


# Pages ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def shelf(office):
    """`shelf(12)`: so many stories about bridges, and as many events, the latest first."""

    def shelf(number):
        for kind in ("story", "event"):
            index.replace(kind, {
                n: [Document(kind=kind, object_id=n, language="en", title=f"Bridge {n} {kind}", slug=f"{kind}-{n}",
                             text="Of steel.", day=datetime.date(2017, 1, 1) - datetime.timedelta(days=n))]
                for n in range(1, number + 1)
            })  # fmt: skip

    return shelf


def test_results_come_in_pages(client, shelf):
    shelf(12)
    pages = [read(client.get(f"/en/search/?q=bridge&kind=story{more}")) for more in ("", "&page=2")]
    titles = [title for page in pages for _kind, title in results(page)]
    assert titles == [f"Bridge {number} story" for number in range(1, 13)]
    assert "24 results" not in pages[0].text
    assert hrefs(pages[0])["Further results"] == "/en/search/?q=bridge&kind=story&page=2"
    assert hrefs(pages[1])["Previous results"] == "/en/search/?q=bridge&kind=story"
    assert [page.attributes["ol"][-1].get("start") for page in pages] == [None, "11"]
    assert "Further results" not in hrefs(pages[1])
    assert client.get("/en/search/?q=bridge&kind=story&page=3").status_code == 404
    assert [link["href"] for link in pages[0].link("next")] == ["/en/search/?q=bridge&kind=story&page=2"]


def test_more_results_than_are_counted(client, shelf, monkeypatch):
    monkeypatch.setattr(matching, "MOST", 15)
    shelf(10)
    page = read(client.get("/en/search/?q=bridge"))
    assert "More than 15 results" in page.text
    assert choices(page)[:3] == [
        ("All", "/en/search/?q=bridge", True),
        ("Stories", "/en/search/?q=bridge&kind=story", False),
        ("Events", "/en/search/?q=bridge&kind=event", False),
    ]
    assert len(choices(page)) == 7
    assert "10 results" in read(client.get("/en/search/?q=bridge&kind=event")).text
    assert len(results(read(client.get("/en/search/?q=bridge&page=2")))) == 5
    assert client.get("/en/search/?q=bridge&page=3").status_code == 404


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 1),  # the frame
        ("?q=bridge", 4),  # and the hits in two steps, and their documents
        ("?q=bridge&kind=story", 4),
        ('?q="bridge"', 3),
        ("?q=zebra", 4),  # and what leads to something
        ("?q=zebra&kind=story", 4),
        ("?q=bridge&kind=city", 4),
        ("?q=%21", 1),
    ],
)
def test_a_page_costs_at_most_four_queries_with_any_number_of_hits(
    client, shelf, query, number, django_assert_num_queries
):
    for hits in (1, 3, 30):
        shelf(hits)
        with django_assert_num_queries(number):
            client.get(f"/en/search/{query}")


def test_very_many_hits_of_a_kind_cost_no_more_queries(client, shelf, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(matching, "MOST", 15)
    shelf(20)
    with django_assert_num_queries(3):
        client.get("/en/search/?q=bridge&kind=story")


# Attacks --------------------------------------------------------------------------------------------------------------

HOSTILE = "\u202e'\"></title></script><script>evil()</script><mark>{{7*7}}%(x)s&amp;\u2028 bridge"


def test_whatever_stands_in_a_text_or_a_question_is_shown_literally(client, office):
    publish_story(["en"], words={"title": HOSTILE, "byline": HOSTILE[:150], "standfirst": HOSTILE})
    for asked in ("bridge", HOSTILE, '"><script>evil()</script> bridge', "evil mark script"):
        html = client.get("/en/search/", {"q": asked}).content.decode()
        assert "<script>" not in html.lower()
        assert "49" not in html
        assert html.count("<title>") == html.count("</title>") == 1
        assert html.count("<mark>") == html.count("</mark>")
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", re.sub(r"<input[^>]*>", "", html))


def test_what_was_withdrawn_since_it_was_found_is_not_shown(client, library, monkeypatch):
    def and_withdraw(*args):
        found = matching.find(*args)
        index.replace("story", {story: [] for story in StoryEdition.objects.values_list("story", flat=True)})
        return found

    monkeypatch.setattr("sistercities.views.search.find", and_withdraw)
    page = read(client.get("/en/search/?q=bridges"))
    assert [title for _kind, title in results(page)] == ["Bridges on film"]
