"""Lists at a secret address, for a partner's spreadsheet or intranet: always the current rows, and public ones alone.

The token is the permission. It opens one profile, can be revoked, and stands in no log (`sistercities.logs`).
"""

import logging
from dataclasses import replace

from django.db.models import Case, F, Q, When
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from events.exports.export import Export
from events.exports.foreign import ValuesRefused
from events.exports.formats import FORMATS
from events.exports.layout import read_layout
from events.exports.public import Public
from events.exports.selection import State, read_selection
from events.models.exports import ExportAddress
from events.shelf import current_shelf
from sistercities.documents.errors import DocumentError
from sistercities.middleware import client_address
from sistercities.office.addresses import absolute
from sistercities.office.frame import current_frame
from sistercities.publishing.limits import HOUR, is_above
from sistercities.publishing.streaming import streamed

logger = logging.getLogger(__name__)

#: In an hour, from one sender (whatever it asks for, wrong addresses too), and through one address altogether.
PER_SENDER, PER_ADDRESS = 120, 600
#: The same of a format that takes long to make, such as a PDF.
PER_ADDRESS_IF_SLOW = 30
#: Rows of a kind of file that takes long for each: whoever has an address must not keep the server busy with it.
MOST_SLOW = 200


@sensitive_variables("token")
@require_safe
def handed_list(request, token, ending, at=None):
    """The list of the address as a file of that kind, 404 where the address is none or was revoked.

    429 above the limits. 409, with a sentence, where the profile has come to list what is not public, what no longer
    exists, or more than such a file can hold: then the office has to do something. 503 where a document could not be
    printed this time.
    """
    at = at or timezone.now()
    if is_above("handed-list", client_address(request), PER_SENDER, at):
        return _refusal(429, gettext("This list was asked for too often. Try again in an hour."))
    address = ExportAddress.find(token)
    format = next((key for key, found in FORMATS.items() if found.extension == ending), None)
    if address is None or format is None:
        raise Http404("no such list")
    most = PER_ADDRESS_IF_SLOW if FORMATS[format].is_slow else PER_ADDRESS
    if request.method == "GET" and not _count(address, at, most):
        return _refusal(429, gettext("This list was asked for too often. Try again in an hour."))
    frame = current_frame(request)
    try:
        export = _export(address.profile, frame, format, at)
    except ValuesRefused as refused:
        logger.warning("The list of profile %s cannot be made: %s", address.profile_id, refused)
        return _refusal(409, gettext("This list asks for something that no longer exists. Please tell the office."))
    if export is None:
        return _refusal(409, gettext("This list is not public any more. Please tell the office."))
    if export.file_format.is_slow and (problem := _problem(export)):
        return _refusal(409, problem)
    logger.info("List of profile %s as %s through address %s", address.profile_id, format, address.pk)
    # Between two changes of content, of what is live, of the day and of the profile, the same bytes: whoever compares
    # files, or asks with the tag of the last one, hears of changes alone. So a file says the moment of its content.
    until, day = current_shelf(frame, at).until, export.filename.rpartition(".")[0]
    state = [frame.number, until, export.days, day, export.selection, export.layout]
    if request.method == "GET":
        export = replace(export, since=address.since(repr(state), at))
    headers = {
        "Content-Type": export.file_format.content_type,
        "Content-Disposition": content_disposition_header(as_attachment=False, filename=export.filename),
    }
    response = streamed(request, export.pieces(), [*state, format], headers)
    if export.file_format.is_slow and response.streaming:
        try:
            response.streaming_content = list(response.streaming_content)  # before anybody is told that all is well
        except DocumentError as error:
            return _refusal(503, str(error))
    return _private(response)


def _export(profile, frame, format, at):
    """None where nothing of the list may be given away."""
    selection = public_part(read_selection(profile.selection, frame))
    if selection is None:
        return None
    # Says nothing of changes: what the last run remembers may be about manuscripts.
    return Export(selection, read_layout(profile.layout), format, frame, at, Public())


def _problem(export):
    """Why there is no such file, as a sentence; empty where there is."""
    count = export.count()
    if count > MOST_SLOW:
        return gettext("This list is too long for a file of this kind. Take another kind, or ask the office.")
    try:
        export.check(count)
    except DocumentError as error:
        return str(error)
    return ""


def public_part(selection):
    """The selection of what is public of it; None where that makes no sense, as of drafts."""
    if selection.state not in (State.PUBLIC, State.ANY):
        return None
    return replace(selection, state=State.PUBLIC.value)


def _count(address, at, most):
    """Count the visit, unless there were too many in this hour: in the database, so it holds for all processes."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    below = ~Q(hour=hour) | Q(hour=None) | Q(visits_in_hour__lt=most)
    return ExportAddress.objects.filter(below, pk=address.pk, revoked_at=None).update(
        visits=F("visits") + 1,
        last_visit_at=at,
        visits_in_hour=Case(When(hour=hour, then=F("visits_in_hour") + 1), default=1),
        hour=hour,
    )


def _refusal(status, sentence):
    response = HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
    if status == 429:
        response["Retry-After"] = str(HOUR)
    response = _private(response)
    response["Cache-Control"] = "no-store"
    return response


def _private(response):
    """Who has the address may keep the file and has to ask whether it is still true; nobody else keeps or lists it."""
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def addresses_of(token, first):
    """Pairs of a format's label and the absolute address of the list in that format, `first` (a key) first."""
    keys = sorted(FORMATS, key=lambda key: key != first)
    return [
        (found.label, absolute(reverse("handed-list", args=[token, found.extension])))
        for found in (FORMATS[key] for key in keys)
    ]
