"""`{% picture pic slot="card" alt="" %}` and `{% credit pic %}`: the one way in which templates print pictures."""

from django import template
from django.utils.translation import get_language

from sistercities.media import markup

register = template.Library()


@register.simple_tag(name="picture")
def picture_tag(picture, slot, alt=None, priority=False, language=None):
    """`markup.picture_element()` in the active language, unless another one is given."""
    return markup.picture_element(picture, slot, language or _active(), priority=priority, alt=alt)


@register.simple_tag(name="credit")
def credit_tag(picture, language=None):
    return markup.credit_line(picture, language or _active())


@register.simple_tag(name="credit_entry")
def credit_entry_tag(picture, language=None):
    return markup.credit_entry(picture, language or _active())


@register.simple_tag(name="social_image")
def social_image_tag(picture):
    return markup.social_image_url(picture) or ""


def _active():
    return (get_language() or "en")[:2]
