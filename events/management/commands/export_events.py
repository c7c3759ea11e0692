"""`manage.py export_events --format csv --output FILE [--profile NAME | filters]`: a list for cron and scripts."""

import argparse
import contextlib
import os
import signal
import stat
import sys
import tempfile

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.exports.column_table import COLUMNS
from events.exports.foreign import ValuesRefused
from events.exports.formats import FORMATS
from events.exports.layout import HEADERS, LANGUAGES, SEPARATORS, read_layout
from events.exports.periods import PERIODS
from events.exports.profiles import FollowedExport, export_of, remember
from events.exports.selection import State, read_selection
from events.exports.selection_words import export_line
from events.exports.sources import source_of
from events.models.choices import EventKind, EventStatus
from events.models.exports import ExportProfile
from sistercities.documents.errors import DocumentError
from sistercities.office.frame import current_frame
from sistercities.publishing.models import AuditAction, AuditEntry

UNWRITABLE, NO_PROFILE, NO_LIST, STOPPED = 3, 4, 5, 128 + signal.SIGINT

EPILOG = """\
Whoever has a shell here sees everything: --state any lists manuscripts, too. A profile is found by its name, or by its
number; filter and layout are its own then. The list says what has changed since the last run; only with
--remember does this one count as a run, which the next one is compared with.

exit codes:
  0  the list is complete
  2  the command line is wrong, or a filter names what does not exist
  3  the file cannot be written, or whoever reads standard output went away; what was there before is still there
  4  there is no such profile, or several have that name
  5  there can be no such list: the profile asks for what is gone, or a programme would be too long or
     cannot be printed
  130, 143  stopped by Ctrl-C or SIGTERM; what was there before is still there
"""


class Command(BaseCommand):
    help = "Writes a list of events into a file, or to standard output."

    def create_parser(self, prog_name, subcommand, **kwargs):
        return super().create_parser(
            prog_name, subcommand, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser):
        add = parser.add_argument
        add("--output", default="-", metavar="FILE", help="- is standard output (the default)")
        add("--format", choices=FORMATS, help="that of the profile, else csv")
        add("--profile", metavar="NAME", help="the name of a profile, or its number")
        add("--remember", action="store_true", help="count as a run of the profile")
        which = parser.add_argument_group("which events")
        which.add_argument("--period", choices=PERIODS)
        which.add_argument("--first", metavar="DAY", help="as 2017-10-06")
        which.add_argument("--last", metavar="DAY")
        which.add_argument("--city", metavar="SLUG")
        which.add_argument("--partnership", metavar="SLUG", help="such as berlin-los-angeles")
        which.add_argument("--anniversary", metavar="SLUG/YEARS", help="such as berlin-los-angeles/50")
        which.add_argument("--kinds", action="append", choices=EventKind.values, metavar="KIND")
        which.add_argument("--statuses", action="append", choices=EventStatus.values, metavar="STATUS")
        which.add_argument("--texts", metavar="CODES", help="with a text in one of these languages: en,de")
        which.add_argument("--spoken", metavar="CODES", help="in which one of these languages is spoken or played")
        which.add_argument("--state", choices=State.values, metavar="STATE")
        how = parser.add_argument_group("how")
        how.add_argument("--columns", metavar="KEYS", help=f"with commas: {', '.join(COLUMNS)}")
        how.add_argument("--languages", metavar="CODES", help=f"with commas: {', '.join(LANGUAGES)}")
        how.add_argument("--clock", choices=("event", "home", "partner", "both"))
        how.add_argument("--separator", choices=SEPARATORS)
        how.add_argument("--header", choices=HEADERS)
        how.add_argument("--fuzzy", choices=("yes", "no"), help="in a calendar, also what has no day yet")

    def handle(self, *args, **options):
        frame = current_frame()
        export = self._of_profile(options, frame) if options["profile"] else self._of_options(options, frame)
        count = export.count()
        try:
            export.check(count)
        except DocumentError as error:
            raise CommandError(str(error), returncode=NO_LIST) from error
        AuditEntry.record(None, AuditAction.EXPORTED, export.profile, export_line(export, count, get_language()))
        try:
            with _writing(options["output"]) as file:
                for piece in export.pieces():
                    file.write(piece)
                    self._progress(export.progress.rows, count)
        except OSError as error:
            raise CommandError(
                _("The list cannot be written: %(error)s") % {"error": error}, returncode=UNWRITABLE
            ) from error
        except DocumentError as error:
            raise CommandError(str(error), returncode=NO_LIST) from error
        except KeyboardInterrupt as error:
            raise CommandError(_("Stopped: no list was written."), returncode=STOPPED) from error
        if export.profile and options["remember"]:
            remember(export)

    def _of_profile(self, options, frame):
        for name in (*_SELECTION, "texts", *_LAYOUT):
            if options[name]:
                raise CommandError(
                    _("A profile has its own filter and layout: leave out --%(name)s.") % {"name": name},
                    returncode=2,
                )
        given = options["profile"]
        found = ExportProfile.objects.filter(name=given)
        if not found and given.isdecimal() and given.isascii() and len(given) < 19:
            found = ExportProfile.objects.filter(pk=given)
        if len(found) != 1:
            message = (
                _("Several profiles have that name: give the number.") if found else _("There is no such profile.")
            )
            raise CommandError(message, returncode=NO_PROFILE)
        try:
            format = options["format"] or found[0].format
            return export_of(found[0], frame, source_of, format=format)
        except ValuesRefused as error:
            raise CommandError(str(error), returncode=NO_LIST) from error

    def _of_options(self, options, frame):
        if options["remember"]:
            raise CommandError(_("Only the run of a profile is remembered: name one with --profile."), returncode=2)
        try:
            chosen = {name: options[name] for name in _SELECTION}
            selection = read_selection({**chosen, "languages": options["texts"]}, frame)
            layout = read_layout({name: options[name] for name in _LAYOUT})
        except ValuesRefused as refused:
            message = " ".join(f"--{name}: {error}" for name, error in refused.errors.items())
            raise CommandError(message, returncode=2) from refused
        return FollowedExport(selection, layout, options["format"] or "csv", frame, source=source_of(selection))

    def _progress(self, done, count):
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done:,} / {count:,}", ending="\n" if done >= count else "")


_SELECTION = ("period", "first", "last", "city", "partnership", "anniversary", "kinds", "statuses", "state", "spoken")
_LAYOUT = ("columns", "languages", "clock", "separator", "header", "fuzzy")


@contextlib.contextmanager
def _writing(path):
    """A binary file. It takes the place of the one with that name, and its mode, when all of it is written, and is gone
    otherwise: after Ctrl-C and SIGTERM, too. What is no file, such as /dev/null or a pipe, is written to as it is."""
    if path == "-":
        with _standard_output() as file:
            yield file
        return
    mode = _mode_of(path)
    if mode is not None and not stat.S_ISREG(mode):
        with open(path, "wb") as file:  # raises IsADirectoryError
            yield file
        return
    path = os.path.realpath(path)  # not before: /dev/stdout can be opened and, where it is a pipe, has no real path
    before = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".export-")
        with open(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o640 if mode is None else stat.S_IMODE(mode))
        os.replace(temporary, path)
    except BaseException:
        if temporary:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def _standard_output():
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except OSError:
        # Nobody reads on, or the disk is full. Python would write what is left when it ends, and complain once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def _mode_of(path):
    """The mode of what is there, None where nothing is."""
    try:
        return os.stat(path).st_mode
    except FileNotFoundError:
        return None
