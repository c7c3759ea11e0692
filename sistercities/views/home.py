"""The start page, and the way there."""

import datetime

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from events.addresses import list_address
from events.excerpts import read_excerpt
from sistercities.media.markup import social_image_url
from sistercities.office.addresses import absolute, address, alternates
from sistercities.office.frame import current_frame
from sistercities.publishing.http import PAGE_CACHE, conditional
from sistercities.publishing.prepared import Prepared
from sistercities.views.cities import opening
from sistercities.views.world_map import world_map
from stories.models.editions import StoryEdition

CARDS = 3
EVENTS = 3

_stories_query = Prepared(
    lambda language, at: StoryEdition.objects.for_front(language, CARDS + 1, at),
    language=str,
    at=datetime.datetime,
)


@require_safe
def choose_language(request):
    """`/`: to the start page in the language that the browser asks for. Never to what a cookie says: there is none."""
    response = HttpResponseRedirect(address("home", _wanted_language(request)))
    response.headers["Cache-Control"] = PAGE_CACHE
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _wanted_language(request):
    # Longer headers no browser sends; parsing one is not free.
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500].lower()):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


@conditional
def home(request, at=None):
    at = at or timezone.now()
    frame, language = current_frame(request), get_language()
    partners = frame.partners(timezone.localdate(at))
    stories = _stories_query(language=language, at=at)
    featured = stories[0] if stories else None
    partner = _partner_in_focus(partners, featured)
    context = {
        "alternates": alternates("home"),
        "canonical": address("home", language),
        "section": "home",
        "featured": featured,
        # What stands at the top of the page is not said twice, unless it is all there is.
        "stories": stories[1:] or stories,
        "events": read_excerpt(frame, language, at, coming=EVENTS, featured=True).coming,
        "events_address": list_address(language),
        "partner": partner,
        "opening_home": partner and opening(frame.home_city.introduction),
        "opening_partner": partner and opening(partner.introduction),
        "partners": partners,
        "map": world_map(frame, partners, language),
        "structured": _structured(frame, language),
        **_hero(frame, featured),
    }
    return render(request, "site/home.html", context)


def _hero(frame, featured):
    """The office's own welcome, or else what the featured story says."""
    office = frame.office
    picture = (office and office.welcome_picture) or (featured and featured.lead_picture) or None
    title = (office and office.welcome_title) or (featured and featured.title) or frame.site_title
    text = (office and office.welcome) or (featured and featured.standfirst) or ""
    return {
        "hero_title": title,
        "hero_text": text,
        "hero_picture": picture,
        "social_image": social_image_url(picture),
        "description": text or frame.site_title,
        "stories_title": frame.stories_title,
    }


def _partner_in_focus(partners, featured):
    """The partner city of the featured story, or else the oldest partner."""
    for city, partnership in partners:
        if featured and partnership.pk == featured.partnership_id:
            return city
    return partners[0][0] if partners else None


def _structured(frame, language):
    site = {
        "@type": "WebSite",
        "name": frame.site_title,
        "url": absolute(address("home", language)),
        "inLanguage": language,
    }
    if not frame.office:
        return [site]
    office = {
        "@type": "GovernmentOrganization",
        "@id": absolute("/#office"),
        "name": frame.office.name,
        "url": absolute("/"),
        "areaServed": {"@type": "City", "name": frame.home_city.name},
    }
    if frame.office.email:
        office["email"] = frame.office.email
    if frame.office.parent_body:
        office["parentOrganization"] = {"@type": "GovernmentOrganization", "name": frame.office.parent_body}
    return [{**site, "publisher": {"@id": office["@id"]}}, office]
