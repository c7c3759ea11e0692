"""What a browser would send back for an admin form, unchanged."""

from django.forms import CheckboxSelectMultiple


def posted(response, **changes):
    """The fields of the form (and inlines) in an admin response, as a dictionary for `client.post`, with changes."""
    data = {}
    context = response.context
    forms = [context["adminform"].form]
    for inline in context.get("inline_admin_formsets", ()):
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            widget = getattr(bound.field.widget, "widget", bound.field.widget)  # the admin wraps related fields
            shown = widget.get_context(bound.html_name, value, {})["widget"]["value"]
            if isinstance(shown, list):
                shown = [choice for choice in shown if choice]
                if len(shown) == 1 and not getattr(widget, "allow_multiple_selected", False):
                    shown = shown[0]
            if isinstance(widget, CheckboxSelectMultiple):
                data[bound.html_name] = list(value or ())
                continue
            if getattr(widget, "input_type", "") == "checkbox":
                if value:
                    data[bound.html_name] = "on"
                continue
            if getattr(widget, "input_type", "") == "file":
                continue
            if shown == [] and getattr(widget, "allow_multiple_selected", False):
                continue
            data[bound.html_name] = "" if shown is None or shown == [] else shown
            if getattr(widget, "labels", ()) and value[1] not in (None, ""):
                data[f"{bound.html_name}_which"] = str(value[1])  # of a doubled hour
    return data | changes
