"""Rebuilds the files that the public gets from the stored originals."""

import sys

from django.core.management.base import BaseCommand, CommandError

from sistercities.media.models import Picture
from sistercities.media.pruning import prune
from sistercities.media.renditions import make_renditions
from sistercities.media.uploads import PictureRefused


class Command(BaseCommand):
    help = (
        "Makes the renditions of pictures anew: of the pictures named, of --all, or of those whose renditions are "
        "--missing or out of date. --prune deletes versions and leftovers older than a day that no picture refers to. "
        "The site goes on meanwhile; every picture keeps its former renditions until the new ones are there. "
        "Exit code 1: at least one picture failed."
    )

    def add_arguments(self, parser):
        parser.add_argument("ids", nargs="*", type=int, help="numbers of pictures")
        parser.add_argument("--all", action="store_true", help="every picture that has a file")
        parser.add_argument("--missing", action="store_true", help="only what is missing or out of date")
        parser.add_argument("--prune", action="store_true", help="delete files that no picture refers to")

    def handle(self, *, ids, **options):
        if bool(ids) + options["all"] + options["missing"] > 1:
            raise CommandError("Name pictures, or say --all or --missing: one of the three.")
        if not (ids or options["all"] or options["missing"] or options["prune"]):
            raise CommandError("Say which pictures: numbers, --all or --missing; or --prune.")
        failed = self.make(self.chosen(ids, options)) if ids or options["all"] or options["missing"] else []
        if options["prune"]:
            folders, files = prune()
            self.stdout.write(f"Deleted {folders} former versions and {files} originals that nothing refers to.")
        if failed:
            raise CommandError("Failed: " + "; ".join(failed))

    def chosen(self, ids, options):
        pictures = Picture.objects.exclude(file="").order_by("pk")
        if ids:
            found = {picture.pk: picture for picture in pictures.filter(pk__in=ids)}
            if unknown := [str(pk) for pk in ids if pk not in found]:
                raise CommandError("No picture with a file: " + ", ".join(unknown))
            return list(found.values())
        if options["missing"]:
            return [picture for picture in pictures if not picture.has_current_renditions]
        return list(pictures)

    def make(self, pictures):
        failed, number = [], 0
        for count, picture in enumerate(pictures, 1):
            try:
                made = make_renditions(picture, progress=self.progress(count, len(pictures), picture))
                number += len(made.names)
            except (OSError, PictureRefused) as error:
                reason = error.message if isinstance(error, PictureRefused) else error.strerror or error
                failed.append(f"{picture.pk} ({reason})")
        if sys.stderr.isatty():
            self.stderr.write("\r\033[K", ending="")
        self.stdout.write(f"Made {number} files of {len(pictures) - len(failed)} pictures.")
        return failed

    def progress(self, count, total, picture):
        if not sys.stderr.isatty():
            return None
        return lambda done, files: self.stderr.write(
            f"\r\033[K{count}/{total} {picture.title[:40]}: {done}/{files}", ending=""
        )
