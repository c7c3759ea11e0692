"""Public files that are too large to be made in memory: sent while they are written."""

from hashlib import blake2b

import brotli
from django.http import StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from sistercities.publishing.http import BROTLI_QUALITY, PAGE_CACHE, encoded_tag, takes_brotli


def streamed(request, pieces, state, headers):
    """The response for an iterator of bytes, which is not begun for HEAD nor where nothing changed (304).

    Its tag cannot be that of bytes that are not there yet: it is made of `state`, values whose `repr()` differs
    whenever the bytes do.
    """
    tag = f'"{blake2b(repr(state).encode(), digest_size=16).hexdigest()}"'
    brotli_wanted = takes_brotli(request.headers.get("Accept-Encoding", ""))
    if request.method == "HEAD":
        pieces = ()  # and still a stream: a whole page without a body would be kept as one
    elif brotli_wanted:
        pieces = compressed(pieces)
    response = StreamingHttpResponse(pieces, headers=headers)
    if brotli_wanted:
        tag = encoded_tag(tag, "br")
        response.headers["Content-Encoding"] = "br"
    response.headers["Cache-Control"] = PAGE_CACHE
    response.headers["ETag"] = tag
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, tag, None, response)


def compressed(pieces):
    """The same, compressed piece by piece."""
    compressor = brotli.Compressor(quality=BROTLI_QUALITY, mode=brotli.MODE_TEXT)
    for piece in pieces:
        if found := compressor.process(piece):
            yield found
    yield compressor.finish()
