"""The desk for quotes and themes."""

from django import forms
from django.contrib import admin
from django.urls import reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sistercities.dates.words import date_words
from sistercities.media.usage import usage
from sistercities.people.roles import role_on
from sistercities.publishing.reference import ReferenceAdmin
from stories.admin import cards, quote_roles
from stories.models import Quote, Theme
from stories.rendering import render_quote

TITLES = ("role_title_en", "role_title_de")


@admin.register(Theme)
class ThemeAdmin(ReferenceAdmin):
    list_display = ["name_en", "name_de"]
    search_fields = ["name_en", "name_de"]
    prepopulated_fields = {"slug_en": ["name_en"], "slug_de": ["name_de"]}
    fieldsets = [(None, {"fields": [("name_en", "name_de"), ("slug_en", "slug_de")]})]


class QuoteForm(forms.ModelForm):
    """Offers the roles of the speaker, finds the one of that day, and copies its titles."""

    class Meta:
        model = Quote
        fields = [
            *("words_en", "words_de", "original_language", "speaker", "said_on", "role", *TITLES),
            *("city", "anniversary", "source", "source_url"),
        ]
        widgets = {
            "words_en": forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
            "words_de": forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("speaker", "role", "city", "anniversary"):
            if name in self.fields:
                self.fields[name].widget.can_delete_related = False  # whom others refer to is not deleted from here
        if "role" in self.fields:
            roles = self.fields["role"].queryset
            self.fields["role"].queryset = roles.filter(person=self._speaker()).select_related("person")
            self.fields["role"].empty_label = _("the role of that day")
            self.fields["role"].label_from_instance = quote_roles.label
            widget = self.fields["role"].widget
            # What the admin wraps around the choice prints no attributes of its own.
            getattr(widget, "widget", widget).attrs["data-roles"] = reverse_lazy(f"admin:{quote_roles.ADDRESS}")

    def _speaker(self):
        typed = self.data.get(self.add_prefix("speaker"), "") if self.is_bound else self.initial.get("speaker")
        return typed if str(typed or "").isdecimal() and len(str(typed)) < 19 else None

    def clean(self):
        cleaned = super().clean()
        speaker, role = cleaned.get("speaker"), cleaned.get("role")
        has_titles = any(cleaned.get(title) for title in TITLES)
        if speaker and role is None and not has_titles and "role" in self.fields:
            role = cleaned["role"] = role_on(speaker, cleaned.get("said_on"))
        if role and (not has_titles or ("role" in self.changed_data and not {*TITLES} & {*self.changed_data})):
            cleaned["role_title_en"], cleaned["role_title_de"] = role.title_en, role.title_de
        if role and cleaned.get("city") is None:
            cleaned["city"] = role.city
        return cleaned


class MissingWordsFilter(admin.SimpleListFilter):
    title = _("missing")
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return [("en", _("English words")), ("de", _("German words")), ("speaker", _("Speaker"))]

    def queryset(self, request, queryset):
        if self.value() in ("en", "de"):
            return queryset.filter(**{f"words_{self.value()}": ""})
        if self.value() == "speaker":
            return queryset.filter(speaker=None)
        return queryset


@admin.register(Quote)
class QuoteAdmin(ReferenceAdmin):
    form = QuoteForm
    list_display = ["start", "speaker", "role_printed", "english", "german", "said"]
    list_display_links = ["start"]
    list_filter = ["original_language", MissingWordsFilter, "city"]
    list_select_related = ["speaker"]
    search_fields = ["words_en", "words_de", "speaker__name", *TITLES, "source"]
    search_help_text = _("Words, speaker, role, source")
    autocomplete_fields = ["speaker", "city", "anniversary"]
    readonly_fields = ["printed", "used_in"]
    fieldsets = [
        (_("What was said"), {"fields": [("words_en", "words_de"), "original_language"]}),
        (
            _("Who said it"),
            {
                "fields": ["speaker", "said_on", "role", TITLES, "city"],
                "description": _(
                    "The role is printed as it was on that day: its title is copied here and stays when the role ends."
                ),
            },
        ),
        (_("Where it is from"), {"fields": ["source", "source_url"]}),
        (_("On the pages"), {"fields": ["anniversary", "printed", "used_in"]}),
    ]

    class Media:
        css = {"all": ["admin/quote.css"]}
        js = ["admin/quote.js"]

    def get_urls(self):
        return [*cards.urls(self), *quote_roles.urls(self), *super().get_urls()]

    def get_object(self, request, object_id, from_field=None):
        quote = super().get_object(request, object_id, from_field)
        if quote is not None:
            quote.reader = request  # `used_in` names only what this person may see
        return quote

    @admin.display(description=_("words"), ordering="words_en")
    def start(self, quote):
        return Truncator(str(quote)).chars(90)

    @admin.display(description=_("role"), empty_value="")
    def role_printed(self, quote):
        return quote.role_title

    @admin.display(description=_("said"), ordering="said_on", empty_value="")
    def said(self, quote):
        return date_words(quote.said_on) if quote.said_on else None

    @admin.display(description=_("English"))
    def english(self, quote):
        return _state(quote, "en")

    @admin.display(description=_("German"))
    def german(self, quote):
        return _state(quote, "de")

    @admin.display(description=_("as it prints"))
    def printed(self, quote):
        if quote.pk is None:
            return _("Save the quote to see it as it prints.")
        return format_html(
            '<div class="quote-prints">{}</div>',
            format_html_join(
                "",
                '<div lang="{}">{}</div>',
                ((language, render_quote(quote, language)) for language in ("en", "de")),
            ),
        )

    @admin.display(description=_("used in"))
    def used_in(self, quote):
        uses = usage(quote) if quote.pk else []
        if not uses:
            return _("Nowhere yet.")
        seen = [use for use in uses if use.may_be_seen_by(quote.reader)]
        items = [format_html('<a href="{}">{}</a>', use.admin_url, use.label) for use in seen]
        if len(seen) < len(uses):
            items.append(_("and elsewhere, where your account does not reach"))
        return format_html('<ul class="quote-uses">{}</ul>', format_html_join("", "<li>{}</li>", ([i] for i in items)))


def _state(quote, language):
    if not getattr(quote, f"words_{language}").strip():
        return _("missing")
    if not quote.original_language:
        return _("present")
    return _("translation") if quote.is_translation(language) else pgettext_lazy("language of a quote", "original")
