"""The pages that say what went wrong: what happened, what to do, where to go on (promise 55)."""

from django.shortcuts import render
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext_lazy as _

from sistercities.office.addresses import alternates
from sistercities.office.frame import current_frame
from sistercities.publishing.http import PAGE_CACHE

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


def error_page(request, status):
    """A whole page in the language of the address, without internals; `status` is a key of `WORDS`."""
    # Not every error happens behind the middleware that picks the language.
    with override(get_language_from_request(request, check_path=True)):
        frame = current_frame(request)
        title, text = WORDS[status]
        context = {
            "alternates": alternates("home"),
            "title": title,
            "text": text,
            "stories_title": frame.stories_title,
        }
        response = render(request, "site/error.html", context, status=status)
    response.headers["Cache-Control"] = PAGE_CACHE
    return response
