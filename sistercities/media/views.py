"""Renditions over HTTP: true type, no scripts, no listing, cached for ever, as an address never changes its content.

Renditions of pictures that no public page shows are not found by guessing: 224 random bits are in the address. Whoever
was given an address keeps it until the picture is deleted, gets a new file, or is pruned.
"""

from django.http import FileResponse, Http404, HttpResponseNotModified
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from sistercities.media.renditions import FOLDER
from sistercities.media.storages import renditions

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
YEAR = 365 * 24 * 3600


@require_safe
def rendition(request, key, name):
    """One file; the address pattern allows only what `media.renditions` makes, so no path leads anywhere else."""
    try:
        file = renditions().open(f"{FOLDER}/{key}/{name}", "rb")
    except FileNotFoundError:
        raise Http404 from None
    etag = f'"{key.rpartition("/")[2]}-{name}"'
    if etag in (known := parse_etags(request.headers.get("If-None-Match", ""))) or "*" in known:
        file.close()
        response = HttpResponseNotModified()
    else:
        response = FileResponse(file, content_type=TYPES[name.rpartition(".")[2]])
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
