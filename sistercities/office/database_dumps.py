"""The whole database as one file, and back: a copy of the file for SQLite, SQL for PostgreSQL.

Both are a picture of one moment, taken while others read and write, and both come back as one transaction.
"""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.db import connection


class DumpError(Exception):
    """What went wrong, in one sentence."""


def dump(target):
    """Writes the database to the new file `target`."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(target)
        try:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        finally:
            copy.close()
    else:
        with open(target, "wb") as file:
            _run("pg_dump", "--schema=public", "--no-owner", "--no-privileges", stdout=file)


def check(source):
    """Raises DumpError unless the file `source` looks like what `dump` writes for the database in use."""
    with open(source, "rb") as file:
        start = file.read(64)
    if start.startswith(b"SQLite format 3\0") != (connection.vendor == "sqlite"):
        raise DumpError("It holds another kind of database than the one that DATABASE_URL names.")
    if connection.vendor != "sqlite":
        if not start.startswith(b"--\n-- PostgreSQL database dump"):
            raise DumpError("The database in it is damaged.")
        return
    copy = sqlite3.connect(source)
    try:
        if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise DumpError("The database in it is damaged.")
        if copy.execute("PRAGMA foreign_key_check").fetchone():
            raise DumpError("The database in it has rows that point nowhere.")
    except sqlite3.DatabaseError as error:
        raise DumpError("The database in it is damaged.") from error
    finally:
        copy.close()


def load(source):
    """Puts the file `source` in the place of the whole database, which is afterwards like it, or as it was."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(source)
        try:
            copy.backup(connection.connection)
        except sqlite3.Error as error:
            raise DumpError(f"SQLite refused it: {error}.") from error
        finally:
            copy.close()
        return
    connection.close()  # it would wait for itself
    script = Path(f"{source}.load")
    with script.open("wb") as sql, open(source, "rb") as dumped:
        sql.write(b"SET lock_timeout = '30s';\nDROP SCHEMA IF EXISTS public CASCADE;\n")
        # pg_dump writes this line or leaves it out, depending on its version and on the schema's owner.
        if not any(line.rstrip() == b"CREATE SCHEMA public;" for line in dumped):
            sql.write(b"CREATE SCHEMA public;\n")
        dumped.seek(0)
        shutil.copyfileobj(dumped, sql)
    try:
        options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={script}"]
        _run("psql", *options, stdout=subprocess.DEVNULL)
    finally:
        script.unlink()


def _run(program, *options, stdout):
    """One of PostgreSQL's programs on the database in use; the password goes through its environment."""
    path = shutil.which(program)
    if path is None:
        installed = sorted(
            Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda found: float(found.parts[4])
        )
        if not installed:
            raise DumpError(f"PostgreSQL's {program} is needed; on Debian: apt-get install postgresql-client.")
        path = installed[-1]
    (_, *arguments), environment = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    result = subprocess.run(  # noqa: S603  (a fixed program, with arguments from the settings)
        [path, *options, *arguments],
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
    )
    if result.returncode:
        reasons = [line for line in result.stderr.decode(errors="replace").splitlines() if line.strip()]
        raise DumpError(f"{program}: {reasons[0] if reasons else f'ended with {result.returncode}'}.")
