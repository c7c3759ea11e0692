"""The desk for people and the offices they held."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from sistercities.people.models import Person, Role
from sistercities.publishing.reference import ReferenceAdmin, TranslatedLabelsMixin


class RoleInline(TranslatedLabelsMixin, admin.StackedInline):
    model = Role
    extra = 0
    autocomplete_fields = ["city"]
    fields = [("title_en", "title_de"), ("held_from", "held_until"), "city"]


@admin.register(Person)
class PersonAdmin(ReferenceAdmin):
    list_display = ["name", "sort_name"]
    search_fields = ["name", "sort_name"]
    fieldsets = [
        (None, {"fields": ["name", "sort_name"]}),
        (_("For the office"), {"fields": ["wikidata_id", "note"]}),
    ]
    inlines = [RoleInline]
