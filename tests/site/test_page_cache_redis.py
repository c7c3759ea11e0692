"""Pages that processes share in Redis: a stand-in that speaks its language, and a real server where one is found."""

import contextlib
import datetime
import shutil
import signal
import socket
import socketserver
import subprocess
import threading
import time

import pytest
import time_machine
from django.core.cache.backends.redis import RedisCache

from sistercities.people.models import Person
from sistercities.publishing.page_cache import PlainBytes, SharedStore
from tests.factories import OfficeFactory, publish_story
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


def test_a_redis_that_is_away_costs_nobody_a_page(caplog):
    store, expected = redis(1), ask(plain_django(), INDEX)  # nobody listens on port 1
    door = new_door(SharedStore(store, "release"))
    assert [ask(door, INDEX) for _ in range(2)] == [expected] * 2
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    close(store)


# A real server --------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def real_server(port):
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("there is no redis-server on this computer; .ci/run installs it")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            time.sleep(0.02)
        yield server
    finally:
        server.send_signal(signal.SIGCONT)
        server.terminate()
        server.wait(20)


def test_a_real_server_is_filled_waited_for_once_and_found_again():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    store, expected = redis(port), ask(plain_django(), INDEX)
    shared = SharedStore(store, "release")
    with real_server(port) as server:
        assert ask(new_door(shared), INDEX) == expected
        with statements() as asked:
            assert ask(new_door(shared), INDEX) == expected
        assert len(asked) == 1
        client = store._cache.get_client()
        (key,) = client.keys()
        assert 0 < client.ttl(key) <= 15 * 60  # pages are good for a quarter of an hour
        server.send_signal(signal.SIGSTOP)  # connected, and silent
        begin = time.perf_counter()
        assert [ask(new_door(shared), INDEX) for _ in range(20)] == [expected] * 20
        assert time.perf_counter() - begin < 3  # not 20 time-outs
    shared.left_alone_until = 0.0
    assert ask(new_door(shared), INDEX) == expected  # gone
    with real_server(port):
        shared.left_alone_until = 0.0
        assert ask(new_door(shared), INDEX) == expected
        assert len(store._cache.get_client().keys()) == 1
    close(store)
