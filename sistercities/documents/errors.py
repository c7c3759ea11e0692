"""Why a document cannot be made, as a sentence in the active language (`str(error)`)."""

from django.utils.translation import gettext


class DocumentError(Exception):
    """No document; what it says is for the person who asked for it."""


class TooLong(DocumentError):
    """More dates than a programme holds."""

    def __init__(self, count, most):
        super().__init__(count, most)
        self.count, self.most = count, most

    def __str__(self):
        words = gettext(
            "A programme holds at most %(most)d dates, and these are %(count)d. "
            "Choose a shorter period, or another format."
        )
        return words % {"most": self.most, "count": self.count}


class CannotPrint(DocumentError):
    """A library that makes PDF is missing on this server; `reason` names it, for the log."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason

    def __str__(self):
        return gettext(
            "This server cannot make PDF files: the library Pango is missing. Its administrator can install it."
        )


class PrintingFailed(DocumentError):
    """The process that prints ended, or was ended, before the document was done; the log says how."""

    def __str__(self):
        return gettext(
            "The PDF file could not be made this time. Try again later, or choose a shorter period or another format."
        )
