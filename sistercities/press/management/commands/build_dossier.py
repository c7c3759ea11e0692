"""Makes a press kit that was asked for on the desk; the site calls it itself."""

import signal
import sys

from django.core.management.base import BaseCommand, CommandError

from sistercities.press.building import build
from sistercities.press.models import Dossier, State


class Command(BaseCommand):
    help = "Makes the press kit of that number, if it waits to be made. Exit code 1: it could not be made."

    def add_arguments(self, parser):
        parser.add_argument("id", type=int, help="number of the press kit")

    def handle(self, *, id, **options):
        # Asked to stop, it says so in the row first.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        if not build(id):
            raise CommandError(f"No press kit {id} waits to be made.")
        dossier = Dossier.objects.filter(pk=id).first()
        if dossier and dossier.state == State.FAILED:
            raise CommandError(f"Press kit {id}: {dossier.get_problem_display()}")
