"""The desk for people and the offices they held."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from sistercities.dates.words import date_words
from sistercities.people.models import Person, Role
from sistercities.publishing.reference import ReferenceAdmin, TranslatedLabelsMixin, translated_column

ROLE_ROWS = [("title_en", "title_de"), ("held_from", "held_until"), "city"]


class RoleInline(TranslatedLabelsMixin, admin.StackedInline):
    model = Role
    extra = 0
    autocomplete_fields = ["city"]
    fields = ROLE_ROWS


@admin.register(Person)
class PersonAdmin(ReferenceAdmin):
    list_display = ["name", "sort_name", "offices"]
    list_filter = [("roles__city", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name", "sort_name", "roles__title_en", "roles__title_de"]
    ordering = ["sort_name", "name", "pk"]
    fieldsets = [
        (None, {"fields": [("name", "sort_name")]}),
        (_("For the office"), {"fields": ["note", "wikidata_id"]}),
    ]
    inlines = [RoleInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("roles")

    @admin.display(description=_("roles"))
    def offices(self, person):
        roles = sorted(person.roles.all(), key=lambda role: (role.held_from is not None, role.held_from), reverse=True)
        return "; ".join(f"{role.title} ({held(role)})" if held(role) else role.title for role in roles)


def held(role):
    """From when to when in words, such as "2013–2022" or "since 2022"; nothing where nothing is known."""
    begin, end = (date and date_words(date) for date in (role.held_from, role.held_until))
    if begin and end:
        return _("%(begin)s to %(end)s") % {"begin": begin, "end": end}
    if begin:
        return _("since %(begin)s") % {"begin": begin}
    return _("until %(end)s") % {"end": end} if end else ""


@admin.register(Role)
class RoleAdmin(ReferenceAdmin):
    """For the choosers of other forms, such as a quote's; people's roles are edited with the person."""

    list_display = [translated_column(Role, "title_en"), translated_column(Role, "title_de"), "person", "city"]
    list_select_related = ["person", "city"]
    search_fields = ["title_en", "title_de", "person__name"]
    autocomplete_fields = ["person", "city"]
    fields = ["person", *ROLE_ROWS]

    def get_model_perms(self, request):
        return {}
