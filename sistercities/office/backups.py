"""A backup: one tar file with the database, the pictures and the secrets, and a manifest of what it holds.

    database          the dump (see `database_dumps`)
    media/…           the renditions of pictures, and
    originals/…       what they were made of
    secrets.json      SECRET_KEY and its fallbacks, and the demonstration password where there is one
    manifest.json     last: format, time, kind of database, migrations, and size and SHA-256 of every other member

It is made while people edit. Pictures are never overwritten under their name, so the order is: pictures, then the
database, then the pictures that came in between. Whatever the database names is in the file.
"""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from sistercities.office import database_dumps
from sistercities.publishing.models import ContentNumber

FORMAT = 1
_SAFE_NAME = re.compile(r"(database|secrets\.json|(media|originals)/.+)", re.DOTALL)


class BadBackup(Exception):
    """Why a backup cannot be made or used, in one sentence."""


# Making ---------------------------------------------------------------------------------------------------------------


def write_backup(target):
    """Makes the file `target`, readable by its owner only, whole or not at all. Returns the manifest.

    Raises BadBackup, also where `target` exists: a backup is never overwritten.
    """
    target = Path(target)
    if target.exists():
        raise BadBackup(f"{target} exists already.")
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
                manifest = _fill(archive, target.resolve().parent)
            file.flush()
            os.fsync(file.fileno())
        os.link(partial, target)  # unlike a rename, fails where somebody was quicker
    except FileExistsError as error:
        raise BadBackup(f"{target} exists already.") from error
    except (OSError, database_dumps.DumpError) as error:
        raise BadBackup(f"The backup was not made: {error}") from error
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _folders():
    """Where the files of pictures lie: name in the archive → folder."""
    return {"media": Path(settings.MEDIA_ROOT), "originals": Path(settings.ORIGINALS_ROOT)}


def _path_of(name):
    folder, _, rest = name.partition("/")
    return _folders()[folder] / rest


def _fill(archive, folder):
    files, seen = {}, {}

    def add(name, data):
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = len(data), 0o600, timezone.now().timestamp()
        archive.addfile(member, io.BytesIO(data))
        files[name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    def add_pictures():
        for name, path, status in _picture_files():
            state = (status.st_size, status.st_mtime_ns)
            if seen.get(name) != state:  # new, or was still being written the first time: the later member counts
                try:
                    add(name, path.read_bytes())
                except FileNotFoundError:  # deleted this moment
                    continue
                seen[name] = state

    add_pictures()
    with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as scratch:
        dumped = Path(scratch) / "database"
        database_dumps.dump(dumped)
        archive.add(dumped, "database", filter=_private)
        files["database"] = {"size": dumped.stat().st_size, "sha256": _hash_of(dumped)}
        migrations = sorted(MigrationLoader(connection).applied_migrations)
    add_pictures()
    add("secrets.json", json.dumps(_secrets()).encode())
    manifest = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "site": settings.SITE_URL,
        "database": connection.vendor,
        "migrations": [list(migration) for migration in migrations],
        "files": dict(sorted(files.items())),
    }
    content = json.dumps(manifest, indent=1).encode()
    member = tarfile.TarInfo("manifest.json")
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))
    return manifest


def _picture_files():
    for label, folder in _folders().items():
        for path in sorted(folder.rglob("*")):
            try:
                status = path.lstat()
            except FileNotFoundError:
                continue
            if path.is_file() and not path.is_symlink():
                yield f"{label}/{path.relative_to(folder).as_posix()}", path, status


def _private(member):
    member.mode, member.uid, member.gid, member.uname, member.gname = 0o600, 0, 0, "", ""
    return member


def _hash_of(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _secrets():
    password = settings.VAR_DIR / "demo_password"
    return {
        "SECRET_KEY": settings.SECRET_KEY,
        "SECRET_KEY_FALLBACKS": settings.SECRET_KEY_FALLBACKS,
        "demo_password": password.read_text().strip() if password.exists() else None,
    }


# Checking -------------------------------------------------------------------------------------------------------------


@contextmanager
def checked_backup(source):
    """Opens the file `source` for `restore_backup`, having checked all of it. Raises BadBackup and touches nothing.

    Checked are: that it is complete and unharmed (sizes, SHA-256), that its names stay inside, that it is of this kind
    of database and of this version or an older one, and that there is room for it.
    """
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(tarfile.open(source, mode="r:"))
            scratch = stack.enter_context(tempfile.TemporaryDirectory(dir=settings.VAR_DIR))
            members = {member.name: member for member in archive}  # a name that comes twice: the later one counts
            manifest = _read_manifest(archive, members)
            _check_files(archive, members, manifest)
            _check_version(manifest)
            dumped = Path(scratch) / "database"
            with archive.extractfile(members["database"]) as content, dumped.open("wb") as file:
                shutil.copyfileobj(content, file)
            database_dumps.check(dumped)
        except FileNotFoundError as error:
            raise BadBackup(f"There is no file {source}.") from error
        except (tarfile.TarError, EOFError, IsADirectoryError) as error:
            raise BadBackup(f"{source} is no backup, or not a complete one.") from error
        except database_dumps.DumpError as error:
            raise BadBackup(str(error)) from error
        yield archive, members, manifest, dumped


def _read_manifest(archive, members):
    if "manifest.json" not in members:
        raise BadBackup("It is not complete: its list of contents is missing.")
    try:
        manifest = json.loads(archive.extractfile(members["manifest.json"]).read())
        known = manifest["format"] == FORMAT
        whole = {"database", "migrations", "files"} <= manifest.keys() and "database" in manifest["files"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadBackup("Its list of contents is damaged.") from error
    if not known:
        raise BadBackup("It was made by a newer version of this program; update first.")
    if not whole:
        raise BadBackup("Its list of contents is damaged.")
    return manifest


def _check_files(archive, members, manifest):
    files = manifest["files"]
    if set(members) - {"manifest.json"} != set(files):
        raise BadBackup("It does not hold what its list of contents names.")
    for name, expected in files.items():
        member = members[name]
        if not member.isfile() or not _SAFE_NAME.fullmatch(name) or {"..", "."} & set(name.split("/")):
            raise BadBackup(f"It holds something that no backup holds: {name!r}.")
        with archive.extractfile(member) as content:
            actual = {"size": member.size, "sha256": hashlib.file_digest(content, "sha256").hexdigest()}
        if actual != expected:
            raise BadBackup(f"It is damaged: {name!r} is not what it was.")
    needed = sum(member.size for member in members.values())
    if shutil.disk_usage(settings.VAR_DIR).free < 2 * members["database"].size + needed:
        raise BadBackup("There is not enough room on the disk to restore it.")


def _check_version(manifest):
    if manifest["database"] != connection.vendor:
        raise BadBackup(f"It holds a {manifest['database']} database, and DATABASE_URL names another kind.")
    known = set(MigrationLoader(None).disk_migrations)
    unknown = sorted({tuple(migration) for migration in manifest["migrations"]} - known)
    if unknown:
        raise BadBackup(f"It was made by a newer version of this program ({'.'.join(unknown[0])}); update first.")


# Restoring ------------------------------------------------------------------------------------------------------------


def restore_backup(backup):
    """Puts what `checked_backup` gave in the place of what is here, and migrates it to this version.

    First the pictures are added, then the database changes in one transaction, then pictures that it does not know are
    removed: whenever this is interrupted, the database finds its pictures, and running it again ends well.
    """
    archive, members, manifest, dumped = backup
    pictures = {name for name in manifest["files"] if "/" in name}
    for name in sorted(pictures):
        _put(_path_of(name), archive, members[name], manifest["files"][name])
    number = ContentNumber.current()
    database_dumps.load(dumped)
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        # Whoever was logged in then may have no account any more.
        Session.objects.all().delete()
        # Running processes remember reference data under this number; it must not be one they have seen.
        ContentNumber.objects.update_or_create(pk=1, defaults={"number": max(number, ContentNumber.current())})
        ContentNumber.bump()  # and waits until none of them trusts the number from before
    for name, path, _ in list(_picture_files()):
        if name not in pictures:
            path.unlink(missing_ok=True)
    return json.loads(archive.extractfile(members["secrets.json"]).read())


def _put(path, archive, member, expected):
    if path.is_file() and path.stat().st_size == expected["size"] and _hash_of(path) == expected["sha256"]:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    with archive.extractfile(member) as content, partial.open("wb") as file:
        shutil.copyfileobj(content, file)
        file.flush()
        os.fsync(file.fileno())
    partial.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    partial.replace(path)
