"""What each page costs, beside a bare Django view that returns the same bytes: `make bench`.

For each size a new database with the content of `make_bulk_content` (so many events, a tenth as many stories) and the
site under gunicorn as in production, all sizes of one database at once; beside them a bare view under a gunicorn of
the same kind. One visitor reads them by turns, request by request, so that whatever else the computer does meanwhile
hits all of them. The page cache is off but for the site "kept"; what is remembered without it: the site frame, what
lists offer and count (until the content changes), SQL texts, and of each edition, which never changes, its body
parted at its cards. The visitor takes no compression: all send the same bytes.

Figures: weight; queries of the first page after a change and of every other one; median and 95th percentile of the
milliseconds until a page is read, and of those that the processors of the server and of its database worked for it
(a busy computer makes these longer, too, but not by waiting). Then pages per second as a share of the bare view's,
printed and from the page cache, at the largest size; in brackets by what the processors worked. Last, the 95th
percentile as a multiple of that at the smallest size; in brackets that of what the processors worked.

Ends with 1 where a limit is exceeded (`bench/report.py`).
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
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bench import report
from bench.load import Servers, Timing, Visitor

ROOT = Path(__file__).resolve().parent.parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000], metavar="EVENTS")
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgresql"), default=["postgresql"])
    parser.add_argument("--requests", type=int, default=300, help="requests of each page")
    parser.add_argument("--pages", nargs="+", help="only the pages with these names")
    parser.add_argument("--worker-class", default="gthread", help="gunicorn's")
    return parser.parse_args()


@dataclass
class Site:
    """One size: its pages as `bench.pages.read()` gives them, with their bytes; its timings by page."""

    events: int
    pages: dict
    visitor: Visitor
    servers: Servers
    timings: dict = field(default_factory=dict)


def main():
    asked = arguments()
    exceeded = []
    for database in asked.databases:
        with contextlib.ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sistercities-bench-")))
            environments = [environment_of(stack, database, folder / str(size)) for size in asked.sizes]
            pages = [prepare(*pair) for pair in zip(environments, asked.sizes, strict=True)]
            exceeded += compare(stack, database, asked, folder, environments, pages)
    return 1 if exceeded else 0


def compare(stack, database, asked, folder, environments, pages):
    """Measure what is prepared, and report it; the sentences about limits that are exceeded."""
    sites = [
        Site(size, found, *serve(stack, asked, environment, "off"))
        for size, found, environment in zip(asked.sizes, pages, environments, strict=True)
    ]
    kept = Site(asked.sizes[-1], pages[-1], *serve(stack, asked, environments[-1], "local"))
    for site in sites:
        for page in site.pages.values():
            page["bytes"] = site.visitor.read(page["address"])[1]
    port = free_port()
    bare = Site(0, {}, Visitor(port), Servers(stack.enter_context(bare_view(folder, port, asked, sites[-1]))))
    measure(asked, sites, kept, bare)
    load = " ".join(f"{number:.1f}" for number in os.getloadavg())
    print(f"\n{database}, gunicorn with 2 {asked.worker_class} workers, one visitor; load of the computer {load}")
    report.tables(sites, kept, bare)
    exceeded = report.exceeded(sites, kept, bare)
    print("", *(exceeded or ["Every limit is kept."]), sep="\n", flush=True)
    return exceeded


def environment_of(stack, database, folder):
    inherited = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")}
    environment = {
        **inherited,
        "DJANGO_SETTINGS_MODULE": "sistercities.settings",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        "VAR_DIR": str(folder / "var"),
    }
    if database == "postgresql":
        from tools.throwaway_postgres import server

        environment["DATABASE_URL"], _binaries = stack.enter_context(server())
    return environment


def prepare(environment, events):
    """Make the database; return the pages."""
    run = {"env": environment, "cwd": ROOT, "check": True}
    manage = [sys.executable, "manage.py"]
    Path(environment["VAR_DIR"]).mkdir(parents=True)
    subprocess.run([*manage, "migrate", "-v0"], **run)
    subprocess.run([*manage, "collectstatic", "--noinput", "-v0"], **run)
    subprocess.run([*manage, "compilemessages", "-v0"], **run)
    began = time.monotonic()
    numbers = ["--events", str(events), "--stories", str(max(10, events // 10))]
    subprocess.run([*manage, "make_bulk_content", "-v0", *numbers], **run)
    print(
        f"{events:,} events and {max(10, events // 10):,} stories made in {time.monotonic() - began:.0f} s", flush=True
    )
    counted = subprocess.run([sys.executable, "-m", "bench.pages"], capture_output=True, **run | {"check": False})
    if counted.returncode:
        sys.exit(counted.stderr.decode())
    return json.loads(counted.stdout)


def serve(stack, asked, environment, page_cache):
    """A visitor of a gunicorn with the site, and its processes."""
    port = free_port()
    own = {"SITE_URL": f"http://127.0.0.1:{port}", "PAGE_CACHE": page_cache}
    master = stack.enter_context(gunicorn("sistercities.wsgi", port, asked, environment | own))
    return Visitor(port), Servers(master, postmaster(environment))


def postmaster(environment):
    """The process of the throwaway PostgreSQL; None for SQLite, which has none."""
    if "DATABASE_URL" not in environment:
        return None
    home = unquote(urlsplit(environment["DATABASE_URL"]).netloc.partition("@")[2])
    return int((Path(home) / "data" / "postmaster.pid").read_text().split()[0])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def gunicorn(application, port, asked, environment):
    """Yields the process id of the master; its workers are its children."""
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--worker-class", asked.worker_class, "--log-level", "error", application]
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
def bare_view(folder, port, asked, site):
    """The bare view with the bytes of the pages of that site."""
    files = folder / "bare"
    files.mkdir()
    for number, page in enumerate(site.pages.values()):
        page["bare"] = f"page-{number}"
        (files / page["bare"]).write_bytes(page["bytes"])
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with gunicorn("bench.bare", port, asked, {**environment, "BARE_PAGES": str(files)}) as master:
        yield master


#: The fast ones are asked as often in a row, as pages come where speed matters; every time is a divisor of others.
FAST = 10
#: Seconds after which a page has been measured enough; each is asked for at least twenty times.
PATIENCE, LEAST_REQUESTS = 120, 20


def measure(asked, sites, kept, bare):
    """Fill the timings of all of them, taken by turns."""
    names = [name for name in sites[-1].pages if not asked.pages or name in asked.pages]
    for name in names:
        turns = [(site, site.pages[name]["address"], 1) for site in sites]
        turns += [(kept, kept.pages[name]["address"], FAST), (bare, f"/{sites[-1].pages[name]['bare']}", FAST)]
        for site, address, _times in turns:
            site.timings[name] = Timing()
            for _ in range(20):  # whatever a process does once, in both workers
                site.visitor.read(address)
            site.servers.look()
        deadline = time.monotonic() + PATIENCE
        for number in range(asked.requests):
            if number >= LEAST_REQUESTS and time.monotonic() > deadline:
                break
            for site, address, times in turns:
                for _ in range(times):
                    before = site.servers.seconds()
                    seconds, _body = site.visitor.read(address)
                    site.timings[name].add(seconds, site.servers.seconds() - before)


if __name__ == "__main__":
    sys.exit(main())
