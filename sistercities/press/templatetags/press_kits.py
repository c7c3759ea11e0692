"""`{% press_kit_button anniversary %}`: one click asks for the press kit of an anniversary."""

from django import template
from django.urls import reverse

from events.models.exports import may_export

register = template.Library()


@register.inclusion_tag("admin/press/button.html", takes_context=True)
def press_kit_button(context, anniversary):
    """Nothing for who may not export."""
    return {
        "address": reverse("admin:press_dossier_new") if may_export(context["user"]) else "",
        "anniversary": anniversary,
        "csrf_token": context.get("csrf_token"),
    }
