"""Who did what that matters."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditAction(models.TextChoices):
    PUBLISHED = "published", _("Published")
    SCHEDULED = "scheduled", _("Scheduled")
    UNSCHEDULED = "unscheduled", _("Schedule cancelled")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    RESTORED = "restored", _("Restored into the manuscript")
    SUBMITTED = "submitted", _("Submitted for review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    DELETED = "deleted", _("Deleted")
    EXPORTED = "exported", _("Exported")
    IMPORTED = "imported", _("Imported")
    ROLE_CHANGED = "role_changed", _("Role changed")
    LOGIN_FAILED = "login_failed", _("Failed login")
    REFUSED = "refused", _("Refused")


class AuditEntry(models.Model):
    """Who did what that matters, append-only (promise 54). Holds no secrets and no visitor's address."""

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    username = models.CharField(_("account"), max_length=150, blank=True)
    action = models.CharField(_("what"), max_length=20, choices=AuditAction)
    content_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, related_name="+", verbose_name=_("kind"))
    object_id = models.CharField(max_length=40, blank=True)
    object_repr = models.CharField(_("object"), max_length=200, blank=True)
    detail = models.TextField(_("detail"), blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="publishing_audit_object")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.username} {self.action} {self.object_repr}"

    @classmethod
    def record(cls, user, action, obj=None, detail=""):
        return cls.objects.create(
            user=user if user and user.pk else None,
            username=user.get_username() if user and user.pk else "",
            action=action,
            content_type=ContentType.objects.get_for_model(obj) if obj is not None else None,
            object_id=str(obj.pk) if obj is not None else "",
            object_repr=str(obj)[:200] if obj is not None else "",
            detail=detail,
        )
