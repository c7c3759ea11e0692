"""The addresses of events for the sitemap."""

from itertools import groupby

from django.conf import settings
from django.db.models import Count, F

from events.addresses import event_address
from events.models.editions import EventEdition

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
#: Parts go by the event's key: this many keys have at most twice as many addresses, one per language.
PART = 20_000


def parts(at=None):
    """`{number of the part: how many addresses}`, of the parts that have live events. One query."""
    counted = (
        EventEdition.objects.live(at)
        .order_by()
        .annotate(part=F("event_id") / PART)
        .values("part")
        .annotate(events=Count("event_id", distinct=True))
    )
    return {part: events * len(LANGUAGES) for part, events in sorted(counted.values_list("part", "events"))}


def event_pages(part=None, at=None):
    """Pairs of `{language: site-relative address}` and the moment of the last change, for each live event. One query.

    An event has a page in every language: where it has no text in one, the other's stands in, at its address. `part` is
    a number of `parts()`; None gives all.
    """
    rows = EventEdition.objects.live(at).order_by("event_id", "-language")
    if part is not None:
        rows = rows.filter(event_id__gte=part * PART, event_id__lt=(part + 1) * PART)
    for _event, editions in groupby(rows.values_list("event_id", "language", "slug", "live_from"), lambda row: row[0]):
        slugs, changes = {}, []
        for _key, language, slug, live_from in editions:
            slugs[language] = slug
            changes.append(live_from)
        any_slug = next(iter(slugs.values()))
        yield {code: event_address(code, slugs.get(code, any_slug)) for code in LANGUAGES}, max(changes)
