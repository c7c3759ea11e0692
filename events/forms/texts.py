"""The words of an event in one language."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import EventText
from sistercities.office.page_text import MAX_LENGTH, sanitise
from sistercities.publishing.slugs import RESERVED
from sistercities.richtext.fields import RichTextField, RichTextWidget


class EventTextForm(forms.ModelForm):
    body = RichTextField(
        label=_("Text"),
        sanitise=sanitise,
        max_length=MAX_LENGTH,
        required=False,
        widget=RichTextWidget(attrs={"rows": 12}),
    )

    class Meta:
        model = EventText
        fields = [
            *("language", "title", "summary", "body", "is_ready", "date_note", "room"),
            *("status_note", "opening_note", "ticket_note", "slug"),
        ]
        widgets = {
            "language": forms.HiddenInput,
            "title": forms.TextInput(attrs={"class": "vTextField desk-title"}),
            "summary": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if slug in RESERVED:
            raise forms.ValidationError(
                _("“%(slug)s” stands in addresses itself. Choose another."), params={"slug": slug}
            )
        return slug
