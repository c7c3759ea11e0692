"""Where press kits lie until they expire: a private folder, never served as it is."""

import os

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages


class KitStorage(FileSystemStorage):
    """Files that have no address of their own. Folder: PRESS_KITS_ROOT."""

    @property
    def base_location(self):
        return settings.PRESS_KITS_ROOT

    @property
    def location(self):
        return os.path.abspath(self.base_location)

    def url(self, name):
        raise ValueError("Press kits are handed out by their links alone.")


def kits():
    return storages["press_kits"]
