"""Dates in templates: `{{ partnership.signed_on|time_element }}`, `{% span_element event.span note=… %}`."""

from django import template
from django.utils.html import format_html

from sistercities.dates import ranges, words

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


@register.simple_tag
def span_element(span, language=None, weekday=False, note=""):
    """The date of a span as `<time>` elements, in the active language if none is given; a note replaces the words."""
    return ranges.span_element(span, language, weekday, note)
