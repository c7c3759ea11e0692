"""The form field of a standing page's text, with the editor of stories, without its cards.

Without JavaScript the editor is a text area with the HTML, and saves all the same. The form's ModelAdmin needs
`RichTextAdminMixin`.
"""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from js_asset import ImportMap, Media, Script

from sistercities.office.page_text import MAX_LENGTH, refused_addresses, sanitise

#: What the language mark offers; any other is kept where it is.
MARKED_LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "pl", "ru", "tr", "uk", "vi")
WORDS_PER_MINUTE = 200

_MODULES = ("announce", "cards", "dialogs", "popups", "schema", "toolbar")

#: What the editor says. `static/admin/body/` holds no words of its own.
LABELS = {
    "placeholder": _("Write here, or paste a text."),
    "tools": _("Tools for the text"),
    "toolsHint": _("Alt+F10 goes to the tools, Escape comes back."),
    "paragraph": _("Paragraph"),
    "paragraphShort": pgettext_lazy("tool of the editor, short", "Text"),
    "heading": _("Heading"),
    "subheading": _("Small heading"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "link": _("Link"),
    "bullets": _("List"),
    "numbers": _("Numbered list"),
    "language": _("Language of the words"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "address": _("Address"),
    "addressHelp": _("https://…, an e-mail address, tel:…, or a page of this site such as /en/stories/."),
    "addressRefused": _("This address cannot be a link. It begins with https://, http://, mailto:, tel: or one slash."),
    "linkText": _("Words"),
    "linkLanguage": _("Language of the page it leads to"),
    "asThisText": _("as this text"),
    "languageDialog": _("In which language are these words?"),
    "languageHelp": _("Screen readers then speak them right, and spelling is checked right."),
    "removeLink": _("Remove the link"),
    "removeMark": _("Remove the mark"),
    "apply": _("Apply"),
    "cancel": _("Cancel"),
    "selectFirst": _("Select the words first."),
    "words": _("%(words)s words, %(minutes)s min to read"),
    "tooLong": _("Too long: %(length)s of %(limit)s characters."),
}


class PageTextWidget(forms.Textarea):
    def __init__(self, attrs=None):
        super().__init__({"rows": 20, "class": "vLargeTextField", **(attrs or {})})

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
        config = {
            "labels": LABELS,
            "limit": MAX_LENGTH,
            "wordsPerMinute": WORDS_PER_MINUTE,
            "languages": sorted(map(_language, MARKED_LANGUAGES), key=lambda language: language["name"].casefold()),
        }
        context["widget"]["attrs"]["data-body-editor"] = json.dumps(config, cls=DjangoJSONEncoder)
        return context


def _language(code):
    info = get_language_info(code)
    return {"code": code, "name": info["name_translated"], "dir": "rtl" if info["bidi"] else ""}


class PageTextField(forms.CharField):
    """Cleans to sanitised HTML. Refuses, by name, links that lead nowhere allowed: nothing is taken out in silence."""

    widget = PageTextWidget

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": MAX_LENGTH, **kwargs})

    def widget_attrs(self, widget):
        # The limit is for the characters of the HTML: a browser must not cut a text that is typed.
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def clean(self, value):
        value = super().clean(value)
        refused = refused_addresses(value)
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
        return sanitise(value)

    def has_changed(self, initial, data):
        return sanitise(initial or "") != sanitise(data or "")
