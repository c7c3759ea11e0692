"""The audit trail and the accounts on the desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from sistercities.publishing import accounts
from sistercities.publishing.models import AuditEntry

__all__ = ["AuditEntryAdmin", "accounts"]

admin.site.site_title = admin.site.site_header = _("Sister Cities desk")
admin.site.index_title = _("What would you like to do?")


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    """Read only, for every role."""

    list_display = ["at", "username", "action", "content_type", "object_repr", "detail"]
    list_filter = ["action", "at"]
    search_fields = ["username", "object_repr", "detail"]
    date_hierarchy = "at"
    list_select_related = ["content_type"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
