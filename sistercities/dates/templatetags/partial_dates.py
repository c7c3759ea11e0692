"""Partial dates in templates: `{{ partnership.signed_on|date_words }}`, `{{ partnership.signed_on|time_element }}`."""

from django import template
from django.utils.html import format_html

from sistercities.dates import words

register = template.Library()


@register.filter
def date_words(date):
    """The date in words, in the active language; nothing for None."""
    return words.date_words(date) if date else ""


@register.filter
def time_element(date):
    """The date in words as a `<time>` element that machines can read; nothing for None."""
    if not date:
        return ""
    return format_html('<time datetime="{}">{}</time>', date.datetime_attribute, words.date_words(date))
