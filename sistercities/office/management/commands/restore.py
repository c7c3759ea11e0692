import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sistercities.office.backups import BadBackup, checked_backup, restore_backup
from sistercities.office.database_dumps import DumpError


class Command(BaseCommand):
    help = (
        "Checks a file that `backup` wrote, then puts it in the place of the database and the pictures that are here."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument("--check", action="store_true", help="only check the file")

    def handle(self, *, file, yes, check, **options):
        try:
            with checked_backup(file) as backup:
                manifest = backup[2]
                self.stdout.write(f"{file} is complete: {manifest['site']}, {manifest['made_at']}.")
                if check:
                    return
                self.ask(yes)
                secrets = restore_backup(backup)
        except (BadBackup, DumpError, OSError) as error:
            raise CommandError(error) from error
        self.keep_secrets(file, secrets)
        self.stdout.write("Restored. Everybody has to log in again.")

    def ask(self, yes):
        if yes:
            return
        if not sys.stdin.isatty():
            raise CommandError("Restoring replaces what is here; say --yes to mean it.")
        if input("This replaces every text and picture that is here. Type “yes” to go on: ").strip() != "yes":
            raise CommandError("Nothing was changed.")

    def keep_secrets(self, file, secrets):
        """The key of `make run` is a file and comes back; one from the environment is not ours to set."""
        kept = settings.VAR_DIR / "secret_key"
        if kept.exists() and kept.read_text().strip() == settings.SECRET_KEY:
            _keep(kept, secrets["SECRET_KEY"])
            if secrets["demo_password"]:
                _keep(settings.VAR_DIR / "demo_password", secrets["demo_password"])
        elif secrets["SECRET_KEY"] != settings.SECRET_KEY:
            self.stdout.write(
                "It was made with another SECRET_KEY. What that key signed is valid again once it is in "
                f"SECRET_KEY_FALLBACKS; `tar -xOf {file} secrets.json` shows it."
            )


def _keep(path, secret):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secret + "\n")
