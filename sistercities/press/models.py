"""Press kits that were asked for: what is in them, how far they are, until when their link works."""

import datetime
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: How long a finished kit can be fetched.
KEPT_FOR = datetime.timedelta(days=7)
#: A process that is at work says so after every step; one that was asked for begins within seconds.
SILENT_FOR = {"waiting": datetime.timedelta(minutes=1), "building": datetime.timedelta(minutes=10)}


def new_nonce():
    return secrets.token_hex(16)


class State(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("press kit", "Begins")
    BUILDING = "building", pgettext_lazy("press kit", "Is being made")
    READY = "ready", pgettext_lazy("press kit", "Ready")
    FAILED = "failed", pgettext_lazy("press kit", "Failed")


class Problem(models.TextChoices):
    """Why a kit could not be made, for whoever asked for it."""

    TOO_LONG = "too-long", _("There are more dates than a programme holds. Choose a shorter period.")
    STORAGE = "storage", _("The file could not be stored: the disk is full or cannot be written.")
    STOPPED = "stopped", _("The program that made it was stopped before it was done.")
    NOT_STARTED = "not-started", _("The program that makes it could not be started on this server.")
    OTHER = "other", _("Something went wrong on our side. The log of the server says what.")


class DossierQuerySet(models.QuerySet):
    def expired(self, at):
        """Whose file nobody may fetch any more."""
        return self.exclude(file="").filter(expires_at__lte=at)


class Dossier(models.Model):
    """A press kit. `selection` is the plain form of an `events.exports.selection.Selection`; what is in the kit is what
    was public when it was made. `file` is a name in the storage, which nobody can guess and no address leads to."""

    title = models.CharField(_("title"), max_length=200)
    anniversary = models.ForeignKey(
        "cities.Anniversary", models.SET_NULL, null=True, related_name="+", verbose_name=_("anniversary")
    )
    selection = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked for by")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    problem = models.CharField(max_length=12, choices=Problem, blank=True)
    steps_done = models.PositiveIntegerField(default=0)
    steps_total = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)
    expires_at = models.DateTimeField(_("can be fetched until"), null=True)
    file = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    #: In the link: a kit that is deleted or made anew has another one.
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    visits = models.PositiveIntegerField(_("visits"), default=0)
    last_visit_at = models.DateTimeField(null=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("press kit")
        verbose_name_plural = _("press kits")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=State.READY) | models.Q(expires_at__isnull=False),
                name="press_dossier_ready_expires",
            )
        ]

    def __str__(self):
        return self.title

    def is_silent(self, at=None):
        """Was it asked for, and has nobody worked on it for longer than any step takes? Then its process is gone."""
        silence = SILENT_FOR.get(self.state)
        return silence is not None and self.beat_at <= (at or timezone.now()) - silence

    def is_at_work(self, at=None):
        return self.state in SILENT_FOR and not self.is_silent(at)

    def is_open(self, at=None):
        """Can it be fetched?"""
        return self.state == State.READY and bool(self.file) and (at or timezone.now()) < self.expires_at

    def may_be_retried(self, at=None):
        return self.state == State.FAILED or self.is_silent(at)

    @property
    def file_name(self):
        """ "press-kit-50-years-berlin-los-angeles-2017-09-01.zip" """
        from sistercities.press.names import file_name

        made = self.finished_at or self.created_at
        return f"press-kit-{file_name(self.title, 'kit')}-{made:%Y-%m-%d}.zip"
