"""/sitemap.xml: every public page in every language, as sitemaps.org and Google's notes on localised versions ask."""

from itertools import chain
from xml.sax.saxutils import quoteattr

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from events.sitemaps import event_pages
from events.sitemaps import parts as event_parts
from sistercities.office.addresses import absolute, address, alternates
from sistercities.office.frame import current_frame
from sistercities.publishing.http import conditional
from stories.sitemaps import parts as story_parts
from stories.sitemaps import story_pages

#: What comes in parts: how many addresses each part has, and the pages of a part.
KINDS = {"stories": (story_parts, story_pages), "events": (event_parts, event_pages)}

#: As many addresses as one file may hold (sitemaps.org); with more, /sitemap.xml lists files.
MOST_ADDRESSES = 50_000

_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@conditional
def sitemap(request, at=None):
    """One file, or the list of its parts where the addresses are too many. Five queries."""
    at = at or timezone.now()
    pages = list(_pages(current_frame(request)))
    existing = {kind: parts(at) for kind, (parts, _pages_of) in KINDS.items()}
    known = sum(len(paths) for paths, _changed in pages)
    if known + sum(sum(counts.values()) for counts in existing.values()) <= MOST_ADDRESSES:
        return _urlset(chain(pages, *(pages_of(at=at) for _parts, pages_of in KINDS.values())))
    names = ["pages", *(f"{kind}-{number}" for kind, counts in existing.items() for number in counts)]
    lines = [
        f"<sitemap><loc>{escape(absolute(reverse('sitemap-part', args=[name])))}</loc></sitemap>" for name in names
    ]
    return _xml("sitemapindex", 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"', lines)


@conditional
def sitemap_part(request, name, at=None):
    """A file of the list: "pages", or "stories-0", "events-3" and so on. 404 for parts without anything live."""
    at = at or timezone.now()
    if name == "pages":
        return _urlset(_pages(current_frame(request)))
    kind, _hyphen, number = name.partition("-")
    if kind not in KINDS or not number.isdecimal() or str(int(number[:9])) != number:
        raise Http404("no such part")
    parts, pages_of = KINDS[kind]
    if int(number) not in parts(at):
        raise Http404("no such part")
    return _urlset(pages_of(int(number), at))


def _pages(frame):
    """Pairs of `{language: site-relative address}` and None, for the pages that are no stories and no events."""
    yield alternates("home"), None
    yield alternates("stories:index"), None
    yield alternates("events:list"), None
    yield alternates("events:past"), None
    for city in frame.cities.values():
        yield {code: address("city", code, slug=getattr(city, f"slug_{code}")) for code in alternates("home")}, None
    yield alternates("register"), None
    for partnership in frame.partnerships:
        yield alternates("partnership", slug=partnership.slug), None
    for anniversary in frame.anniversaries:
        yield alternates("anniversary", slug=anniversary.partnership.slug, years=anniversary.years), None
    for kind, languages in frame.standing_pages.items():
        yield alternates(kind, languages), None


def _urlset(pages):
    return _xml("urlset", _NAMESPACES, chain.from_iterable(_entries(paths, changed) for paths, changed in pages))


def _entries(paths, changed):
    # Not `absolute()`: 40,000 times it takes longer than all the rest.
    addresses = {language: settings.SITE_URL + path for language, path in paths.items()}
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(href)}/>'
        for language, href in addresses.items()
    )
    if len(addresses) < 2:
        links = ""
    last = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    for href in addresses.values():
        yield f"<url><loc>{escape(href)}</loc>{last}{links}</url>"


def _xml(element, attributes, lines):
    text = "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', f"<{element} {attributes}>", *lines, f"</{element}>", ""]
    )
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
