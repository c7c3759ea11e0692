from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from sistercities.office.backups import BadBackup, write_backup


class Command(BaseCommand):
    help = (
        "Writes database, pictures and secrets into one file, while the site runs. Keep the file as safe as the site."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a new file, such as backups/2026-11-23.backup")

    def handle(self, *, file, **options):
        try:
            manifest = write_backup(file)
        except BadBackup as error:
            raise CommandError(error) from error
        size = sum(entry["size"] for entry in manifest["files"].values())
        self.stdout.write(f"{file}: {len(manifest['files'])} files, {size / 1024**2:.1f} MB.")
