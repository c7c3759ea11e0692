"""Django's command of this name needs GNU gettext; this one needs only what is installed anyway, and does less."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compiles the site's translations (.po to .mo), those that changed."
    requires_system_checks = []

    def handle(self, *, verbosity, **options):
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                if compile_catalogue(source) and verbosity:
                    self.stdout.write(f"Compiled {source.relative_to(settings.BASE_DIR)}")


def compile_catalogue(source):
    """Writes the .mo file beside the .po file, unless it is newer already. Says whether it wrote.

    Whole or not at all: another process may be doing the same, or starting the site.
    """
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parent.parent.name, abort_invalid=True)
    partial = target.with_suffix(f".mo.{os.getpid()}")
    with partial.open("wb") as binary:
        write_mo(binary, catalogue)
    partial.replace(target)
    return True
