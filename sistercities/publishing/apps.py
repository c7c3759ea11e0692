from datetime import timedelta

from django.apps import AppConfig
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_login_failed
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: In an hour: enough to see that somebody tries, too few to fill a disk.
MOST_FAILED_LOGINS = 500


class PublishingConfig(AppConfig):
    name = "sistercities.publishing"
    verbose_name = _("Publishing")

    def ready(self):
        user_login_failed.connect(record_failed_login, dispatch_uid="publishing.record_failed_login")


def record_failed_login(sender, credentials, **kwargs):
    """For the audit trail (promise 54). Names only accounts that exist: others may be a password in the wrong box."""
    from sistercities.publishing.models import AuditAction, AuditEntry

    lately = AuditEntry.objects.filter(action=AuditAction.LOGIN_FAILED, at__gte=timezone.now() - timedelta(hours=1))
    if lately.count() >= MOST_FAILED_LOGINS:
        return
    users = get_user_model().objects
    username = credentials.get(get_user_model().USERNAME_FIELD) or ""
    known = users.filter(username=username).values_list("username", flat=True).first() if "\0" not in username else None
    AuditEntry.objects.create(action=AuditAction.LOGIN_FAILED, username=known or "")
