"""What waits, on the first page of the desk."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Group

from sistercities.publishing.operations import publish
from sistercities.publishing.roles import AUTHOR, EDITOR, EXPORTER, MEDIA_STEWARD
from stories.admin.board import waiting
from tests.factories import EventFactory, PictureFactory, StoryFactory, StoryTextFactory, UserFactory, publish_story

NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_role(client):
    def as_role(role):
        user = UserFactory()
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return user

    return as_role


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def seen(user):
    return [(entry.count, entry.words, entry.address.partition("?")[2]) for entry in waiting(user)]


@pytest.fixture
def desk():
    """Three in review, one sent back, one with changes, one scheduled, one simply live; two events; four pictures."""
    for stage in ("in_review", "in_review", "in_review", "changes_requested"):
        StoryFactory(stage=stage)
    publish_story(words={"title": "Live"})
    [edition] = publish_story(words={"title": "Changed"})
    edition.story.texts.update(fingerprint="another")
    planned = StoryFactory()
    StoryTextFactory(story=planned, language="en", is_ready=True)
    publish(planned, UserFactory(), at=NOW + datetime.timedelta(days=1))
    EventFactory(stage="in_review")
    EventFactory(stage="changes_requested")
    PictureFactory()
    PictureFactory(file="")
    PictureFactory(alt_text_de="")
    PictureFactory(valid_until=datetime.date(2026, 11, 22))


STORIES = [
    (3, "In review", "stage__exact=in_review"),
    (1, "Changes requested", "stage__exact=changes_requested"),
    (1, "Live, with unpublished changes", "public=changed"),
    (1, "Scheduled", "public=scheduled"),
]
EVENTS = [
    (1, "Events in review", "stage__exact=in_review"),
    (1, "Events with changes requested", "stage__exact=changes_requested"),
]
PICTURES = [
    (1, "Pictures without a file", "state=waiting"),
    (3, "Pictures that cannot be published yet", "state=incomplete"),
]


@pytest.mark.parametrize(
    ("role", "expected"),
    [(EDITOR, STORIES + EVENTS + PICTURES), (MEDIA_STEWARD, PICTURES), (EXPORTER, []), (AUTHOR, [])],
)
def test_board_counts_what_the_role_may_see(as_role, desk, role, expected):
    assert seen(as_role(role)) == expected


def test_author_finds_their_own_stories(as_role, desk):
    author = as_role(AUTHOR)
    StoryFactory(stage="changes_requested", created_by=author)
    StoryFactory(stage="draft", created_by=author)
    assert seen(author) == [(1, "Changes requested", "stage__exact=changes_requested")]


def test_lists_show_as_many_as_the_board_counts(client, as_role, desk):
    for entry in waiting(as_role(EDITOR)):
        assert client.get(entry.address).context["cl"].result_count == entry.count


def test_board_takes_three_queries_for_any_number(as_role, desk, django_assert_num_queries):
    user = as_role(EDITOR)
    user.has_perm("stories.change_story")
    with django_assert_num_queries(3):
        waiting(user)


@pytest.mark.parametrize(("role", "may_write"), [(EDITOR, True), (AUTHOR, True), (MEDIA_STEWARD, False)])
def test_first_page_leads_to_writing_whoever_may_write(client, as_role, role, may_write):
    as_role(role)
    page = client.get("/admin/").content.decode()
    assert ("Write a story" in page, "/admin/stories/story/import/" in page) == (may_write, may_write)


def test_first_page_says_that_nothing_waits(client, as_role):
    as_role(EDITOR)
    page = client.get("/admin/").content.decode()
    assert "Nothing waits here." in page
    as_role(EXPORTER)
    assert "On the desk" not in client.get("/admin/").content.decode()
