"""Events on the page of a story: the cards in its text, and what is on next in its partnership."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sistercities.office import frame
from sistercities.publishing.models import PreviewLink
from sistercities.publishing.operations import publish, withdraw
from stories.rendering import render_body
from tests.factories import (
    AnniversaryFactory,
    EventFactory,
    PictureFactory,
    QuoteFactory,
    StoryTextFactory,
    UserFactory,
    VenueFactory,
    publish_event,
    publish_story,
)

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2017, 9, 20, 12, tzinfo=datetime.UTC)
LONG_AGO = datetime.datetime(2016, 1, 1, tzinfo=datetime.UTC)
CARD = r'<aside class="ev-card" aria-label="[^"]*">(.*?)</aside>'
NEXT = r'<section class="wrap readon" aria-labelledby="e-h">(.*?)</section>'


@pytest.fixture(autouse=True)
def _autumn_of_2017():
    with time_machine.travel(NOW, tick=False):
        yield


def card(event):
    return f'<sc-embed data-type="event" data-id="{event.pk}"></sc-embed>'


def announce(title, when, languages=("en",), at=LONG_AGO, **facts):
    return publish_event(languages, at=at, words={"title": title, "slug": ""}, when=when, **facts)[0].event


def tell(*events, languages=("en",), slug="the-story", **facts):
    """A published story with the cards of those events, a paragraph before each."""
    body = "\n".join(["<p>First.</p>", *(f"<p>Before it.</p>\n{card(event)}" for event in events)])
    return publish_story(languages, at=LONG_AGO, words={"slug": slug, "body": body}, **facts)


def cards(client, found, address="/en/stories/the-story/"):
    """The cards of a page, each as its words, its place in the look left aside."""
    texts = found(client.get(address), CARD)
    return [re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", text)).strip() for text in texts]


# The cards ------------------------------------------------------------------------------------------------------------


def test_card_prints_date_cities_title_times_and_place(client, site, found):
    venue = VenueFactory(name_en="United Artists", city=site.los_angeles)
    event = announce(
        "Premiere & <more>",
        "2017-10-06T19:30",
        venue=venue,
        time_zone="America/Los_Angeles",
        cities=[site.berlin, site.los_angeles],
    )
    tell(event)
    (html,) = found(client.get("/en/stories/the-story/"), CARD)
    assert re.sub(r">\s+<", "><", html.strip()) == (
        '<div class="ev"><time class="day" datetime="2017-10-06T19:30-07:00"><b>6</b><span>Fri, Oct</span></time>'
        '<div class="body"><p class="tags"><span class="tag a">Berlin</span><span class="tag b ink-fir">'
        'Los\N{NO-BREAK SPACE}Angeles</span></p><p class="t"><a href="/en/events/premiere-more/">'
        "Premiere & <more></a></p>"
        '<p class="meta"><span>19:30 in Los\N{NO-BREAK SPACE}Angeles</span>'
        '<span class="muted">04:30 the next day in Berlin</span>'
        "<span>United Artists, Los\N{NO-BREAK SPACE}Angeles</span></p></div></div>"
    )
    assert b"<more>" not in client.get("/en/stories/the-story/").content


@pytest.mark.parametrize(
    ("when", "facts", "words"),
    [
        ("2017-09-20", {}, "20 Wed, Sept Today"),
        ("2017-10", {}, "Oct date to follow"),
        ("", {}, "Date to follow"),
        ("2017-06-27", {}, "27 Tue, June Past event"),
        ("2016-06", {}, "June 2016 Past event"),
        ("2017-10-06", {"status": "cancelled"}, "6 Fri, Oct Cancelled"),
        ("2017-06-27", {"status": "cancelled"}, "27 Tue, June Cancelled"),
        ("2017-10-06", {"status": "rescheduled"}, "6 Fri, Oct New date"),
    ],
)
def test_card_says_what_there_is_to_know_of_its_date(client, site, found, when, facts, words):
    tell(announce("Title", when, **facts))
    (said,) = cards(client, found)
    assert said.replace("\N{NO-BREAK SPACE}", " ").replace("Title ", "").removesuffix(" Title") == words


def test_card_leaves_no_trace_of_what_is_not_public(client, site, found):
    draft, planned, withdrawn = EventFactory(working_title="Secret"), EventFactory(), announce("Secret", "2017-10-06")
    publish_event(event=planned, at=NOW + datetime.timedelta(days=1), words={"title": "Secret"})
    withdraw(withdrawn, UserFactory())
    tell(draft, planned, withdrawn)
    page = client.get("/en/stories/the-story/").content.decode()
    assert "Secret" not in page
    assert "sc-embed" not in page
    assert "ev-card" not in page
    (plain,) = publish_story(at=LONG_AGO, words={"slug": "plain", "body": "<p>First.</p>" + "<p>Before it.</p>" * 3})
    (body,) = found(client.get("/en/stories/the-story/"), '<div class="prose">(.*?)<div class="endline"')
    assert body == found(client.get("/en/stories/plain/"), '<div class="prose">(.*?)<div class="endline"')[0]
    assert body.strip() == render_body(plain)


def test_card_comes_and_goes_to_the_second(client, site, found):
    event = EventFactory(when="2017-10-06")
    publish_event(event=event, at=NOW + datetime.timedelta(hours=1), words={"title": "Premiere"})
    withdraw(event, UserFactory(), at=NOW + datetime.timedelta(hours=2))
    publish_event(event=event, at=NOW + datetime.timedelta(hours=1), words={"title": "Premiere"})
    publish_story(words={"slug": "the-story", "body": f"<p>a</p>{card(event)}"})
    seen = []
    for seconds in (3599, 3600, 9000):
        with time_machine.travel(NOW + datetime.timedelta(seconds=seconds), tick=False):
            seen.append(len(cards(client, found)))
    with time_machine.travel(NOW + datetime.timedelta(hours=3), tick=False):
        withdraw(event, UserFactory())
        seen.append(len(cards(client, found)))
    assert seen == [0, 1, 1, 0]


def test_card_follows_the_event_into_its_next_edition(client, site, found):
    event = announce("Premiere", "2017-10-06")
    tell(event)
    event.texts.update(title="Première", slug="premiere-2")
    assert ["Premiere" in text for text in cards(client, found)] == [True]
    publish(event, UserFactory())
    (html,) = found(client.get("/en/stories/the-story/"), CARD)
    assert '<a href="/en/events/premiere-2/">Première</a>' in html


def test_card_falls_back_to_the_other_language_and_marks_it(client, site, found):
    tell(announce("Premiere", "2017-10-06"), languages=("de",))
    (html,) = found(client.get("/de/geschichten/the-story/"), CARD)
    assert '<a href="/de/veranstaltungen/premiere/" lang="en">Premiere</a>' in html


def test_card_adds_no_heading(client, site, found):
    tell(slug="plain")
    tell(announce("Premiere", "2017-10-06"))
    plain, with_card = (client.get(f"/en/stories/{slug}/") for slug in ("plain", "the-story"))
    assert found(with_card, r"<h([1-6])[ >]") == found(plain, r"<h([1-6])[ >]")


# Previews -------------------------------------------------------------------------------------------------------------

NOTE = "The card of an event stands here. The event is not public, so the page leaves it out until it is."


def test_preview_shows_public_events_and_says_of_others_that_they_are_not(client, site, found):
    public, draft = announce("Premiere", "2017-10-06"), EventFactory(working_title="Secret")
    text = StoryTextFactory(body=f"<p>a</p>{card(public)}<p>b</p>{card(draft)}")
    link = PreviewLink.objects.create(manuscript=text.story, expires_at=timezone.now() + datetime.timedelta(days=1))
    page = client.get(reverse("preview", args=[link.token]))
    assert ["Premiere" in html for html in found(page, CARD)] == [True]
    assert page.content.decode().count(f'<p class="note">{NOTE}</p>') == 1
    assert b"Secret" not in page.content


# What is on next ------------------------------------------------------------------------------------------------------


def coming(client, found, address="/en/stories/the-story/"):
    return [title for html in found(client.get(address), NEXT) for title in re.findall(r"<h3><a [^>]*>(.*?)</a>", html)]


def test_story_names_the_next_events_of_its_partnership_that_it_has_no_card_of(client, site, found):
    told = announce("Told", "2017-10-01", partnership=site.partnership)
    announce("Other", "2017-10-02")
    announce("Past", "2017-09-01", partnership=site.partnership)
    for day in (6, 4, 5, 7):
        announce(f"Day {day}", f"2017-10-0{day}", partnership=site.partnership)
    tell(told, partnership=site.partnership)
    assert coming(client, found) == ["Day 4", "Day 5", "Day 6"]
    (section,) = found(client.get("/en/stories/the-story/"), NEXT)
    assert re.findall('<a class="more" href="([^"]*)">', section) == ["/en/events/?partnership=berlin-los-angeles"]


def test_story_names_events_of_the_anniversaries_of_its_partnership(client, site, found):
    announce("Jubilee", "2017-10-02", anniversary=AnniversaryFactory(partnership=site.partnership))
    tell(partnership=site.partnership)
    assert coming(client, found) == ["Jubilee"]


def test_story_without_partnership_or_without_anything_to_come_says_nothing(client, site, found):
    announce("Past", "2017-09-01", partnership=site.partnership)
    announce("Other", "2017-10-02")
    tell(partnership=site.partnership)
    tell(slug="plain")
    for slug in ("the-story", "plain"):
        assert found(client.get(f"/en/stories/{slug}/"), NEXT) == []


# Cost -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 3])
def test_events_cost_one_query_however_many_there_are(client, site, django_assert_num_queries, number):
    events = [announce(f"Event {day}", f"2017-10-{day + 1:02d}", venue=VenueFactory()) for day in range(number)]
    for day in range(number):
        announce(f"Next {day}", f"2017-11-{day + 1:02d}", partnership=site.partnership, cities=[site.berlin])
    tell(*events, partnership=site.partnership)
    tell(*events, slug="no-partnership")
    with django_assert_num_queries(5):  # frame, edition, embeds, read on, events
        client.get("/en/stories/the-story/")
    with django_assert_num_queries(5 if number else 4):
        client.get("/en/stories/no-partnership/")


@pytest.mark.django_db(transaction=True)
def test_first_page_after_a_change_keeps_within_six_queries(client, site):
    event = announce("Premiere", "2017-10-06", partnership=site.partnership)
    announce("Next", "2017-10-07", partnership=site.partnership)
    body = f"<p>a</p>{card(event)}"
    for target in (PictureFactory(), QuoteFactory()):
        body += f'<p>b</p><sc-embed data-type="{target._meta.model_name}" data-id="{target.pk}"></sc-embed>'
    publish_story(at=LONG_AGO, partnership=site.partnership, words={"slug": "the-story", "body": body})
    frame.forget()
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/en/stories/the-story/").content.decode()
        counts.append(len(queries))
        assert page.count("ev-card") == 1
        assert "Next" in page
        if len(counts) == 2:
            PictureFactory()  # a change
    assert counts == [5, 5, 6]
