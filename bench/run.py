"""What each page costs, beside a bare Django view that returns the same bytes: `make bench`.

For each database and size: a new database with bench/data.py's stories, the site under gunicorn as in production, the
bare view under a gunicorn of the same kind, and one visitor who reads them by turns, so that whatever else the computer
does meanwhile hits both. No page is remembered anywhere; what is: the site frame and the index's chips and counts
(until the content changes), SQL texts, and of each edition, which never changes, its body parted at its cards.
The visitor takes no compression: both send the same bytes.

Figures: queries of the first page after a change and of every other one; median and 95th percentile of the time until a
page is read; processor time of the server's processes per page; pages per second as a share of the bare view's.
"""

import argparse
import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.load import Timing, Visitor

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 10


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 10_000], metavar="STORIES")
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    parser.add_argument("--requests", type=int, default=300, help=f"requests of each page, in {ROUNDS} rounds")
    parser.add_argument("--pages", nargs="+", help="only the pages with these names")
    parser.add_argument("--worker-class", default="sync", help="gunicorn's; the site's own default is gthread")
    return parser.parse_args()


def main():
    asked = arguments()
    for database in asked.databases:
        for size in asked.sizes:
            with contextlib.ExitStack() as stack:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sistercities-bench-")))
                port, bare_port = free_port(), free_port()
                environment = site_environment(folder, port)
                if database == "postgresql":
                    from tools.throwaway_postgres import server

                    environment["DATABASE_URL"], _binaries = stack.enter_context(server())
                measured = prepare(environment, size)
                site = stack.enter_context(gunicorn("sistercities.wsgi", port, asked.worker_class, environment))
                bare = stack.enter_context(
                    bare_view(folder / "bare", bare_port, asked.worker_class, Visitor(port), measured)
                )
                timings = measure(measured, asked, (Visitor(port), site), (Visitor(bare_port), bare))
                report(database, size, asked, measured, timings)


def site_environment(folder, port):
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "sistercities.settings",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "VAR_DIR": str(folder / "var"),
    }


def prepare(environment, size):
    """Make the database; `{page: {"address": …, "queries": [cold, warm]}}`."""
    run = {"env": environment, "cwd": ROOT, "check": True}
    python = sys.executable
    subprocess.run([python, "manage.py", "migrate", "-v0"], **run)
    subprocess.run([python, "manage.py", "collectstatic", "--noinput", "-v0"], **run)
    subprocess.run([python, "manage.py", "compilemessages", "-v0"], **run)
    subprocess.run([python, "-m", "bench.pages", "load", str(size)], **run)
    counted = subprocess.run([python, "-m", "bench.pages", "queries"], capture_output=True, **run | {"check": False})
    if counted.returncode:
        sys.exit(counted.stderr.decode())
    return json.loads(counted.stdout)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def gunicorn(application, port, worker_class, environment):
    """Yields the process id of the master; its workers are its children."""
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--worker-class", worker_class, "--log-level", "error", application]
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=errors)
        try:
            await_port(port, process, errors)
            yield process.pid
        except OSError as error:
            errors.seek(0)
            sys.exit(f"{application} failed, {error}:\n{errors.read()}")
        finally:
            process.terminate()
            process.wait(30)


def await_port(port, process, errors):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.1)
    errors.seek(0)
    sys.exit(f"gunicorn did not start:\n{errors.read()}")


@contextlib.contextmanager
def bare_view(folder, port, worker_class, visitor, measured):
    folder.mkdir()
    for number, page in enumerate(measured.values()):
        page["bare"] = f"page-{number}"
        page["bytes"] = visitor.read(page["address"])[1]
        (folder / page["bare"]).write_bytes(page["bytes"])
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with gunicorn("bench.bare", port, worker_class, {**environment, "BARE_PAGES": str(folder)}) as master:
        yield master


def measure(measured, asked, site, bare):
    """`{page: (Timing of the site, Timing of the bare view)}`, taken by turns."""
    chosen = {name: page for name, page in measured.items() if not asked.pages or name in asked.pages}
    timings = {name: (Timing(), Timing()) for name in chosen}
    each = max(1, asked.requests // ROUNDS)
    for page in chosen.values():  # whatever a process does once, in both workers
        for visitor, _server in (site, bare):
            for _ in range(10):
                visitor.read(page["address"] if visitor is site[0] else f"/{page['bare']}")
    for _ in range(ROUNDS):
        for name, page in chosen.items():
            timings[name][0].measure(*site, page["address"], each)
            timings[name][1].measure(*bare, f"/{page['bare']}", 3 * each)
    return timings


def report(database, size, asked, measured, timings):
    print(f"\n{size:,} stories on {database}, gunicorn with 2 {asked.worker_class} workers, one connection at a time")
    print(f"{'page':22}{'KB':>7}{'queries':>9}{'median':>10}{'p95':>10}{'processor':>11}{'bare':>9}{'share':>8}")
    print(f"{'':22}{'':7}{'cold/warm':>9}{'ms':>10}{'ms':>10}{'ms':>11}{'ms':>9}{'':8}")
    for name, (site, bare) in timings.items():
        page = measured[name]
        print(
            f"{name:22}{len(page['bytes']) / 1024:7.1f}{'/'.join(map(str, page['queries'])):>9}"
            f"{site.median * 1000:10.2f}{site.p95 * 1000:10.2f}{site.processor_each * 1000:11.2f}"
            f"{bare.median * 1000:9.2f}{site.per_second / bare.per_second:8.1%}",
            flush=True,
        )


if __name__ == "__main__":
    main()
