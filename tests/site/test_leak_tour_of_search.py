"""The walk for hidden stories and events once more, by asking: search finds none of their words until they are public.

Each field of what is hidden has a word of its own beside “Secret…”; the walk asks for that word alone, since a page
repeats what was asked.
"""

import re
from datetime import timedelta

import pytest

from sistercities.publishing.operations import publish
from tests.factories import UserFactory
from tests.site import test_leak_tour, test_leak_tour_of_events
from tests.site.test_leak_tour import HIDDEN, tour

hidden_stories = test_leak_tour.hidden
hidden_events = test_leak_tour_of_events.hidden

SECRET = re.compile(f"Secret({'|'.join([*HIDDEN, 'change', 'link'])})")
SEARCH = {"en": "/en/search/", "de": "/de/suche/"}
#: Of a story and of its speaker, of an event and of its participant.
WORDS_OF_STORIES = {
    "en": ("title", "standfirst", "byline", "body", "words", "theme", "person"),
    "de": ("title", "standfirst", "byline", "body", "worte", "thema", "person"),
}
WORDS_OF_EVENTS = {
    "en": ("title", "summary", "room", "ticket_note", "body", "venue", "organiser", "series", "person"),
    "de": ("title", "summary", "room", "ticket_note", "body", "ort", "veranstalter", "reihe", "person"),
}


def asked(client, language, word, kind=""):
    """What hidden things the pages of results tell of, such as "draft"."""
    found, address = set(), f"{SEARCH[language]}?q={word}&kind={kind}".removesuffix("&kind=")
    while address:
        response = client.get(address)
        assert response.status_code == 200
        text = response.content.decode()
        found |= set(SECRET.findall(re.sub("<[^>]+>", "", text)))
        address = next(iter(re.findall('<link rel="next" href="([^"]+)"', text)), "").replace("&amp;", "&")
    return found


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_word_of_a_hidden_story_is_found(client, hidden_stories, language):
    assert {word: asked(client, language, word) for word in WORDS_OF_STORIES[language]} == {
        word: set() for word in WORDS_OF_STORIES[language]
    }
    assert asked(client, language, "s*") == asked(client, language, "changed") == set()
    assert "Open 1" in client.get(f"{SEARCH[language]}?q=open").content.decode().replace("<mark>", "").replace(
        "</mark>", ""
    )


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_word_of_a_hidden_event_is_found(client, hidden_events, language):
    assert {word: asked(client, language, word) for word in WORDS_OF_EVENTS[language]} == {
        word: set() for word in WORDS_OF_EVENTS[language]
    }


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_word_of_a_story_is_found_once_it_is_published(client, hidden_stories, language):
    for story in hidden_stories.values():
        story.texts.update(is_ready=True)
        publish(story, UserFactory())
    for word in WORDS_OF_STORIES[language]:
        assert asked(client, language, word, kind="person" if word == "person" else "story") == set(HIDDEN), word


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_word_of_an_event_is_found_once_it_is_published(client, hidden_events, language):
    for event in hidden_events.values():
        event.texts.update(is_ready=True)
        publish(event, UserFactory())
    for word in WORDS_OF_EVENTS[language]:
        assert asked(client, language, word, kind="person" if word == "person" else "event") == set(HIDDEN), word


def test_what_is_planned_is_found_from_its_moment_on_and_nothing_else(client, hidden_stories, time_machine):
    (edition,) = hidden_stories["planned"].editions.filter(language="en")
    time_machine.move_to(edition.live_from - timedelta(seconds=1), tick=False)
    assert asked(client, "en", "title") == set()
    time_machine.move_to(edition.live_from, tick=False)
    assert asked(client, "en", "title") == {"planned"}


def test_pages_of_results_lead_to_nothing_hidden(client, hidden_stories, monkeypatch):
    entrances = [f"{path}?q={word}" for path in SEARCH.values() for word in ("open", "title", "berlin", "partner")]
    monkeypatch.setattr(test_leak_tour, "ENTRANCES", (*SEARCH.values(), *entrances))
    pages = tour(client)
    assert len(pages) > 20
    assert {status for status, _text in pages.values()} == {200}
    assert [address for address, (_status, text) in pages.items() if "secret" in text.lower()] == []
