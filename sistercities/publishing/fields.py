"""A model field that several apps share."""

from django.core.validators import URLValidator
from django.db import models


class WebAddressField(models.URLField):
    """An http or https address (promise 26), https if none is typed. Django's own takes ftp as well."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 500)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})
