"""A press kit for whoever has its link, with or without an account."""

from django.db.models import F
from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from sistercities.middleware import client_address
from sistercities.press.links import find
from sistercities.press.models import Dossier
from sistercities.press.storage import kits
from sistercities.publishing.http import never_kept
from sistercities.publishing.limits import HOUR, is_above

#: In an hour, from one sender, whatever links it tries.
PER_SENDER = 60


@sensitive_variables("token")
@require_safe
def press_kit(request, token):
    """The ZIP file; 404 for a link that is none or has expired (the two look the same), 429 above the limit."""
    at = timezone.now()
    if is_above("press-kit", client_address(request), PER_SENDER, at):
        words = gettext("This press kit was asked for too often. Try again in an hour.")
        response = HttpResponse(f"{words}\n", status=429, content_type="text/plain; charset=utf-8")
        response["Retry-After"] = str(HOUR)
        return never_kept(response)
    dossier = find(token, at)
    if dossier is None:
        raise Http404("no such press kit")
    kind = "application/zip"
    if request.method == "HEAD":
        named = content_disposition_header(as_attachment=True, filename=dossier.file_name)
        headers = {"Content-Disposition": named, "Content-Length": str(dossier.size)}
        return never_kept(HttpResponse(headers=headers, content_type=kind))
    try:
        file = kits().open(dossier.file)
    except FileNotFoundError as error:
        raise Http404("no such press kit") from error
    Dossier.objects.filter(pk=dossier.pk).update(visits=F("visits") + 1, last_visit_at=at)
    return never_kept(FileResponse(file, as_attachment=True, filename=dossier.file_name, content_type=kind))
