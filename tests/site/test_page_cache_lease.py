"""How a process may trust the content number for a moment without asking, and the next request sees every change."""

import time

import pytest
from django.db import transaction

from sistercities.people.models import Person
from sistercities.publishing import operations
from sistercities.publishing.models import ContentNumber
from stories.models import StoryEdition
from tests.factories import CityFactory, OfficeFactory, UserFactory, publish_story
from tests.site.doors import ask, new_door, statements

pytestmark = pytest.mark.django_db(transaction=True)

INDEX = "/en/stories/"


@pytest.fixture
def lease(settings):
    settings.PAGE_CACHE_LEASE = 60
    return 0.06


@pytest.fixture
def story():
    OfficeFactory()
    return publish_story(words={"title": "Two of a kind", "slug": "two"})[0]


@pytest.fixture
def pauses(monkeypatch):
    """The seconds for which somebody who saved had to wait."""
    found = []
    monkeypatch.setattr(time, "sleep", found.append)
    return found


@pytest.mark.usefixtures("story")
def test_within_a_lease_pages_come_without_any_question_and_after_it_with_one(lease):
    door = new_door()
    ask(door, INDEX)
    time.sleep(lease)
    asked = []
    for wait in (0, 0, lease):
        time.sleep(wait)
        with statements() as found:
            assert ask(door, INDEX).status == 200
        asked.append(len(found))
    assert asked == [1, 0, 1]


@pytest.mark.usefixtures("lease")
def test_processes_that_hold_a_lease_see_what_was_published_before_its_editor_is_told(story):
    doors = [new_door(), new_door()]
    text = StoryEdition.objects.get().story.texts.get()
    text.title = "Three of a kind"
    text.save()
    assert ["Two of a kind" in ask(door, INDEX).text for door in doors] == [True, True]
    operations.publish(text.story, by=UserFactory())
    assert ["Three of a kind" in ask(door, INDEX).text for door in doors] == [True, True]
    operations.withdraw(text.story, by=UserFactory())
    assert [ask(door, "/en/stories/two/").status for door in doors] == [410, 410]


def test_a_transaction_waits_once_after_its_commit_however_much_it_changes(lease, pauses):
    with transaction.atomic():
        CityFactory()
        with transaction.atomic():
            Person.objects.create(name="Ada")
        Person.objects.update(name="Ada Lens")
        assert pauses == []
    assert pauses == [lease]


@pytest.mark.usefixtures("lease")
def test_what_is_rolled_back_is_waited_for_by_nobody(pauses):
    def change_and_regret():
        with transaction.atomic():
            Person.objects.create(name="Ada")
            raise LookupError

    with transaction.atomic():
        with pytest.raises(LookupError):
            change_and_regret()
        ContentNumber.current()
    assert pauses == []


def test_without_a_lease_nobody_waits_and_every_page_asks(settings, story, pauses):
    settings.PAGE_CACHE_LEASE = 0
    door = new_door()
    ask(door, INDEX)
    Person.objects.create(name="Ada")
    with statements() as found:
        ask(door, INDEX)
        ask(door, INDEX)
    assert pauses == []
    assert len([sql for sql in found if "content_number" in sql or "contentnumber" in sql]) >= 2
