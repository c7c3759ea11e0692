"""The public pages of events: what is to come, what is past, and an event. They read editions only."""

from functools import lru_cache

from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from events import structured_data
from events.addresses import FILTERS, event_address, event_calendar_address
from events.facts import facts
from events.index import read_list
from events.listing import is_addable
from events.models.choices import EventStatus, Function
from events.reading import preview_event, read_event, slug_today
from sistercities.dates.ranges import span_words
from sistercities.media.markup import credit_line, picture_element, social_image_url
from sistercities.office.addresses import absolute
from sistercities.office.city_tags import city_tags
from sistercities.office.error_pages import error_page
from sistercities.office.frame import current_frame
from sistercities.office.page_text import sanitise
from sistercities.publishing.http import conditional
from sistercities.search.words import fold
from sistercities.typography import as_sentence, polish, polish_html

#: A function and a role that have so many letters in common say the same.
SAME = 4
#: Beside a box with more than that stand picture and text, too.
MOST_FACTS = 6

__all__ = ["event", "event_list", "past", "preview_event", "render_event"]


@conditional
def event_list(request, at=None):
    """What is on and what is to come, by city, partnership, anniversary, kind and month, a page at a time."""
    return _list(request, at or timezone.now(), past=False)


@conditional
def past(request, at=None):
    """What is over, the latest first, by year and by all that the other list goes by."""
    return _list(request, at or timezone.now(), past=True)


def _list(request, at, past):
    frame, language = current_frame(request), get_language()
    try:
        page = read_list(frame, language, request.GET, at, past)
    except LookupError as error:
        raise Http404("no such list of events") from error
    if page.moved_to:
        return HttpResponseRedirect(page.moved_to)
    if any(not request.GET[name] for name in (*FILTERS, "year") if name in request.GET):
        # A form sends its empty fields, too; the address of what it found has none.
        return HttpResponseRedirect(page.address)
    labels = [*page.filter.labels, *([str(page.year)] if page.year else [])]
    title = gettext("Past events") if past else gettext("Now on") if page.is_now else gettext("Events")
    context = {
        "page": page,
        "title": ": ".join([title, ", ".join(labels)]) if labels else title,
        "section": "events",
        "canonical": page.address,
        "alternates": page.alternates,
        "labels": labels,
        "subscribe": absolute(page.formats["calendar"]),
        "webcal": "webcal:" + absolute(page.formats["calendar"]).partition(":")[2],
        "structured": structured_data.event_list(title, page, language),
    }
    response = render(request, "events/list.html", context)
    response.cacheable_address = page.address
    return response


@conditional
def event(request, slug, at=None):
    """An event; the way on from an address that it once had; 410 where it was withdrawn, 404 where nothing ever was."""
    frame, language, at = current_frame(request), get_language(), at or timezone.now()
    page = read_event(frame, language, slug, at)
    if page is not None:
        return render_event(request, page)
    try:
        today = slug_today(slug, language, at)
    except LookupError as error:
        # A draft or a planned event is not told from one that does not exist (promise 10).
        raise Http404("no such event") from error
    return HttpResponsePermanentRedirect(event_address(language, today)) if today else error_page(request, 410)


def render_event(request, page, *, preview=False, **context):
    """The response for an `EventPage`. A preview says that it is one, and tells machines nothing.

    Whoever shows a preview activates its language and sets the headers that keep it out of caches. `context` is for the
    template: of previews `preview_link`, `preview_others`, `answer_address`.
    """
    frame, edition, language = current_frame(request), page.edition, page.language
    own, picture = edition.language, edition.picture
    partner = next((city for city in page.cities if not frame.is_home(city)), None)
    is_addable_now = not preview and any(is_addable(date, page.at) for date in page.dates)
    list_title, box = gettext("Events"), facts(frame, page)
    is_long = len(box) > MOST_FACTS
    context |= {
        "page": page,
        "edition": edition,
        "preview": preview,
        "section": "events",
        "ink": partner.ink if partner else "poppy",
        "lang": page.text_language,
        "title": polish(edition.title, own),
        "summary": polish(edition.summary, own),
        "body": _printed(edition.body, own),
        "tags": city_tags(frame, page.city_keys, language),
        "facts": box,
        "is_long": is_long,
        "people": [_person(participant, language) for participant in page.participants],
        "status": status_words(page),
        "status_note": polish(edition.status_note, own),
        "picture": picture_element(picture, "hero" if is_long else "lead", language, priority=True),
        "caption": picture and as_sentence(polish(getattr(picture, f"caption_{language}").strip(), language)),
        "credit": credit_line(picture, language),
        "social_image": social_image_url(picture),
        "calendar": event_calendar_address(language, edition.slug) if is_addable_now else "",
        "structured": None if preview else structured_data.event(page, frame, list_title),
        "canonical": None if preview else page.alternates[language],
        "alternates": page.alternates,
    }
    if preview:
        context = {"preview_link": None, "preview_others": {}, "answer_address": ""} | context
    return render(request, "events/event.html", context)


@lru_cache(maxsize=512)
def _printed(body, language):
    """The body as safe HTML; once more sanitised, since whoever writes to a database need not ask a form."""
    return mark_safe(polish_html(sanitise(body), language))  # noqa: S308


def _person(participant, language):
    """A name, and what is printed below it: what the person does there, and the role of that day."""
    does = str(Function(participant.function).label) if participant.function != Function.OTHER else ""
    role = polish(getattr(participant, f"role_title_{language}"), language)
    if fold(does)[:SAME] in fold(role):
        does = ""  # "Director" says nothing beside "Film director", nor „Kunst“ beside „Künstlerin“
    return participant.name, " · ".join(words for words in (does, role) if words)


def status_words(page):
    """What changes the plans of a visitor: a headline and a sentence about it; two empty texts where nothing does."""
    was = ", ".join(dict.fromkeys(span_words(span, page.language) for span in page.before))
    announced = gettext("It was announced for %(dates)s before.") % {"dates": was} if was else ""
    match page.edition.status:
        case EventStatus.CANCELLED:
            return gettext("Cancelled"), gettext("The event does not take place.")
        case EventStatus.POSTPONED:
            return gettext("Postponed"), announced or gettext("A new date is not known yet.")
        case EventStatus.RESCHEDULED:
            return gettext("New date"), announced
        case EventStatus.MOVED_ONLINE:
            return gettext("Moved online"), gettext("The event takes place on the internet only.")
    return "", ""
