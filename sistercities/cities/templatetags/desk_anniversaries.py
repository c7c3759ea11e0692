"""`{% desk_anniversaries %}` on the desk's first page: the anniversaries ahead, and the click that opens a page."""

from django import template

from sistercities.cities.models import Anniversary
from sistercities.cities.openings import openings
from sistercities.publishing import access

register = template.Library()


@register.inclusion_tag("admin/cities/anniversaries.html", takes_context=True)
def desk_anniversaries(context):
    """For whoever may see anniversaries; the buttons, and the links to the forms, for who may add and change them."""
    user = context["user"]
    if not user.has_perm(access.permission(Anniversary, "view")):
        return {"rounds": [], "others": []}
    rounds, others = openings()
    return {
        "rounds": rounds,
        "others": others,
        "may_open": user.has_perm(access.permission(Anniversary, "add")),
        "may_change": user.has_perm(access.permission(Anniversary, "change")),
        "csrf_token": context.get("csrf_token"),
    }
