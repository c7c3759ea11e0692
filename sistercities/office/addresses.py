"""Addresses of the same page in every language, and absolute ones."""

from functools import lru_cache
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override


def address(name, language, **kwargs):
    """The site-relative address of a page in that language: `address("city", "de", slug="prag")`."""
    return _reverse(name, language, tuple(kwargs.items()))


@lru_cache(maxsize=2048)
def _reverse(name, language, kwargs):
    with override(language):
        return reverse(name, kwargs=dict(kwargs))


def alternates(name, languages=None, **kwargs):
    """`{"en": "/en/…", "de": "/de/…"}`, for the languages that a page exists in (all, if none are given)."""
    return {
        language: address(name, language, **kwargs)
        for language, _ in settings.LANGUAGES
        if _wanted(language, languages)
    }


def _wanted(language, languages):
    return languages is None or language in languages


def absolute(path):
    """The whole address. Its host comes from SITE_URL, never from the request (promise 35)."""
    if path.startswith("/") and not path.startswith("//"):
        return settings.SITE_URL + path  # a page prints fifteen of these, and `urljoin` takes its time
    return urljoin(settings.SITE_URL + "/", path)
