"""Asking the WSGI callable itself, as a server does, and counting what reaches the database."""

import contextlib
import io
from dataclasses import dataclass

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from sistercities.page_door import PageDoor
from sistercities.publishing.page_cache import PageCache

MEGABYTE = 1024**2


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()


def new_door(shared=None, most_bytes=8 * MEGABYTE):
    """A process of its own, as far as the page cache is concerned."""
    return PageDoor(PageCache(most_bytes, shared))


def plain_django():
    """Without any page cache."""
    return WSGIHandler()


def ask(application, path, query="", method="GET", **environ):
    """`environ` in WSGI's names: `HTTP_COOKIE="…"`. `path` is decoded, as servers do."""
    seen = {}

    def start_response(status, headers):
        seen["status"], seen["headers"] = int(status[:3]), headers

    given = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "198.51.100.7",
        "HTTP_HOST": "testserver",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(b""),
        "wsgi.errors": io.StringIO(),
    }
    body = application(given | environ, start_response)
    try:
        content = b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()
    names = [name for name, _value in seen["headers"]]
    assert len(names) == len({name.lower() for name in names})
    return Answer(seen["status"], dict(seen["headers"]), b"" if method == "HEAD" else content)


class _Recorded:
    def __init__(self, cursor, statements):
        self._cursor, self._statements = cursor, statements

    def execute(self, sql, *parameters):
        self._statements.append(sql)
        return self._cursor.execute(sql, *parameters)

    def __getattr__(self, name):
        return getattr(self._cursor, name)

    def __iter__(self):
        return iter(self._cursor)


@contextlib.contextmanager
def statements():
    """A list of the SQL that this thread's connection is sent, past Django's cursors, too."""
    found, create_cursor = [], connection.create_cursor
    connection.create_cursor = lambda name=None: _Recorded(create_cursor(name), found)
    if kept := getattr(connection, "content_number_cursor", None):
        connection.content_number_cursor = kept[0], _Recorded(kept[1], found), kept[2]
    try:
        yield found
    finally:
        del connection.create_cursor
