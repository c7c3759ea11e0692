"""`{% desk_board %}` on the desk's first page: what waits, and the ways to begin."""

from django import template
from django.urls import reverse

from sistercities.publishing import access
from stories.admin.board import waiting
from stories.models import Story

register = template.Library()


@register.inclusion_tag("admin/stories/board.html", takes_context=True)
def desk_board(context):
    user = context["user"]
    may_write = user.has_perm(access.permission(Story, "add"))
    return {
        "waiting": waiting(user),
        "write_address": reverse("admin:stories_story_add") if may_write else "",
        "import_address": reverse("admin:stories_story_import") if may_write else "",
        "announce_address": reverse("admin:events_event_add") if user.has_perm("events.add_event") else "",
        "may_read": user.has_perm(access.permission(Story, "view")),
    }
