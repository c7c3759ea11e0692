"""The form field of a body, and its editor in the admin. The form's ModelAdmin needs `RichTextAdminMixin`.

Without JavaScript the editor is a text area with the HTML, and saves all the same.
"""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from js_asset import ImportMap, Media, Script

from stories.body import MAX_LENGTH, WORDS_PER_MINUTE, refused_links, sanitise
from stories.body_relations import missing_embeds
from stories.editor_labels import EDITOR_LABELS

#: What the language mark offers: the languages of partner cities and of many visitors. Any other is kept where it is.
MARKED_LANGUAGES = (
    *("en", "de", "ar", "bg", "cs", "da", "el", "es", "fa", "fi", "fr", "he", "hr", "hu", "id", "it", "ja", "ko"),
    *("nl", "no", "pl", "pt", "ro", "ru", "sr", "sv", "th", "tr", "uk", "uz", "vi", "zh-hans"),
)

_MODULES = ("announce", "cards", "dialogs", "popups", "schema", "toolbar")


class BodyWidget(forms.Textarea):
    """The editor. `language` is that of the text; without it, the nearest `lang` attribute of the page says it."""

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
        return {
            "labels": EDITOR_LABELS,
            "limit": MAX_LENGTH,
            "wordsPerMinute": WORDS_PER_MINUTE,
            "languages": sorted(map(_language, MARKED_LANGUAGES), key=lambda language: language["name"].casefold()),
            "cards": reverse("admin:stories_cards"),
            "choosers": {
                "picture": reverse("admin:media_picture_changelist"),
                "quote": reverse("admin:stories_quote_changelist"),
            },
        }


def _language(code):
    info = get_language_info(code)
    return {"code": code, "name": gettext(info["name"]), "dir": "rtl" if info["bidi"] else ""}


class BodyField(forms.CharField):
    """A body, sanitised. Refuses what is too long, links that lead nowhere allowed, and cards that point to nothing."""

    widget = BodyWidget
    default_error_messages = {
        "max_length": _("The text has %(show_value)d characters, more than the %(limit_value)d that a page may have."),
    }

    def __init__(self, *, max_length=MAX_LENGTH, **kwargs):
        super().__init__(max_length=max_length, **kwargs)

    def widget_attrs(self, widget):
        # The limit is for the characters of the HTML: a browser must not cut a text that is typed.
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def clean(self, value):
        value = super().clean(value)
        refuse_links(value)
        value = sanitise(value)
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        refuse_broken_cards(value)
        return value

    def has_changed(self, initial, data):
        return sanitise(initial or "") != sanitise(data or "")


def refuse_links(html):
    """Raise ValidationError that names the links `sanitise` would take out."""
    refused = refused_links(html)
    if refused:
        message = ngettext(
            "This address cannot be a link: %(links)s. Allowed are https://, http://, mailto:, tel: and pages of "
            "this site, which begin with one slash.",
            "These addresses cannot be links: %(links)s. Allowed are https://, http://, mailto:, tel: and pages of "
            "this site, which begin with one slash.",
            len(refused),
        )
        names = ", ".join(f"“{href[:100]}”" for href in refused[:10])
        raise ValidationError(message, code="refused_link", params={"links": names})


def refuse_broken_cards(html):
    """Raise ValidationError that names the cards of a sanitised body whose picture or quote does not exist."""
    missing = dict.fromkeys(embed[:2] for embed in missing_embeds(html))
    if missing:
        kinds = {"picture": _("picture"), "quote": _("quote")}
        message = ngettext(
            "A card in the text is broken, what it points to does not exist: %(cards)s. Remove it or choose another.",
            "Cards in the text are broken, what they point to does not exist: %(cards)s. Remove them or choose others.",
            len(missing),
        )
        names = ", ".join(f"{kinds[kind]} {key}" for kind, key in missing)
        raise ValidationError(message, code="broken_card", params={"cards": names})
