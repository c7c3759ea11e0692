"""An event in a text, on the desk: its row, what its card tells, who may put it there, what the checklist says."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from sistercities.publishing.operations import publish, withdraw
from sistercities.publishing.readiness import Level
from stories.models import Story, StoryEditionEmbed, StoryText, StoryTextEmbed
from tests.factories import (
    EventFactory,
    EventTextFactory,
    LosAngelesFactory,
    OfficeFactory,
    PictureFactory,
    QuoteFactory,
    StoryFactory,
    StoryTextFactory,
    UserFactory,
    VenueFactory,
    publish_event,
)
from tests.stories.test_desk import filled

pytestmark = pytest.mark.django_db


def card(event):
    return f'<sc-embed data-type="event" data-id="{getattr(event, "pk", event)}"></sc-embed>'


def account(role, **fields):
    user = UserFactory(**fields)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def author():
    return account("author", username="ada")


@pytest.fixture
def office():
    return OfficeFactory()


@pytest.fixture
def desk(client, office):
    client.force_login(account("editor"))
    return client


# Rows -----------------------------------------------------------------------------------------------------------------


def test_row_holds_the_event_itself_in_text_and_edition():
    event, quote = EventFactory(), QuoteFactory()
    text = StoryTextFactory(body=f"<p>a</p>{card(event)}<p>b</p><sc-embed data-type=quote data-id={quote.pk}>")
    assert [row.target for row in text.embeds.all()] == [("event", event.pk), ("quote", quote.pk)]
    publish(text.story, UserFactory())
    rows = StoryEditionEmbed.objects.filter(edition__story=text.story)
    assert [row.target for row in rows] == [("event", event.pk), ("quote", quote.pk)]


@pytest.mark.parametrize("targets", [(), ("event", "picture"), ("event", "quote"), ("event", "picture", "quote")])
def test_row_has_exactly_one_target(targets):
    text, made = StoryTextFactory(), {"event": EventFactory, "picture": PictureFactory, "quote": QuoteFactory}
    with pytest.raises(IntegrityError), transaction.atomic():
        StoryTextEmbed.objects.create(text=text, position=9, **{name: made[name]() for name in targets})


def test_event_in_a_text_cannot_be_deleted():
    event = EventFactory()
    text = StoryTextFactory(body=card(event))
    with pytest.raises(ProtectedError):
        event.delete()
    text.delete()
    event.delete()


def test_desk_says_which_stories_keep_an_event_from_being_deleted(desk):
    drafted, printed, loose = EventFactory(), EventFactory(), EventFactory()
    StoryTextFactory(title="Draft with it", body=card(drafted))
    text = StoryTextFactory(title="Printed with it", body=f"<p>a</p>{card(printed)}")
    publish(text.story, UserFactory())
    text.body = "<p>Without it.</p>"
    text.save()
    for event, title in ((drafted, "Draft with it"), (printed, "Printed with it")):
        page = desk.post(reverse("admin:events_event_delete", args=[event.pk]), {"post": "yes"}).text
        assert "cannot be deleted while it is used:" in page
        assert f">{title}</a>" in page
    desk.post(reverse("admin:events_event_delete", args=[loose.pk]), {"post": "yes"})
    assert set(Event.objects.all()) == {drafted, printed}


# What the editor shows ------------------------------------------------------------------------------------------------


def ask(client, user, language="en", **query):
    client.force_login(user)
    return client.get(reverse("admin:stories_cards"), {"language": language, **query})


def details(client, user, event, language="en"):
    (found,) = ask(client, user, language, event=event.pk).json()["cards"]
    return found


@pytest.fixture
def premiere():
    venue = VenueFactory(name_en="United Artists", name_de="Vereinigte Künstler", city=LosAngelesFactory())
    words = {"title": "Premiere", "date_note": ""}
    (edition,) = publish_event(words=words, when="2017-10-06T19:30", venue=venue, time_zone="America/Los_Angeles")
    return edition.event


def test_card_tells_title_date_place_and_state(client, premiere):
    editor = account("editor")
    found = {
        "type": "event",
        "id": premiere.pk,
        "state": "found",
        "url": f"/admin/events/event/{premiere.pk}/change/",
        "title": "Premiere",
        "lang": "en",
        "when": "6\N{NO-BREAK SPACE}October\N{NO-BREAK SPACE}2017",
        "text": "United Artists, Los Angeles",
        "problems": [],
    }
    assert details(client, editor, premiere) == found
    assert details(client, editor, premiere, "de") == found | {
        "when": "6.\N{NO-BREAK SPACE}Oktober\N{NO-BREAK SPACE}2017",
        "text": "Vereinigte Künstler, Los Angeles",
        "problems": ["There are no words in this language yet: the other language’s are printed."],
    }
    premiere.status = "cancelled"
    premiere.save()
    publish(premiere, editor)
    assert details(client, editor, premiere)["problems"] == ["Cancelled"]
    withdraw(premiere, editor)
    assert details(client, editor, premiere)["problems"] == [
        "This event is not public: the page leaves the card out until it is."
    ]


def test_card_of_a_draft_tells_what_its_manuscript_says(client):
    event = EventFactory(when="2017-10")
    EventTextFactory(event=event, language="de", title="Entwurf", date_note="Nach der Art Week")
    assert details(client, account("editor"), event) == {
        "type": "event",
        "id": event.pk,
        "state": "found",
        "url": f"/admin/events/event/{event.pk}/change/",
        "title": "Entwurf",
        "lang": "de",
        "when": "Nach der Art Week",
        "text": "",
        "problems": ["This event is not public: the page leaves the card out until it is."],
    }


def test_card_tells_of_what_the_account_may_not_see_only_what_is_public(client, author, premiere):
    draft, own = EventFactory(), EventFactory(created_by=author, working_title="Mine")
    EventTextFactory(event=draft, title="Secret plan")
    premiere.texts.update(title="Secret change")
    assert details(client, author, draft) == {"type": "event", "id": draft.pk, "state": "missing"}
    assert details(client, author, own)["title"] == "Mine"
    public = details(client, author, premiere)
    assert (public["title"], public["url"]) == ("Premiere", "")
    assert ask(client, account("media steward"), event=premiere.pk).status_code == 403
    client.logout()
    assert client.get(reverse("admin:stories_cards"), {"event": premiere.pk}).status_code == 302


def test_cards_of_events_cost_the_same_for_one_and_for_three(client, django_assert_num_queries):
    events = [publish_event(venue=VenueFactory())[0].event for _ in range(3)]
    ask(client, account("editor"), event=events[0].pk)
    for count in (1, 3):
        with django_assert_num_queries(8):  # frame, session, account, permissions twice, editions, events, texts
            client.get(reverse("admin:stories_cards"), {"event": [event.pk for event in events[:count]]})


# Who may put it into a text -------------------------------------------------------------------------------------------


def saved(client, story, body):
    """The errors of the form after saving that body; none where it was saved."""
    address = reverse("admin:stories_story_change", args=[story.pk])
    response = client.post(address, filled(client, address, **{"texts-0-body": body}))
    if response.status_code == 302:
        return []
    return response.context["inline_admin_formsets"][0].formset.errors[0]["body"]


@pytest.fixture
def story(author, office):
    story = StoryFactory(created_by=author)
    StoryTextFactory(story=story, body="<p>a</p>")
    return story


def test_author_embeds_own_and_public_events_but_no_hidden_one(client, author, story, premiere):
    own, hidden = EventFactory(created_by=author), EventFactory()
    client.force_login(author)
    body = f"<p>a</p>{card(own)}{card(premiere)}"
    assert saved(client, story, body) == []
    text = StoryText.objects.get()
    assert [row.event for row in text.embeds.all()] == [own, premiere]
    broken = "A card in the text is broken, what it points to does not exist: event %d. Remove it or choose another."
    assert saved(client, story, body + card(hidden)) == [broken % hidden.pk]
    assert saved(client, story, body + card(hidden.pk + 99)) == [broken % (hidden.pk + 99)]
    assert [row.event for row in text.embeds.all()] == [own, premiere]


def test_card_that_an_editor_put_there_stays_when_its_author_saves(client, author, story):
    hidden = EventFactory()
    text = story.texts.get()
    text.body = f"<p>a</p>\n{card(hidden)}"
    text.save()
    client.force_login(author)
    assert saved(client, story, f"<p>More words.</p>{card(hidden)}") == []
    assert StoryText.objects.get().body == f"<p>More words.</p>\n{card(hidden)}"


def test_editor_embeds_any_event(desk, story):
    event = EventFactory()
    assert saved(desk, story, f"<p>a</p>{card(event)}") == []
    assert [row.event for row in Story.objects.get().texts.get().embeds.all()] == [event]


# The checklist --------------------------------------------------------------------------------------------------------


def problems(text, at=None):
    found = text.story.readiness(at=at)
    return [(problem.level, problem.message, problem.url) for problem in found if problem.field == "body"]


def test_checklist_warns_of_events_that_are_not_public_at_that_moment():
    text = StoryTextFactory()
    planned, withdrawn, draft = EventFactory(), EventFactory(), EventFactory(working_title="Secret")
    soon = timezone.now() + datetime.timedelta(days=1)
    publish_event(event=planned, at=soon)
    publish_event(event=withdrawn)
    withdraw(withdrawn, UserFactory())
    text.body = "<p>a</p>".join(["", card(planned), card(withdrawn), card(draft), card(draft)])
    text.save()

    def warning(event, words):
        return Level.ADVISORY, f"An event in the text is {words}", f"/admin/events/event/{event.pk}/change/"

    assert problems(text) == [
        warning(planned, "not public yet: its card is left out until it is."),
        warning(withdrawn, "no longer public: its card is left out."),
        warning(draft, "not public yet: its card is left out until it is."),
    ]
    assert [url for _level, _message, url in problems(text, soon)] == [
        f"/admin/events/event/{event.pk}/change/" for event in (withdrawn, draft)
    ]


def test_checklist_blocks_a_card_that_points_to_nothing():
    text = StoryTextFactory(body=f"<p>a</p>{card(4711)}")
    assert problems(text) == [(Level.BLOCKING, "A card in the text points to something that no longer exists.", "")]
