"""Report a barrier: a form without cookies, so without Django's token, and without anything about the sender."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from sistercities.middleware import client_address
from sistercities.office.addresses import address, alternates
from sistercities.office.feedback import FeedbackForm, is_too_many, keep
from sistercities.publishing.http import conditional


@csrf_exempt  # no session to ride on: what a foreign page could send is an anonymous message; see `_is_ours`
def feedback(request):
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if request.method != "POST":
        return _form(request, FeedbackForm(initial={"page": _coming_from(request)}))
    form = FeedbackForm(request.POST)
    if not _is_ours(request):
        return _form(request, form, status=403, refusal="foreign")
    thanks = HttpResponseRedirect(address("feedback-thanks", get_language()))
    thanks.status_code = 303
    if form.is_from_program:
        return thanks
    if not form.is_valid():
        return _form(request, form, status=422)
    if is_too_many(client_address(request)):
        return _form(request, form, status=429, refusal="limit")
    keep(form, get_language())
    return thanks


def _form(request, form, status=200, refusal=""):
    context = {
        "alternates": alternates("feedback"),
        "canonical": address("feedback", get_language()),
        "form": form,
        "refusal": refusal,
    }
    response = render(request, "site/feedback.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"  # carries what was typed, and where the visitor came from
    return response


@conditional
def thanks(request):
    context = {"alternates": alternates("feedback-thanks"), "canonical": ""}
    return render(request, "site/feedback_thanks.html", context)


def _is_ours(request):
    """Was the form sent from one of our pages? Browsers say so in Origin and Sec-Fetch-Site; what says nothing may."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    if origin is None or (origin == "null" and "Sec-Fetch-Site" in request.headers):
        return True
    return origin in (settings.SITE_URL, f"{request.scheme}://{request.get_host()}")


def _coming_from(request):
    """The path of our own page that led here, to be named in the form."""
    try:
        came = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    if came.netloc != request.get_host() or came.path == request.path:
        return ""
    return came.path[:500]
