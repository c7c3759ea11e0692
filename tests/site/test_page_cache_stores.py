"""Where kept pages lie: in a bounded memory, in the database; and what happens when one of them fails."""

import datetime

import pytest
import time_machine
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command
from django.db import OperationalError, connection, connections

from sistercities import page_door
from sistercities.publishing.page_cache import KeptPage, Memory, SharedStore
from tests.factories import OfficeFactory, publish_story
from tests.site.broken_cache import BrokenCache
from tests.site.doors import ask, new_door, plain_django, statements

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime.datetime(2017, 6, 27, 12, 3, tzinfo=datetime.UTC)
INDEX = "/en/stories/"


@pytest.fixture(autouse=True)
def _stories():
    with time_machine.travel(NOON, tick=False):
        OfficeFactory()
        publish_story(words={"title": "Two of a kind", "slug": "two"})
        yield


def page(size, number=1):
    headers = [("Content-Type", "text/plain"), ("ETag", '"x"')]
    return KeptPage(number, 0, 10, headers, b"x" * size, b"b" * (size // 10))


def test_memory_is_bounded_and_forgets_what_was_not_asked_for_longest():
    memory = Memory(3 * page(10_000).size)
    for name in "abc":
        memory.set(name, page(10_000))
    memory.get("a", 1, 5)
    memory.set("d", page(10_000))
    memory.set("d", page(5_000))
    assert list(memory.pages) == ["c", "a", "d"]
    assert memory.bytes == sum(kept.size for kept in memory.pages.values()) <= memory.most_bytes
    memory.set("e", page(1_000_000))
    assert (list(memory.pages), memory.bytes) == ([], 0)


def test_a_page_comes_back_from_bytes_as_it_was_and_nothing_else_does():
    stored = page(10_000).to_bytes()
    again = KeptPage.from_bytes(stored)
    for accepted in ("", "br"):
        assert again.answer("GET", accepted, "") == page(10_000).answer("GET", accepted, "")
    for wrong in (b"", b"null\n", stored[:-1], stored + b"x", b"\x80\x04."):
        with pytest.raises((ValueError, TypeError)):
            KeptPage.from_bytes(wrong)


# Failing -------------------------------------------------------------------------------------------------------------


def test_a_broken_cache_costs_nobody_a_page(caplog):
    expected = ask(plain_django(), INDEX)
    door = new_door(SharedStore(BrokenCache("", {}), "release"))
    assert [ask(door, INDEX) for _ in range(2)] == [expected] * 2
    assert [record.levelname for record in caplog.records] == ["WARNING"]


# The database ---------------------------------------------------------------------------------------------------------


def test_processes_share_a_table_that_migrations_have_made():
    store = DatabaseCache("publishing_kept_page", {})
    store.clear()
    printed = ask(new_door(SharedStore(store, "release")), INDEX)
    with statements() as asked:
        found = ask(new_door(SharedStore(store, "release")), INDEX)
    assert (found, len(asked)) == (printed, 2)
    store.clear()
    call_command("createcachetable", "publishing_kept_page", verbosity=0)


def test_a_connection_that_broke_is_made_anew():
    door = new_door()
    expected = ask(door, INDEX)
    connection.connection.close()
    assert ask(door, INDEX) == expected


def test_kept_pages_are_sent_for_a_minute_while_the_database_is_away(monkeypatch):
    door = new_door()
    expected = ask(door, INDEX)
    connection.close()

    def refused(*arguments):
        raise OperationalError("the database is away")

    with monkeypatch.context() as away:
        away.setattr(type(connections["default"]), "get_new_connection", refused)
        assert ask(door, INDEX) == expected
        number, asked_at = door.heard
        door.heard = number, asked_at - page_door.PATIENCE
        assert ask(door, INDEX).status == 500
    assert ask(door, INDEX) == expected


# Settings -------------------------------------------------------------------------------------------------------------


def test_the_setting_chooses_what_is_served(settings):
    settings.PAGE_CACHE = "off"
    assert type(page_door.application()) is type(plain_django())
    settings.PAGE_CACHE = "local"
    assert page_door.application().cache.shared is None
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": "tests.site.broken_cache.BrokenCache"}}
    shared = page_door.application().cache.shared
    assert (shared.cache.__class__, shared.release) == (caches["pages"].__class__, page_door.release())
