"""For the machine room: does this process serve, and does it reach its database?"""

from django.db import DatabaseError
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sistercities.publishing.models import ContentNumber


@never_cache
@require_safe
def healthz(request):
    """200 “ok” or 503 “unavailable”, and nothing more: neither versions nor reasons (promise 55)."""
    try:
        ContentNumber.current()
    except DatabaseError:
        return HttpResponse("unavailable\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")
