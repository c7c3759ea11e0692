"""Removes the files of press kits that nobody may fetch any more, and what a stopped process left behind."""

import datetime
import logging

from django.utils import timezone

from sistercities.press.models import Dossier
from sistercities.press.storage import kits

logger = logging.getLogger(__name__)

#: A file that no kit names is left alone for so long: it may be one that is being finished.
GRACE = datetime.timedelta(days=1)


def clean(at=None):
    """The number of files that were deleted. A storage that fails is tried again the next time."""
    at = at or timezone.now()
    return sum(_delete(name) for name in [*_expired(at), *_strays(at)])


def _expired(at):
    for dossier in Dossier.objects.expired(at):
        Dossier.objects.filter(pk=dossier.pk).update(file="")
        yield dossier.file


def _strays(at):
    storage = kits()
    try:
        _folders, names = storage.listdir("")
    except OSError:
        return
    known = set(Dossier.objects.exclude(file="").values_list("file", flat=True))
    for name in names:
        if name not in known and storage.get_modified_time(name) <= at - GRACE:
            yield name


def _delete(name):
    try:
        kits().delete(name)
    except OSError as error:
        logger.warning("The file of an expired press kit cannot be deleted: %s", error)
        return 0
    return 1
