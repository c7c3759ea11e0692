"""Finds files that no row refers to: versions before the present one, and what a crash left behind."""

import datetime

from django.utils import timezone

from sistercities.media.models import Picture
from sistercities.media.renditions import FOLDER
from sistercities.media.storages import delete_folder, originals, renditions

#: Younger files may belong to a page that a reader has open, or to a save that is going on.
GRACE = datetime.timedelta(days=1)


def prune(at=None):
    """Delete what is older than a day and belongs to no row; returns (folders of renditions, originals) deleted.

    Files are listed before rows are read: whatever a save adds meanwhile is not in the list. Raises OSError.
    """
    before = (at or timezone.now()) - GRACE
    store, keep = renditions(), originals()
    folders = [f"{own}/{version}" for own in _folders(store, FOLDER) for version in _folders(store, f"{FOLDER}/{own}")]
    names = _files(keep, "")
    rows = list(Picture.objects.values_list("renditions_key", "file"))
    used_keys, used_names = {key for key, _ in rows}, {name for _, name in rows}
    stale = [key for key in folders if key not in used_keys and _is_older(store, f"{FOLDER}/{key}", before)]
    for key in stale:
        delete_folder(store, f"{FOLDER}/{key}")
        own = f"{FOLDER}/{key.partition('/')[0]}"
        if not any(store.listdir(own)):
            store.delete(own)
    orphans = [name for name in names if name not in used_names and keep.get_modified_time(name) < before]
    for name in orphans:
        keep.delete(name)
    return len(stale), len(orphans)


def _folders(storage, path):
    try:
        return storage.listdir(path)[0]
    except FileNotFoundError:
        return []


def _files(storage, path):
    try:
        return storage.listdir(path)[1]
    except FileNotFoundError:
        return []


def _is_older(storage, folder, before):
    return all(storage.get_modified_time(f"{folder}/{name}") < before for name in _files(storage, folder))
