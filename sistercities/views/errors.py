"""What happened, what to do, where to go on: in the language of the address, without internals (promise 55).

500 is a static file, `templates/500.html`: it must be printable when nothing else works.
"""

from django.shortcuts import render
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext_lazy as _

from sistercities.office.addresses import alternates
from sistercities.office.frame import current_frame
from sistercities.publishing.http import PAGE_CACHE
from sistercities.views.home import stories_title


def bad_request(request, exception=None):
    return _page(request, 400)


def permission_denied(request, exception=None):
    return _page(request, 403)


def csrf_failure(request, reason=""):
    return _page(request, 403)


def not_found(request, exception=None):
    return _page(request, 404)


def gone(request, exception=None):
    """For an address that was public and was withdrawn."""
    return _page(request, 410)


#: What happened, and what to do.
WORDS = {
    400: (
        _("This request cannot be understood"),
        _("Its address or its form is damaged. Please start again from here."),
    ),
    403: (_("This is not for everybody"), _("You are not allowed to see this page or to do this.")),
    404: (_("Page not found"), _("This page has moved, or it never existed.")),
    410: (_("This page was withdrawn"), _("It was public once, and the office has taken it back.")),
}


def _page(request, status):
    # Not every error happens behind the middleware that picks the language.
    with override(get_language_from_request(request, check_path=True)):
        frame = current_frame(request)
        title, text = WORDS[status]
        context = {
            "alternates": alternates("home"),
            "title": title,
            "text": text,
            "stories_title": stories_title(frame),
        }
        response = render(request, "site/error.html", context, status=status)
    response.headers["Cache-Control"] = PAGE_CACHE
    return response
