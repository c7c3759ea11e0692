"""`{% desk_lists %}` on the desk's first page: the lists that this person hands out, each one click away."""

from django import template
from django.urls import reverse

from events.models import ExportProfile
from events.models.exports import may_export

register = template.Library()

#: More than that are on their own page.
MOST = 6


@register.inclusion_tag("admin/events/desk_lists.html", takes_context=True)
def desk_lists(context):
    user = context["user"]
    if not may_export(user):
        return {"is_shown": False}
    profiles = list(ExportProfile.objects.visible_to(user).with_last_run()[: MOST + 1])
    return {
        "is_shown": True,
        "lists": [
            {
                "name": profile.name,
                "address": reverse("admin:events_event_export_profile", args=[profile.pk]),
                "last": profile.last_run_at,
            }
            for profile in profiles[:MOST]
        ],
        "has_more": len(profiles) > MOST,
        "export_address": reverse("admin:events_event_export"),
        "profiles_address": reverse("admin:events_event_export_profiles"),
    }
