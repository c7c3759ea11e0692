"""Quotation marks around a name or an excerpt, in the language of the page."""

from django.utils.translation import get_language

_MARKS = {"de": "„{}“"}


def quoted(text):
    """„Text“ in German, “text” in every other language; the marks inside stay as they are."""
    return _MARKS.get((get_language() or "en")[:2], "“{}”").format(text)
