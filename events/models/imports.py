"""Imports: a file that somebody brought, what was done with it, and what it takes to undo that."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EventImport(models.Model):
    """A file, from the moment it was chosen. Its bytes are kept until it is imported or given up, no longer.

    `options` are `events.importing.options.Options`, `report` what is told afterwards: counts, and sentences.
    """

    file_name = models.CharField(_("file"), max_length=200)
    kind = models.CharField(_("format"), max_length=4)
    content = models.BinaryField(null=True)
    options = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    created_at = models.DateTimeField(_("when"), auto_now_add=True)
    applied_at = models.DateTimeField(_("imported"), null=True, db_index=True)
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("import of events")
        verbose_name_plural = _("imports of events")
        ordering = ["-created_at", "-pk"]
        # Who may use it is decided by what it does to events, not by permissions of its own.
        default_permissions = ()

    def __str__(self):
        return self.file_name


class ImportedEvent(models.Model):
    """An event that an import made (`before` is null) or changed (`before` has the former values of what it changed).

    `digest_after` names the state in which the import left it: as long as it is that, the import can be undone.
    """

    run = models.ForeignKey(EventImport, models.CASCADE, related_name="events")
    event = models.ForeignKey("events.Event", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=160, blank=True)
    before = models.JSONField(null=True)
    digest_after = models.CharField(max_length=64)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return self.name
