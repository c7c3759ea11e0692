"""What a list of all events costs, beside other ways to the same file: `make bench-exports`.

A database with the content of `make_bulk_content` on a PostgreSQL of its own, and 18 columns of each date that the
public reads. Each way runs in a process of its own, all of them by turns; of several rounds the fastest counts, since
whatever else the computer does only adds. (The package's ways run once: they take minutes.) Measured from the call
until the last byte is there, which goes nowhere (the commands write a file):

    copy             COPY (SELECT the columns that the list is made of) TO STDOUT: what the database needs alone
    values_list      csv.writer over values_list() of the same columns, as they are: no words, no clocks
    page, command    the response of the desk's export page, read to its end; manage.py export_events
    import-export    django-import-export: a resource over the same rows, with the same 18 columns
    plain            of the same rows 18 columns of which nothing is looked up elsewhere: ours, and the package's, which
                     gives them as they are stored, the least that it can do

Memory is what the process grows by at its peak.
"""

import argparse
import contextlib
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 2**20
#: Way → what it is held against, how many times as fast or slow it may be: `(other way, at least so much faster)`.
TARGETS = {
    "csv page": [("csv import-export", 8.0), ("copy", 1 / 4)],
    "csv command": [("csv import-export", 8.0), ("copy", 1 / 4)],
    "csv page, plain": [("csv import-export, plain", 8.0)],
    "xlsx page": [("xlsx import-export", 5.0)],
    "xlsx command": [("xlsx import-export", 5.0)],
    "xlsx page, plain": [("xlsx import-export, plain", 5.0)],
}
MOST_MEMORY = 64 * MEGABYTE
#: Columns of which nothing is looked up in other tables.
PLAIN = (
    *("uid", "event_uid", "title", "kind", "status", "date", "from", "to", "precision", "time_zone", "time", "edtf"),
    *("is_run", "is_free", "price", "currency", "language", "url"),
)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ways", nargs="+", choices=[*WAYS], default=[*WAYS], metavar="WAY")
    parser.add_argument("--here", action="store_true", help="measure the database of DATABASE_URL as it is")
    parser.add_argument("--child", choices=[*WAYS], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        return measure(asked.child)
    with contextlib.ExitStack() as stack:
        environment = dict(os.environ) if asked.here else prepared(stack, asked.events)
        found = {way: [] for way in asked.ways}
        for _round in range(asked.rounds):
            for way in asked.ways:
                if not (_round and "import-export" in way):
                    found[way].append(child(way, environment))
    return report({way: min(results, key=lambda result: result["seconds"]) for way, results in found.items()})


def prepared(stack, events):
    """The environment of a new database with so many events."""
    from bench.run import environment_of

    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sistercities-bench-")))
    environment = environment_of(stack, "postgresql", folder)
    Path(environment["VAR_DIR"]).mkdir(parents=True)
    manage = [sys.executable, "manage.py"]
    for command in (["migrate", "-v0"], ["compilemessages", "-v0"]):
        subprocess.run([*manage, *command], env=environment, cwd=ROOT, check=True)
    began = time.monotonic()
    numbers = ["--events", str(events), "--stories", "10", "--no-search"]
    subprocess.run([*manage, "make_bulk_content", "-v0", *numbers], env=environment, cwd=ROOT, check=True)
    print(f"{events:,} events made in {time.monotonic() - began:.0f} s", flush=True)
    return environment


def child(way, environment):
    command = [sys.executable, "-m", "bench.exports", "--child", way]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{way} failed:\n{done.stderr.decode()}")
    return json.loads(done.stdout.splitlines()[-1])


def report(found):
    load = " ".join(f"{number:.1f}" for number in os.getloadavg())
    print(f"\n{'':26}{'seconds':>9}{'of it ours':>12}{'× COPY':>9}{'rows/s':>10}{'memory':>10}{'file':>10}")
    for way, result in found.items():
        ratio = f"{result['seconds'] / found['copy']['seconds']:9.1f}" if "copy" in found else f"{'':9}"
        print(
            f"{way:26}{result['seconds']:9.2f}{result['processor']:12.2f}{ratio}"
            f"{result['rows'] / result['seconds']:10,.0f}{result['memory'] / MEGABYTE:7.0f} MB"
            f"{result['bytes'] / MEGABYTE:7.0f} MB",
            flush=True,
        )
    print(f"\nload of the computer {load}\n")
    missed = False
    for way, targets in TARGETS.items():
        for other, times in targets if way in found else ():
            if other not in found:
                continue
            faster = found[other]["seconds"] / found[way]["seconds"]
            held = faster >= times
            missed |= not held
            words = f"{faster:.1f} times as fast as" if times >= 1 else f"{1 / faster:.1f} times the time of"
            bound = f"at least {times:.0f}" if times >= 1 else f"at most {1 / times:.0f}"
            print(f"{'held  ' if held else 'MISSED'} {way}: {words} {other} ({bound})")
        if way in found:
            held = found[way]["memory"] < MOST_MEMORY
            missed |= not held
            print(f"{'held  ' if held else 'MISSED'} {way}: {found[way]['memory'] / MEGABYTE:.0f} MB (less than 64)")
    return int(missed)


# In a process of its own ----------------------------------------------------------------------------------------------


def measure(way):
    import django

    django.setup()
    from django.db import connection

    connection.ensure_connection()
    run = WAYS[way]()  # whatever is made once for all lists, such as a form
    before = memory("VmRSS")
    reset_peak()
    began, processor = time.perf_counter(), time.process_time()
    size, rows = run()
    seconds, processor = time.perf_counter() - began, time.process_time() - processor
    grown = max(0, memory("VmHWM") - before)
    print(json.dumps({"seconds": seconds, "processor": processor, "memory": grown, "bytes": size, "rows": rows}))


def memory(name):
    """A line of /proc/self/status, in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise LookupError(name)


def reset_peak():
    """From now on, the peak is a new one (proc(5): clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5")


def export(file_format="csv"):
    from events.exports.export import Export
    from events.exports.layout import Layout
    from events.exports.selection import Selection
    from sistercities.office.frame import current_frame

    return Export(Selection(), Layout(), file_format, current_frame())


def fields():
    """The columns of the database that the list is made of."""
    from events.exports.cell import fields_of
    from events.exports.texts import text_cell

    listed = export()
    return listed, fields_of([text_cell(column, "en") for column in listed.columns])


def copied():
    from django.db import connection

    listed, names = fields()
    query = listed.source.query(listed.selection, names, "en", listed.days, listed.at)
    sql, parameters = query.query.sql_with_params()
    sink = Sink()

    def run():
        with connection.cursor() as cursor:
            # As for our own lists: compiling takes longer than the list.
            cursor.execute("SET jit = off")
            cursor.copy_expert(f"COPY ({cursor.mogrify(sql, parameters).decode()}) TO STDOUT WITH CSV", sink)
            return sink.size, cursor.rowcount

    return run


def plain():
    listed, names = fields()
    query = listed.source.query(listed.selection, names, "en", listed.days, listed.at)

    def run():
        sink = Sink()
        writer, rows = csv.writer(sink), 0
        for row in query.iterator():
            writer.writerow(row)
            rows += 1
        return sink.size, rows

    return run


class Sink:
    """A file that counts."""

    size = 0

    def write(self, piece):
        self.size += len(piece)


def page(file_format, columns=None):
    """The view of the desk's export page, as an exporter calls it."""
    from django.contrib import admin
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.test import RequestFactory
    from django.urls import reverse

    from events.exports.column_table import DEFAULT
    from events.models import Event

    exporter, _made = get_user_model().objects.get_or_create(username="bench", is_staff=True)
    exporter.groups.add(Group.objects.get(name="exporter"))
    values = {
        "columns": [*(columns or DEFAULT)],
        "state": "public",
        "language": "en",
        "format": file_format,
        "_download": "1",
    }
    request = RequestFactory().post(reverse("admin:events_event_export"), values)
    request.user = exporter
    view = admin.site.get_model_admin(Event).export_view
    rows = export().count()

    def run():
        response = view(request)
        if not response.streaming:
            sys.exit(f"the page did not answer with a file: {response.status_code}")
        return sum(map(len, response.streaming_content)), rows

    return run


def command(file_format):
    from django.core.management import call_command

    folder = tempfile.TemporaryDirectory(prefix="sistercities-bench-")
    path = Path(folder.name) / "list"
    rows = export().count()

    def run():
        call_command("export_events", "--format", file_format, "--output", str(path))
        size = path.stat().st_size
        folder.cleanup()
        return size, rows

    return run


def import_export(file_format, is_plain=False):
    from bench.import_export import Stored, resource, rows, stored_rows

    made, queryset = (Stored(), stored_rows()) if is_plain else (resource(), rows())

    def run():
        dataset = made.export(queryset)
        return len(getattr(dataset, file_format)), len(dataset)

    return run


WAYS = {
    "copy": copied,
    "values_list": plain,
    "csv page": lambda: page("csv"),
    "csv command": lambda: command("csv"),
    "csv import-export": lambda: import_export("csv"),
    "csv page, plain": lambda: page("csv", PLAIN),
    "csv import-export, plain": lambda: import_export("csv", is_plain=True),
    "xlsx page": lambda: page("xlsx"),
    "xlsx command": lambda: command("xlsx"),
    "xlsx import-export": lambda: import_export("xlsx"),
    "xlsx page, plain": lambda: page("xlsx", PLAIN),
    "xlsx import-export, plain": lambda: import_export("xlsx", is_plain=True),
}

if __name__ == "__main__":
    sys.exit(main())
