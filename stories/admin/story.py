"""The story on the desk."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from sistercities.media.chooser import PictureChoice
from sistercities.media.markup import thumbnail
from sistercities.office.city_tags import FEW_TAGS, MOST_TAGS
from sistercities.publishing import access
from sistercities.publishing.desk import ManuscriptAdmin, TextInline
from sistercities.publishing.desk.filters import MineFilter, PublicStateFilter
from sistercities.publishing.slugs import RESERVED
from sistercities.richtext.admin import RichTextAdminMixin
from stories import previews
from stories.admin.cards import embeddable
from stories.admin.importing import ImportTextMixin
from stories.body import embeds, plain_text
from stories.body_relations import sync_embeds
from stories.models import Story, StoryEdition, StoryText
from stories.widgets import BodyField, broken_cards


class StoryTextForm(forms.ModelForm):
    body = BodyField(label=_("Text"), required=False)

    class Meta:
        model = StoryText
        fields = ["language", "title", "standfirst", "body", "is_ready", "slug", "summary", "byline"]
        widgets = {
            "language": forms.HiddenInput,
            "title": forms.TextInput(attrs={"class": "vTextField desk-title"}),
            "standfirst": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
            "summary": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }

    #: Who fills in the form; set by the inline.
    user = None

    def clean_body(self):
        """Refuses events that this person may not see, unless the text has their card already."""
        html = self.cleaned_data["body"]
        wanted = _events_in(html) - _events_in(self.instance.body)
        hidden = wanted - embeddable(self.user, wanted) if wanted else set()
        if hidden:
            # In the same words as for one that does not exist: nobody learns that it does (promise 4).
            raise broken_cards(("event", key) for key in sorted(hidden))
        return html

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if slug in RESERVED:
            raise forms.ValidationError(
                _("“%(slug)s” stands in addresses itself. Choose another."), params={"slug": slug}
            )
        return slug


def _events_in(html):
    return {embed.id for embed in embeds(html) if embed.type == "event"}


class StoryTextInline(TextInline):
    model = StoryText
    form = StoryTextForm

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.user = request.user  # a class of this request alone, made by Django's factory
        return formset

    fieldsets = [
        (None, {"fields": ["language", "title", "standfirst", "body", "is_ready"]}),
        (_("Address, search engines, byline"), {"fields": ["slug", "summary", "byline"], "classes": ["collapse"]}),
    ]


class LanguageFilter(admin.SimpleListFilter):
    title = _("text")
    parameter_name = "text"

    def lookups(self, request, model_admin):
        return [
            ("no-en", _("English is missing")),
            ("no-de", _("German is missing")),
            ("unready", _("A text is not ready")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "no-en" | "no-de" as missing:
                return queryset.exclude(texts__language=missing.removeprefix("no-"))
            case "unready":
                return queryset.filter(pk__in=StoryText.objects.filter(is_ready=False).values("story"))
        return queryset


@admin.register(Story)
class StoryAdmin(RichTextAdminMixin, ImportTextMixin, ManuscriptAdmin):
    inlines = [StoryTextInline]
    autocomplete_fields = ["partnership", "anniversary", "cities", "themes"]
    fieldsets = [
        (_("Picture"), {"fields": ["lead_picture"]}),
        (_("What it is about"), {"fields": ["cities", "themes", "partnership", "anniversary"]}),
        (_("On the desk"), {"fields": ["is_featured", "working_title"]}),
    ]
    list_display = ["thumbnail", "title", "stage_words", "english", "german", "about", "changed"]
    list_display_links = ["title"]
    list_filter = [
        *(PublicStateFilter, "stage", LanguageFilter, MineFilter),
        *((name, admin.RelatedOnlyFieldListFilter) for name in ("cities", "themes", "partnership")),
    ]
    search_fields = ["texts__title", "texts__standfirst", "working_title"]
    search_help_text = _("Titles and standfirsts")
    date_hierarchy = None
    ordering = ["-changed_at", "-pk"]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("texts", StoryText.objects.defer("body", "standfirst", "summary")))
        )

    def get_list_queryset(self, queryset):
        editions = StoryEdition.objects.defer("body", "standfirst", "summary")
        return queryset.select_related("lead_picture", "changed_by").prefetch_related(
            Prefetch("editions", editions), "cities"
        )

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        changelist.result_list = self.get_list_queryset(changelist.result_list)
        return changelist

    def changelist_view(self, request, extra_context=None):
        context = {"may_recover": self._sees_everything(request) and self.has_delete_permission(request)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "lead_picture":
            kwargs["widget"] = PictureChoice(db_field.remote_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for text in form.instance.texts.all():
            sync_embeds(text)  # what history brings back is written past `StoryText.save()`

    def get_readonly_fields(self, request, obj=None):
        # What leads the public index is not the author's to decide (promise 3).
        if request.user.has_perm(access.permission(Story, "publish")):
            return ()
        return ("is_featured",)

    @admin.display(description="")
    def thumbnail(self, story):
        return thumbnail(story.lead_picture) if story.lead_picture else ""

    @admin.display(description=_("title"))
    def title(self, story):
        return str(story)

    @admin.display(description=_("cities"))
    def about(self, story):
        names = [city.name for city in story.cities.all()]
        shown = names if len(names) <= MOST_TAGS else names[:FEW_TAGS]
        others = len(names) - len(shown)
        return ", ".join(shown) + (" " + gettext("and %(count)d more") % {"count": others} if others else "")

    @admin.display(description=_("changed"), ordering="changed_at")
    def changed(self, story):
        return format_html(
            '{} <span class="quiet">{}</span>',
            story.changed_by or "",
            formats.date_format(timezone.localtime(story.changed_at), "SHORT_DATETIME_FORMAT"),
        )

    # --- what the desk asks ------------------------------------------------------------------------------------------

    def public_url(self, edition):
        if edition is None:
            return ""
        with override(edition.language):
            return reverse("stories:story", args=[edition.slug])

    def render_edition(self, request, edition, manuscript, text=None):
        if not access.may_see(request.user, manuscript):
            raise PermissionDenied
        return previews.render_edition(request, edition, manuscript, text)

    def compared_fields(self, edition, manuscript=None):
        source = manuscript if edition.pk is None else edition
        return [
            (_("Title"), edition.title),
            (_("Standfirst"), edition.standfirst),
            (_("Text"), plain_text(edition.body)),
            (_("Summary"), edition.summary),
            (_("Byline"), edition.byline),
            (_("Address"), edition.slug),
            (_("Lead picture"), str(edition.lead_picture or "")),
            (_("Partnership"), str(edition.partnership or "")),
            (_("Anniversary"), str(edition.anniversary or "")),
            (_("Cities"), ", ".join(sorted(city.name for city in source.cities.all()))),
            (_("Themes"), ", ".join(sorted(theme.name for theme in source.themes.all()))),
        ]

    def preview_link_url(self, link):
        return settings.SITE_URL + reverse("preview", args=[link.token])
