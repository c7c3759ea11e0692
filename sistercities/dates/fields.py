"""The model field for a partial date: stored as EDTF text, read as `PartialDate`."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sistercities.dates.partial import PartialDate


class PartialDateField(models.CharField):
    """Stores EDTF ("1967-06-27", "2017-10", "1967", "2017-23"); null where nothing is known. Attribute: `PartialDate`."""

    default_error_messages = {"invalid_date": _("“%(value)s” is not a date that can be understood.")}

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value, expression, connection):
        return PartialDate.from_edtf(value) if value else None

    def to_python(self, value):
        if value in (None, ""):
            return None
        if isinstance(value, PartialDate):
            return value
        try:
            return PartialDate.from_edtf(value)
        except ValueError:
            raise ValidationError(
                self.error_messages["invalid_date"], code="invalid_date", params={"value": value}
            ) from None

    def get_prep_value(self, value):
        value = self.to_python(value)
        return value.edtf if value else None

    def value_to_string(self, obj):
        value = self.value_from_object(obj)
        return value.edtf if value else ""
