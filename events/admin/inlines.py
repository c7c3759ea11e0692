"""The parts of an event in its form."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.forms.rows import (
    EventDateForm,
    EventDateFormSet,
    EventRowFormSet,
    OpeningHoursForm,
    ParticipantForm,
)
from events.forms.texts import EventTextForm
from events.forms.when import clocks
from events.models import EventDate, EventText, OpeningHours, Participant
from events.models.frames import WEEKDAYS
from sistercities.publishing.desk import TextInline
from sistercities.publishing.desk.parts import ManuscriptPartMixin
from sistercities.publishing.reference import TranslatedLabelsMixin


class EventTextInline(TextInline):
    model = EventText
    form = EventTextForm
    fieldsets = [
        (None, {"fields": ["language", "title", "summary", "body", "is_ready"]}),
        (_("Date and place in words"), {"fields": ["date_note", "room"], "classes": ["collapse"]}),
        (
            _("Notes on status, opening hours and tickets; address"),
            {"fields": ["status_note", "opening_note", "ticket_note", "slug"], "classes": ["collapse"]},
        ),
    ]


class RowInline(ManuscriptPartMixin, TranslatedLabelsMixin, admin.TabularInline):
    """Rows of a table. Who may only look at the event is shown `looked_at` in the place of the fields."""

    formset = EventRowFormSet
    extra = 0
    looked_at = ()

    def get_fields(self, request, obj=None):
        return self.fields if self.has_change_permission(request, obj) else self.looked_at

    def get_readonly_fields(self, request, obj=None):
        return () if self.has_change_permission(request, obj) else self.looked_at


class EventDateInline(RowInline):
    model = EventDate
    form = EventDateForm
    formset = EventDateFormSet
    fields = ["starts_on", "starts_at", "ends_on", "ends_at", "understood", "is_cancelled"]
    looked_at = ["when", "is_cancelled"]
    ordering = ["sort_key", "pk"]

    @admin.display(description=_("when"))
    def when(self, date):
        return clocks(date.zone_name, date.event.venue, date.event.partnership).words(date.span)


class ParticipantInline(RowInline):
    model = Participant
    form = ParticipantForm
    autocomplete_fields = ["person"]
    fields = ["position", "person", "function", "role_title_en", "role_title_de"]
    looked_at = ["person", "function", "role_title_en", "role_title_de"]
    ordering = ["position", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person").prefetch_related("person__roles")


class OpeningHoursInline(RowInline):
    model = OpeningHours
    form = OpeningHoursForm
    fields = ["days", "opens", "closes"]
    looked_at = ["on_days", "opens", "closes"]
    verbose_name_plural = _("opening hours, of what runs for weeks")
    classes = ["collapse"]

    @admin.display(description=_("days"))
    def on_days(self, hours):
        names = dict(WEEKDAYS)
        return ", ".join(str(names[day]) for day in hours.days if day in names)
