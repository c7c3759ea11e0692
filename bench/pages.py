"""The pages that are measured, and what each asks the database for: run in a process of its own, inside of the site.

usage: python -m bench.pages load STORIES      fill the migrated, empty database
       python -m bench.pages queries           queries of each page as JSON: [first one after a change, every other one]
"""

import json
import sys

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  settings first
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.data import load  # noqa: E402
from sistercities.office import frame  # noqa: E402
from stories import shelf  # noqa: E402
from stories.models import StoryEdition  # noqa: E402


def pages():
    """`{name: address}`; "a story" stands in the middle of the index, "deep page" near its end."""
    live = StoryEdition.objects.live().in_language("en").newest_first()
    total = live.count()
    story, deep = live[total // 2], live[min(total * 9 // 10, total - 3)]
    return {
        "home": "/en/",
        "index": "/en/stories/",
        "index, one filter": "/en/stories/?city=los-angeles",
        "index, three filters": f"/en/stories/?city=berlin&theme=film&year={live[0].first_live_from.year}",
        "index, deep page": f"/en/stories/?before={deep.story_id}",
        "story": f"/en/stories/{story.slug}/",
        "story in German": f"/de/geschichten/{story.slug}/",
        "city": "/en/cities/los-angeles/",
        "feed": "/en/stories/feed/",
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
        frame.forget()
        shelf.forget()
        for _ in range(2):
            with CaptureQueriesContext(connection) as found:
                status = client.get(address).status_code
            counts.append(len(found))
        if status != (404 if name == "no such story" else 200):
            sys.exit(f"{address} answers {status}.")
        counted[name] = {"address": address, "queries": counts}
    return counted


if __name__ == "__main__":
    if sys.argv[1] == "load":
        with transaction.atomic():
            load(int(sys.argv[2]))
        with connection.cursor() as cursor:
            # As the database does by itself in the course of a day.
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    else:
        json.dump(queries(), sys.stdout)
