"""The desk for the office itself, its standing pages, and what visitors report."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sistercities.office.models import Feedback, Office, StandingPage, StandingPageKind
from sistercities.office.page_text import sanitise
from sistercities.publishing.reference import ReferenceAdmin
from sistercities.publishing.stale import StaleSaveMixin
from sistercities.richtext.admin import RichTextAdminMixin
from sistercities.richtext.fields import RichTextField, RichTextWidget


@admin.register(Office)
class OfficeAdmin(ReferenceAdmin):
    """One row: its list leads straight to its form."""

    autocomplete_fields = ["home_city"]
    raw_id_fields = ["welcome_picture"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("site_name_en", "site_name_de"),
                    ("name_en", "name_de"),
                    ("parent_body_en", "parent_body_de"),
                ]
            },
        ),
        (
            _("Home page"),
            {
                "fields": [
                    "home_city",
                    ("welcome_title_en", "welcome_title_de"),
                    ("welcome_en", "welcome_de"),
                    "welcome_picture",
                ]
            },
        ),
        (_("Contact"), {"fields": ["address", ("email", "phone"), "security_contact"]}),
    ]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        office = Office.objects.first()
        if office is None:
            return HttpResponseRedirect(reverse("admin:office_office_add"))
        return HttpResponseRedirect(reverse("admin:office_office_change", args=[office.pk]))

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Office.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False


class StandingPageForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            existing = set(StandingPage.objects.values_list("kind", flat=True))
            self.fields["kind"].choices = [
                ("", "---------"),
                *((value, label) for value, label in StandingPageKind.choices if value not in existing),
            ]


@admin.register(StandingPage)
class StandingPageAdmin(RichTextAdminMixin, ReferenceAdmin):
    form = StandingPageForm
    list_display = ["page", "in_english", "in_german", "reviewed_on", "review"]
    fieldsets = [
        (None, {"fields": ["kind", ("title_en", "title_de"), ("body_en", "body_de")], "classes": ["page-texts"]}),
        (_("Review"), {"fields": ["reviewed_on"]}),
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in ("body_en", "body_de"):
            kwargs |= {"form_class": RichTextField, "widget": RichTextWidget, "sanitise": sanitise}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["kind"] if obj else [])]

    def render_change_form(self, request, context, *args, **kwargs):
        page = context.get("original")
        if page is not None and request.method == "GET" and page.is_review_due():
            messages.warning(request, _("This statement must be reviewed every year. Review it and enter the day."))
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("page"), ordering="kind")
    def page(self, page):
        return page.get_kind_display()

    @admin.display(description=_("English"), boolean=True)
    def in_english(self, page):
        return bool(page.body_en)

    @admin.display(description=_("German"), boolean=True)
    def in_german(self, page):
        return bool(page.body_de)

    @admin.display(description=_("review"))
    def review(self, page):
        return _("Review is due") if page.is_review_due() else ""


class AnswerFilter(admin.SimpleListFilter):
    title = _("answer")
    parameter_name = "answer"

    def lookups(self, request, model_admin):
        return [("open", _("Waiting")), ("overdue", _("Waiting for more than a month")), ("answered", _("Answered"))]

    def queryset(self, request, queryset):
        if self.value() == "open":
            return queryset.open()
        if self.value() == "overdue":
            return queryset.overdue()
        if self.value() == "answered":
            return queryset.exclude(answered_at=None)
        return queryset


class FeedbackForm(forms.ModelForm):
    is_answered = forms.BooleanField(
        label=_("Answered"),
        required=False,
        help_text=_("Tick it when the answer is out, or the barrier is gone and there is nobody to answer."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["is_answered"] = self.instance.answered_at is not None

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("is_answered"):
            self.instance.answered_at = None
        elif self.instance.answered_at is None:
            self.instance.answered_at = timezone.now()
        return cleaned


@admin.register(Feedback)
class FeedbackAdmin(StaleSaveMixin, admin.ModelAdmin):
    """What visitors reported: read, answered, and deleted when it has served. Not versioned: deleted means deleted."""

    form = FeedbackForm
    list_display = ["__str__", "at", "language", "answer"]
    list_filter = [AnswerFilter, "language"]
    search_fields = ["message", "page"]
    date_hierarchy = "at"
    actions = ["mark_answered"]
    fieldsets = [(None, {"fields": ["message", "page", "email", "language", "at", "is_answered"]})]
    readonly_fields = ["message", "page", "email", "language", "at"]

    def has_add_permission(self, request):
        return False

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj):
            for _name, options in fieldsets:
                options["fields"] = ["answer" if field == "is_answered" else field for field in options["fields"]]
        return fieldsets

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if self.has_change_permission(request, obj) else [*fields, "answer"]

    @admin.display(description=_("answer"), ordering="answered_at")
    def answer(self, feedback):
        if feedback.answered_at is not None:
            return _("Answered")
        return _("Waiting for more than a month") if feedback.is_overdue() else _("Waiting")

    @admin.action(description=_("Mark as answered"), permissions=["change"])
    def mark_answered(self, request, queryset):
        changed = 0
        for feedback in queryset.open():
            feedback.answered_at = timezone.now()
            feedback.save(update_fields=["answered_at"])
            self.log_change(request, feedback, [{"changed": {"fields": [capfirst(str(_("answered")))]}}])
            changed += 1
        message = ngettext(
            "%(count)d message is marked as answered.", "%(count)d messages are marked as answered.", changed
        )
        self.message_user(request, message % {"count": changed}, messages.SUCCESS)
