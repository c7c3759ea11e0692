"""Deletes the files of press kits that nobody may fetch any more."""

from django.core.management.base import BaseCommand

from sistercities.press.cleaning import clean


class Command(BaseCommand):
    help = "Deletes the files of press kits that have expired. Each new kit does the same; this is for quiet sites."

    def handle(self, **options):
        self.stdout.write(f"Deleted {clean()} files.")
