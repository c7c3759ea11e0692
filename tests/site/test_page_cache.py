"""The page cache: what is sent from it, to whom, and until when. Through the WSGI callable, on real transactions."""

import datetime
import threading

import brotli
import pytest
import time_machine
from django.db import connection

from events.models import EventEdition
from sistercities.people.models import Person
from sistercities.publishing import operations
from sistercities.publishing.models import ContentNumber
from sistercities.publishing.page_cache import next_change
from stories.models import StoryEdition
from tests.factories import OfficeFactory, UserFactory, publish_event, publish_story
from tests.site.doors import ask, new_door, plain_django, statements

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime.datetime(2017, 6, 27, 12, 3, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
INDEX = "/en/stories/"


@pytest.fixture(autouse=True)
def _office():
    with time_machine.travel(NOON - datetime.timedelta(days=1), tick=False):
        OfficeFactory()


@pytest.fixture
def _at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def story(_at_noon):
    return publish_story(at=NOON - datetime.timedelta(days=2), words={"title": "Two of a kind", "slug": "two"})[0]


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize(
    "path", ["/en/", INDEX, "/en/stories/two/", "/en/stories/feed/", "/sitemap.xml", "/robots.txt"]
)
def test_a_kept_page_costs_one_question_and_is_the_same_to_the_letter(path):
    door = new_door()
    plain = ask(plain_django(), path)
    first = ask(door, path)
    with statements() as asked:
        again = ask(door, path)
    assert [len(asked), first, again] == [1, plain, plain]


@pytest.mark.usefixtures("story")
def test_pages_for_machines_are_the_same_for_speakers_of_every_language():
    door = new_door()
    for path in ("/robots.txt", "/sitemap.xml"):
        german = ask(plain_django(), path, HTTP_ACCEPT_LANGUAGE="de")
        assert ask(door, path, HTTP_ACCEPT_LANGUAGE="en") == german == ask(door, path, HTTP_ACCEPT_LANGUAGE="de")


@pytest.mark.usefixtures("story")
def test_each_visitor_gets_the_encoding_that_their_browser_takes():
    door = new_door()
    for _ in range(2):
        compressed, whole = ask(door, INDEX, HTTP_ACCEPT_ENCODING="gzip, br"), ask(door, INDEX)
        assert compressed.headers["Content-Encoding"] == "br"
        assert brotli.decompress(compressed.body) == whole.body
        assert "Content-Encoding" not in whole.headers
        assert [int(page.headers["Content-Length"]) for page in (compressed, whole)] == [
            len(compressed.body),
            len(whole.body),
        ]
        assert compressed.headers["Vary"] == whole.headers["Vary"] == "Accept-Encoding"
        assert compressed == ask(plain_django(), INDEX, HTTP_ACCEPT_ENCODING="gzip, br")


@pytest.mark.usefixtures("story")
def test_a_page_is_compressed_once_for_all_visitors(monkeypatch):
    door, compress, compressed = new_door(), brotli.compress, []

    def counted(body, **options):
        compressed.append(len(body))
        return compress(body, **options)

    monkeypatch.setattr(brotli, "compress", counted)
    bodies = {ask(door, INDEX, HTTP_ACCEPT_ENCODING=accepted).body for accepted in ("br", "", "gzip, br", "br;q=0.5")}
    assert (len(compressed), len(bodies)) == (1, 2)


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize("accepted", ["", "br"])
def test_what_the_visitor_has_already_is_answered_without_a_body(accepted):
    door = new_door()
    headers = {"HTTP_ACCEPT_ENCODING": accepted}
    tag = ask(plain_django(), INDEX, **headers).headers["ETag"]
    not_modified = ask(plain_django(), INDEX, HTTP_IF_NONE_MATCH=tag, **headers)
    assert (not_modified.status, not_modified.headers.pop("Content-Length")) == (304, "0")  # of the page: RFC 9110 §8.6
    for known in (tag, f'"other", W/{tag}', "*"):
        assert ask(door, INDEX, HTTP_IF_NONE_MATCH=known, **headers) == not_modified
    with statements() as asked:
        assert ask(door, INDEX, HTTP_IF_NONE_MATCH=tag, **headers) == not_modified
    assert len(asked) == 1
    assert ask(door, INDEX, HTTP_IF_NONE_MATCH='"other"', **headers).status == 200


@pytest.mark.usefixtures("story")
def test_head_has_the_headers_of_get_and_fills_the_cache_for_it():
    door = new_door()
    head = ask(door, INDEX, method="HEAD")
    with statements() as asked:
        get, again = ask(door, INDEX), ask(door, INDEX, method="HEAD")
    assert len(asked) == 2
    assert (head.headers, head) == (get.headers, again)
    assert int(head.headers["Content-Length"]) == len(get.body) > 0


# Until when


@pytest.mark.usefixtures("_at_noon")
def test_a_planned_story_appears_and_expires_at_its_second():
    begins, ends = NOON + 7 * SECOND, NOON + 11 * SECOND
    publish_story(at=begins, until=ends, words={"title": "Two of a kind", "slug": "two"})
    door, seen = new_door(), {}
    for moment in (NOON, begins - SECOND, begins, ends - SECOND, ends):
        with time_machine.travel(moment, tick=False):
            pages = [ask(door, INDEX) for _ in range(2)]
            seen[moment] = [("Two of a kind" in page.text) for page in pages], ask(door, "/en/stories/two/").status
    hidden, shown = [False, False], [True, True]
    assert list(seen.values()) == [(hidden, 404), (hidden, 404), (shown, 200), (shown, 200), (hidden, 410)]


@pytest.mark.usefixtures("story")
def test_a_clock_that_is_set_back_shows_nothing_from_the_future():
    operations.publish(_changed(), by=UserFactory(), at=NOON + 60 * SECOND)
    door = new_door()
    with time_machine.travel(NOON + 61 * SECOND, tick=False):
        assert "Three of a kind" in ask(door, INDEX).text
    assert "Three of a kind" not in ask(door, INDEX).text


def _changed():
    text = StoryEdition.objects.get().story.texts.get()
    text.title = "Three of a kind"
    text.save()
    return text.story


@pytest.mark.usefixtures("_at_noon")
def test_the_next_change_is_the_nearest_beginning_or_end():
    quarter = NOON.replace(minute=15)
    assert next_change(NOON) == quarter
    publish_story(at=NOON + 40 * SECOND)
    assert next_change(NOON) == NOON + 40 * SECOND
    publish_event(when="2017-06-27T14:03:30/2017-06-27T14:05:50", at=NOON - SECOND)
    assert next_change(NOON) == EventEdition.objects.get().starts_at == NOON + 30 * SECOND
    assert next_change(NOON + 30 * SECOND) == NOON + 40 * SECOND
    assert next_change(NOON + 40 * SECOND) == NOON + 170 * SECOND
    assert next_change(NOON + 170 * SECOND) == quarter
    assert next_change(quarter) == quarter + datetime.timedelta(minutes=15)


@pytest.mark.usefixtures("story")
def test_no_page_is_kept_into_another_day_of_any_zone():
    door = new_door()
    ask(door, INDEX)
    with time_machine.travel(NOON.replace(minute=15), tick=False), statements() as asked:
        ask(door, INDEX)
    assert len(asked) > 1


# Changes


@pytest.mark.usefixtures("story")
def test_a_change_is_visible_to_the_next_request_of_every_process():
    doors = [new_door(), new_door()]
    story = _changed()
    for door in doors:
        assert "Two of a kind" in ask(door, INDEX).text
    operations.publish(story, by=UserFactory())
    assert [("Three of a kind" in ask(door, INDEX).text) for door in doors] == [True, True]
    operations.withdraw(story, by=UserFactory())
    assert [ask(door, "/en/stories/two/").status for door in doors] == [410, 410]


@pytest.mark.usefixtures("story")
def test_what_changes_while_a_page_is_printed_is_not_kept_under_the_new_number():
    door, story = new_door(), _changed()
    left = [lambda: operations.publish(story, by=UserFactory())]

    def meanwhile(execute, sql, *arguments):
        result = execute(sql, *arguments)
        if left and "stories_storyedition" in sql:
            left.pop()()
        return result

    with connection.execute_wrapper(meanwhile):
        ask(door, "/en/stories/two/")
    assert not left
    assert "Three of a kind" in ask(door, "/en/stories/two/").text


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize("lease", [0, 20])
def test_many_threads_never_see_less_than_what_was_committed_before_they_asked(settings, lease):
    settings.PAGE_CACHE_LEASE = lease
    door, person = new_door(), Person.objects.create(name="Ada")
    number, wrong = [ContentNumber.current()], []

    def visit():
        try:
            for _ in range(30):
                least = number[0]
                seen = door.number()
                page = ask(door, INDEX)
                if page.status != 200 or seen < least:
                    wrong.append((page.status, seen, least))
        finally:
            connection.close()

    visitors = [threading.Thread(target=visit) for _ in range(6)]
    for visitor in visitors:
        visitor.start()
    for _ in range(10):
        person.save()
        number[0] = ContentNumber.current()
    for visitor in visitors:
        visitor.join()
    assert wrong == []
    assert door.cache.memory.bytes == sum(page.size for page in door.cache.memory.pages.values())
