"""Parallel actions on one manuscript have the effect of one (promise 43)."""

import threading

import pytest
from django.db import close_old_connections, connection

from sistercities.publishing.operations import publish, withdraw
from stories.models import StoryEdition
from tests.factories import StoryFactory, StoryTextFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls in threads that start together; return the errors they raised."""
    barrier = threading.Barrier(len(calls))
    errors = []

    def run(call):
        try:
            barrier.wait(timeout=10)
            call()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    close_old_connections()
    return errors


@pytest.fixture
def story():
    story = StoryFactory()
    StoryTextFactory(story=story, language="en", slug="bridges")
    StoryTextFactory(story=story, language="de", slug="bruecken")
    return story


def test_parallel_publishes_leave_one_live_edition_per_language(story):
    editor = UserFactory()
    assert at_once(*[lambda: publish(story, editor)] * 6) == []
    assert sorted(StoryEdition.objects.live().values_list("language", flat=True)) == ["de", "en"]
    assert StoryEdition.objects.count() == 2


def test_parallel_publish_and_withdraw_leave_one_or_none_live(story):
    editor = UserFactory()
    publish(story, editor)
    both = [lambda: withdraw(story, editor), lambda: publish(story, editor)]
    assert at_once(*both, *both) == []
    assert StoryEdition.objects.live().in_language("en").count() <= 1
    assert StoryEdition.objects.filter(language="en", live_until=None).count() <= 1


def test_two_stories_never_share_an_address_however_close_they_are_published():
    editor = UserFactory()
    stories = [StoryFactory(), StoryFactory()]
    for story in stories:
        StoryTextFactory(story=story, slug="bridges")
    errors = at_once(*[lambda story=story: publish(story, editor) for story in stories])
    assert [type(error).__name__ for error in errors] == ["NotReady"]
    assert StoryEdition.objects.live().filter(slug="bridges").count() == 1
