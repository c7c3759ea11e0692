"""The public pages of events: what is to come, what is past, and an event. They read editions only."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext

from events import structured_data
from events.addresses import FILTERS
from events.index import read_list
from sistercities.office.addresses import absolute
from sistercities.office.frame import current_frame
from sistercities.publishing.http import conditional


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
