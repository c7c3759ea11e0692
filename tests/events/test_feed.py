"""The Atom feed of events, read as a feed reader reads it: with an XML parser that forgives nothing."""

import datetime
import re
import uuid
from html import unescape
from xml.etree import ElementTree

import pytest

from events import feeds
from sistercities.publishing.operations import publish, withdraw
from tests.events.calendars import again
from tests.events.test_list import LA, NOW, announce
from tests.factories import (
    AnniversaryFactory,
    EventFactory,
    EventTextFactory,
    PartnershipFactory,
    UserFactory,
    VenueFactory,
    further_date,
    publish_event,
)

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/en/events/feed/"
HOST = "http://testserver"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def breaches(feed):
    """What in a parsed feed is against RFC 4287."""
    found = []
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        counts = {name: len(element.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated", "author")}
        found += [f"{element.tag}: {name} {count} times" for name, count in counts.items() if count != 1]
        relations = sorted(link.attrib.get("rel", "alternate") for link in element.findall(f"{ATOM}link"))
        if relations != (["alternate", "self"] if element is feed else ["alternate"]):
            found.append(f"{element.tag}: links {relations}")
        times = [time.text for name in ("updated", "published") for time in element.iter(f"{ATOM}{name}")]
        found += [f"{element.tag}: {time}" for time in times if not _TIME.fullmatch(time)]
        found += [f"no author's name in {element.tag}" for name in element.iter(f"{ATOM}name") if not name.text]
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len(set(ids)) != len(ids):
        found.append("an id twice")
    return found


@pytest.fixture
def feed(client):
    def feed(path=FEED):
        response = client.get(path)
        assert response.status_code == 200, path
        found = ElementTree.fromstring(response.content)
        assert breaches(found) == []
        return found

    return feed


def texts(element, name):
    return [child.text for child in element.iter(f"{ATOM}{name}")]


def titles(feed):
    return texts(feed, "title")[1:]


def test_feed_lists_what_was_announced_or_changed_last_first(office, feed, clock):
    first = publish_event(when="2017-10-06", words={"title": "First"})[0].event
    clock.shift(60)
    publish_event(when="2016-10-06", words={"title": "Long over"})
    clock.shift(60)
    publish_event(when="2017-12-06", at=NOW + datetime.timedelta(days=1), words={"title": "Planned"})
    EventTextFactory(title="Draft")
    withdraw(publish_event(words={"title": "Withdrawn"})[0].event, UserFactory())
    assert titles(feed()) == ["Long over", "First"]
    first.texts.update(summary="Changed.")
    publish(first, UserFactory())
    assert titles(feed()) == ["First", "Long over"]
    clock.shift(24 * 3600)
    assert titles(feed()) == ["Planned", "First", "Long over"]


def test_entry_says_all_of_an_event(office, los_angeles, feed, clock):
    venue = VenueFactory(name_en="The Stage", district="Downtown", city=los_angeles)
    words = {"title": 'A "B" & <C>', "slug": "abc", "summary": "First & second.\n<Third>", "status_note": "A strike."}
    event = EventFactory(when="2017-10-06T19:30/2017-10-06T22:00", time_zone=LA, venue=venue, kind="talk")
    (edition,) = publish_event(event=event, words=words)
    clock.shift(3600)
    again(event, status="postponed")
    entry = feed().find(f"{ATOM}entry")
    assert {child.tag.removeprefix(ATOM): child.text for child in entry if child.text} == {
        "title": "A “B” & <C>",
        "published": "2017-10-03T12:00:00+00:00",
        "updated": "2017-10-03T13:00:00+00:00",
        "id": uuid.uuid5(edition.uid, "en").urn,
        "summary": "Friday, 6\u00a0October\u00a02017, 19:30–22:00 in Los\u00a0Angeles · The Stage, Downtown, "
        "Los\u00a0Angeles<br>Postponed: A strike.<br>First &amp; second.<br>&lt;Third&gt;",
    }
    assert entry.find(f"{ATOM}summary").attrib == {"type": "html"}
    assert texts(entry, "name") == ["City partnerships office"]
    assert [category.attrib for category in entry.iter(f"{ATOM}category")] == [{"term": "Talk"}]
    assert [link.attrib["href"] for link in entry.iter(f"{ATOM}link")] == [f"{HOST}/en/events/abc/"]


def test_head_says_whose_feed_it_is_and_of_which_list(office, feed):
    announce("Film", "2017-10-06", cities=[office.home_city])
    found = feed(f"{FEED}?kind=film&city=berlin")
    head = {child.tag.removeprefix(ATOM): child.text for child in found if child.text and child.tag != f"{ATOM}entry"}
    own = f"{HOST}/en/events/feed/?city=berlin&kind=film"
    assert head == {
        "title": "Events: Berlin, Film – Sister Cities Berlin",
        "id": own,
        "updated": "2016-01-01T00:00:00+00:00",
    }
    assert {link.attrib["rel"]: link.attrib["href"] for link in found.findall(f"{ATOM}link")} == {
        "self": own,
        "alternate": f"{HOST}/en/events/?city=berlin&kind=film",
    }
    assert found.attrib == {"{http://www.w3.org/XML/1998/namespace}lang": "en"}


def test_identifier_outlives_edition_address_and_host(office, feed, clock, settings):
    event = publish_event(when="2017-10-06", words={"slug": "old"})[0].event
    before = feed().find(f"{ATOM}entry")
    settings.SITE_URL = "https://elsewhere.example"
    clock.shift(60)
    event.texts.update(slug="new", title="New title")
    publish(event, UserFactory())
    after = feed().find(f"{ATOM}entry")
    assert texts(after, "id") == texts(before, "id")
    assert texts(after, "published") == texts(before, "published") == texts(before, "updated")
    assert texts(after, "updated") == ["2017-10-03T12:01:00+00:00"]
    assert after.find(f"{ATOM}link").attrib["href"] == "https://elsewhere.example/en/events/new/"


def test_each_language_has_its_own_entries_and_the_other_stands_in(office, feed):
    publish_event(["en", "de"], when="2017-10-06T19:30", words={"title": "Both"}, status="cancelled")
    announce("English only", "2017-10")
    german = feed("/de/veranstaltungen/feed/")
    assert texts(german, "title") == ["Termine – Partnerstädte Berlin", "Both", "English only"]
    both, english = german.findall(f"{ATOM}entry")
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [both.attrib, english.attrib] == [{}, {language: "en"}]
    # An entry is all in the language of its words.
    assert texts(both, "summary")[0].startswith(
        "Freitag, 6.\u00a0Oktober\u00a02017, 19:30\u00a0Uhr in Berlin<br>Abgesagt<br>"
    )
    assert texts(english, "summary")[0].startswith("October\u00a02017<br>")
    assert texts(both, "id") != texts(feed().findall(f"{ATOM}entry")[0], "id")
    assert texts(english, "id") == texts(feed().findall(f"{ATOM}entry")[1], "id")


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2017-10", "October 2017"),
        ("2017-23", "Autumn 2017"),
        ("2018", "2018"),
        ("", "Date to follow"),
        ("2017-10/2017-11", "October–November 2017"),
    ],
)
def test_no_day_is_invented(office, feed, when, words):
    announce("Event", when, words={"summary": ""})
    (summary,) = texts(feed(), "summary")
    assert summary.replace("\u00a0", " ").casefold() == words.casefold()


def test_editors_words_for_the_date_stand_in_its_place(office, feed):
    announce("Event", "2017-10", words={"summary": "", "date_note": "After the Art Week"})
    assert texts(feed(), "summary") == ["After the Art Week"]


@pytest.mark.parametrize(
    "text",
    [
        "\x0b\x0c\x1f\x7f",
        "]]>",
        "<![CDATA[",
        "\ufffe\uffff",
        "&#0;&amp;",
        "<!DOCTYPE x>",
        "👩‍👩‍👧",
        "\u2028\x85",
        "</title>",
    ],
)
def test_feed_is_well_formed_for_any_text(office, feed, text):
    office.name_en = f"O{text}O"
    office.save()
    event = EventFactory(when="2017-10-06", status="cancelled", venue=VenueFactory(name_en=f"V{text}V"))
    words = {"title": f"A{text}B", "slug": "x", "summary": f"C{text}D", "status_note": f"E{text}F", "date_note": text}
    publish_event(event=event, words=words)
    entry = feed().find(f"{ATOM}entry")
    (title,), (summary,) = texts(entry, "title"), texts(entry, "summary")
    assert title[0] + title[-1] == "AB"
    # The only markup is our own: line breaks.
    assert set(re.findall(r"<[^>]*>", summary)) == {"<br>"}
    visible = re.sub("[\x00-\x1f\x7f\x85\u2028\ufffe\uffff]", "", text)
    assert visible in unescape(summary)


def test_direction_mark_of_a_title_turns_nothing_else_round(office, feed):
    venue = VenueFactory(name_en="\N{RIGHT-TO-LEFT OVERRIDE}egatS", city=office.home_city)
    announce("\N{RIGHT-TO-LEFT OVERRIDE}eltit", "2017-10-06", venue=venue, words={"slug": "x", "summary": ""})
    entry = feed().find(f"{ATOM}entry")
    assert texts(entry, "title") == ["\u202eeltit\u202c"]
    assert texts(entry, "summary")[0].count("\u202e") == texts(entry, "summary")[0].count("\u202c") == 1


# Filters and answers


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("city=los-angeles", ["City"]),
        ("partnership=berlin-los-angeles", ["Anniversary", "Partnership"]),
        ("anniversary=berlin-los-angeles/50", ["Anniversary"]),
        ("kind=talk", ["Talk"]),
        ("month=2017-11", ["In two months"]),
        ("month=2017-12", ["Further date", "In two months"]),
        ("kind=talk&city=los-angeles", []),
    ],
)
def test_feed_of_a_list_has_the_events_of_that_list_each_once(office, los_angeles, feed, query, found):
    partnership = PartnershipFactory(city_a=office.home_city, city_b=los_angeles)
    anniversary = AnniversaryFactory(partnership=partnership, years=50)
    announce("City", "2017-10-06", cities=[los_angeles, office.home_city])
    announce("Partnership", "2017-10-06", partnership=partnership)
    announce("Anniversary", "2017-10-06", anniversary=anniversary)
    announce("Talk", "2017-10-06", kind="talk")
    announce("In two months", "2017-11/2017-12")
    event = EventFactory(when="2017-10-06")
    for day in (6, 13):
        further_date(event, f"2017-12-{day:02d}")
    publish_event(event=event, at=NOW - datetime.timedelta(1), words={"title": "Further date"})
    assert titles(feed(f"{FEED}?{query}")) == found


@pytest.mark.parametrize("query", ["city=nowhere", "kind=opera", "month=2017-13", "anniversary=x/1", "kind=%ff"])
@pytest.mark.parametrize("path", [FEED, "/de/veranstaltungen/feed/"])
def test_state_that_does_not_exist_answers_404(office, client, path, query):
    announce("Event", "2017-10-06")
    assert client.get(f"{path}?{query}").status_code == 404


def test_feed_ends_after_so_many_entries(office, feed, monkeypatch):
    assert feeds.ENTRIES == 50
    monkeypatch.setattr(feeds, "ENTRIES", 3)
    for number in range(5):
        announce(f"Event {number}", "2017-10-06")
    assert titles(feed()) == ["Event 4", "Event 3", "Event 2"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("query", "queries"), [("", 2), ("?kind=talk&city=los-angeles", 2), ("?month=2017-10", 3)])
def test_feed_costs_the_same_for_one_and_for_three(
    office, client, stage, django_assert_num_queries, query, queries, count
):
    for number in range(count):
        announce(f"Event {number}", "2017-10-06T19:30", venue=stage, kind="talk", cities=[stage.city])
    with django_assert_num_queries(queries):
        response = client.get(f"{FEED}{query}")
    assert response.content.count(b"<entry") == count


def test_feed_changes_with_its_events_and_only_with_them(office, client, clock):
    event = announce("Event", "2017-10-06")[0].event
    first = client.get(FEED)
    assert first.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    known = {"If-None-Match": first.headers["ETag"]}
    clock.shift(100 * 24 * 3600)
    again = client.get(FEED, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    withdraw(event, UserFactory())
    assert client.get(FEED, headers=known).status_code == 200
    assert client.post(FEED).status_code == 405


def test_feed_without_events_stays_the_same(office, client, clock):
    first = client.get(FEED)
    assert ElementTree.fromstring(first.content).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"
    clock.shift(3600)
    assert client.get(FEED, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
