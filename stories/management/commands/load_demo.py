"""Fills an empty database with the demonstration."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sistercities.media.models import Picture
from sistercities.media.renditions import make_renditions
from sistercities.media.uploads import PictureRefused
from stories.demo.accounts import create_accounts
from stories.demo.loader import load


class Command(BaseCommand):
    help = (
        "Loads Berlin, its partner cities and six stories in English and German into a database that has no office "
        "yet. Where there is one, the content is left as it is, deleted things included; only renditions that are "
        "missing are made. With DEMO_PASSWORD in the environment, the accounts author, editor, media, exporter and "
        "admin are created where they are missing; the password of an account that exists is never changed."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--accounts", action="store_true", help="demand the accounts: without DEMO_PASSWORD, do nothing at all"
        )
        parser.add_argument(
            "--yes", action="store_true", help="also on a site that the public reaches (SITE_URL begins with https)"
        )

    def handle(self, *, accounts, yes, **options):
        password = os.environ.get("DEMO_PASSWORD", "")
        if accounts and not password:
            raise CommandError("Set DEMO_PASSWORD: the accounts need a password.")
        if settings.SITE_URL.startswith("https://") and not yes:
            raise CommandError(
                "This looks like a site that the public reaches. Demonstration content and accounts with a shared "
                "password do not belong there; if you want them all the same, say --yes."
            )
        if password and (created := create_accounts(password)):
            self.stdout.write(f"  Accounts: {', '.join(created)}")
        if not load(say=lambda line: self.stdout.write(f"  {line}")):
            self.complete_renditions()

    def complete_renditions(self):
        """Pictures whose files are missing or made by an older release; one that fails does not stop the start."""
        for picture in Picture.objects.exclude(file=""):
            if not picture.has_current_renditions:
                try:
                    make_renditions(picture)
                except (OSError, PictureRefused) as error:
                    self.stderr.write(f"  {picture.title}: no renditions ({error})")
                else:
                    self.stdout.write(f"  Renditions: {picture.title}")
