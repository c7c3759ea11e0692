"""Which addresses a city or a partnership may have."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sistercities.publishing.slugs import RESERVED


def validate_free_slug(value):
    if value in RESERVED:
        raise ValidationError(
            _("“%(value)s” is an address of the site itself."), code="reserved", params={"value": value}
        )
