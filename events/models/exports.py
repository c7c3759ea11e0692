"""Profiles: lists that staff hand out again and again, what was handed out last, and addresses that give the list.

`selection` and `layout` are the plain values of `events.exports`, which alone reads and writes them.
"""

import hashlib
import secrets

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def may_export(user):
    """May this account take lists of events away? It has to see everyone's events, too (`docs/permissions.md`)."""
    sees_all = user.has_perm("events.read_any_event") or user.has_perm("events.edit_any_event")
    return user.is_active and user.is_staff and sees_all and user.has_perm("events.export_event")


class ExportProfileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those of the roles that one has. Who sees a profile may also change and delete it."""
        if not may_export(user):
            return self.none()
        return self.filter(Q(owner=user) | Q(team__in=user.groups.all()))

    def with_last_run(self):
        """`last_run_at` and `last_run_count`, None where there was none; what a run remembers stays where it is."""
        last = ExportRun.objects.filter(profile=OuterRef("pk"))
        return self.annotate(
            last_run_at=Subquery(last.values("at")[:1]), last_run_count=Subquery(last.values("count")[:1])
        )


class ExportProfile(models.Model):
    """A list under a name. Nothing of it is public, but an `ExportAddress` gives its public rows."""

    name = models.CharField(_("name"), max_length=120)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"), editable=False
    )
    team = models.ForeignKey(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("team"),
        help_text=_("Everyone with that role sees, runs and changes this profile. Empty: only you."),
    )
    selection = models.JSONField(default=dict)
    layout = models.JSONField(default=dict)
    format = models.CharField(_("format"), max_length=8)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ExportProfileQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("export profile")
        verbose_name_plural = _("export profiles")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="events_profile_name_once",
                violation_error_message=_("You have a profile with this name already."),
            )
        ]

    def __str__(self):
        return self.name


class ExportRunQuerySet(models.QuerySet):
    def with_is_first(self):
        """`is_first`: there was none before it to compare with."""
        earlier = ExportRun.objects.filter(profile=OuterRef("profile"), pk__lt=OuterRef("pk"))
        return self.annotate(is_first=~Exists(earlier.order_by()))


class ExportRun(models.Model):
    """A list of a profile that was handed out as a whole. What was aborted is none.

    `memory` is what `events.exports.memory` keeps of the rows, to say next time what has changed; empty in older runs,
    which stay for the record only. `changes` counts those of this run by kind.
    """

    profile = models.ForeignKey(ExportProfile, models.CASCADE, related_name="runs")
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    format = models.CharField(max_length=8)
    count = models.PositiveIntegerField(_("rows"))
    changes = models.JSONField(default=dict)
    memory = models.BinaryField(default=b"")

    objects = ExportRunQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("run of a profile")
        verbose_name_plural = _("runs of profiles")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["profile", "-at"], name="events_run_last")]

    def __str__(self):
        return f"{self.profile_id}, {self.at:%Y-%m-%d %H:%M}"


class ExportAddress(models.Model):
    """A secret address that gives whoever has it the current list of a profile, without an account: public rows only.

    The token is known to the receiver alone; here is its hash. 256 random bits need neither salt nor a slow hash.
    `hour` and `visits_in_hour` are the limit that holds even where the cache fails. `state` names what was given last,
    and `state_since` says since when that is given.
    """

    profile = models.ForeignKey(ExportProfile, models.CASCADE, related_name="addresses")
    recipient = models.CharField(_("for whom"), max_length=200, help_text=_("Only for your own records."))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    visits = models.PositiveIntegerField(_("visits"), default=0)
    last_visit_at = models.DateTimeField(_("last visit"), null=True, blank=True)
    hour = models.DateTimeField(null=True)
    visits_in_hour = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=64, default="", db_default="", editable=False)
    state_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = ()
        verbose_name = _("address of a list")
        verbose_name_plural = _("addresses of lists")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.recipient

    @classmethod
    def make(cls, profile, recipient, by):
        """A new address and its token, which nobody can read again."""
        token = secrets.token_urlsafe(32)
        return cls.objects.create(profile=profile, recipient=recipient, created_by=by, token_hash=hash_of(token)), token

    @classmethod
    def find(cls, token):
        """The open address of that token, with its profile; None for what was never one or was revoked."""
        found = cls.objects.select_related("profile").filter(token_hash=hash_of(token), revoked_at=None)
        return found.first()

    def since(self, state, at):
        """When somebody first asked for the list in this state (any text that names it) here: `at`, or before it.

        One query where the state is the last one, three where it is new. Of two who ask at once, both hear the same.
        """
        state = hash_of(state)
        if self.state != state:
            type(self).objects.filter(pk=self.pk).exclude(state=state).update(state=state, state_since=at)
            self.refresh_from_db(fields=["state", "state_since"])
        return self.state_since


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()
