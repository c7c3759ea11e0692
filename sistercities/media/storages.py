"""Where the files of pictures lie: renditions in the default storage, originals in a private one."""

import os

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages


class PrivateStorage(FileSystemStorage):
    """Files that have no address: what lies here is never served. Folder: ORIGINALS_ROOT."""

    @property
    def base_location(self):
        return settings.ORIGINALS_ROOT

    @property
    def location(self):
        return os.path.abspath(self.base_location)

    def url(self, name):
        raise ValueError("Originals have no public address; use the renditions.")


def originals():
    return storages["originals"]


def renditions():
    return storages["default"]


def delete_folder(storage, folder):
    """Delete a folder with everything in it; nothing happens where there is none. Raises OSError of the storage."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        storage.delete(f"{folder}/{name}")
    for name in folders:
        delete_folder(storage, f"{folder}/{name}")
    storage.delete(folder)
