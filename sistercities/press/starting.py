"""Asks for press kits, and starts the process that makes one."""

import logging
import os
import subprocess
import sys
import threading

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from events.exports.selection_words import selection_line
from sistercities.press.models import Dossier, Problem, State, new_nonce
from sistercities.publishing.models import AuditAction, AuditEntry, ContentNumber

logger = logging.getLogger(__name__)


def ask_for(selection, frame, user, title, language):
    """The `Dossier` of a `Selection`: a new one, or the one that is being made of the same at this moment (two clicks
    have the effect of one). Its process starts when the transaction is through."""
    plain = selection.as_json()
    with transaction.atomic():
        # A kit that is not there yet cannot be locked: whoever asks at this moment waits here for whoever was first.
        ContentNumber.objects.select_for_update().first()
        for known in Dossier.objects.select_for_update().filter(state__in=[State.WAITING, State.BUILDING]):
            if known.selection == plain and known.is_at_work():
                return known
        dossier = Dossier.objects.create(
            title=title, anniversary_id=selection.anniversary, selection=plain, created_by=user
        )
        detail = gettext("Press kit. %(filter)s") % {"filter": selection_line(selection, frame, language)}
        AuditEntry.record(user, AuditAction.EXPORTED, dossier, detail)
        transaction.on_commit(lambda: start(dossier.pk))
    return dossier


def ask_again(key, at=None):
    """Make a kit anew that failed, or whose process is gone. False where there is nothing to make again."""
    at = at or timezone.now()
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update().filter(pk=key).first()
        if dossier is None or not dossier.may_be_retried(at):
            return False
        Dossier.objects.filter(pk=key).update(
            state=State.WAITING, problem="", beat_at=at, steps_done=0, steps_total=0, nonce=new_nonce()
        )
        transaction.on_commit(lambda: start(key))
    return True


def start(key):
    """`manage.py build_dossier` for that kit, in a session of its own: it goes on when the request is over."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "build_dossier", str(key)]
    try:
        # Our own program; the key is a number of our own.
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd=settings.BASE_DIR, env=os.environ.copy(),
            start_new_session=True,
        )  # fmt: skip
    except OSError:
        logger.exception("The process for press kit %s could not be started", key)
        Dossier.objects.filter(pk=key, state=State.WAITING).update(state=State.FAILED, problem=Problem.NOT_STARTED)
        return
    # Somebody has to ask for its end, or it stays in the table of processes as long as this one runs.
    threading.Thread(target=process.wait, daemon=True).start()
