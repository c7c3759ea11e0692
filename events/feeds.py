"""The feed of events in each language: Atom (RFC 4287), what was announced or changed last first."""

import uuid

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language, gettext, override

from events.addresses import event_address, list_address, list_formats
from events.filters import read_filter
from events.listing import place
from events.local_time import clock_city
from events.models.choices import EventKind, EventStatus
from events.models.editions import EventEdition, EventEditionDate
from sistercities.dates.clock_words import times_words
from sistercities.dates.ical.writing import closed
from sistercities.dates.ranges import span_words
from sistercities.office.addresses import absolute
from sistercities.office.feeds import CONTENT_TYPE, AtomFeed, xml_text
from sistercities.office.frame import current_frame
from sistercities.publishing.http import conditional
from sistercities.typography import polish

ENTRIES = 50


@conditional
def feed(request, at=None):
    """At most `ENTRIES` events in the language of the address, with the filters of the list. 404 for values that do not
    exist. Three queries at most."""
    frame, language, at = current_frame(request), get_language(), at or timezone.now()
    try:
        chosen = read_filter(frame, request.GET, language, at)
    except LookupError as error:
        raise Http404("no such feed") from error
    editions = EventEdition.objects.readable_in(language, at)
    if chosen:
        matching = chosen.apply(EventEditionDate.objects.filter(edition=OuterRef("pk")))
        editions = editions.filter(Exists(matching))
    editions = editions.select_related("venue").defer("body").order_by("-live_from", "-pk")[:ENTRIES]
    path = list_formats(language, chosen.query)["feed"]
    response = HttpResponse(write(frame, language, chosen, path, editions), content_type=CONTENT_TYPE)
    response.cacheable_address = path
    return response


def write(frame, language, chosen, path, editions):
    """The feed as text, in the active language."""
    office = frame.office.name if frame.office else frame.site_title
    title = ": ".join([gettext("Events"), *([", ".join(chosen.labels)] if chosen else [])])
    atom = AtomFeed(
        title=xml_text(f"{title} – {frame.site_title}"),
        link=absolute(list_address(language, **dict(chosen.pairs))),
        description="",
        language=language,
        feed_url=absolute(path),
        feed_guid=absolute(path),
        author_name=xml_text(office),
    )
    for edition in editions:
        with override(edition.language):  # an entry is all in one language
            atom.add_item(
                title=xml_text(polish(edition.title, edition.language)),
                link=absolute(event_address(language, edition.slug)),
                description=xml_text(_summary(frame, edition)),
                unique_id=identifier(edition),
                author_name=xml_text(office),
                pubdate=edition.first_live_from,
                updateddate=edition.last_modified_at,
                categories=[xml_text(str(EventKind(edition.kind).label))],
                language=edition.language if edition.language != language else "",
            )
    return atom.writeString("utf-8")


def _summary(frame, edition):
    """HTML, as Atom1Feed says of summaries: escaped text. When and where, what has changed, what it is about."""
    where = place(frame, edition, edition.language)
    lines = [" · ".join(closed(part) for part in (_when(frame, edition), where) if part)]
    if edition.status != EventStatus.SCHEDULED:
        status = str(EventStatus(edition.status).label)
        lines.append(f"{status}: {edition.status_note}" if edition.status_note else status)
    lines.append(edition.summary)
    return "<br>".join(escape(polish(line, edition.language)).replace("\n", "<br>") for line in lines if line)


def _when(frame, edition):
    """The editors' own words, or the date and the times as far as they are known."""
    if edition.date_note:
        return edition.date_note
    span, language = edition.span, edition.language
    times = times_words(span, clock_city(frame, edition, (), language), language)
    return ", ".join(words for words in (span_words(span, language, weekday=True), times) if words)


def identifier(edition):
    """Of an event in one language, for ever: whatever becomes of its address and of the site's (RFC 4287 §4.2.6)."""
    return uuid.uuid5(edition.uid, edition.language).urn
