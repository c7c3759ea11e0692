"""The desk when somebody else was quicker, or an address is no address."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.urls import reverse

from stories.models import StoryEdition
from tests.factories import CityFactory, OfficeFactory, PictureFactory, StoryFactory, StoryTextFactory, UserFactory
from tests.factories import publish_story as publish
from tests.publishing.forms import posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    OfficeFactory()
    client.force_login(UserFactory(is_superuser=True))
    return client


def a_story():
    """A story whose checklist is empty, so that publishing is one click."""
    story = StoryFactory(cities=[CityFactory()], lead_picture=PictureFactory())
    for language in ("en", "de"):
        StoryTextFactory(story=story, language=language, slug="bridges")
    return story


@contextmanager
def meanwhile(happens):
    """Let something happen once, when publishing has the lock of the manuscript and not yet that of all addresses."""
    waiting = [happens]

    def wrapper(execute, sql, params, many, context):
        if waiting and sql.startswith('UPDATE "publishing_contentnumber"'):
            waiting.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield
    assert not waiting


def test_publishing_an_address_that_was_taken_this_moment_saves_and_says_so(desk):
    story, other = a_story(), a_story()
    address = reverse("admin:stories_story_change", args=[story.pk])
    data = posted(desk.get(address), themes=[], **{"texts-0-title": "Bridges of today", "_publish": "1"})
    with meanwhile(lambda: publish(("en", "de"), story=other)):
        response = desk.post(address, data)
    assert response.url == reverse("admin:stories_story_publish", args=[story.pk])
    assert story.texts.get(language="en").title == "Bridges of today"
    # What happened meanwhile was part of this transaction, and went with the attempt.
    assert not StoryEdition.objects.exists()


def test_an_address_with_a_digit_that_is_no_number_leads_to_the_list(desk):
    response = desk.get(reverse("admin:stories_story_change", args=["²"]))
    assert (response.status_code, response.url) == (302, reverse("admin:index"))
