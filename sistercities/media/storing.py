"""The files and the row of a picture belong together: both are there after a save, or neither.

Files are written before the transaction begins, so that no other writer waits for encoders, and are taken away again
when the row is not saved. A process that dies in between leaves files without a row, which `make_renditions --prune`
removes, never a row without files.
"""

import secrets
from contextlib import contextmanager, suppress

from django.core.files.base import ContentFile
from django.db import transaction

from sistercities.media.renditions import FOLDER, NOTHING, discard_folder, put_on, recipe, write_renditions
from sistercities.media.storages import delete_folder, originals, renditions
from sistercities.media.uploads import read_original, read_picture


class WrittenFiles:
    """What was written ahead for one picture: `original` (name or None), `made` (`RenditionSet` or None)."""

    def __init__(self):
        self.original = self.original_name = self.made = None
        self.is_kept = False

    def put_on(self, picture):
        """Enter the files in the picture's columns, inside the transaction that saves it."""
        self.is_kept = True
        rows = type(picture).objects.filter(pk=picture.pk).values_list("file", "renditions_key")
        file, key = rows.first() or ("", "")
        if self.original:
            picture.file = self.original
            picture.original_name = self.original_name
            transaction.on_commit(lambda: delete_original(file), robust=True)
        elif not picture.file:
            picture.original_name = ""
            put_on(picture, NOTHING)
            transaction.on_commit(lambda: delete_files(file, key), robust=True)
        if self.made:
            put_on(picture, self.made)

    def discard(self):
        if self.original:
            delete_original(self.original)
        if self.made:
            discard_folder(f"{FOLDER}/{self.made.key}")


@contextmanager
def files_written(picture, new=None):
    """Write what `picture` as it will be saved needs: the original, if there is a `new` one (`ReadPicture`), and
    renditions, if anything that goes into them has changed.

    Yields `WrittenFiles`; they stay if `put_on()` was called and the block ended well. Raises OSError of the storage,
    leaving nothing.
    """
    files = WrittenFiles()
    former = (picture.file.name, picture.renditions_key)
    try:
        if new is not None:
            extension, data = new.master()
            name = f"{secrets.token_urlsafe(16)}.{extension}"
            files.original = name  # Before it is written: a partly written file must go, too.
            files.original = originals().save(name, ContentFile(data))
            files.original_name = new.original_name
            picture.file = files.original
            files.made = write_renditions(picture, new.image)
        elif picture.file and recipe(picture) != picture.renditions_recipe:
            with suppress(FileNotFoundError), picture.file.open("rb") as file:
                files.made = write_renditions(picture, read_original(file).image)
        picture.file, picture.renditions_key = former
        yield files
    except BaseException:
        files.discard()
        raise
    if not files.is_kept:
        files.discard()


def save_picture(picture, file=None):
    """Save a picture with a new file (Django `File`), or with its present one; the way in for code that is no form.

    Raises PictureRefused when the file cannot be used, OSError when the storage fails; nothing is stored then.
    """
    new = read_picture(file) if file is not None else None
    with files_written(picture, new) as files, transaction.atomic():
        files.put_on(picture)
        picture.save()
    return picture


def delete_original(name):
    """Best effort: nothing refers to it any more, and `--prune` finds what is left."""
    if name:
        with suppress(OSError):
            originals().delete(name)


def delete_files(name, key):
    """Delete the original and every version of the renditions, after the row is gone."""
    delete_original(name)
    if own := key.partition("/")[0]:
        with suppress(OSError):
            delete_folder(renditions(), f"{FOLDER}/{own}")
