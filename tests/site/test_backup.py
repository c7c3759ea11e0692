"""Backup and restore, rehearsed on the database that the tests run on."""

import io
import json
import stat
import tarfile
import time
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from sistercities.cities.models import City
from sistercities.publishing.models import ContentNumber
from tests.factories import CityFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(settings, tmp_path):
    """An installation with a city and two files; the folder of its backups is `tmp_path`."""
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"
    settings.ORIGINALS_ROOT = settings.VAR_DIR / "originals"
    for path, content in [
        (settings.MEDIA_ROOT / "a" / "640.avif", b"avif"),
        (settings.ORIGINALS_ROOT / "ä 1.jpg", b"original"),
    ]:
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    CityFactory(name_en="Köln 🏙", slug_en="koeln")
    return settings


def files(site):
    return {
        path.relative_to(site.VAR_DIR).as_posix(): path.read_bytes()
        for path in site.VAR_DIR.rglob("*")
        if path.is_file()
    }


def rewritten(source, target, change):
    """A copy of the tar file `source` with `change(name, data)` applied to every member; None leaves a member out."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            data = change(member.name, old.extractfile(member).read())
            if data is not None:
                member.size = len(data)
                new.addfile(member, io.BytesIO(data))
    return target


def test_backup_brings_back_texts_and_pictures_of_that_moment(site, tmp_path):
    backup = tmp_path / "one.backup"
    call_command("backup", backup, verbosity=0)
    before = files(site)
    City.objects.all().delete()
    CityFactory(name_en="Only afterwards", slug_en="afterwards")
    (site.MEDIA_ROOT / "a" / "640.avif").unlink()
    (site.MEDIA_ROOT / "later.avif").write_bytes(b"later")

    call_command("restore", backup, yes=True)

    assert list(City.objects.values_list("name_en", "slug_en")) == [("Köln 🏙", "koeln")]
    assert files(site) == before


def test_restore_ends_sessions_and_takes_a_content_number_nobody_has_seen(site, tmp_path):
    Session.objects.create(session_key="k" * 32, session_data="x", expire_date=timezone.now() + timezone.timedelta(1))
    backup = tmp_path / "one.backup"
    call_command("backup", backup, verbosity=0)
    for _ in range(3):
        ContentNumber.bump()
    seen = ContentNumber.current()

    call_command("restore", backup, yes=True)

    assert (Session.objects.count(), ContentNumber.current()) == (0, seen + 1)


def test_restore_is_over_when_no_process_trusts_what_was_before(site, tmp_path, monkeypatch):
    site.PAGE_CACHE_LEASE = 60
    backup, pauses = tmp_path / "one.backup", []
    call_command("backup", backup, verbosity=0)
    monkeypatch.setattr(time, "sleep", pauses.append)
    call_command("restore", backup, yes=True)
    assert pauses == [0.06]


def test_backup_is_private_and_never_overwrites(site, tmp_path):
    backup = tmp_path / "one.backup"
    call_command("backup", backup, verbosity=0)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    content = backup.read_bytes()
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", backup, verbosity=0)
    assert backup.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir() if path.name != "var"] == ["one.backup"]


def test_backup_that_cannot_be_written_leaves_nothing(site, tmp_path):
    with pytest.raises(CommandError, match="was not made"):
        call_command("backup", tmp_path / "no such folder" / "one.backup", verbosity=0)
    assert [path.name for path in tmp_path.iterdir()] == ["var"]


def cut_short(source, target):
    target.write_bytes(source.read_bytes()[:-12_000])
    return target


def flip_a_byte(source, target):
    return rewritten(source, target, lambda name, data: b"0riginal" if data == b"original" else data)


def without_a_picture(source, target):
    return rewritten(source, target, lambda name, data: None if name.startswith("media/") else data)


def with_manifest(source, target, **changes):
    def change(name, data):
        return json.dumps({**json.loads(data), **changes}).encode() if name == "manifest.json" else data

    return rewritten(source, target, change)


def from_the_future(source, target):
    return with_manifest(source, target, migrations=[["stories", "9999_not_yet_written"]])


def of_another_database(source, target):
    return with_manifest(source, target, database="oracle")


def of_another_format(source, target):
    return with_manifest(source, target, format=2)


def empty(source, target):
    target.write_bytes(b"")
    return target


def a_text(source, target):
    target.write_text("Dear colleague, here is the backup. " * 100)
    return target


def escaping(source, target):
    """A member that would land outside of the folders, with a manifest that agrees."""
    name = "media/../../../escaped"

    def change(member, data):
        if member != "manifest.json":
            return data
        manifest = json.loads(data)
        manifest["files"][name] = {
            "size": 4,
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        }
        return json.dumps(manifest).encode()

    rewritten(source, target, change)
    with tarfile.open(target, "a") as archive:
        member = tarfile.TarInfo(name)
        member.size = 4
        archive.addfile(member, io.BytesIO(b"test"))
    return target


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (cut_short, "complete"),
        (flip_a_byte, "damaged"),
        (without_a_picture, "does not hold"),
        (from_the_future, "newer version"),
        (of_another_database, "another kind"),
        (of_another_format, "newer version"),
        (empty, "no backup"),
        (a_text, "no backup"),
        (escaping, "no backup holds"),
    ],
)
def test_restore_refuses_a_bad_backup_and_touches_nothing(site, tmp_path, damage, sentence):
    good = tmp_path / "good.backup"
    call_command("backup", good, verbosity=0)
    bad = damage(good, tmp_path / "bad.backup")
    CityFactory(name_en="Written since", slug_en="since")
    before = files(site), set(City.objects.values_list("name_en", flat=True))

    with pytest.raises(CommandError, match=sentence):
        call_command("restore", bad, yes=True)

    assert (files(site), set(City.objects.values_list("name_en", flat=True))) == before
    assert not (tmp_path / "escaped").exists()


def test_restore_asks_first(site, tmp_path):
    backup = tmp_path / "one.backup"
    call_command("backup", backup, verbosity=0)
    CityFactory(name_en="Written since", slug_en="since")
    with pytest.raises(CommandError, match="--yes"):
        call_command("restore", backup)
    assert City.objects.filter(name_en="Written since").exists()


def test_restore_brings_back_the_key_of_this_computer(site, tmp_path, settings):
    key = Path(settings.VAR_DIR) / "secret_key"
    key.write_text(settings.SECRET_KEY + "\n")
    backup = tmp_path / "one.backup"
    call_command("backup", backup, verbosity=0)
    settings.SECRET_KEY = "another one, made since" * 3
    key.write_text(settings.SECRET_KEY + "\n")

    call_command("restore", backup, yes=True)

    with tarfile.open(backup) as archive:
        assert key.read_text().strip() == json.load(archive.extractfile("secrets.json"))["SECRET_KEY"]
    assert "made since" not in key.read_text()
