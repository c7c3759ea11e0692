"""Preview links, and what their readers answered."""

import secrets

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def _token():
    return secrets.token_urlsafe(32)


class PreviewLink(models.Model):
    """A link for somebody without an account: one manuscript, until a day, revocable, counted (promise 13)."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    manuscript = GenericForeignKey()
    token = models.CharField(max_length=64, unique=True, default=_token, editable=False)
    recipient = models.CharField(_("for whom"), max_length=200, help_text=_("Only for your own records."))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    visits = models.PositiveIntegerField(_("visits"), default=0)
    last_visit_at = models.DateTimeField(_("last visit"), null=True, blank=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="publishing_preview_object")]

    def __str__(self):
        return self.recipient

    def is_open(self, at=None):
        return self.revoked_at is None and (at or timezone.now()) < self.expires_at


class PreviewAnswer(models.Model):
    """What a reader of a preview link left: an approval or a note, with their name."""

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="answers")
    name = models.CharField(_("your name"), max_length=200)
    is_approval = models.BooleanField(_("approved"), default=False)
    note = models.TextField(_("note"), max_length=4000, blank=True)
    revision = models.PositiveIntegerField(help_text=_("The revision of the manuscript that was read."))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("answer to a preview")
        verbose_name_plural = _("answers to previews")
        ordering = ["-at"]

    def __str__(self):
        return f"{self.name}, {self.at:%Y-%m-%d}"
