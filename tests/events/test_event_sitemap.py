"""Events in the sitemap: in every language, since the other text stands in where there is none."""

import datetime
from xml.etree import ElementTree

import pytest

from sistercities.publishing.operations import withdraw
from tests.factories import EventFactory, EventTextFactory, UserFactory, publish_event
from tests.stories.test_sitemap import NAMES

pytestmark = pytest.mark.django_db
DAY = datetime.datetime(2017, 3, 1, 12, tzinfo=datetime.UTC)


def entries(client, path="/sitemap.xml"):
    """`{address: (last change, addresses in other languages)}`, of single events only."""
    root = ElementTree.fromstring(client.get(path).content)
    found = {}
    for url in root.iterfind("s:url", NAMES):
        address = url.findtext("s:loc", namespaces=NAMES)
        links = {link.attrib["hreflang"]: link.attrib["href"] for link in url.iterfind("x:link", NAMES)}
        if "event-" in address or "termin-" in address:
            found[address] = (url.findtext("s:lastmod", namespaces=NAMES), links)
    return found


def test_sitemap_holds_events_in_every_language(office, client):
    event = EventFactory()
    EventTextFactory(event=event, slug="event-one")
    EventTextFactory(event=event, language="de", slug="termin-eins")
    publish_event(("en", "de"), event=event, at=DAY)
    publish_event(at=DAY, words={"slug": "event-two"})
    EventTextFactory(slug="event-draft")
    publish_event(at=datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC), words={"slug": "event-planned"})
    (gone,) = publish_event(at=DAY, words={"slug": "event-gone"})
    withdraw(gone.event, UserFactory())
    host, changed = "http://testserver", "2017-03-01T12:00:00+00:00"
    one = {"en": f"{host}/en/events/event-one/", "de": f"{host}/de/veranstaltungen/termin-eins/"}
    two = {"en": f"{host}/en/events/event-two/", "de": f"{host}/de/veranstaltungen/event-two/"}
    expected = {address: (changed, links) for links in (one, two) for address in links.values()}
    assert entries(client) == expected
    assert {client.get(address.removeprefix(host)).status_code for address in expected} == {200}


def test_many_events_are_split_into_files(office, client, monkeypatch):
    for number in range(5):
        publish_event(at=DAY, words={"slug": f"event-{number}"})
    whole = entries(client)
    monkeypatch.setattr("sistercities.sitemaps.MOST_ADDRESSES", 10)
    monkeypatch.setattr("events.sitemaps.PART", 2)
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    files = [element.text.removeprefix("http://testserver") for element in root.iterfind(".//s:loc", NAMES)]
    parts = [entries(client, path) for path in files if "events" in path]
    assert len(parts) in (3, 4)
    assert {address: entry for part in parts for address, entry in part.items()} == whole
    assert sum(map(len, parts)) == len(whole) == 10
