"""`{% desk_reminders %}` on the desk's first page: what is due, for those who may do something about it."""

from django import template

from sistercities.office.reminders import reminders

register = template.Library()


@register.inclusion_tag("admin/office/reminders.html", takes_context=True)
def desk_reminders(context):
    return {"reminders": reminders(context["user"])}
