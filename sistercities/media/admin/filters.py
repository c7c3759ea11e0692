"""Filters of the list of pictures. They ask the same as `rights.problems()`, in the database's words."""

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sistercities.media.rights import Licence


def incomplete():
    """What `rights.problems()` finds in any language, as a condition."""
    return (
        Q(file="")
        | Q(credit_line="", creator="")
        | Q(licence="")
        | Q(licence=Licence.OTHER, licence_url="")
        | (Q(is_decorative=False) & (Q(alt_text_en="") | Q(alt_text_de="")))
        | Q(valid_until__lt=timezone.localdate())
    )


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("complete", _("Complete")),
            ("incomplete", _("Something is missing")),
            ("waiting", _("Waits for its file")),
            ("expired", _("Rights have ended")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "complete":
                return queryset.exclude(incomplete())
            case "incomplete":
                return queryset.filter(incomplete())
            case "waiting":
                return queryset.filter(file="")
            case "expired":
                return queryset.filter(valid_until__lt=timezone.localdate())
        return queryset
