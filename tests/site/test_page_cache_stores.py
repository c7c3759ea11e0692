"""Where kept pages lie: in a bounded memory, in Redis, in the database; and what happens when one of them fails."""

import contextlib
import datetime
import socket
import socketserver
import threading
import time

import pytest
import time_machine
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.core.management import call_command
from django.db import OperationalError, connection, connections

from sistercities import page_door
from sistercities.people.models import Person
from sistercities.publishing.page_cache import KeptPage, Memory, PlainBytes, SharedStore
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


# Redis ----------------------------------------------------------------------------------------------------------------


class Redis(socketserver.ThreadingTCPServer):
    """As much of a Redis server as the page cache needs (RESP2: arrays of bulk strings in, simple replies out)."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Visit)
        self.values = {}


class _Visit(socketserver.StreamRequestHandler):
    def handle(self):
        while line := self.rfile.readline():
            command = [self.rfile.read(int(self.rfile.readline()[1:]) + 2)[:-2] for _ in range(int(line[1:]))]
            self.wfile.write(self.reply(command[0].upper(), *command[1:]))

    def reply(self, command, *arguments):
        if command == b"SET":
            self.server.values[arguments[0]] = arguments[1]
            return b"+OK\r\n"
        if command == b"GET":
            value = self.server.values.get(arguments[0])
            return b"$-1\r\n" if value is None else b"$%d\r\n%s\r\n" % (len(value), value)
        return b"+OK\r\n" if command in (b"SELECT", b"CLIENT") else b"-ERR unknown command\r\n"


@contextlib.contextmanager
def redis_server():
    server = Redis()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def redis(port):
    options = {"socket_connect_timeout": 0.25, "socket_timeout": 0.25, "serializer": PlainBytes, "protocol": 2}
    return RedisCache(f"redis://127.0.0.1:{port}/0", {"OPTIONS": options})


def close(cache):
    """What a process does when it ends: warnings are errors here, sockets left open too."""
    for pool in cache._cache._pools.values():
        pool.disconnect()


def test_what_one_process_has_printed_another_one_finds_in_redis():
    with redis_server() as server:
        stores = [redis(server.server_address[1]) for _ in range(3)]
        first, second = (new_door(SharedStore(store, "release")) for store in stores[:2])
        other_release = new_door(SharedStore(stores[2], "other-release"))
        printed = ask(first, INDEX)
        with statements() as asked:
            found = ask(second, INDEX)
        assert (len(asked), found, len(server.values)) == (1, printed, 1)
        ask(other_release, INDEX)
        assert len(server.values) == 2
        Person.objects.create(name="Ada")
        assert ask(second, INDEX) == printed
        assert len(server.values) == 3
        for key in server.values:
            server.values[key] = b"\x80\x04."
        assert ask(new_door(SharedStore(stores[0], "release")), INDEX) == printed
        for store in stores:
            close(store)


def test_a_redis_that_never_answers_delays_one_page_and_is_asked_again_later():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = redis(silent.getsockname()[1])
        shared = SharedStore(store, "release")
        door, expected = new_door(shared), ask(plain_django(), INDEX)
        begin = time.perf_counter()
        assert ask(door, INDEX) == expected
        for _ in range(20):
            assert ask(new_door(shared), INDEX) == expected
        assert time.perf_counter() - begin < 3  # not 21 time-outs
        close(store)
    with redis_server() as server:
        shared.cache, shared.left_alone_until = redis(server.server_address[1]), 0.0
        ask(new_door(shared), INDEX)
        assert len(server.values) == 1
        close(shared.cache)


def test_a_broken_cache_costs_nobody_a_page(caplog):
    expected = ask(plain_django(), INDEX)
    doors = [new_door(SharedStore(store, "release")) for store in (BrokenCache("", {}), redis(1))]
    assert [ask(door, INDEX) for door in doors for _ in range(2)] == [expected] * 4
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 2


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
        door.last_heard -= page_door.PATIENCE
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
