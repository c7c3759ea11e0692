"""The desk's forms for cities and partnerships."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sistercities.cities.agreements import AgreementField
from sistercities.cities.models import City, Partnership
from sistercities.cities.zones import zone_names


class ZoneInput(forms.TextInput):
    """A text input that the browser completes from the list of zones, by any part of the name and without a script."""

    template_name = "cities/zone_input.html"

    def __init__(self, attrs=None):
        super().__init__({"class": "vTextField", "autocomplete": "off", "spellcheck": "false", **(attrs or {})})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["zones"] = zone_names()
        context["widget"]["list_id"] = f"{context['widget']['attrs'].get('id', name)}_zones"
        return context


class CityForm(forms.ModelForm):
    class Meta:
        widgets = {"time_zone": ZoneInput}


class PartnershipForm(forms.ModelForm):
    """Either order of the two cities is the same partnership; the form shows the home city first."""

    agreement = AgreementField(label=gettext_lazy("scanned agreement"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        home = City.objects.home()
        if home is None:
            return
        if self.instance._state.adding:
            self.initial.setdefault("city_a", home.pk)
        elif self.instance.city_b_id == home.pk:
            self.initial["city_a"], self.initial["city_b"] = self.initial["city_b"], self.initial["city_a"]

    def clean(self):
        cleaned = super().clean()
        one, other = cleaned.get("city_a"), cleaned.get("city_b")
        if one and other:
            if one == other:
                self.add_error(
                    "city_b", ValidationError(_("A partnership joins two different cities."), code="same_city")
                )
            elif self._exists_elsewhere(one, other):
                self.add_error(
                    "city_b",
                    ValidationError(
                        _("%(one)s and %(other)s have a partnership already."),
                        code="unique",
                        params={"one": one, "other": other},
                    ),
                )
        return cleaned

    def _exists_elsewhere(self, one, other):
        pair = Q(city_a=one, city_b=other) | Q(city_a=other, city_b=one)
        return Partnership.objects.filter(pair).exclude(pk=self.instance.pk).exists()
