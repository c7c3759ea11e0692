"""The desk for venues, organisers and series."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.models import Organiser, Series, Venue
from sistercities.cities.forms import ZoneInput
from sistercities.media.usage import Use
from sistercities.publishing.reference import ReferenceAdmin, translated_column
from sistercities.publishing.usage import owner, protecting

#: So many uses are listed; the rest is a number.
MOST_USES = 20


class UsedInMixin:
    """For a ModelAdmin of reference data: where an object is used, as far as the reader may see it."""

    def get_object(self, request, object_id, from_field=None):
        obj = super().get_object(request, object_id, from_field)
        if obj is not None:
            obj.reader = request
        return obj

    @admin.display(description=_("used in"))
    def used_in(self, obj):
        if obj.pk is None:
            return _("Nowhere yet.")
        owners = {(type(row), row.pk): row for user in protecting([obj]) for row in [owner(user, admin.site._registry)]}
        uses = [Use(row) for row in owners.values()]
        if not uses:
            return _("Nowhere yet.")
        seen = [use for use in uses if use.may_be_seen_by(obj.reader)]
        items = [format_html('<a href="{}">{}</a>', use.admin_url, use.object) for use in seen[:MOST_USES]]
        if rest := len(uses) - len(items):
            more = ngettext("%(count)d more", "%(count)d more", rest)
            items.append(more % {"count": rest})
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((item,) for item in items)))

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets, (_("Where it is used"), {"fields": ["used_in"]})] if obj is not None else fieldsets

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "used_in"]


class VenueForm(forms.ModelForm):
    class Meta:
        widgets = {"time_zone": ZoneInput}


@admin.register(Venue)
class VenueAdmin(UsedInMixin, ReferenceAdmin):
    form = VenueForm
    list_display = [
        translated_column(Venue, "name_en"),
        translated_column(Venue, "name_de"),
        "city",
        "district",
        "wheelchair",
    ]
    list_filter = [("city", admin.RelatedOnlyFieldListFilter), "wheelchair"]
    list_select_related = ["city"]
    search_fields = ["name_en", "name_de", "district", "street_address", "city__name_en", "city__name_de"]
    search_help_text = _("Names, districts, streets, cities")
    autocomplete_fields = ["city"]
    fieldsets = [
        (None, {"fields": [("name_en", "name_de"), "city"]}),
        (
            _("Where it is"),
            {
                "fields": [
                    ("street_address", "postal_code"),
                    "district",
                    ("latitude", "longitude"),
                    "time_zone",
                ]
            },
        ),
        (_("Accessibility"), {"fields": ["wheelchair", ("accessibility_en", "accessibility_de")]}),
        (_("On the web"), {"fields": ["website"]}),
    ]


@admin.register(Organiser)
class OrganiserAdmin(UsedInMixin, ReferenceAdmin):
    list_display = [translated_column(Organiser, "name_en"), translated_column(Organiser, "name_de"), "website"]
    search_fields = ["name_en", "name_de"]
    fieldsets = [(None, {"fields": [("name_en", "name_de"), "website"]})]


@admin.register(Series)
class SeriesAdmin(UsedInMixin, ReferenceAdmin):
    list_display = [translated_column(Series, "name_en"), translated_column(Series, "name_de"), "website"]
    search_fields = ["name_en", "name_de", "slug"]
    fieldsets = [(None, {"fields": [("name_en", "name_de"), "website"]}), (_("Address"), {"fields": ["slug"]})]
