"""What the editor shows on a card: `?picture=12&quote=3&language=en` → a JSON object per card, in the order asked."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest, JsonResponse
from django.urls import path, reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sistercities.media import rights
from sistercities.media.markup import credit_line, thumbnail_url
from sistercities.media.models import Picture
from stories.models.references import Quote

ADDRESS = "stories_cards"
MAX_CARDS = 500
LANGUAGES = ("en", "de")


def urls(quote_admin):
    site = quote_admin.admin_site

    @require_safe
    def view(request):
        return cards(request, site)

    return [path("cards/", site.admin_view(view), name=ADDRESS)]


def cards(request, site):
    """Answers for what this person may view; anything else, and what does not exist, has the state "missing"."""
    language = request.GET.get("language")
    language = language if language in LANGUAGES else LANGUAGES[0]
    answer = []
    for kind, model, describe in (("picture", Picture, describe_picture), ("quote", Quote, describe_quote)):
        keys = request.GET.getlist(kind)
        if len(keys) > MAX_CARDS or not all(key.isascii() and key.isdecimal() and len(key) < 19 for key in keys):
            return HttpResponseBadRequest()
        if not keys:
            continue
        model_admin = site._registry[model]
        if not model_admin.has_view_permission(request):
            raise PermissionDenied
        related = ["speaker"] if kind == "quote" else []
        found = model_admin.get_queryset(request).select_related(*related).in_bulk([int(key) for key in keys])
        for key in dict.fromkeys(map(int, keys)):
            card = {"type": kind, "id": key, "state": "missing"}
            if key in found:
                url = reverse(f"{site.name}:{model._meta.app_label}_{kind}_change", args=[key])
                card |= {"state": "found", "url": url, **describe(found[key], language)}
            answer.append(card)
    return JsonResponse({"cards": answer})


def describe_picture(picture, language):
    return {
        "title": picture.title,
        "text": getattr(picture, f"caption_{language}") or "",
        "credit": strip_tags(credit_line(picture, language)),
        "thumbnail": thumbnail_url(picture) or "",
        "problems": [str(problem.message) for problem in rights.problems(picture, [language])],
    }


def describe_quote(quote, language):
    words, words_language = quote.in_language("words", language)
    problems = []
    if quote.speaker is None:
        problems.append(_("Nobody is named as the speaker."))
    if words_language != language:
        problems.append(_("There are no words in this language yet: the other language’s are printed."))
    return {
        "title": words,
        "lang": words_language,
        "text": ", ".join(
            part for part in (str(quote.speaker or ""), quote.in_language("role_title", language)[0]) if part
        ),
        "problems": problems,
    }
