"""The form field of a rich text, and its editor in the admin. The form's ModelAdmin needs `RichTextAdminMixin`.

Without JavaScript the editor is a text area with the HTML, and saves all the same.
"""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, ngettext
from js_asset import ImportMap, Media, Script

from sistercities.richtext import WORDS_PER_MINUTE
from sistercities.richtext.labels import EDITOR_LABELS
from sistercities.richtext.links import refused_links
from sistercities.typography.quoting import quoted

#: What the language mark offers: the languages of partner cities and of many visitors. Any other is kept where it is.
MARKED_LANGUAGES = (
    *("en", "de", "ar", "bg", "cs", "da", "el", "es", "fa", "fi", "fr", "he", "hr", "hu", "id", "it", "ja", "ko"),
    *("nl", "no", "pl", "pt", "ro", "ru", "sr", "sv", "th", "tr", "uk", "uz", "vi", "zh-hans"),
)

_MODULES = ("announce", "cards", "dialogs", "popups", "schema", "toolbar")


class RichTextWidget(forms.Textarea):
    """The editor. `language` is that of the text; without it, the nearest `lang` attribute of the page says it."""

    #: Characters of HTML; the field of this widget sets its own limit.
    limit = None

    def __init__(self, attrs=None, language=None):
        self.language = language
        super().__init__({"rows": 24, "class": "vLargeTextField", **(attrs or {})})

    @cached_property
    def media(self):
        modules = {f"body-editor/{name}": f"admin/body/{name}.js" for name in _MODULES}
        return Media(
            importmap=ImportMap({"django-prose-editor/editor": "django_prose_editor/editor.js", **modules}),
            css={"all": ["admin/body/editor.css"]},
            js=[Script("admin/body/editor.js", type="module")],
        )

    def use_required_attribute(self, initial):
        return False  # the text area is hidden behind the editor, where a browser cannot point to it

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if self.language:
            context["widget"]["attrs"].setdefault("lang", self.language)
        context["widget"]["attrs"]["data-body-editor"] = json.dumps(self.config(), cls=DjangoJSONEncoder)
        return context

    def config(self):
        """What `admin/body/editor.js` is told, ready for JSON."""
        return {
            "labels": EDITOR_LABELS,
            "limit": self.limit,
            "wordsPerMinute": WORDS_PER_MINUTE,
            "languages": sorted(map(_language, MARKED_LANGUAGES), key=lambda language: language["name"].casefold()),
        }


def _language(code):
    info = get_language_info(code)
    return {"code": code, "name": str(info["name_translated"]), "dir": "rtl" if info["bidi"] else ""}


class RichTextField(forms.CharField):
    """Cleans to what `sanitise` leaves, a function from any HTML to the HTML that is stored.

    Refuses, by name, links that lead nowhere allowed: nothing is taken out in silence. `max_length` is in characters
    of HTML.
    """

    widget = RichTextWidget

    def __init__(self, *, sanitise, max_length, **kwargs):
        self.sanitise = sanitise
        super().__init__(max_length=max_length, **kwargs)
        self.widget.limit = max_length

    def widget_attrs(self, widget):
        # The limit is for the characters of the HTML: a browser must not cut a text that is typed.
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def clean(self, value):
        value = super().clean(value)
        refuse_links(value)
        value = self.sanitise(value)
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        return value

    def has_changed(self, initial, data):
        return self.sanitise(initial or "") != self.sanitise(data or "")


def refuse_links(html):
    """Raise ValidationError that names the links a sanitiser would take out."""
    refused = refused_links(html)
    if refused:
        message = ngettext(
            "This address cannot be a link: %(links)s. Allowed are https://, http://, mailto:, tel: and pages of "
            "this site, which begin with one slash.",
            "These addresses cannot be links: %(links)s. Allowed are https://, http://, mailto:, tel: and pages of "
            "this site, which begin with one slash.",
            len(refused),
        )
        names = ", ".join(quoted(href[:100]) for href in refused[:10])
        raise ValidationError(message, code="refused_link", params={"links": names})
