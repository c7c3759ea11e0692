"""Previews of events: what would be published, on the desk and behind a link for people without an account."""

import pytest
from django.urls import reverse

from events.models import EventEdition
from sistercities.publishing.models import PreviewLink
from sistercities.publishing.operations import publish
from tests.events.desk import url
from tests.factories import EventFactory, EventTextFactory, OrganiserFactory, PersonFactory, further_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(editor, stage):
    event = EventFactory(
        when="2117-10-06T19:30", time_zone="America/Los_Angeles", venue=stage, cities=[stage.city], created_by=editor
    )
    EventTextFactory(event=event, title="Films by the river", slug="films")
    EventTextFactory(event=event, language="de", title="Filme am Fluss", slug="filme")
    event.organisers.add(OrganiserFactory(name_en="The film office", name_de="Das Filmbüro"))
    event.participants.create(person=PersonFactory(name="Ada Actor"), function="actor")
    further_date(event, "2117-10-13T19:30")
    return event


SHOWN = ("Films by the river", "The Stage", "Ada Actor", "The film office", "13")


def test_preview_shows_what_would_be_published(desk, event, editor):
    publish(event, editor)
    event.texts.filter(language="en").update(title="Films on the bridge")
    event.participants.create(person=PersonFactory(name="Bo Boss"), function="host", position=1)
    response = desk.get(url("preview", event.pk, "en"))
    for words in (*SHOWN[1:], "Films on the bridge", "Bo Boss", "Preview – not public"):
        assert words in response.text, words
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert EventEdition.objects.live().in_language("en").get().title == "Films by the river"
    assert "Filme am Fluss" in desk.get(url("preview", event.pk, "de")).text


def test_preview_needs_no_date_and_no_venue(desk, editor):
    event = EventFactory(when="", created_by=editor, time_zone="")
    EventTextFactory(event=event, title="Something")
    assert "Something" in desk.get(url("preview", event.pk, "en")).text


def test_an_old_edition_is_shown_as_it_was(desk, event, editor):
    publish(event, editor)
    event.participants.all().delete()
    event.organisers.clear()
    event.texts.update(title="Films on the bridge")
    edition = EventEdition.objects.get(language="en")
    page = desk.get(url("edition", event.pk, edition.pk)).text
    for words in SHOWN:
        assert words in page, words


def test_a_preview_link_opens_an_event_and_takes_an_answer(desk, client, event):
    desk.post(url("links", event.pk), {"recipient": "The mayor's office", "days": 14})
    link = PreviewLink.objects.get()
    reader = type(client)(enforce_csrf_checks=True)
    response = reader.get(reverse("preview", args=[link.token]))
    for words in SHOWN:
        assert words in response.text, words
    assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex, nofollow", "no-store")
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert "Filme am Fluss" in reader.get(reverse("preview", args=[link.token]), {"language": "de"}).text
    answer = {"name": "Mia Mayor", "is_approval": "on", "note": ""}
    assert reader.post(reverse("preview-answer", args=[link.token]), answer).status_code == 302
    assert "Approved by Mia Mayor" in desk.get(url("change", event.pk)).text


def test_a_revoked_link_opens_no_event(desk, client, event):
    desk.post(url("links", event.pk), {"recipient": "Eve", "days": 1})
    link = PreviewLink.objects.get()
    desk.post(url("revoke", event.pk, link.pk))
    client.logout()
    assert client.get(reverse("preview", args=[link.token])).status_code == 404
