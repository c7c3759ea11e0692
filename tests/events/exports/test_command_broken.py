"""`manage.py export_events` when something goes wrong: no half file, the exit codes of its help, nothing on a terminal.

Each is a process of its own, as cron starts it, on the database of the tests.
"""

import os
import resource
import signal
import stat
import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.db import connection

from events.exports.export import Export
from events.management.commands.export_events import Command
from events.models import EventEditionDate, ExportProfile, ExportRun
from tests.events.exports.test_command import refused, run
from tests.factories import OfficeFactory, UserFactory, publish_event

pytestmark = pytest.mark.django_db(transaction=True)

#: More rows than any buffer between two programs holds.
ROWS = 2000
COLUMNS = "title,summary,uid"


@pytest.fixture
def office():
    return OfficeFactory()


@pytest.fixture
def many(office):
    """A list of two thousand dates, half a megabyte."""
    [edition] = publish_event(words={"title": "A talk", "summary": "Words. " * 30}, when="2099-10-06")
    [date] = edition.dates.all()
    rows = []
    for number in range(1, ROWS):
        row = EventEditionDate(**{field.attname: getattr(date, field.attname) for field in date._meta.concrete_fields})
        row.pk, row.position, row.uid = None, number, f"00000000-0000-4000-8000-{number:012}"
        rows.append(row)
    EventEditionDate.objects.bulk_create(rows)


def database_url():
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{found['NAME']}"


def command(*arguments):
    return [sys.executable, "-W", "error", "manage.py", "export_events", "--columns", COLUMNS, *arguments]


def started(*arguments, **how):
    environment = {**os.environ, "DATABASE_URL": database_url(), "VAR_DIR": str(settings.VAR_DIR)}
    how = {"stderr": subprocess.PIPE, "cwd": settings.BASE_DIR, "env": environment, **how}
    return subprocess.Popen(command(*arguments), **how)


def ended(process):
    """Its exit code, and what it said."""
    _out, said = process.communicate(timeout=60)
    return process.returncode, said.decode()


def test_whoever_reads_one_line_and_goes_away_is_told_by_the_exit_code_alone(many):
    with started(stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().startswith(b"\xef\xbb\xbfTitle,Summary,UID")
        process.stdout.close()
        said = process.stderr.read().decode()
    assert (process.returncode, said) == (3, "CommandError: The list cannot be written: [Errno 32] Broken pipe\n")


def test_a_full_disk_behind_standard_output_is_said(many):
    with open("/dev/full", "wb") as full:
        assert ended(started(stdout=full)) == (
            3,
            "CommandError: The list cannot be written: [Errno 28] No space left on device\n",
        )


def test_a_full_disk_leaves_the_former_file_and_nothing_beside_it(many, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("as before")

    def no_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # then writing fails, as it does on a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    # SQLite's own files must not grow, so its journal is folded in first.
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    code, said = ended(started("--output", str(file), preexec_fn=no_room))
    assert (code, file.read_text(), list(tmp_path.iterdir())) == (3, "as before", [file]), said


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_what_is_stopped_leaves_the_former_file_and_nothing_beside_it(many, tmp_path, monkeypatch, number, code):
    """In this process: the signal has to come while rows are written."""
    file = tmp_path / "list.csv"
    file.write_text("as before")
    profile = ExportProfile.objects.create(
        name="All", owner=UserFactory(), selection={"state": "public"}, layout={"columns": ["title"]}, format="csv"
    )

    def stopped(self):
        yield b"half a"
        os.kill(os.getpid(), number)
        yield b" list"

    monkeypatch.setattr(Export, "pieces", stopped)
    arguments = ("--output", str(file), "--profile", profile.name, "--remember")
    before = signal.getsignal(signal.SIGTERM)
    if number == signal.SIGINT:
        assert refused(*arguments) == (code, "Stopped: no list was written.")
    else:
        with pytest.raises(SystemExit) as ending:
            run(*arguments)
        assert ending.value.code == code
    assert (file.read_text(), list(tmp_path.iterdir())) == ("as before", [file])
    assert not ExportRun.objects.exists()
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_process_that_is_stopped_ends_with_the_code_of_its_help(many, tmp_path):
    """Its list goes into a pipe that nobody empties, so it waits in the middle of it."""
    reading, writing = os.pipe()
    process = started(stdout=writing)
    os.close(writing)
    assert os.read(reading, 5).startswith(b"\xef\xbb\xbf")
    process.send_signal(signal.SIGINT)
    code, said = ended(process)
    os.close(reading)
    assert (code, said) == (130, "CommandError: Stopped: no list was written.\n")


def test_a_device_is_written_to_and_never_replaced(many, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    assert ended(started("--output", str(pipe))) == (0, "")
    reader.join(timeout=30)
    assert (got[0].count(b"\r\n"), stat.S_ISFIFO(pipe.stat().st_mode)) == (ROWS + 1, True)
    with started("--output", "/dev/stdout", stdout=subprocess.PIPE) as process:
        assert process.stdout.read().count(b"\r\n") == ROWS + 1
    assert ended(started("--output", os.devnull)) == (0, "")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)
    code, said = ended(started("--output", str(tmp_path)))
    assert (code, "Is a directory" in said) == (3, True)


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(office, tmp_path):
    file, link = tmp_path / "list.csv", tmp_path / "current.csv"
    file.write_text("as before")
    file.chmod(0o604)
    link.symlink_to(file)
    run("--output", str(link), "--columns", "title")
    assert (link.is_symlink(), stat.S_IMODE(file.stat().st_mode)) == (True, 0o604)
    assert file.read_text("utf-8-sig").splitlines() == ["Title"]
    new = tmp_path / "new.csv"
    run("--output", str(new), "--columns", "title")
    assert stat.S_IMODE(new.stat().st_mode) == 0o640


@pytest.mark.parametrize(("fuzzy", "entries"), [("no", 1), ("yes", 2)])
def test_a_calendar_holds_what_has_no_day_only_where_it_is_asked_for(office, tmp_path, fuzzy, entries):
    publish_event(words={"title": "A talk"}, when="2099-10-06")
    publish_event(words={"title": "Some day in autumn"}, when="2099-10")
    publish_event(words={"title": "Nobody knows"}, when="")
    file = tmp_path / "list.ics"
    run("--output", str(file), "--format", "ics", "--fuzzy", fuzzy)
    text = file.read_text()
    assert text.count("BEGIN:VEVENT") == entries
    assert text.count("STATUS:TENTATIVE") == entries - 1
    assert "Nobody knows" not in text


@pytest.mark.parametrize("is_terminal", [True, False])
def test_progress_is_told_to_a_terminal_and_to_nobody_else(office, tmp_path, monkeypatch, is_terminal):
    publish_event(words={"title": "A talk"}, when="2099-10-06")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal, raising=False)
    told = []
    told_to = type("Told", (), {"write": lambda self, text, ending="": told.append(text + ending)})()
    shell = Command()
    monkeypatch.setattr(shell, "stderr", told_to)
    shell._progress(1, 2)
    shell._progress(2, 2)
    assert told == (["\r1 / 2", "\r2 / 2\n"] if is_terminal else [])
