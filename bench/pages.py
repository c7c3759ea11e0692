"""The pages that are measured, and what each asks the database for: run in a process of its own, inside of the site.

usage: python -m bench.pages        writes what `read()` gives as JSON
"""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402  settings first
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from events import shelf as event_shelf  # noqa: E402
from events.models import EditionParticipant, EventEdition, EventEditionDate  # noqa: E402
from sistercities.office import frame  # noqa: E402
from stories import shelf  # noqa: E402
from stories.models import StoryEdition  # noqa: E402

#: The same at every size: lists with a full page of rows, and what stands in the middle of many.
MUST_NOT_GROW = {
    *("events", "events of a city", "events of a kind", "events, deep page", "past events", "past events, deep page"),
    *("event", "partnerships", "partnership", "anniversary", "city"),
    *("search, nothing asked", "search, a word", "search, two words"),
}
#: Made up by whoever asks, larger than what is kept, or no page.
NOT_KEPT = {"search, a word", "search, two words", "sitemap", "no such story"}


def pages():
    """`{name: address}`; "a story" and "an event" stand in the middle of their lists, deep pages near the end."""
    live = StoryEdition.objects.live().in_language("en").newest_first()
    total = live.count()
    story, deep_story = live[total // 2], live[min(total * 9 // 10, total - 3)]
    coming = EventEditionDate.objects.readable_in("en").not_begun().exclude(earliest_at=None).in_order()
    past = EventEditionDate.objects.readable_in("en").past().latest_first()
    deep, deep_past = coming[coming.count() * 9 // 10], past[past.count() * 9 // 10]
    # As events usually are, and at every size alike: with a time, a picture and people, on one day, not moved.
    events = EventEdition.objects.live().in_language("en").order_by("sort_key")
    events = events.filter(status="scheduled", precision="time", picture__isnull=False)
    events = events.filter(pk__in=EditionParticipant.objects.values("edition")).exclude(dates__position=1)
    event = events[events.count() // 2]
    return {
        "home": "/en/",
        "stories": "/en/stories/",
        "stories, one filter": "/en/stories/?city=los-angeles",
        "stories, three filters": f"/en/stories/?city=berlin&theme=film&year={live[0].first_live_from.year}",
        "stories, deep page": f"/en/stories/?before={deep_story.story_id}",
        "story": f"/en/stories/{story.slug}/",
        "story in German": f"/de/geschichten/{story.slug.replace('story', 'geschichte')}/",
        "story feed": "/en/stories/feed/",
        "events": "/en/events/",
        "events of a city": "/en/events/?city=los-angeles",
        "events of a kind": "/en/events/?kind=film",
        "events, kind and month": f"/en/events/?kind=film&month={coming[0].first_on:%Y-%m}",
        "events, deep page": f"/en/events/?after={deep.pk}",
        "past events": "/en/events/past/",
        "past events, deep page": f"/en/events/past/?after={deep_past.pk}",
        "event": f"/en/events/{event.slug}/",
        "partnerships": "/en/partnerships/",
        "partnership": "/en/partnerships/berlin-los-angeles/",
        "anniversary": "/en/partnerships/berlin-los-angeles/50/",
        "city": "/en/cities/los-angeles/",
        "search, nothing asked": "/en/search/",
        "search, a word": "/en/search/?q=bridges",
        "search, two words": "/en/search/?q=tramways%20night",
        "imprint": "/en/imprint/",
        "sitemap": "/sitemap.xml",
        "no such story": "/en/stories/no-such-story/",
    }


def read():
    """`{name: {"address": …, "queries": […], "must_not_grow": …, "is_kept": …}}`.

    The queries are those of the first page after a change and of every other one.
    """
    connection.ensure_connection()
    connection.features.supports_json_field  # noqa: B018  asks the database once in a process, not once in a page
    client, found = Client(SERVER_NAME="127.0.0.1"), {}
    for name, address in pages().items():
        counts = []
        for module in (frame, shelf, event_shelf):
            module.forget()
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                status = client.get(address).status_code
            counts.append(len(asked))
        if status != (404 if name == "no such story" else 200):
            sys.exit(f"{address} answers {status}.")
        found[name] = {
            "address": address,
            "queries": counts,
            "must_not_grow": name in MUST_NOT_GROW,
            "is_kept": name not in NOT_KEPT,
        }
    return found


if __name__ == "__main__":
    json.dump(read(), sys.stdout)
