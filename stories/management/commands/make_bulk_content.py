"""manage.py make_bulk_content: stories and events in any number, for measurements."""

import datetime

from django.core.management.base import BaseCommand, CommandError

from stories.bulk.loader import is_empty, load


class Command(BaseCommand):
    help = (
        "Fills an empty, migrated database with Berlin, its partner cities and as many stories and events as are asked "
        "for, for measurements: the same content for the same numbers, seed and day. It is not meant to be read, and "
        "cannot be removed again: what was published is never deleted."
    )

    def add_arguments(self, parser):
        parser.add_argument("--stories", type=int, default=0, metavar="N")
        parser.add_argument("--events", type=int, default=0, metavar="M", help="every second one in both languages")
        parser.add_argument("--seed", type=int, default=0, metavar="S", help="another seed makes other events")
        parser.add_argument(
            "--around",
            type=datetime.date.fromisoformat,
            metavar="DAY",
            help="events are spread over ten years on each side of that day, such as 2026-11-24; today",
        )
        parser.add_argument("--no-search", action="store_true", help="leave the search index empty, which is faster")
        parser.add_argument("--yes", action="store_true", help="also into a database that has content already")

    def handle(self, *, stories, events, seed, around, no_search, yes, verbosity, **options):
        if stories < 0 or events < 0 or stories + events == 0:
            raise CommandError("Say how many: --stories N --events M.")
        if not (is_empty() or yes):
            raise CommandError(
                "This database has content already. What is made here stands among it and can never be deleted; if you "
                "want that all the same, say --yes."
            )
        say = self.stdout.write if verbosity else lambda line: None
        load(stories, events, seed, around, is_searched=not no_search, say=say)
