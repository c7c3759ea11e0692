"""The form field of a body, and its editor with cards. The form's ModelAdmin needs `RichTextAdminMixin`."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sistercities.richtext.fields import RichTextField, RichTextWidget
from sistercities.richtext.labels import CARD_LABELS, EDITOR_LABELS
from stories.body import MAX_LENGTH, sanitise
from stories.body_relations import missing_embeds


class BodyWidget(RichTextWidget):
    def config(self):
        return {
            **super().config(),
            "labels": EDITOR_LABELS | CARD_LABELS,
            "cards": reverse("admin:stories_cards"),
            "choosers": {
                "picture": reverse("admin:media_picture_changelist"),
                "quote": reverse("admin:stories_quote_changelist"),
                "event": reverse("admin:events_event_changelist"),
            },
        }


class BodyField(RichTextField):
    """A body, sanitised. Refuses what is too long, links that lead nowhere allowed, and cards that point to nothing."""

    widget = BodyWidget
    default_error_messages = {
        "max_length": _("The text has %(show_value)d characters, more than the %(limit_value)d that a page may have."),
    }

    def __init__(self, *, max_length=MAX_LENGTH, **kwargs):
        super().__init__(sanitise=sanitise, max_length=max_length, **kwargs)

    def clean(self, value):
        value = super().clean(value)
        refuse_broken_cards(value)
        return value


def refuse_broken_cards(html):
    """Raise ValidationError that names the cards of a sanitised body whose target does not exist."""
    missing = dict.fromkeys(embed[:2] for embed in missing_embeds(html))
    if missing:
        raise broken_cards(missing)


def broken_cards(targets):
    """The ValidationError for cards with those targets, as `(type, key)`."""
    kinds = {"picture": _("picture"), "quote": _("quote"), "event": _("event")}
    names = [f"{kinds[kind]} {key}" for kind, key in targets]
    message = ngettext(
        "A card in the text is broken, what it points to does not exist: %(cards)s. Remove it or choose another.",
        "Cards in the text are broken, what they point to does not exist: %(cards)s. Remove them or choose others.",
        len(names),
    )
    return ValidationError(message, code="broken_card", params={"cards": ", ".join(names)})
