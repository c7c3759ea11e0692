"""Rows and files stay together, whatever fails (promises 20, 22, 45, 47)."""

import threading

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from sistercities.media.models import Picture
from sistercities.media.storing import files_written, save_picture
from sistercities.media.uploads import PictureRefused, read_picture
from tests.factories import CityFactory
from tests.media import images


@pytest.fixture
def disk(settings):
    """Replaces a storage: `disk("default", "FullDisk")`."""

    def replace(alias, name):
        settings.STORAGES = {**settings.STORAGES, alias: {"BACKEND": f"tests.media.storages.{name}"}}

    return replace


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("alias", "name"), [("default", "FullDisk"), ("default", "ReadOnly"), ("originals", "FullPrivateDisk")]
)
def test_a_failing_disk_leaves_neither_row_nor_file(disk, folders, alias, name):
    disk(alias, name)
    with pytest.raises(OSError, match=r"No space left|Read-only"):
        save_picture(Picture(title="One"), images.upload(images.jpeg()))
    assert (Picture.objects.count(), folders()) == (0, [])


@pytest.mark.django_db
def test_a_failing_disk_leaves_the_former_picture_whole(disk, folders):
    picture = save_picture(Picture(title="One", creator="Ann"), images.upload(images.jpeg()))
    columns, files = Picture.objects.values().get(), folders()
    disk("default", "FullDisk")
    picture.creator = "Somebody Else"
    with pytest.raises(OSError, match="No space left"):
        save_picture(picture)
    with pytest.raises(OSError, match="No space left"):
        save_picture(picture, images.upload(images.jpeg(500, 500)))
    assert (Picture.objects.values().get(), folders()) == (columns, files)


@pytest.mark.django_db
def test_a_refused_file_leaves_neither_row_nor_file(folders):
    with pytest.raises(PictureRefused):
        save_picture(Picture(title="One"), images.upload(b"<svg/>"))
    assert (Picture.objects.count(), folders()) == (0, [])


@pytest.mark.django_db
def test_a_refused_row_leaves_no_file(folders):
    with pytest.raises(IntegrityError), transaction.atomic():
        save_picture(Picture(title=""), images.upload(images.jpeg()))
    assert folders() == []


@pytest.mark.django_db
def test_files_that_nobody_keeps_go(folders):
    with files_written(Picture(title="One"), read_picture(images.upload(images.jpeg(100, 100)))):
        assert len(folders()) > 5
    assert folders() == []


@pytest.mark.django_db
def test_a_new_file_replaces_the_original_after_the_commit(django_capture_on_commit_callbacks, folders):
    picture = save_picture(Picture(title="One"), images.upload(images.jpeg(100, 100)))
    first = f"originals/{picture.file.name}"
    with django_capture_on_commit_callbacks() as callbacks:
        save_picture(picture, images.upload(images.jpeg(120, 120)))
    second = f"originals/{picture.file.name}"
    assert {first, second} <= set(folders())
    for callback in callbacks:
        callback()
    assert second in folders()
    assert first not in folders()


@pytest.mark.django_db(transaction=True)
def test_a_storage_that_does_not_delete_takes_nothing_from_what_was_committed(disk, folders):
    picture = save_picture(Picture(title="One"), images.upload(images.jpeg(100, 100)))
    before = folders()
    disk("originals", "NoAnswer")
    save_picture(picture, images.upload(images.jpeg(120, 120)))
    stored = Picture.objects.get()
    assert (stored.width, stored.file.name) == (120, picture.file.name)
    assert {*before, f"originals/{stored.file.name}"} < set(folders())


@pytest.mark.django_db
@pytest.mark.parametrize("many", [False, True])
def test_deleting_deletes_every_version_after_the_commit(django_capture_on_commit_callbacks, folders, many):
    picture = save_picture(Picture(title="One"), images.upload(images.jpeg(100, 100)))
    picture.creator = "Ann"
    save_picture(picture)
    with django_capture_on_commit_callbacks() as callbacks:
        Picture.objects.all().delete() if many else picture.delete()
    assert folders()
    for callback in callbacks:
        callback()
    assert folders() == []


@pytest.mark.django_db
def test_a_picture_in_use_keeps_its_files(django_capture_on_commit_callbacks, folders):
    picture = save_picture(Picture(title="One"), images.upload(images.jpeg(100, 100)))
    CityFactory(picture=picture)
    before = folders()
    with django_capture_on_commit_callbacks(execute=True):
        for delete in (picture.delete, Picture.objects.all().delete):
            with pytest.raises(ProtectedError), transaction.atomic():
                delete()
    assert (folders(), Picture.objects.count()) == (before, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_name_at_the_same_moment_makes_two_pictures():
    failures, start = [], threading.Barrier(4)

    def save(number):
        try:
            start.wait()
            save_picture(Picture(title=f"{number}"), images.upload(images.jpeg(90 + number, 90), "IMG_0001.JPG"))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(number,)) for number in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert failures == []
    pictures = Picture.objects.order_by("title")
    assert [(p.width, p.original_name) for p in pictures] == [(90 + n, "IMG_0001.JPG") for n in range(4)]
    assert len({p.file.name for p in pictures} | {p.renditions_key for p in pictures}) == 8
    assert all(storages["originals"].exists(p.file.name) for p in pictures)
