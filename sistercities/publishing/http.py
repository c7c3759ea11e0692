"""How a public page answers: whole or not at all, the same for everybody, and as new as what an editor was told."""

import functools
from hashlib import blake2b

import brotli
from django.http import HttpResponseNotAllowed
from django.utils.cache import get_conditional_response, patch_vary_headers

#: Caches may keep a page, and must ask before they show it again: a withdrawal counts from its second on.
PAGE_CACHE = "public, max-age=0, must-revalidate"

#: In the environ of a request that the page cache is about to keep the answer of: a page that may be kept is returned
#: whole and plain then, with `is_whole_page`, since compression and 304 are decided where it is kept.
WHOLE_PAGE = "sistercities.whole_page"
#: Larger pages are not kept: a memory would hold few, and what makes them large is asked for rarely.
MOST_KEPT = 512 * 1024


def conditional(view):
    """For a page that is the same for every visitor: GET and HEAD only, a strong ETag, 304 when nothing changed.

    The tag is the hash of the whole body (RFC 9110 §8.8.3), so whatever the page prints takes part in it, and no list
    of what a page depends on can be forgotten. A view that sets its own Cache-Control or ETag keeps it.

    Whole pages are kept by the page cache where their address is the page's own: it has no query, or it is what the
    view has set as `response.cacheable_address` (site-relative, with its canonical query). So nobody can fill the cache
    with made-up addresses. A page with its own Cache-Control is never kept.
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
        if WHOLE_PAGE in request.META and _may_be_kept(request, response):
            patch_vary_headers(response, ["Accept-Encoding"])
            response.is_whole_page = True
        else:
            compress(request, response)
            response = not_modified_or(request, response)
        response.is_for_everybody = True
        return response

    return answer


#: In a 304 Django keeps the headers that RFC 9110 §15.4.5 names. Without this one a script of another site could not
#: read that nothing has changed.
_ORIGIN = "Access-Control-Allow-Origin"


def not_modified_or(request, response):
    """The response, or 304 where the visitor has it already; by its ETag."""
    answer = get_conditional_response(request, response.headers["ETag"], None, response)
    if answer is not response and _ORIGIN in response.headers:
        answer.headers[_ORIGIN] = response.headers[_ORIGIN]
    return answer


def _may_be_kept(request, response):
    own = getattr(response, "cacheable_address", None if request.META.get("QUERY_STRING") else request.get_full_path())
    return (
        own == request.get_full_path()
        and response.headers["Cache-Control"] == PAGE_CACHE
        and len(response.content) <= MOST_KEPT
    )


#: Shorter bodies fit into one packet anyway.
SHORTEST_COMPRESSED = 1000
#: A page of 25 KB becomes 4.6 KB in less than a millisecond; the next quality takes twice as long for 6 % less.
BROTLI_QUALITY = 4


def compress(request, response):
    """Brotli for who takes it. Public pages hold nothing that a length could tell (BREACH): no token, no name.

    Another encoding is another representation: it has an ETag of its own (RFC 9110 §8.8.3.3).
    """
    patch_vary_headers(response, ["Accept-Encoding"])
    if response.has_header("Content-Encoding") or not takes_brotli(request.headers.get("Accept-Encoding", "")):
        return
    compressed = brotli_body(response.content)
    if compressed is None:
        return
    response.content = compressed
    response.headers["Content-Encoding"] = "br"
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["ETag"] = encoded_tag(response.headers["ETag"], "br")


def brotli_body(body):
    """The compressed body, or None where compression is not worth it."""
    if len(body) < SHORTEST_COMPRESSED:
        return None
    return brotli.compress(body, quality=BROTLI_QUALITY, mode=brotli.MODE_TEXT)


def encoded_tag(tag, encoding):
    return tag.removesuffix('"') + f'-{encoding}"'


@functools.lru_cache(maxsize=256)
def takes_brotli(accept_encoding):
    """Does the value of Accept-Encoding allow `br`?"""
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
