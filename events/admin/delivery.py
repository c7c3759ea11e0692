"""Lists on their way to a browser: streamed, and counted where a script shows how far they are."""

import struct
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from sistercities.documents.errors import PrintingFailed

#: What the script asks with, so that it can show the rows that are done. See `in_frames()`.
FRAMES_HEADER = "X-Export-Frames"
#: A script that hears this shows the text. Without either, it sends the form once more, for the page that says why.
PROBLEM_HEADER = "X-Export-Problem"
#: The length of the frame that ends a list. Where it is missing, the connection broke.
COMPLETE = 0xFFFFFFFF


def delivered(request, export, pieces, total, after=None):
    """The response for an `Export` and its `made()` pieces. `after` is called when the last byte is out, and never for
    what broke off.

    Django closes the pieces with the response, whoever ends it: cursor and transaction go with them.
    """
    pieces = _whole(pieces, after)
    if FRAMES_HEADER in request.headers:
        response = StreamingHttpResponse(in_frames(pieces, export.progress), content_type="application/octet-stream")
        response[FRAMES_HEADER] = "1"
        response["X-Export-Total"] = str(total)
        response["X-Export-Name"] = quote(export.filename)
        response["X-Export-Type"] = export.file_format.content_type
    else:
        response = StreamingHttpResponse(pieces, content_type=export.file_format.content_type)
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=export.filename)
    return response


def told(request, error):
    """The response to a script whose document could not be printed: it would print it again to get the page that says
    so. None for other errors (`DocumentError`), and for whoever is no script."""
    if FRAMES_HEADER not in request.headers or not isinstance(error, PrintingFailed):
        return None
    return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8", headers={PROBLEM_HEADER: "1"})


def _whole(pieces, after):
    yield from pieces
    if after is not None:
        after()


def in_frames(pieces, progress):
    """Each piece behind two numbers, of four bytes each and big-endian: the rows read so far, and its length."""
    try:
        for piece in pieces:
            yield struct.pack(">II", progress.rows, len(piece)) + piece
        yield struct.pack(">II", progress.rows, COMPLETE)
    finally:
        pieces.close()
