"""What each page costs, beside a bare Django view that returns the same bytes: `make bench`.

For each size a new database with the content of `make_bulk_content` (so many events, a tenth as many stories) and the
site under gunicorn as in production, all sizes of one database at once; beside them a bare view under a gunicorn of
the same kind. One visitor reads them by turns, request by request, so that whatever else the computer does meanwhile
hits all of them. The page cache is off but in the column "kept"; what is remembered without it: the site frame, what
lists offer and counts (until the content changes), SQL texts, and of each edition, which never changes, its body
parted at its cards. The visitor takes no compression: all send the same bytes.

Figures: queries of the first page after a change and of every other one; median and 95th percentile of the time until
a page is read; processor time of the server's processes per page; pages per second as a share of the bare view's; the
same from the page cache, at the largest size. Last, the 95th percentile of each page as a multiple of that at the
smallest size.
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

from bench.load import Timing, Visitor

ROOT = Path(__file__).resolve().parent.parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000], metavar="EVENTS")
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgresql"), default=["postgresql"])
    parser.add_argument("--requests", type=int, default=200, help="requests of each page")
    parser.add_argument("--pages", nargs="+", help="only the pages with these names")
    parser.add_argument("--worker-class", default="gthread", help="gunicorn's")
    return parser.parse_args()


@dataclass
class Site:
    """One size: its pages as `{name: {"address": …, "queries": [cold, warm], …}}`, its server, its timings by page."""

    events: int
    pages: dict
    visitor: Visitor
    server: int
    timings: dict = field(default_factory=dict)


def main():
    asked = arguments()
    for database in asked.databases:
        with contextlib.ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sistercities-bench-")))
            environments = [environment_of(stack, database, folder / str(size)) for size in asked.sizes]
            pages = [prepare(*pair) for pair in zip(environments, asked.sizes, strict=True)]
            sites = [
                Site(size, found, *serve(stack, asked, environment, "off"))
                for size, found, environment in zip(asked.sizes, pages, environments, strict=True)
            ]
            kept = Site(asked.sizes[-1], pages[-1], *serve(stack, asked, environments[-1], "local"))
            bare_port = free_port()
            bare = Site(0, {}, Visitor(bare_port), stack.enter_context(bare_view(folder, bare_port, asked, sites)))
            measure(asked, sites, kept, bare)
            report(database, asked, sites, kept, bare)


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
    """A visitor and the master process of a gunicorn with the site."""
    port = free_port()
    own = {"SITE_URL": f"http://127.0.0.1:{port}", "PAGE_CACHE": page_cache}
    return Visitor(port), stack.enter_context(gunicorn("sistercities.wsgi", port, asked, environment | own))


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
def bare_view(folder, port, asked, sites):
    """The bare view with the bytes of the pages of the largest size."""
    files = folder / "bare"
    files.mkdir()
    for number, page in enumerate(sites[-1].pages.values()):
        page["bare"] = f"page-{number}"
        page["bytes"] = sites[-1].visitor.read(page["address"])[1]
        (files / page["bare"]).write_bytes(page["bytes"])
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with gunicorn("bench.bare", port, asked, {**environment, "BARE_PAGES": str(files)}) as master:
        yield master


#: The fast ones are asked more often by turns: their times are the divisors of everything.
FAST = 3


def measure(asked, sites, kept, bare):
    """Fill the timings of all of them, taken by turns.

    A processor second is too long a measure for one request, so what processes used is read around each page's round,
    of all requests together.
    """
    names = [name for name in sites[-1].pages if not asked.pages or name in asked.pages]
    for name in names:
        turns = [(site, site.pages[name]["address"], 1) for site in sites]
        turns += [(kept, kept.pages[name]["address"], FAST), (bare, f"/{sites[-1].pages[name]['bare']}", FAST)]
        for site, address, _times in turns:
            site.timings[name] = Timing()
            for _ in range(20):  # whatever a process does once, in both workers
                site.visitor.read(address)
        for site, *_rest in turns:
            site.timings[name].begin(site.server)
        for _ in range(asked.requests):
            for site, address, times in turns:
                for _ in range(times):
                    site.timings[name].seconds.append(site.visitor.read(address)[0])
        for site, *_rest in turns:
            site.timings[name].end(site.server)


def report(database, asked, sites, kept, bare):
    load = " ".join(f"{number:.1f}" for number in os.getloadavg())
    print(f"\n{database}, gunicorn with 2 {asked.worker_class} workers, one visitor, load of the computer {load}")
    for site in sites:
        is_last = site is sites[-1]
        print(f"\n{site.events:,} events")
        print(f"{'page':24}{'KB':>7}{'queries':>9}{'median':>9}{'p95':>9}{'processor':>11}", end="")
        print(f"{'bare':>8}{'share':>8}{'kept':>8}{'share':>8}" if is_last else "")
        for name, timing in site.timings.items():
            page, one = site.pages[name], bare.timings[name]
            print(f"{name:24}{len(sites[-1].pages[name]['bytes']) / 1024:7.1f}" if is_last else f"{name:31}", end="")
            print(
                f"{'/'.join(map(str, page['queries'])):>9}{timing.median * 1000:9.2f}{timing.p95 * 1000:9.2f}", end=""
            )
            print(f"{timing.processor_each * 1000:11.2f}", end="")
            if is_last:
                found = kept.timings[name]
                print(f"{one.median * 1000:8.2f}{timing.share_of(one):8.1%}", end="")
                print(f"{found.median * 1000:8.2f}{found.share_of(one):8.1%}", end="")
            print(flush=True)
    if len(sites) > 1:
        print("\n95th percentile as a multiple of that at the smallest size (median in brackets)")
        for name, least in sites[0].timings.items():
            print(f"{name:24}", end="")
            for site in sites[1:]:
                timing = site.timings[name]
                print(f"{timing.p95 / least.p95:10.2f} ({timing.median / least.median:.2f})", end="")
            print(flush=True)


if __name__ == "__main__":
    main()
