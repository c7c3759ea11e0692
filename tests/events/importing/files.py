"""Files in tests, and the steps from a file to the desk."""

from django.utils import timezone

from events.exports.desk import Desk
from events.exports.export import Export
from events.exports.selection import Selection
from events.importing.applying import apply
from events.importing.options import Options
from events.importing.planning import plan
from events.importing.sources import Source, open_file
from events.models import EventImport
from sistercities.office.frame import current_frame
from sistercities.tables import write_csv


def csv_of(header, *rows, separator=";"):
    """A CSV file of rows of values."""
    return b"".join(write_csv(rows, header, separator))


def exported(layout, kind="csv"):
    """What the desk hands out of everything that it has, as a file of that format."""
    export = Export(Selection(state="any"), layout, kind, current_frame(), timezone.now(), Desk(None))
    return b"".join(export.pieces())


def source_of(content, **said):
    """The `Source` of a file, with what was guessed but for what is said."""
    opened = open_file(content)
    guessed = opened.guessed(Options(zone="Europe/Berlin"))
    options = Options.from_json(guessed.as_json() | said)
    return Source(opened, options, current_frame(), timezone.now())


def planned(content, user, **said):
    return plan(source_of(content, **said), user)


def imported(content, user, **said):
    """Look, then import: the `EventImport` and the `Plan`."""
    source = source_of(content, **said)
    run = EventImport.objects.create(
        file_name="list", kind=source.opened.kind, content=content, options=source.options.as_json(), created_by=user
    )
    made = apply(run, source, user, plan(source, user).digest)
    run.refresh_from_db()
    return run, made


def told(made):
    """What a plan says of each event: its action, and what it would write or why it is left out."""
    return [(item.action.value, item.reasons or item.values) for item in made.items]
