"""The event on the desk."""

from django.contrib import admin, messages
from django.db.models import BigIntegerField, Case, Count, ExpressionWrapper, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.forms import Media
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events.addresses import event_address
from events.admin.desk import EventDeskMixin
from events.admin.export_profiles import ProfileViews
from events.admin.exports import ExportViews
from events.admin.filters import WhenFilter
from events.admin.importing import ImportViews
from events.admin.inlines import EventDateInline, EventTextInline, OpeningHoursInline, ParticipantInline
from events.forms.facts import EventForm
from events.forms.when import clocks
from events.languages import language_name
from events.models import Event, EventDate, EventEdition, EventStatus, EventText
from events.models.spans import SPAN_COLUMNS, SpanColumns
from events.repeating import add_repeated_dates
from sistercities.dates.ranges import span_words
from sistercities.dates.words import NO_BREAK_SPACE
from sistercities.media.chooser import PictureChoice
from sistercities.publishing import access
from sistercities.publishing.content import refresh_fingerprints
from sistercities.publishing.desk import ManuscriptAdmin
from sistercities.publishing.desk.filters import MineFilter, PublicStateFilter
from sistercities.richtext.admin import RichTextAdminMixin

#: In the place of these fields, who may only look at an event is shown words.
LOOKED_AT = {
    ("starts_on", "starts_at"): "when_words",
    ("ends_on", "ends_at"): None,
    "understood": None,
    "languages": "languages_words",
    ("repeat", "repeat_until"): None,
}
_COMPUTED = {field.name for field in SpanColumns._meta.local_fields} - {*SPAN_COLUMNS}


@admin.register(Event)
class EventAdmin(RichTextAdminMixin, ImportViews, ProfileViews, ExportViews, EventDeskMixin, ManuscriptAdmin):
    form = EventForm
    change_form_template = "admin/events/event_form.html"
    inlines = [EventTextInline, EventDateInline, OpeningHoursInline, ParticipantInline]
    #: After which fieldset each inline stands.
    inlines_after = {
        "what": [EventTextInline],
        "when": [EventDateInline],
        "repeat": [OpeningHoursInline],
        "where": [ParticipantInline],
    }
    autocomplete_fields = ["venue", "organisers", "cities", "partnership", "anniversary", "series"]
    fieldsets = [
        (_("What"), {"fields": [("kind", "status")], "classes": ["event-what"]}),
        (
            _("When"),
            {
                "fields": [
                    ("starts_on", "starts_at"),
                    ("ends_on", "ends_at"),
                    *("understood", "is_date_to_follow", "time_zone", "is_run"),
                ],
                "classes": ["event-when"],
                "description": _(
                    "As far as it is known: 6 October 2017, October 2017, autumn 2017. "
                    "Times are by the clock of the place."
                ),
            },
        ),
        (
            _("Repeat this date"),
            {
                "fields": [("repeat", "repeat_until")],
                "classes": ["collapse", "event-repeat"],
                "description": _("Adds further dates with the same times, each of which can be changed afterwards."),
            },
        ),
        (_("Where"), {"fields": ["venue", ("attendance", "online_url"), "cities"], "classes": ["event-where"]}),
        (
            _("Who and why"),
            {"fields": ["organisers", ("partnership", "anniversary"), "series", "languages"], "classes": ["event-why"]},
        ),
        (
            _("Tickets"),
            {
                "fields": [("is_free", "needs_booking"), ("price", "price_to", "currency"), "ticket_url"],
                "classes": ["event-tickets"],
            },
        ),
        (_("Picture"), {"fields": ["picture"], "classes": ["event-picture"]}),
        (_("On the desk"), {"fields": ["is_featured", "working_title"], "classes": ["event-desk"]}),
    ]
    list_display = ["title", "when", "place", "stage_words", "english", "german", "changed"]
    list_display_links = ["title"]
    list_filter = [
        *(WhenFilter, PublicStateFilter, "stage", MineFilter),
        *((name, admin.RelatedOnlyFieldListFilter) for name in ("cities", "partnership")),
        *("status", "kind"),
    ]
    search_fields = [
        *("texts__title", "texts__summary", "working_title"),
        *("venue__name_en", "venue__name_de", "participants__person__name"),
    ]
    search_help_text = _("Titles, summaries, venues, people")

    @property
    def media(self):
        return super().media + Media(css={"all": ["admin/event.css"]}, js=["admin/event-when.js"])

    # --- the form ----------------------------------------------------------------------------------------------------

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        shown = []
        for name, options in fieldsets:
            fields = [LOOKED_AT.get(field, field) for field in options["fields"]]
            if fields := [field for field in fields if field]:
                shown.append((name, {**options, "fields": fields, "description": ""}))
        return shown

    def get_readonly_fields(self, request, obj=None):
        fields = []
        if obj is not None and not self.has_change_permission(request, obj):
            fields += [words for words in LOOKED_AT.values() if words]
        # What leads the home page is not the author's to decide (promise 3).
        if not request.user.has_perm(access.permission(Event, "publish")):
            fields.append("is_featured")
        return fields

    def comes_with(self, column, offered):
        return column in _COMPUTED and "starts_on" in offered

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield is not None and hasattr(formfield.widget, "can_delete_related"):
            formfield.widget.can_delete_related = False
        return formfield

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "picture":
            kwargs["widget"] = PictureChoice(db_field.remote_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(self, request, context, *args, **kwargs):
        context["sections"] = list(self._sections(context["adminform"], context["inline_admin_formsets"]))
        return super().render_change_form(request, context, *args, **kwargs)

    def _sections(self, adminform, inlines):
        """Fieldsets and inlines in the order in which an editor thinks of them."""
        waiting = {type(inline.opts): inline for inline in inlines}
        for fieldset in adminform:
            name = fieldset.classes.partition("event-")[2].partition(" ")[0]
            yield {"name": name, "fieldset": fieldset}
            for inline in self.inlines_after.get(name, ()):
                if inline in waiting:
                    yield {"name": "", "inline": waiting.pop(inline)}
        for inline in waiting.values():
            yield {"name": "", "inline": inline}

    @admin.display(description=_("when"))
    def when_words(self, event):
        return clocks(event.zone_name, event.venue, event.partnership).words(event.span)

    @admin.display(description=_("languages"))
    def languages_words(self, event):
        return ", ".join(language_name(code) for code in event.languages)

    # --- saving ------------------------------------------------------------------------------------------------------

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        event = form.instance
        if event.venue:
            event.cities.add(event.venue.city_id)
        for number, row in enumerate(event.participants.order_by("position", "pk"), start=1):
            if row.position != number:
                row.position = number
                row.save(update_fields=["position"])
        if "_repeat" in request.POST:
            self._repeat(request, event, form.cleaned_data)
        refresh_fingerprints(event)

    def _repeat(self, request, event, cleaned):
        added, moved = add_repeated_dates(event, cleaned["repeat"], cleaned["repeat_until"].latest)
        if not added:
            messages.info(request, _("All these dates are there already."))
            return
        message = ngettext("%(count)d further date was added.", "%(count)d further dates were added.", len(added))
        messages.success(request, message % {"count": len(added)})
        for date in moved:
            words = clocks(event.zone_name, event.venue).words(date.span)
            messages.warning(request, gettext("The clocks change that night, please check: %(date)s") % {"date": words})

    # --- the list ----------------------------------------------------------------------------------------------------

    def get_queryset(self, request):
        further = EventDate.objects.filter(event=OuterRef("pk")).order_by().values("event")
        count = Subquery(further.annotate(count=Count("pk")).values("count"))
        texts = EventText.objects.defer("body", "summary")
        events = super().get_queryset(request).annotate(further_dates=Coalesce(count, 0))
        return events.select_related("venue__city").prefetch_related(Prefetch("texts", texts))

    def get_ordering(self, request):
        """What is to come, the next first; then what is past, the last first."""
        is_past = Q(latest_at__lte=timezone.now())
        backwards = ExpressionWrapper(-F("sort_key"), BigIntegerField())
        return [
            Case(When(is_past, then=1), default=0),
            Case(When(is_past, then=backwards), default=F("sort_key"), output_field=BigIntegerField()),
            "pk",
        ]

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        editions = EventEdition.objects.defer("body", "summary")
        changelist.result_list = changelist.result_list.select_related("venue__city", "changed_by").prefetch_related(
            Prefetch("editions", editions)
        )
        return changelist

    def changelist_view(self, request, extra_context=None):
        context = {"may_recover": self._sees_everything(request) and self.has_delete_permission(request)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    @admin.display(description=_("title"))
    def title(self, event):
        if event.working_title in ("", str(event)):
            return str(event)
        return format_html('{} <span class="quiet">{}</span>', event, event.working_title)

    @admin.display(description=_("when"), ordering="sort_key")
    def when(self, event):
        words = span_words(event.span)
        if event.starts_at:
            words += f",{NO_BREAK_SPACE}{event.starts_at.astimezone(event.span.zone_info):%H:%M}"
        beside = []
        if event.further_dates:
            more = gettext("and %(count)d more")
            beside.append(more % {"count": event.further_dates})
        if event.status != EventStatus.SCHEDULED:
            beside.append(event.get_status_display())
        return format_html('{} <span class="quiet">{}</span>', words, " · ".join(beside)) if beside else words

    @admin.display(description=_("place"), ordering="venue__name_en")
    def place(self, event):
        return (
            str(event.venue) if event.venue else "" if event.attendance == "offline" else event.get_attendance_display()
        )

    @admin.display(description=_("changed"), ordering="changed_at")
    def changed(self, event):
        at = formats.date_format(timezone.localtime(event.changed_at), "SHORT_DATETIME_FORMAT")
        return format_html('{} <span class="quiet">{}</span>', event.changed_by or "", at)

    def public_url(self, edition):
        return "" if edition is None else event_address(edition.language, edition.slug)
