"""Bringing an old version back: only of what one may change, only what the form could change, only that one object."""

import pytest
import reversion
from django.contrib.auth.models import Group
from django.urls import reverse
from reversion.models import Version

from sistercities.people.models import Person
from sistercities.publishing.models import Stage
from stories.models import Story
from tests.factories import PersonFactory, QuoteFactory, StoryFactory, StoryTextFactory, UserFactory
from tests.publishing.forms import posted

pytestmark = pytest.mark.django_db


def account(role, username):
    user = UserFactory(username=username)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def author():
    return account("author", "ada")


def remember(*objects):
    """A revision of these objects as they are now; the version of the first."""
    with reversion.create_revision():
        for obj in objects:
            obj.save()
    return Version.objects.get_for_object(objects[0]).first()


def address(version):
    model = version.content_type.model_class()._meta
    return reverse(f"admin:{model.app_label}_{model.model_name}_revision", args=[version.object_id, version.pk])


def opened(client, version):
    """What a browser would send of the form of that version."""
    data = posted(client.get(address(version)))
    return {name: value for name, value in data.items() if value or name not in ("cities", "themes")}


def bring_back(client, version):
    return client.post(address(version), opened(client, version))


@pytest.fixture
def story(author):
    story = StoryFactory(created_by=author, working_title="First")
    StoryTextFactory(story=story, title="First title")
    return story


def test_an_author_brings_back_an_old_version_of_a_story(client, author, story):
    version = remember(story)
    story.texts.update(title="Second title")
    Story.objects.filter(pk=story.pk).update(working_title="Second")
    client.force_login(author)
    assert bring_back(client, version).status_code == 302
    story.refresh_from_db()
    assert (story.working_title, story.texts.get().title) == ("First", "First title")


def test_nobody_brings_back_a_version_of_a_story_that_they_may_not_see(client, story):
    version = remember(story)
    story.texts.update(title="Second title")
    client.force_login(account("author", "mallory"))
    assert client.get(address(version)).status_code == 404
    assert client.post(address(version), {}).status_code == 404
    assert story.texts.get().title == "Second title"


def test_a_story_in_review_is_not_changed_by_an_old_version_that_was_none(client, author, story):
    version = remember(story)
    story.texts.update(title="Second title")
    client.force_login(author)
    data = opened(client, version)
    Story.objects.filter(pk=story.pk).update(stage=Stage.IN_REVIEW)
    assert client.post(address(version), data).status_code == 403
    story.refresh_from_db()
    assert (story.stage, story.texts.get().title) == (Stage.IN_REVIEW, "Second title")


def test_a_version_brings_back_nothing_that_the_form_could_not_change(client, author, story):
    """Promise 3: an author neither features a story nor sets its stage, author or revision by way of its history."""
    story.is_featured, story.stage_note, story.revision = True, "An old note", 1
    version = remember(story)
    Story.objects.filter(pk=story.pk).update(
        is_featured=False, stage=Stage.CHANGES_REQUESTED, stage_note="Shorten it.", revision=7
    )
    client.force_login(author)
    assert bring_back(client, version).status_code == 302
    story.refresh_from_db()
    assert (story.is_featured, story.stage, story.stage_note, story.revision, story.created_by) == (
        False,
        Stage.CHANGES_REQUESTED,
        "Shorten it.",
        8,
        author,
    )


def test_a_version_brings_back_nothing_else_that_was_saved_with_it(client, author, story):
    """An import saves a story, its people and its quotes in one revision; an author may change the story alone."""
    person, other = PersonFactory(name="Old Name"), StoryFactory(working_title="Old")
    version = remember(story, person, other)
    Person.objects.filter(pk=person.pk).update(name="New Name")
    Story.objects.filter(pk=other.pk).update(working_title="New")
    client.force_login(author)
    assert bring_back(client, version).status_code == 302
    person.refresh_from_db()
    other.refresh_from_db()
    assert (person.name, other.working_title) == ("New Name", "New")


def test_the_cards_come_back_with_the_text(client, author, story):
    first, second = QuoteFactory(), QuoteFactory()
    text = story.texts.get()
    text.body = f'<sc-embed data-type="quote" data-id="{first.pk}"></sc-embed>'
    text.save()
    version = remember(story)
    text.body = f'<sc-embed data-type="quote" data-id="{second.pk}"></sc-embed>'
    text.save()
    client.force_login(author)
    assert bring_back(client, version).status_code == 302
    assert list(text.embeds.values_list("quote", flat=True)) == [first.pk]


def test_the_cards_of_a_deleted_story_come_back_with_it(client, author, story):
    quote = QuoteFactory()
    text = story.texts.get()
    text.body = f'<sc-embed data-type="quote" data-id="{quote.pk}"></sc-embed>'
    text.save()
    version = remember(story)
    story.delete()
    client.force_login(account("editor", "edith"))
    recover = reverse("admin:stories_story_recover", args=[version.pk])
    data = posted(client.get(recover))
    data = {name: value for name, value in data.items() if value or name not in ("cities", "themes")}
    assert client.post(recover, data).status_code == 302
    assert list(Story.objects.get().texts.get().embeds.values_list("quote", flat=True)) == [quote.pk]


def test_only_what_was_deleted_is_recovered(client, author, story):
    """Else the stage and the author of a story could be set back by way of the list of deleted ones."""
    version = remember(story)
    Story.objects.filter(pk=story.pk).update(created_by=None, stage=Stage.IN_REVIEW)
    client.force_login(account("editor", "edith"))
    recover = reverse("admin:stories_story_recover", args=[version.pk])
    assert client.get(recover).status_code == 404
    assert client.post(recover, {}).status_code == 404
    story.refresh_from_db()
    assert (story.created_by, story.stage) == (None, Stage.IN_REVIEW)


def test_who_may_only_add_does_not_read_what_was_deleted(client, author):
    person = PersonFactory(name="Deleted Name")
    version = remember(person)
    person.delete()
    client.force_login(author)
    page = client.get(reverse("admin:people_person_recover", args=[version.pk]))
    assert page.status_code == 403
    client.force_login(account("editor", "edith"))
    assert client.get(reverse("admin:people_person_recover", args=[version.pk])).status_code == 200
