"""The desk for cities, partnerships and anniversaries."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.messages import INFO, SUCCESS
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sistercities.cities.agreements import download
from sistercities.cities.forms import CityForm, PartnershipForm
from sistercities.cities.models import Anniversary, City, Partnership
from sistercities.cities.openings import open_page
from sistercities.dates.words import date_words
from sistercities.publishing.models import ContentNumber
from sistercities.publishing.reference import ReferenceAdmin, translated_column


def _columns(model, name):
    return [translated_column(model, f"{name}_{language}") for language in ("en", "de")]


@admin.register(City)
class CityAdmin(ReferenceAdmin):
    form = CityForm
    list_display = [*_columns(City, "name"), "country", "region", "time_zone", "ink"]
    list_filter = ["region", "ink"]
    search_fields = ["name_en", "name_de", "slug_en", "slug_de", "wikidata_id"]
    raw_id_fields = ["picture"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name_en", "name_de"),
                    ("adjective_en", "adjective_de"),
                    ("introduction_en", "introduction_de"),
                    ("ink", "picture"),
                    "website",
                ]
            },
        ),
        (
            _("Where it is"),
            {
                "fields": [("country", "region"), ("latitude", "longitude"), "time_zone", "wikidata_id"],
                "description": _("Gives the map, the distance and the times of events."),
            },
        ),
        (
            _("Addresses"),
            {
                "fields": [("slug_en", "slug_de")],
                "description": _("A new address breaks links that others have to the old one: leave them alone."),
            },
        ),
    ]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            # Names and addresses are checked one after the other. Of two people who add the same city at once, the
            # second waits here, and is told of everything that the first has taken.
            ContentNumber.bump()
            return super().changeform_view(request, object_id, form_url, extra_context)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("running", _("Running")), ("suspended", _("Suspended")), ("ended", _("Ended"))]

    def queryset(self, request, queryset):
        if self.value() == "running":
            return queryset.filter(suspended_on=None, ended_on=None)
        if self.value() == "suspended":
            return queryset.filter(ended_on=None).exclude(suspended_on=None)
        if self.value() == "ended":
            return queryset.exclude(ended_on=None)
        return queryset


@admin.register(Partnership)
class PartnershipAdmin(ReferenceAdmin):
    form = PartnershipForm
    list_display = ["pair", "short_kind", "signed", "state", "scan"]
    list_filter = [StateFilter, "kind"]
    list_select_related = ["city_a", "city_b"]
    search_fields = ["slug", "city_a__name_en", "city_a__name_de", "city_b__name_en", "city_b__name_de"]
    autocomplete_fields = ["city_a", "city_b"]
    fieldsets = [
        (None, {"fields": [("city_a", "city_b"), "kind", ("summary_en", "summary_de")]}),
        (
            _("Dates"),
            {
                "fields": [("signed_on", "renewed_on"), ("suspended_on", "ended_on")],
                "description": _("As far as they are known: 27 June 1967, June 1967, summer 1967 or 1967."),
            },
        ),
        (_("Agreement"), {"fields": [("signatories_en", "signatories_de"), "agreement"]}),
        (_("Address"), {"fields": ["slug"]}),
    ]

    def get_queryset(self, request):
        home = City.objects.filter(pk=OuterRef("city_b"), home_of__isnull=False)
        return super().get_queryset(request).annotate(is_home_second=Exists(home))

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and not self.has_change_permission(request, obj):
            # Who may only look is told that there is a scan, without an address for it.
            for _name, options in fieldsets:
                options["fields"] = ["scan" if field == "agreement" else field for field in options["fields"]]
        return fieldsets

    def get_readonly_fields(self, request, obj=None):
        if obj is not None and not self.has_change_permission(request, obj):
            return [*super().get_readonly_fields(request, obj), "scan"]
        return super().get_readonly_fields(request, obj)

    def get_urls(self):
        address = path(
            "<path:object_id>/agreement/",
            self.admin_site.admin_view(self.agreement_view),
            name="cities_partnership_agreement",
        )
        return [address, *super().get_urls()]

    def agreement_view(self, request, object_id):
        if not self.has_change_permission(request):
            raise PermissionDenied
        partnership = self.get_object(request, unquote(object_id))
        if partnership is None:
            raise Http404
        if not self.has_change_permission(request, partnership):
            raise PermissionDenied
        return download(partnership)

    @admin.display(description=_("cities"), ordering="slug")
    def pair(self, partnership):
        cities = reversed(partnership.cities) if partnership.is_home_second else partnership.cities
        return " – ".join(city.name for city in cities)

    @admin.display(description=_("kind"), ordering="kind")
    def short_kind(self, partnership):
        return partnership.get_kind_display().partition(" (")[0]

    @admin.display(description=_("signed"), ordering="signed_on")
    def signed(self, partnership):
        return date_words(partnership.signed_on) if partnership.signed_on else None

    @admin.display(description=_("state"))
    def state(self, partnership):
        today = timezone.localdate()
        if partnership.has_ended(today):
            return _("ended %(date)s") % {"date": date_words(partnership.ended_on)}
        if partnership.is_suspended(today):
            return _("suspended since %(date)s") % {"date": date_words(partnership.suspended_on)}
        return _("running")

    @admin.display(description=_("scanned agreement"))
    def scan(self, partnership):
        return _("on file") if partnership.agreement else None


@admin.register(Anniversary)
class AnniversaryAdmin(ReferenceAdmin):
    list_display = ["__str__", "celebrated_in", *_columns(Anniversary, "motto")]
    list_select_related = ["partnership__city_a", "partnership__city_b"]
    search_fields = [
        "motto_en",
        "motto_de",
        *(f"partnership__{city}__name_{language}" for city in ("city_a", "city_b") for language in ("en", "de")),
    ]
    autocomplete_fields = ["partnership"]
    raw_id_fields = ["picture"]
    fieldsets = [
        (
            None,
            {"fields": [("partnership", "years"), ("motto_en", "motto_de"), ("introduction_en", "introduction_de")]},
        ),
        (_("Picture"), {"fields": ["picture"]}),
    ]

    def get_urls(self):
        address = path(
            "open/<int:partnership>/<int:years>/",
            self.admin_site.admin_view(require_POST(self.open_view)),
            name="cities_anniversary_open",
        )
        return [address, *super().get_urls()]

    def open_view(self, request, partnership, years):
        """Makes the anniversary where there is none yet, and leads to its form: two clicks at once have the effect of
        one.
        """
        if not self.has_add_permission(request):
            raise PermissionDenied
        try:
            found = get_object_or_404(Partnership, pk=partnership)
            anniversary, is_new = open_page(found, years, request.user)
        except (OverflowError, ValidationError) as error:
            raise Http404 from error
        if is_new:
            self.log_addition(request, anniversary, [{"added": {}}])
            self.message_user(request, _("The page is open. What you write here stands on it at once."), SUCCESS)
        else:
            self.message_user(request, _("This anniversary has its page already."), INFO)
        return HttpResponseRedirect(reverse("admin:cities_anniversary_change", args=[anniversary.pk]))

    @admin.display(description=_("celebrated in"))
    def celebrated_in(self, anniversary):
        return anniversary.year
