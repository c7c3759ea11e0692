"""Makes a press kit that was asked for. One process makes each; whatever happens, the row says how it ended."""

import contextlib
import logging
import secrets
import tempfile

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from events.exports.foreign import ValuesRefused
from events.exports.selection import read_selection
from sistercities.documents.errors import TooLong
from sistercities.office.frame import current_frame
from sistercities.press.archive import count_steps, write_kit
from sistercities.press.cleaning import clean
from sistercities.press.gathering import gather
from sistercities.press.models import KEPT_FOR, Dossier, Problem, State
from sistercities.press.storage import kits

logger = logging.getLogger(__name__)


def build(key, at=None):
    """Make the kit of that key. Returns False where another process does it, or did. Never raises `Exception`s."""
    at = at or timezone.now()
    if not _claim(key, at):
        return False
    clean(at)
    try:
        name, size = _made(Dossier.objects.get(pk=key), at)
    except TooLong:
        _fail(key, Problem.TOO_LONG)
    except OSError:
        logger.exception("Press kit %s could not be stored", key)
        _fail(key, Problem.STORAGE)
    except Exception:
        logger.exception("Press kit %s could not be made", key)
        _fail(key, Problem.OTHER)
    except BaseException:
        _fail(key, Problem.STOPPED)
        raise
    else:
        _finish(key, name, size)
    return True


def _claim(key, at):
    """Only one process gets it, and only once for each time it was asked for."""
    waiting = Dossier.objects.filter(pk=key, state=State.WAITING)
    return bool(waiting.update(state=State.BUILDING, beat_at=at, steps_done=0, steps_total=0, problem=""))


def _made(dossier, at):
    """(name in the storage, bytes)"""
    frame = current_frame()
    try:
        selection = read_selection(dossier.selection, frame)
    except ValuesRefused:
        logger.warning("Press kit %s asks for what no longer exists", dossier.pk)
        raise
    kit = gather(frame, selection, at)
    Dossier.objects.filter(pk=dossier.pk).update(steps_total=count_steps(kit), beat_at=timezone.now())
    with tempfile.TemporaryFile() as file:
        write_kit(kit, file, progress=_progress(dossier.pk))
        size = file.tell()
        file.seek(0)
        return kits().save(f"{secrets.token_urlsafe(24)}.zip", File(file)), size


def _progress(key):
    done = 0

    def step():
        nonlocal done
        done += 1
        Dossier.objects.filter(pk=key).update(steps_done=done, beat_at=timezone.now())

    return step


def _fail(key, problem):
    Dossier.objects.filter(pk=key, state=State.BUILDING).update(state=State.FAILED, problem=problem)


def _finish(key, name, size):
    """A kit that was deleted meanwhile leaves no file behind."""
    now = timezone.now()
    with transaction.atomic():
        found = Dossier.objects.filter(pk=key, state=State.BUILDING).update(
            state=State.READY, file=name, size=size, finished_at=now, expires_at=now + KEPT_FOR, beat_at=now
        )
    if not found:
        with contextlib.suppress(OSError):
            kits().delete(name)
