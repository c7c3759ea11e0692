"""The WSGI callable with the page cache in front: what is known is sent before Django begins with a request."""

import math
import time
from functools import cached_property, lru_cache
from hashlib import blake2b
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.http.response import ResponseHeaders
from django.urls import reverse

from sistercities.middleware import TrustedProxies
from sistercities.publishing import lease
from sistercities.publishing.http import WHOLE_PAGE, compress, not_modified_or
from sistercities.publishing.models import ContentNumber
from sistercities.publishing.page_cache import KeptPage, PageCache, SharedStore

#: Characters of path and query together. Pages have shorter addresses; what is longer was made up.
LONGEST_ADDRESS = 400
#: For so long pages are sent under the last content number when the database does not answer (promise 46): it may be
#: restarting. Nobody can publish or withdraw meanwhile, unless it is only this process that does not reach it.
PATIENCE = 60.0
#: Preconditions that no browser sends with a page; Django knows what to do with them.
_RARE = ("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_TRANSFER_ENCODING")
_NUMBER = f"SELECT number FROM {ContentNumber._meta.db_table} WHERE id = 1"  # noqa: S608  a name of ours
_STATUS = {status: f"{status.value} {status.phrase}" for status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)}


class PageDoor(WSGIHandler):
    """Sends a kept page where there is one for this address under today's content number; asks Django for the others,
    and keeps what may be kept (`sistercities.publishing.http.conditional`).

    A hit costs at most one short question to the database: what is the content number? Its answer holds for the length
    of a lease that whoever changes something waits for (`sistercities.publishing.lease`). So a change counts for the
    next request on every process. All headers of a kept page are those that the middleware gave it; requests for which
    middleware would do anything else are left to Django: other hosts, http where https is meant, sessions, bodies.
    """

    def __init__(self, cache):
        super().__init__()
        self.cache = cache
        site = urlsplit(settings.SITE_URL)
        self.host, self.is_https = site.netloc.lower(), site.scheme == "https"  # browsers write a host in small letters
        self.is_proxy = lru_cache(maxsize=512)(TrustedProxies(None).is_proxy)
        self.lease = lease.seconds()
        self.heard = None, -math.inf  # the content number, and when it was asked for

    @cached_property
    def never_kept(self):
        """What begins so is no page, or not for everybody; asking for the content number would be in vain."""
        return (settings.STATIC_URL, settings.MEDIA_URL, reverse("admin:index"), "/preview/", reverse("healthz"))

    def __call__(self, environ, start_response):
        address = self.address(environ)
        number = None if address is None else self.number()
        if number is None:
            return super().__call__(environ, start_response)
        moment = time.time()
        page = self.cache.get(address, number, moment)
        if page is None:
            environ[WHOLE_PAGE] = address, number, moment
            return super().__call__(environ, start_response)
        status, headers, body = self.answer(page, environ)
        start_response(_STATUS[status], headers.copy())
        return [body]

    def get_response(self, request):
        response = super().get_response(request)
        if not getattr(response, "is_whole_page", False):
            return response
        page = self.kept(response, *request.META[WHOLE_PAGE])
        if page is None:
            compress(request, response)
            return not_modified_or(request, response)
        # The first visitor gets what everybody after gets, to the letter.
        response.status_code, headers, response.content = self.answer(page, request.META)
        response.headers = ResponseHeaders(dict(headers))
        return response

    def kept(self, response, address, number, moment):
        """The page, now in the cache; or None.

        `number` and `moment` are from before it was printed: whatever changes meanwhile has a higher number, and at
        worst a page is kept under a number that nobody asks for any more.
        """
        try:
            expires = self.cache.expires(number, moment)
        except Error:
            return None
        page = KeptPage.of(response, number, moment, expires)
        if page is not None:
            self.cache.set(address, page)
        return page

    def answer(self, page, environ):
        return page.answer(
            environ["REQUEST_METHOD"],
            environ.get("HTTP_ACCEPT_ENCODING", ""),
            environ.get("HTTP_IF_NONE_MATCH", ""),
        )

    def address(self, environ):
        """Under what a page for this request is kept; None for a request that is none of the cache's business."""
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or environ.get("HTTP_HOST") != self.host
            or environ.get("SCRIPT_NAME")
            or path.startswith(self.never_kept)
            or len(path) + len(query) > LONGEST_ADDRESS
            or "\0" in path
            or environ.get("CONTENT_LENGTH", "") not in ("", "0")
            or any(name in environ for name in _RARE)
            or self.is_secure(environ) != self.is_https
        ):
            return None
        cookies = environ.get("HTTP_COOKIE")
        if cookies and (settings.SESSION_COOKIE_NAME in cookies or "\0" in cookies or "\\000" in cookies):
            return None
        # NUL is in neither; a question mark may be in a path, as %3F.
        return f"{path}\0{query}"

    def is_secure(self, environ):
        """As `TrustedProxies` and Django see it."""
        forwarded = environ.get("HTTP_X_FORWARDED_PROTO")
        if forwarded is not None and settings.TRUSTED_PROXIES and self.is_proxy(environ.get("REMOTE_ADDR", "")):
            return forwarded.partition(",")[0].strip() == "https"
        return environ.get("wsgi.url_scheme") == "https"

    def number(self):
        """The content number, or None where pages must not be kept now."""
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.in_atomic_block:
            return None  # what is read here may be rolled back
        number, asked_at = self.heard
        now = time.monotonic()
        if now < asked_at + self.lease:
            return number
        try:
            self.heard = read_number(connection), now
        except Error:
            return number if now < asked_at + PATIENCE else None
        return self.heard[0]


# The content number ---------------------------------------------------------------------------------------------------
# Asked for on many a hit, so past Django’s cursors, which take longer than SQLite takes to answer; on PostgreSQL as a
# prepared statement, which answers in 67 µs instead of 111 (November 2026): most of the rest is the way there and back.

_PREPARED = "sistercities_content_number"
#: SQLSTATE of a prepared statement that another one behind the same pooler has, or has not: pgbouncer without sessions.
_NOT_OURS = ("26000", "42P05")
#: Where statements turned out not to stay prepared, which is asked of each process once.
_unprepared = set()


def read_number(connection):
    """The content number as it is committed. Of an open connection that turns out broken a new one is made, once.

    Raises `django.db.Error`.
    """
    connection.close_if_unusable_or_obsolete()  # Django does that at the beginning of a request, which a hit is not
    was_open = connection.connection is not None
    connection.ensure_connection()
    try:
        return _ask(connection)
    except Error as error:
        if getattr(error.__cause__, "pgcode", None) in _NOT_OURS:
            _unprepared.add(connection.alias)
        elif not was_open:
            raise
        connection.close()
        connection.ensure_connection()
        return _ask(connection)


def _ask(connection):
    opened, cursor, statement = getattr(connection, "content_number_cursor", (None, None, ""))
    with connection.wrap_database_errors:
        if opened is not connection.connection:
            cursor, statement = connection.create_cursor(), _NUMBER
            if connection.vendor == "postgresql" and connection.alias not in _unprepared:
                cursor.execute(f"PREPARE {_PREPARED} AS {_NUMBER}")
                statement = f"EXECUTE {_PREPARED}"
            connection.content_number_cursor = connection.connection, cursor, statement
        cursor.execute(statement)
        rows = cursor.fetchall()  # all of them: an open question would keep SQLite from ending its snapshot
    return rows[0][0] if rows else 0


# What gunicorn serves -------------------------------------------------------------------------------------------------


def application():
    """The WSGI callable, by the setting PAGE_CACHE."""
    if settings.PAGE_CACHE == "off":
        return WSGIHandler()
    shared = SharedStore(caches["pages"], release()) if "pages" in settings.CACHES else None
    return PageDoor(PageCache(settings.PAGE_CACHE_MEMORY, shared))


def release():
    """A name of the code that prints pages: the same on every server with the same release and configuration."""
    digest = blake2b(digest_size=8)
    folders = [settings.BASE_DIR / name for name in ("sistercities", "stories", "events", "templates")]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".html", ".svg", ".mo")]
    files += [settings.BASE_DIR / "requirements" / "base.txt", Path(settings.STATIC_ROOT) / "staticfiles.json"]
    for path in sorted(files):
        if path.is_file():
            content = path.read_bytes()
            digest.update(f"{path.name} {len(content)}\n".encode() + content)
    digest.update(repr((settings.SITE_URL, settings.ALLOWED_HOSTS, settings.MEDIA_URL)).encode())
    return digest.hexdigest()
