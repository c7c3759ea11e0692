"""Ten thousand events as a calendar file, beside the objects of the icalendar package: `make bench-calendars`.

A new database with the content of `make_bulk_content`, as many events as it takes for a list's calendar of about ten
thousand entries, and one process of the site in which both are written by turns, so that whatever else the computer
does meanwhile hits both:

* view: the request for the list's calendar, from the database to the last byte;
* writer: our writer alone, from entries that are in memory;
* icalendar: the same entries, in memory, as objects of the icalendar package with the same properties, to bytes.

Then, in a process of its own for each, by how much its memory grows at most while a file is written and thrown away
piece by piece, as a server does: the view's; and icalendar's, for comparison.

Exits with 1 if the view, with the database, is not at least `TIMES` as fast as icalendar without one, or takes
`MEGABYTES` or more; or if what was written breaks a rule of RFC 5545 (`tests.dates.ical_rules`).
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.run import ROOT, environment_of

#: What the view has to keep to.
TIMES, MEGABYTES = 3, 64


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=20_000, help="in the database; half of them are in the calendar")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is written")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    return parser.parse_args()


def main():
    asked = arguments()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sistercities-bench-")))
        environment = environment_of(stack, asked.database, folder)
        prepare(environment, asked.events)
        times = measured(environment, "times", str(asked.rounds))
        grown = {name: measured(environment, "memory", name)["megabytes"] for name in ("view", "icalendar")}
    return report(asked, times, grown)


def prepare(environment, events):
    Path(environment["VAR_DIR"]).mkdir(parents=True)
    commands = [
        ["migrate", "-v0"],
        ["compilemessages", "-v0"],
        ["make_bulk_content", "-v0", "--no-search", "--events", str(events)],
    ]
    for command in commands:
        subprocess.run([sys.executable, "manage.py", *command], env=environment, cwd=ROOT, check=True)


def measured(environment, *question):
    command = [sys.executable, "-m", "bench.calendar_process", *question]
    answer = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=False)
    if answer.returncode:
        sys.exit(answer.stderr.decode())
    return json.loads(answer.stdout)


def report(asked, times, grown):
    load = " ".join(f"{number:.1f}" for number in os.getloadavg())
    megabytes = times["bytes"] / 1024**2
    print(f"{times['entries']:,} entries, {megabytes:.1f} MB, {asked.database}; load of the computer {load}")
    print(f"median of {asked.rounds} rounds\n")
    seconds = {name: median(found) for name, found in times["seconds"].items()}
    print(f"{'':12}{'seconds':>9}{'of icalendar':>14}{'extra MB':>10}")
    for name, taken in seconds.items():
        ratio = f"1/{seconds['icalendar'] / taken:.1f}"
        print(f"{name:12}{taken:9.2f}{ratio:>14}" + (f"{grown[name]:10.1f}" if name in grown else ""))
    failures = [f"the file breaks a rule: {breach}" for breach in times["breaches"][:3]]
    if seconds["icalendar"] < TIMES * seconds["view"]:
        failures.append(f"the view is not {TIMES} times as fast as icalendar")
    if grown["view"] >= MEGABYTES:
        failures.append(f"the view takes {MEGABYTES} MB or more")
    for failure in failures:
        print(f"\nFailed: {failure}.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
