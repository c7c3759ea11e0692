"""How a public page answers: whole or not at all, the same for everybody, and never older than the database."""

import functools
from hashlib import blake2b

import brotli
from django.http import HttpResponseNotAllowed
from django.utils.cache import get_conditional_response, patch_vary_headers

#: Caches may keep a page, and must ask before they show it again: a withdrawal counts from its second on.
PAGE_CACHE = "public, max-age=0, must-revalidate"


def conditional(view):
    """For a page that is the same for every visitor: GET and HEAD only, a strong ETag, 304 when nothing changed.

    The tag is the hash of the whole body (RFC 9110 §8.8.3), so whatever the page prints takes part in it, and no list
    of what a page depends on can be forgotten. What is saved is the transfer; a page costs a few milliseconds.
    A view that sets its own Cache-Control or ETag keeps it.
    """

    @functools.wraps(view)
    def answer(request, *args, **kwargs):
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = view(request, *args, **kwargs)
        if hasattr(response, "render") and not response.is_rendered:
            response.render()
        if response.status_code != 200 or response.streaming:
            return response
        response.headers.setdefault("Cache-Control", PAGE_CACHE)
        response.headers.setdefault("ETag", f'"{blake2b(response.content, digest_size=16).hexdigest()}"')
        compress(request, response)
        return get_conditional_response(request, response.headers["ETag"], None, response)

    return answer


#: Shorter bodies fit into one packet anyway.
SHORTEST_COMPRESSED = 1000
#: A page of 25 KB becomes 4.6 KB in less than a millisecond; the next quality takes twice as long for 6 % less.
BROTLI_QUALITY = 4


def compress(request, response):
    """Brotli for who takes it. Public pages hold nothing that a length could tell (BREACH): no token, no name.

    Another encoding is another representation: it has an ETag of its own (RFC 9110 §8.8.3.3).
    """
    patch_vary_headers(response, ["Accept-Encoding"])
    if len(response.content) < SHORTEST_COMPRESSED or response.has_header("Content-Encoding"):
        return
    if not _takes_brotli(request.headers.get("Accept-Encoding", "")):
        return
    response.content = brotli.compress(response.content, quality=BROTLI_QUALITY, mode=brotli.MODE_TEXT)
    response.headers["Content-Encoding"] = "br"
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["ETag"] = response.headers["ETag"].removesuffix('"') + '-br"'


def _takes_brotli(accept_encoding):
    for item in accept_encoding.lower().split(","):
        coding, _, weight = item.partition(";")
        if coding.strip() == "br":
            weight = weight.replace(" ", "").removeprefix("q=")
            return not weight or weight.strip("0.") != ""  # a weight of zero refuses
    return False


def never_kept(response):
    """A response that nobody keeps, lists or names as where they came from: previews (promise 13)."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
