"""Storages that fail as disks do."""

import errno

from django.core.files.storage import FileSystemStorage

from sistercities.media.storages import PrivateStorage


class FullDisk(FileSystemStorage):
    """Writes a few files, then half of one, then nothing."""

    room = 3

    def _save(self, name, content):
        if self.room == 0:
            content.seek(0)
            half = type(content)(content.read()[: content.size // 2])
            super()._save(name, half)
            raise OSError(errno.ENOSPC, "No space left on device")
        self.room -= 1
        return super()._save(name, content)


class FullPrivateDisk(FullDisk, PrivateStorage):
    room = 0


class ReadOnly(FileSystemStorage):
    def _save(self, name, content):
        raise OSError(errno.EROFS, "Read-only file system")


class NoAnswer(PrivateStorage):
    """Storages behind a network fail with errors of their own, which are no `OSError`."""

    def delete(self, name):
        raise RuntimeError("no answer")
