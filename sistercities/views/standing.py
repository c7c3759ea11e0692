"""Legal notice, privacy, accessibility statement, easy language, sign language: written in the admin."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from sistercities.office.addresses import address, alternates
from sistercities.office.frame import current_frame
from sistercities.office.models import StandingPage, StandingPageKind
from sistercities.publishing.http import conditional
from sistercities.typography import polish_html
from sistercities.views.cities import breadcrumbs


@conditional
def standing_page(request, kind):
    """In the language asked for, or else in the one it exists in, with a notice; 404 without any text."""
    frame, language = current_frame(request), get_language()
    existing = frame.standing_pages.get(kind)
    if not existing:
        raise Http404("no text")
    page = frame.remember(("standing page", kind), lambda: get_object_or_404(StandingPage, kind=kind))
    shown = language if language in existing else min(existing)
    title = getattr(page, f"title_{shown}") or str(StandingPageKind(kind).label)
    path = address(kind, language)
    context = {
        "alternates": alternates(kind, existing),
        "canonical": path if shown == language else address(kind, shown),
        "page": page,
        "page_title": title,
        "text_language": shown,
        "body": frame.remember(("standing page", kind, shown), lambda: _body(page, shown)),
        "structured": [breadcrumbs((frame.site_name, address("home", language)), (title, path))],
    }
    return render(request, "site/standing_page.html", context)


def _body(page, language):
    return mark_safe(polish_html(page.safe_body(language), language))  # noqa: S308 - sanitised, and only its text changed
