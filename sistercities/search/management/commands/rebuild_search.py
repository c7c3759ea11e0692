"""manage.py rebuild_search: what can be found, written anew."""

from django.core.management.base import BaseCommand

from sistercities.search import sources


class Command(BaseCommand):
    help = (
        "Writes the search index anew from what is public and planned: after an upgrade, and after something that many "
        "events name got another name. The site may be in use meanwhile."
    )

    def add_arguments(self, parser):
        parser.add_argument("--batch", type=int, default=100, help="how many stories or events are written at once")

    def handle(self, *, batch, verbosity, **options):
        written = {}
        for kind, number in sources.rebuild(max(1, batch)):
            written[kind] = number
            if verbosity > 1:
                self.stdout.write(f"{kind}: {number}")
        if verbosity:
            self.stdout.write("Search index: " + ", ".join(f"{number} × {kind}" for kind, number in written.items()))
