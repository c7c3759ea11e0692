"""The walk for events once more, past live stories that embed every hidden one, and past city pages."""

import re

import pytest

from sistercities.cities.models import City, Partnership
from sistercities.publishing.operations import publish
from tests.factories import UserFactory, publish_story
from tests.site.test_leak_tour import HIDDEN, PAST, tour
from tests.site.test_leak_tour_of_events import hidden

__all__ = ["hidden"]  # a fixture

CARD = r'<aside class="ev-card".*?</aside>'


@pytest.fixture
def told(hidden):
    """The hidden events, each on a card in a live story of the partnership that they belong to."""
    partnership = Partnership.objects.get()
    for event in hidden.values():
        event.partnership = partnership
        event.save()
        event.cities.add(*City.objects.filter(slug_en="partner"))
    cards = "\n".join(f'<sc-embed data-type="event" data-id="{event.pk}"></sc-embed>' for event in hidden.values())
    publish_story(
        ("en", "de"),
        at=PAST,
        partnership=partnership,
        cities=[partnership.city_b],
        words={"title": "Told", "slug": "told", "body": f"<p>Words.</p>\n{cards}\n<p>More words.</p>"},
    )
    return hidden


def test_cards_and_blocks_show_no_hidden_event(client, told):
    # Those that were public are so no longer; that their manuscripts have changed since is nobody's business.
    pages = tour(client)
    assert {"/en/stories/told/", "/de/geschichten/told/", "/en/cities/partner/"} <= set(pages)
    assert [address for address, (_status, text) in pages.items() if re.search("secret", text, re.IGNORECASE)] == []
    for address in ("/en/stories/told/", "/de/geschichten/told/"):
        assert re.findall(CARD, pages[address][1], re.DOTALL) == []
        assert "sc-embed" not in pages[address][1]


def test_cards_and_blocks_show_every_event_once_it_is_published(client, told):
    for event in told.values():
        event.texts.update(is_ready=True)
        publish(event, UserFactory())
    for language, story, city in (
        ("en", "/en/stories/told/", "/en/cities/partner/"),
        ("de", "/de/geschichten/told/", "/de/staedte/partner/"),
    ):
        cards = "".join(re.findall(CARD, client.get(story).content.decode(), re.DOTALL))
        for kind in HIDDEN:
            assert f">title Secret{kind}{language}</a>" in cards
        # The three that come first of those published, after the one that was public before.
        for address, names in ((city, HIDDEN[:3]), (f"/{language}/", HIDDEN[:2])):
            block = re.search('aria-labelledby="e-h">(.*?)</section>', client.get(address).content.decode(), re.DOTALL)
            assert re.findall(r"title Secret(\w+)(?:en|de)</a></h3>", block[1]) == list(names), address
