"""`{% load typography %}`, then `{{ value|polish }}`, `{{ value|polish:"de" }}`."""

from django import template
from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import get_language

from sistercities import typography

register = template.Library()


@register.filter
def polish(value, language=None):
    """The text as it should be printed, in the given or the active language. Safe HTML stays safe."""
    language = (language or get_language() or "en").partition("-")[0]
    if isinstance(value, SafeData):
        return mark_safe(typography.polish_html(value, language))  # noqa: S308 - was safe, and no markup is added
    return typography.polish(str(value), language)
