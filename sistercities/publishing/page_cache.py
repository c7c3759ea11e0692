"""Whole public pages, kept under the content number and never beyond the next moment at which one could change.

What is kept of a page is what everybody gets: its headers, its body, and its body compressed. Each process has its own
memory of them; a second store that processes share (Redis, or a table of the database) spares each from printing what
another one has printed. `sistercities/page_door.py` asks here before Django is asked.
"""

import datetime
import json
import logging
import math
import threading
import time
from collections import OrderedDict
from hashlib import blake2b

from django.apps import apps
from django.db.models import Min
from django.utils.http import parse_etags

from sistercities.publishing.http import brotli_body, encoded_tag, takes_brotli
from sistercities.publishing.models import Edition

#: What an entry takes beside its bodies.
_OVERHEAD = 2000
#: Everywhere on Earth days begin at a full quarter of an hour UTC: what a page says of today is right in every zone.
_QUARTER = 15 * 60
#: How long a shared store that failed is left alone: its time-out must not be waited for by visitor after visitor.
_LEFT_ALONE = 5.0
#: Headers that belong to a body, which 304 does not have (RFC 9110 §15.4.5).
_OF_THE_BODY = {"content-type", "content-length", "content-encoding", "content-disposition", "speculation-rules"}

logger = logging.getLogger(__name__)


# When pages change by themselves --------------------------------------------------------------------------------------

_sources = []


def register(source):
    """Let `source(at)` say when public pages change next without anybody changing anything: an aware datetime after
    `at`, or None. Editions that begin and end need not be registered. It may ask the database two short questions.
    """
    _sources.append(source)


def next_change(at):
    """The first moment after `at` at which a public page may differ: an aware datetime, a quarter of an hour away at
    most. Two queries on indexes for each kind of edition, and those of what is registered.
    """
    quarter = datetime.datetime.fromtimestamp((at.timestamp() // _QUARTER + 1) * _QUARTER, datetime.UTC)
    found = [quarter, *(source(at) for source in _sources)]
    for model in apps.get_models():
        if issubclass(model, Edition):
            for column in ("live_from", "live_until"):
                found.append(first_after(model.objects.all(), column, at))
    return min(moment for moment in found if moment is not None)


def first_after(queryset, column, at):
    """The smallest value of that column after `at`, or None. One query; the column wants an index."""
    return queryset.order_by().filter(**{f"{column}__gt": at}).aggregate(first=Min(column))["first"]


# One page -------------------------------------------------------------------------------------------------------------


class KeptPage:
    """A page as it is sent: plain and compressed, each with its headers and its tag; for 304 the headers alone.

    `made` and `expires` are seconds since 1970. Good at a moment means `made <= moment < expires`: a clock that is set
    back shows nothing that is not public yet.
    """

    __slots__ = ("compressed", "expires", "headers", "made", "number", "plain", "size")

    def __init__(self, number, made, expires, headers, body, brotli):
        """`headers` are pairs, those of the whole, plain page. `brotli` is the compressed body, if there is one."""
        self.number, self.made, self.expires, self.headers = number, made, expires, headers
        self.plain = _Form(headers, body)
        self.compressed = _Form(headers, brotli, encoding="br") if brotli is not None else self.plain
        self.size = len(body) + len(brotli or b"") + _OVERHEAD

    @classmethod
    def of(cls, response, number, made, expires):
        """From the plain answer, after all middleware; None where it is not one that everybody may get."""
        vary = response.headers.get("Vary", "").lower().replace(" ", "")
        if response.status_code != 200 or response.cookies or vary != "accept-encoding":
            return None
        if response.has_header("Content-Encoding") or not response.has_header("ETag"):
            return None
        body = response.content
        return cls(number, made, expires, list(response.items()), body, brotli_body(body))

    def is_good(self, number, moment):
        return self.number == number and self.made <= moment < self.expires

    def answer(self, method, accepted, known_tags):
        """`(status, headers, body)` for GET or HEAD, the values of Accept-Encoding and of If-None-Match, or ""."""
        form = self.compressed if accepted and takes_brotli(accepted) else self.plain
        if known_tags and form.is_known(known_tags):
            return 304, form.headers_of_304, b""
        return 200, form.headers, form.body if method == "GET" else b""

    def to_bytes(self):
        """For a shared store: nothing that has to be believed, unlike a pickle."""
        brotli = b"" if self.compressed is self.plain else self.compressed.body
        facts = [self.number, self.made, self.expires, self.headers, len(self.plain.body), len(brotli)]
        return json.dumps(facts).encode() + b"\n" + self.plain.body + brotli

    @classmethod
    def from_bytes(cls, stored):
        """Raises ValueError for what `to_bytes` has not written."""
        facts, _line, bodies = stored.partition(b"\n")
        number, made, expires, headers, plain, brotli = json.loads(facts)
        if len(bodies) != plain + brotli:
            raise ValueError("cut off")
        headers = [(str(name), str(value)) for name, value in headers]
        return cls(number, made, expires, headers, bodies[:plain], bodies[plain:] if brotli else None)


class _Form:
    """One representation."""

    __slots__ = ("body", "headers", "headers_of_304", "tag")

    def __init__(self, headers, body, encoding=""):
        kept = {name: value for name, value in headers if name.lower() != "content-length"}
        if encoding:
            kept["Content-Encoding"] = encoding
            kept["ETag"] = encoded_tag(kept["ETag"], encoding)
        self.tag = kept["ETag"]
        self.body = body
        self.headers = [*kept.items(), ("Content-Length", str(len(body)))]
        self.headers_of_304 = [(name, value) for name, value in kept.items() if name.lower() not in _OF_THE_BODY]

    def is_known(self, known_tags):
        """If-None-Match compares weakly (RFC 9110 §13.1.2)."""
        if known_tags == self.tag:
            return True
        tags = parse_etags(known_tags)
        return tags == ["*"] or self.tag.removeprefix("W/") in (tag.removeprefix("W/") for tag in tags)


# Memories -------------------------------------------------------------------------------------------------------------


class Memory:
    """What one process keeps: at most so many bytes; what was not asked for longest goes first. For many threads."""

    def __init__(self, most_bytes):
        self.most_bytes, self.bytes = most_bytes, 0
        self.pages = OrderedDict()
        self.lock = threading.Lock()

    def get(self, address, number, moment):
        page = self.pages.get(address)
        if page is None or not page.is_good(number, moment):
            return None
        with self.lock:
            if address in self.pages:
                self.pages.move_to_end(address)
        return page

    def set(self, address, page):
        with self.lock:
            self._drop(address)
            self.pages[address] = page
            self.bytes += page.size
            while self.bytes > self.most_bytes:
                self._drop(next(iter(self.pages)))

    def _drop(self, address):
        page = self.pages.pop(address, None)
        if page is not None:
            self.bytes -= page.size


class SharedStore:
    """One of Django's caches, asked for what this process has not printed itself. Whatever fails in it is no answer."""

    def __init__(self, cache, release):
        """`release` names the code that prints the pages: another release must not show what this one has printed."""
        self.cache, self.release = cache, release
        self.left_alone_until = 0.0

    def get(self, address, number, moment):
        stored = self._ask(self.cache.get, self._key(address, number))
        try:
            page = KeptPage.from_bytes(stored) if stored else None
        except (ValueError, TypeError, KeyError):
            return None
        return page if page and page.is_good(number, moment) else None

    def set(self, address, page):
        seconds = math.ceil(page.expires - time.time())
        if seconds > 0:
            self._ask(self.cache.set, self._key(address, page.number), page.to_bytes(), seconds)

    def _key(self, address, number):
        digest = blake2b(address.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        return f"page:{self.release}:{number}:{digest}"

    def _ask(self, method, *arguments):
        if time.monotonic() < self.left_alone_until:
            return None
        try:
            return method(*arguments)
        except Exception as error:  # each kind of cache has its own, and none is worth a page
            self.left_alone_until = time.monotonic() + _LEFT_ALONE
            logger.warning("The page cache does not answer (%s); pages are printed anew.", type(error).__name__)
            return None


class PlainBytes:
    """Serializer for Django's Redis cache: bytes in, bytes out."""

    def dumps(self, value):
        return value

    loads = dumps


class PageCache:
    """The memory of this process, and behind it the shared store, if there is one."""

    def __init__(self, most_bytes, shared=None):
        self.memory, self.shared = Memory(most_bytes), shared
        self.horizon = (None, 0.0, 0.0)

    def get(self, address, number, moment):
        page = self.memory.get(address, number, moment)
        if page is None and self.shared is not None:
            page = self.shared.get(address, number, moment)
            if page is not None:
                self.memory.set(address, page)
        return page

    def set(self, address, page):
        self.memory.set(address, page)
        if self.shared is not None:
            self.shared.set(address, page)

    def expires(self, number, moment):
        """Until when a page may be kept that is printed now, in seconds. Asked of the database once for each number
        and stretch of time.
        """
        known, begins, ends = self.horizon
        if known != number or not begins <= moment < ends:
            ends = next_change(datetime.datetime.fromtimestamp(moment, datetime.UTC)).timestamp()
            self.horizon = (number, moment, ends)
        return ends
