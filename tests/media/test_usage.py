"""Where a picture is used, and whether the public sees it there."""

import datetime

import pytest
from django.utils import timezone

from sistercities.publishing.operations import withdraw
from stories.models import StoryEditionEmbed, StoryTextEmbed
from tests.factories import CityFactory, PictureFactory, StoryFactory, StoryTextFactory, UserFactory, publish_story

pytestmark = pytest.mark.django_db


def found(picture):
    return [(use.object, use.is_live, use.languages) for use in picture.usage()]


def test_an_unused_picture_is_used_nowhere():
    PictureFactory()
    CityFactory(picture=PictureFactory())
    unused = PictureFactory()
    assert found(unused) == []


def test_reference_data_are_public_in_every_language():
    picture = PictureFactory()
    city = CityFactory(picture=picture)
    assert found(picture) == [(city, True, set())]
    assert [use.label for use in picture.usage()] == [f"City “{city}” (public)"]


def test_a_manuscript_is_not_public():
    picture = PictureFactory()
    story = StoryFactory(lead_picture=picture)
    text = StoryTextFactory(story=story)
    StoryTextEmbed.objects.create(text=text, position=0, picture=picture)
    assert found(picture) == [(story, False, set())]


def test_a_story_is_named_once_however_often_it_was_printed():
    picture = PictureFactory()
    first, _ = publish_story(languages=("en", "de"), lead_picture=picture)
    StoryEditionEmbed.objects.create(edition=first, position=7, picture=picture)
    assert found(picture) == [(first.story, True, {"en", "de"})]


def test_a_scheduled_story_counts_as_public_and_a_withdrawn_one_does_not():
    planned, past = PictureFactory(), PictureFactory()
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    (edition,) = publish_story(lead_picture=planned, at=tomorrow)
    (ended,) = publish_story(lead_picture=past)
    withdraw(ended.story, UserFactory())
    assert found(planned) == [(edition.story, True, {"en"})]
    assert found(past) == [(ended.story, False, set())]


def test_a_story_with_a_planned_end_is_public_until_then():
    picture, now = PictureFactory(), timezone.now()
    (edition,) = publish_story(lead_picture=picture, until=now + datetime.timedelta(days=1))
    assert found(picture) == [(edition.story, True, {"en"})]
    assert [use.is_live for use in picture.usage(now + datetime.timedelta(days=2))] == [False]


def test_a_use_leads_to_its_form():
    picture = PictureFactory()
    story = StoryFactory(lead_picture=picture)
    assert [use.admin_url for use in picture.usage()] == [f"/admin/stories/story/{story.pk}/change/"]


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    picture = PictureFactory()
    publish_story(lead_picture=picture)
    with django_assert_num_queries(9):
        picture.usage()
    publish_story(lead_picture=picture)
    CityFactory(picture=picture)
    with django_assert_num_queries(9):
        picture.usage()
