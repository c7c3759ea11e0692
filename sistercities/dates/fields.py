"""The model field for a partial date: stored as EDTF text, read as `PartialDate`, typed as people write dates."""

from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sistercities.dates.forms import PartialDateFormField, PartialDateInput
from sistercities.dates.partial import PartialDate


class PartialDateField(models.CharField):
    """Stores EDTF ("1967-06-27", "2017-10", "1967", "2017-23"); null where nothing is known.

    Attribute: `PartialDate` or None. The database sorts by the text (a year before its months); where readers see the
    order, sort the objects in Python: `PartialDate` sorts by the first day it can be.
    """

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

    def run_validators(self, value):
        # The validators of CharField measure text.
        super().run_validators(value.edtf if value else value)

    def get_prep_value(self, value):
        value = self.to_python(value)
        return value.edtf if value else None

    def value_to_string(self, obj):
        value = self.value_from_object(obj)
        return value.edtf if value else ""

    def formfield(self, **kwargs):
        if kwargs.get("widget") is AdminTextInputWidget:  # the admin's choice for every CharField
            kwargs["widget"] = PartialDateInput
        return models.Field.formfield(self, **{"form_class": PartialDateFormField, **kwargs})
