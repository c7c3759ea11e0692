"""Filters of the desk's list of events."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import EventDate


class WhenFilter(admin.SimpleListFilter):
    """By the manuscript's dates, the further ones too: what has one to come is not past."""

    title = _("date")
    parameter_name = "when"

    def lookups(self, request, model_admin):
        return [("upcoming", _("Upcoming")), ("past", _("Past")), ("follows", _("Date to follow"))]

    def queryset(self, request, queryset):
        if self.value() == "follows":
            return queryset.filter(starts_on=None)
        now = timezone.now()
        to_come = Q(latest_at__gt=now) | Exists(EventDate.objects.filter(event=OuterRef("pk"), latest_at__gt=now))
        if self.value() == "upcoming":
            return queryset.filter(to_come)
        if self.value() == "past":
            return queryset.filter(~to_come, starts_on__isnull=False)
        return queryset
