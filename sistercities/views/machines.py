"""What machines ask for first."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sistercities.office.addresses import absolute
from sistercities.office.frame import current_frame
from sistercities.publishing.http import conditional

#: RFC 9116 §2.5.5 recommends less than a year; half a year is counted from the first of the month.
SECURITY_TXT_VALID = timedelta(days=180)
TEXT = "text/plain; charset=utf-8"


@conditional
def robots_txt(request):
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "Disallow: /preview/",
        "Disallow: /lists/",
        "",
        f"Sitemap: {absolute(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)


@conditional
def security_txt(request, at=None):
    """RFC 9116. Without a contact there is nothing to say: 404."""
    office = current_frame(request).office
    contact = (office and (office.security_contact or office.email)) or ""
    contact = "".join(contact.split())  # one line, whatever was typed
    if not contact:
        raise Http404("no contact")
    if not contact.startswith(("https://", "mailto:", "tel:")):
        contact = f"mailto:{contact}"
    start = (at or timezone.now()).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {(start + SECURITY_TXT_VALID).isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {absolute(reverse('security-txt'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)
