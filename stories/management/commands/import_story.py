"""`manage.py import_story FILE --language en`: a finished text becomes a draft."""

import argparse
import os
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sistercities.publishing import access
from stories.importing.decoding import NotImportable, check_size, decode
from stories.importing.manuscript import SameTitle, import_text, same_title
from stories.importing.parsing import parse
from stories.models import Story

UNREADABLE, NOT_ALLOWED, ALREADY_THERE = 3, 4, 5

EPILOG = """\
The title stands in the first line. “Words.” (Name, role) becomes a quote, Title © Name; Title © Name become pictures
that wait for their files. What is not understood stays in the text and is listed. Nothing is published.

exit codes:
  0  imported, or tried with --dry-run
  2  the command line is wrong
  3  the file cannot be read as a text, or the text has no title or is too long
  4  there is no such user or story, or the user may not
  5  there is a story with that title already (see --again), or the story has a text in that language
"""


class Command(BaseCommand):
    help = "Makes a draft from a finished text: title, standfirst, paragraphs, headings, quotes, picture credits."

    def create_parser(self, prog_name, subcommand, **kwargs):
        return super().create_parser(
            prog_name, subcommand, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="a plain text, best in UTF-8; - reads standard input")
        parser.add_argument("--language", required=True, choices=[code for code, name in settings.LANGUAGES])
        parser.add_argument("--story", type=int, metavar="PK", help="add it to this story as its text in that language")
        parser.add_argument(
            "--user", metavar="NAME", help="import in this account's name, and only what it may; else everything"
        )
        parser.add_argument("--again", action="store_true", help="import beside stories that have the same title")
        parser.add_argument("--dry-run", action="store_true", help="only say what it would become")

    def handle(self, *args, **options):
        user = self._user(options["user"])
        story = self._story(options["story"], user)
        if story is None and user and not user.has_perm(access.permission(Story, "add")):
            raise CommandError(_("This account may not add stories."), returncode=NOT_ALLOWED)
        stories = access.visible(Story.objects.all(), user) if user else Story.objects.all()
        try:
            decoded = decode(_read(options["file"]))
            imported = parse(decoded.text, options["language"])
            beside = same_title(imported, stories).values_list("pk", flat=True) if options["again"] else ()
            report = import_text(
                imported, by=user, story=story, beside=beside, among=stories, is_trial=options["dry_run"]
            )
        except NotImportable as error:
            code = ALREADY_THERE if error.code == "language_taken" else UNREADABLE
            raise CommandError(str(error), returncode=code) from error
        except SameTitle as error:
            numbers = ", ".join(str(story.pk) for story in error.stories)
            raise CommandError(
                _("There is a story with this title (%(numbers)s); --again imports another.") % {"numbers": numbers},
                returncode=ALREADY_THERE,
            ) from error
        if decoded.warning:
            self.stderr.write(str(decoded.warning))
        self.stdout.write(report.as_text())
        if options["dry_run"]:
            self.stdout.write("\n" + _("Nothing was stored."))
        else:
            self.stdout.write("\n" + _("Story %(number)s is on the desk as a draft.") % {"number": report.story.pk})

    def _user(self, name):
        if name is None:
            return None
        users = get_user_model().objects.filter(is_active=True)
        user = users.filter(**{get_user_model().USERNAME_FIELD: name}).first()
        if user is None:
            raise CommandError(_("There is no active account “%(name)s”.") % {"name": name}, returncode=NOT_ALLOWED)
        return user

    def _story(self, number, user):
        if number is None:
            return None
        stories = access.editable(Story.objects.all(), user) if user else Story.objects.all()
        story = stories.filter(pk=number).first() if 0 < number < 2**63 else None
        if story is None:
            raise CommandError(
                _("There is no story %(number)s that this account may edit.") % {"number": number},
                returncode=NOT_ALLOWED,
            )
        return story


def _read(name):
    """The bytes of the file or of standard input; what is too large is refused by its size or after a byte too many."""
    limit = settings.IMPORT_MAX_BYTES
    try:
        if name == "-":
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(name).open("rb") as file:
                check_size(os.fstat(file.fileno()).st_size)
                data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CommandError(
            _("The file %(name)s cannot be read: %(reason)s.") % {"name": name, "reason": reason}, returncode=UNREADABLE
        ) from error
    check_size(len(data))
    return data
