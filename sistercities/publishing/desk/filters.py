"""Filters of the list of manuscripts."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class PublicStateFilter(admin.SimpleListFilter):
    """By what the public sees, whatever the manuscript says."""

    title = _("public state")
    parameter_name = "public"

    CONDITIONS = {
        "live": {"is_live": True},
        "changed": {"has_changes": True},
        "scheduled": {"is_planned": True},
        "withdrawn": {"is_live": False, "is_planned": False, "was_withdrawn": True},
        "expired": {"is_live": False, "is_planned": False, "was_public": True, "was_withdrawn": False},
        "never": {"was_public": False, "is_planned": False},
    }

    def lookups(self, request, model_admin):
        return [
            ("live", _("Live")),
            ("changed", _("Live, with unpublished changes")),
            ("scheduled", _("Scheduled")),
            ("withdrawn", _("Withdrawn")),
            ("expired", _("Expired")),
            ("never", _("Not published")),
        ]

    def queryset(self, request, queryset):
        condition = self.CONDITIONS.get(self.value())
        return queryset.in_public_state(**condition) if condition else queryset


class MineFilter(admin.SimpleListFilter):
    title = _("author")
    parameter_name = "author"

    def lookups(self, request, model_admin):
        return [("me", _("My own"))]

    def queryset(self, request, queryset):
        return queryset.filter(created_by=request.user) if self.value() == "me" else queryset
