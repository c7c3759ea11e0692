"""What the editor says, in the language of the desk. `static/admin/body/` holds no words of its own."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

EDITOR_LABELS = {
    "placeholder": _("Write here, or paste a text."),
    # toolbar
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
    # dialogs
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
    # what is said when something happened
    "selectFirst": _("Select the words first."),
    "words": _("%(words)s words, %(minutes)s min to read"),
    "tooLong": _("Too long: %(length)s of %(limit)s characters."),
}

#: For an editor that has cards, too.
CARD_LABELS = {
    "insertPicture": _("Insert a picture"),
    "insertQuote": _("Insert a quote"),
    "insertEvent": _("Insert an event"),
    "picture": _("Picture"),
    "quote": _("Quote"),
    "event": _("Event"),
    "wide": _("Wider than the text"),
    "text": _("As wide as the text"),
    "half": _("Half: two side by side"),
    "layout": _("Width"),
    "moveUp": _("Move up"),
    "moveDown": _("Move down"),
    "change": pgettext_lazy("choose another picture or quote for a card", "Replace"),
    "edit": _("Edit"),
    "remove": _("Remove"),
    "loading": _("Loading …"),
    "missing": _("This card is broken: what it points to does not exist, or your account does not show it."),
    "unavailable": _("The details cannot be shown just now. Saving keeps the card."),
    "noThumbnail": _("No picture file yet"),
    "cardHint": _("Enter goes to the buttons of the card, Alt+↑ and Alt+↓ move it, Delete removes it."),
    "inserted": _("Inserted."),
    "moved": _("Moved."),
    "removed": _("Removed. Undo brings it back."),
    "popupBlocked": _("The browser did not open the window. Allow pop-ups for this site."),
}
