"""A prepared query answers as the query it was made of."""

import datetime
import threading
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sistercities.cities.models import City
from sistercities.publishing.models import ContentNumber
from sistercities.publishing.prepared import Prepared
from stories.models import StoryEdition
from tests.factories import PictureFactory, publish_story

MOMENT = datetime.datetime


def live(slug, at, story):
    editions = StoryEdition.objects.live(at).filter(slug=slug, story_id__gte=story).exclude(language=slug)
    return editions.select_related("lead_picture").with_city_keys().order_by("pk")


def test_prepared_query_returns_what_the_query_returns(db):
    publish_story(words={"slug": "one"}, lead_picture=PictureFactory())
    publish_story(words={"slug": "one"}, languages=("de",))
    publish_story(words={"slug": "two"})
    prepared = Prepared(live, slug=str, at=MOMENT, story=int)
    now = timezone.now()
    for slug in ("one", "two", "three", "one' OR '1'='1", "%s", "\N{WHITE SQUARE}1"):
        for at in (now, now - datetime.timedelta(days=1)):
            values = {"slug": slug, "at": at, "story": 0}
            assert prepared(**values) == list(live(**values))
    (found, _german) = prepared(slug="one", at=now, story=0)
    assert (found.lead_picture.creator, found.city_keys) == ("Ada Lens", None)


def test_prepared_query_is_compiled_once(db):
    built = []

    def build(key):
        built.append(key)
        return City.objects.filter(pk=key)

    prepared = Prepared(build, key=int)
    assert [prepared(key=key) for key in (1, 2, 3)] == [[], [], []]
    assert len(built) == 1


def test_no_key_equals_nothing(db):
    assert Prepared(lambda key: City.objects.filter(pk=key), key=int)(key=None) == []


def test_value_that_the_query_loses_is_refused(db):
    prepared = Prepared(lambda key, other: City.objects.filter(pk=key), key=int, other=str)
    with pytest.raises(TypeError, match="other"):
        prepared(key=1, other="x")


def begun(at, until):
    """Began less than two days before `at`, and ends a bit after `until` or later."""
    first = at - datetime.timedelta(days=2)
    ends = Q(live_until=None) | Q(live_until__gt=until + datetime.timedelta(microseconds=3))
    return StoryEdition.objects.filter(ends, live_from__gt=first, live_from__lte=at).order_by("pk")


def test_moments_that_are_counted_from_a_value_follow_it(db):
    now = timezone.now()
    for days in (0, 1, 3):
        publish_story(at=now - datetime.timedelta(days=days), until=now + datetime.timedelta(days=1 + days))
    prepared, found = Prepared(begun, at=MOMENT, until=MOMENT), []
    for hours in (-72, -25, -24, 0, 25):
        for bits in (4, 3):
            end = now + datetime.timedelta(days=2) - datetime.timedelta(microseconds=bits)
            values = {"at": now + datetime.timedelta(hours=hours), "until": end}
            assert prepared(**values) == list(begun(**values))
            found.append(len(prepared(**values)))
    assert found == [1, 1, 1, 1, 1, 0, 1, 0, 0, 0]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Kolkata"])
def test_a_moment_is_the_same_in_every_zone(db, zone):
    publish_story(words={"slug": "one"})
    now = timezone.now().astimezone(ZoneInfo(zone))
    assert len(Prepared(begun, at=MOMENT, until=MOMENT)(at=now, until=now)) == 1


def test_query_that_is_always_empty_is_refused(db):
    with pytest.raises(TypeError, match="empty"):
        Prepared(lambda: City.objects.none())()


def test_content_number_is_read_prepared(db, django_assert_num_queries):
    assert ContentNumber.current() == 0
    ContentNumber.bump()
    first = ContentNumber.current()
    ContentNumber.bump()
    with django_assert_num_queries(1):
        assert ContentNumber.current() == first + 1


@pytest.mark.django_db(transaction=True)
def test_prepared_query_runs_on_the_connection_of_its_thread():
    ContentNumber.bump()
    prepared = Prepared(lambda key: ContentNumber.objects.filter(pk=key), key=int)
    numbers = [prepared(key=1)[0].number]

    def elsewhere():
        with CaptureQueriesContext(connection) as queries:
            numbers.append(prepared(key=1)[0].number)
        numbers.append(len(queries))
        connection.close()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert numbers == [numbers[0], numbers[0], 1]
