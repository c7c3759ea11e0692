"""Writes content in bulk into an empty database, in batches, each with what can be found of it."""

import datetime
from functools import partial

from django.db import connection, transaction
from django.db.models import Max

from events.models import Event
from sistercities.cities.models import City
from sistercities.office.models import Office
from sistercities.publishing.models import ContentNumber
from sistercities.search import sources
from stories.bulk.events import EventPlan, write_events
from stories.bulk.stories import StoryPlan, write_stories
from stories.bulk.supply import make_supply
from stories.models import Story

BATCH = 500


def is_empty():
    """Is there nothing that somebody may have written?"""
    return not any(model.objects.exists() for model in (Office, City, Story, Event))


def _last(model):
    return model.objects.aggregate(last=Max("pk"))["last"] or 0


def load(stories, events, seed=0, around=None, is_searched=True, say=lambda line: None):
    """Write so many stories and events, dates around that day (today), and return nothing.

    The same numbers, seed and day make the same content. Each batch is a transaction of its own: one of a hundred
    thousand events would keep PostgreSQL busy with what nobody can see yet. `say` takes a line about the progress.
    """
    around = around or datetime.datetime.now(datetime.UTC).date()
    noon = datetime.datetime.combine(around, datetime.time(12), datetime.UTC)
    with transaction.atomic():
        supply = make_supply()
    for kind, total, plan, write in (
        (
            "story",
            stories,
            partial(StoryPlan, total=stories, supply=supply, noon=noon, taken=_last(Story)),
            write_stories,
        ),
        (
            "event",
            events,
            partial(EventPlan, total=events, supply=supply, noon=noon, seed=seed, taken=_last(Event)),
            write_events,
        ),
    ):
        for first in range(0, total, BATCH):
            last = min(first + BATCH, total)
            with transaction.atomic():
                keys = write([plan(number) for number in range(first, last)])
                if is_searched:
                    sources.write(kind, keys)
                ContentNumber.bump()
            if last % 5000 == 0 or last == total:
                say(f"{kind}: {last:,} of {total:,}")
    _measure_tables()


def _measure_tables():
    """As the databases do by themselves in the course of a day. PostgreSQL cannot tidy up inside of a transaction."""
    is_tidied = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if is_tidied else "ANALYZE")
