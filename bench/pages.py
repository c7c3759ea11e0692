"""The pages that are measured, and what each asks the database for: run in a process of its own, inside of the site.

usage: python -m bench.pages        queries of each page as JSON: [first one after a change, every other one]
"""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402  settings first
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from events import shelf as event_shelf  # noqa: E402
from events.models import EventEdition, EventEditionDate  # noqa: E402
from sistercities.office import frame  # noqa: E402
from stories import shelf  # noqa: E402
from stories.models import StoryEdition  # noqa: E402


def pages():
    """`{name: address}`; "a story" and "an event" stand in the middle of their lists, deep pages near the end."""
    live = StoryEdition.objects.live().in_language("en").newest_first()
    total = live.count()
    story, deep_story = live[total // 2], live[min(total * 9 // 10, total - 3)]
    coming = EventEditionDate.objects.readable_in("en").not_begun().exclude(earliest_at=None).in_order()
    past = EventEditionDate.objects.readable_in("en").past().latest_first()
    deep, deep_past = coming[coming.count() * 9 // 10], past[past.count() * 9 // 10]
    month = f"{coming[0].first_on:%Y-%m}"
    # Many have passed and are to come at each size, with participants and further dates or without.
    event = EventEdition.objects.live().in_language("en").order_by("sort_key")[EventEdition.objects.count() // 4]
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
        "events, kind and month": f"/en/events/?kind=film&month={month}",
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


def queries():
    connection.ensure_connection()
    connection.features.supports_json_field  # noqa: B018  asks the database once in a process, not once in a page
    client, counted = Client(SERVER_NAME="127.0.0.1"), {}
    for name, address in pages().items():
        counts = []
        for module in (frame, shelf, event_shelf):
            module.forget()
        for _ in range(2):
            with CaptureQueriesContext(connection) as found:
                status = client.get(address).status_code
            counts.append(len(found))
        if status != (404 if name == "no such story" else 200):
            sys.exit(f"{address} answers {status}.")
        counted[name] = {"address": address, "queries": counts}
    return counted


if __name__ == "__main__":
    json.dump(queries(), sys.stdout)
