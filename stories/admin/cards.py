"""What the editor shows on a card: `?picture=12&quote=3&event=4&language=en` → a JSON object per card, as asked."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest, JsonResponse
from django.urls import path, reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.models import Event, EventEdition
from sistercities.dates.ranges import span_words
from sistercities.media import rights
from sistercities.media.markup import credit_line, thumbnail_url
from sistercities.media.models import Picture
from sistercities.publishing import access
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
    """Answers for what this person may view; anything else, and what does not exist, has the state "missing".

    An event may be viewed by whoever sees it on the desk, and, as the public sees it, by everybody while it is public.
    """
    language = request.GET.get("language")
    language = language if language in LANGUAGES else LANGUAGES[0]
    answer = []
    for kind, (model, found_by, describe) in KINDS.items():
        keys = request.GET.getlist(kind)
        if len(keys) > MAX_CARDS or not all(key.isascii() and key.isdecimal() and len(key) < 19 for key in keys):
            return HttpResponseBadRequest()
        if not keys:
            continue
        model_admin = site._registry[model]
        if not model_admin.has_view_permission(request):
            raise PermissionDenied
        found = found_by(model_admin.get_queryset(request), [int(key) for key in keys])
        for key in dict.fromkeys(map(int, keys)):
            card = {"type": kind, "id": key, "state": "missing"}
            if key in found:
                url = reverse(f"{site.name}:{model._meta.app_label}_{kind}_change", args=[key])
                card |= {"state": "found", "url": url, **describe(found[key], language)}
            answer.append(card)
    return JsonResponse({"cards": answer})


def find_pictures(queryset, keys):
    return queryset.in_bulk(keys)


def describe_picture(picture, language):
    return {
        "title": picture.title,
        "text": getattr(picture, f"caption_{language}") or "",
        "credit": strip_tags(credit_line(picture, language)),
        "thumbnail": thumbnail_url(picture) or "",
        "problems": [str(problem.message) for problem in rights.problems(picture, [language])],
    }


def find_quotes(queryset, keys):
    return queryset.select_related("speaker").in_bulk(keys)


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


# Events ---------------------------------------------------------------------------------------------------------------


def embeddable(user, keys):
    """Those of the keys whose event this user may put into a text: what the desk shows them, and what is public."""
    seen = access.visible(Event.objects.filter(pk__in=keys), user).values_list("pk", flat=True)
    return {*seen, *EventEdition.objects.live().filter(event__in=keys).values_list("event", flat=True)}


def find_events(queryset, keys):
    """`{key: (manuscript or None, its public editions)}`."""
    editions = EventEdition.objects.filter(event__in=keys).live().select_related("venue__city")
    public = {}
    for edition in editions:
        public.setdefault(edition.event_id, {})[edition.language] = edition
    seen = queryset.select_related("venue__city").prefetch_related("texts").order_by().in_bulk(keys)
    return {key: (seen.get(key), public.get(key, {})) for key in keys if key in seen or key in public}


def describe_event(found, language):
    """As the page would show it now; before it is public, as its manuscript stands."""
    event, public = found
    if public:
        words = public.get(language) or next(iter(public.values()))
        facts = words
    else:
        texts = {text.language: text for text in event.texts.all()}
        words, facts = texts.get(language) or next(iter(texts.values()), None), event
    problems = []
    if not public:
        problems.append(_("This event is not public: the page leaves the card out until it is."))
    elif words.language != language:
        problems.append(_("There are no words in this language yet: the other language’s are printed."))
    elif facts.status != "scheduled":
        problems.append(facts.get_status_display())
    venue = facts.venue
    return {
        "title": words.title if words else str(event),
        "lang": words.language if words else "",
        "when": (words and words.date_note) or span_words(facts.span, language),
        "text": f"{getattr(venue, f'name_{language}')}, {getattr(venue.city, f'name_{language}')}" if venue else "",
        "problems": problems,
    } | ({} if event else {"url": ""})


KINDS = {
    "picture": (Picture, find_pictures, describe_picture),
    "quote": (Quote, find_quotes, describe_quote),
    "event": (Event, find_events, describe_event),
}
