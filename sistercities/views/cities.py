"""The page of a city."""

import datetime
import re

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext

from events.addresses import list_address
from events.excerpts import read_excerpt
from events.filters import EventFilter
from sistercities.cities.facts import MOST_FACTS, Fact, partnership_facts
from sistercities.cities.models import PartnershipKind
from sistercities.media.markup import social_image_url
from sistercities.office.addresses import absolute, address, alternates
from sistercities.office.filters import Choice
from sistercities.office.frame import current_frame
from sistercities.publishing.http import conditional
from sistercities.publishing.prepared import Prepared
from sistercities.views.world_map import directory
from stories.models.editions import StoryEdition

STORIES = 6
EVENTS = 3

_stories_query = Prepared(
    lambda city, language, at: (
        StoryEdition.objects.live(at)
        .in_language(language)
        .filtered(city=city)
        .newest_first()
        .with_cards()[: STORIES + 1]
    ),
    city=int,
    language=str,
    at=datetime.datetime,
)

#: Not after a number or a single letter: "13. Jahrhundert", "L. A.".
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2}[.!?…])\s+(?=[A-ZÄÖÜ0-9“„\"])")
_PARAGRAPH_END = re.compile(r"\n\s*\n")


@conditional
def city(request, slug, at=None):
    at = at or timezone.now()
    frame, language = current_frame(request), get_language()
    shown = _find(frame, slug, language)
    if shown is None:
        raise Http404("no such city")
    path = address("city", language, slug=getattr(shown, f"slug_{language}"))
    if getattr(shown, f"slug_{language}") != slug:
        return HttpResponsePermanentRedirect(path)  # the name it has in another language
    stories = _stories_query(city=shown.pk, language=language, at=at)
    partnerships = _partnerships(frame, shown, timezone.localdate(at))
    of_city = EventFilter(city=Choice(shown.pk, slug, shown.name))
    context = {
        "alternates": {code: address("city", code, slug=getattr(shown, f"slug_{code}")) for code in alternates("home")},
        "canonical": path,
        "section": "cities",
        "city": shown,
        "kind": gettext("Home city") if frame.is_home(shown) else _kind(frame, partnerships),
        "description": opening(shown.introduction) or gettext("%(city)s: facts and stories") % {"city": shown.name},
        "introduction": _PARAGRAPH_END.split(shown.introduction.strip()),
        "is_home": frame.is_home(shown),
        # A partner's only partnership is among its facts already.
        "partnerships": [] if frame.is_home(shown) or len(partnerships) < 2 else partnerships,
        "directory": directory(frame, frame.partners(timezone.localdate(at)), language) if frame.is_home(shown) else "",
        "partnership": _with_home(frame, partnerships),
        "facts": _facts(frame, shown, partnerships, language, at),
        "stories": stories[:STORIES],
        "stories_address": f"{address('stories:index', language)}?city={slug}",
        "events": read_excerpt(frame, language, at, coming=EVENTS, choice=of_city).coming,
        "events_address": list_address(language, city=slug),
        "social_image": social_image_url(shown.picture),
        "has_more": len(stories) > STORIES,
        "structured": _structured(frame, shown, language),
    }
    return render(request, "site/city.html", context)


def opening(text, limit=260):
    """The first sentences of a text, as many as fit into `limit` characters; the first one in any case."""
    first, *others = _SENTENCE_END.split(_PARAGRAPH_END.split(text.strip())[0])
    for sentence in others:
        if len(first) + len(sentence) >= limit:
            break
        first = f"{first} {sentence}"
    return first


def paragraphs(text):
    """The paragraphs of a text that empty lines part; none of an empty one."""
    return [paragraph for paragraph in _PARAGRAPH_END.split(text.strip()) if paragraph]


def _find(frame, slug, language):
    """By its address in this language, or else in another one."""
    other = None
    for candidate in frame.cities.values():
        if getattr(candidate, f"slug_{language}") == slug:
            return candidate
        if slug in (candidate.slug_en, candidate.slug_de):
            other = candidate
    return other


def _partnerships(frame, shown, on):
    """Pairs of the other city and the partnership, of those that hold on that day; the home city first."""
    pairs = [(p.other(shown), p) for p in frame.partnerships_of(shown) if not p.has_ended(on)]
    return sorted(pairs, key=lambda pair: not frame.is_home(pair[0]))


def _with_home(frame, partnerships):
    """The partnership with the home city, None where there is none."""
    return next((partnership for other, partnership in partnerships if frame.is_home(other)), None)


def _kind(frame, partnerships):
    for other, partnership in partnerships:
        if frame.is_home(other) and partnership.kind == PartnershipKind.PARTNERSHIP:
            return gettext("Partner city of %(city)s") % {"city": frame.home_city.name}
    return gettext("City")


def _facts(frame, shown, partnerships, language, at):
    facts = [Fact(gettext("Country"), str(shown.country.name))]
    if frame.home_city is None or frame.is_home(shown):
        return [*facts, Fact(gettext("Time zone"), shown.time_zone.replace("_", " "))]
    for other, partnership in partnerships:
        if frame.is_home(other):
            facts += partnership_facts(partnership, frame.home_city, language, at, frame.partnerships)
    return facts[:MOST_FACTS]


def _structured(frame, shown, language):
    path = address("city", language, slug=getattr(shown, f"slug_{language}"))
    place = {
        "@type": "City",
        "@id": absolute(path) + "#city",
        "name": shown.name,
        "url": absolute(path),
        "geo": {"@type": "GeoCoordinates", "latitude": float(shown.latitude), "longitude": float(shown.longitude)},
        "containedInPlace": {"@type": "Country", "name": str(shown.country.name), "identifier": shown.country.code},
    }
    if shown.wikidata_id:
        place["sameAs"] = f"https://www.wikidata.org/wiki/{shown.wikidata_id}"
    steps = [(frame.site_name, address("home", language)), (shown.name, path)]
    if not frame.is_home(shown):
        steps.insert(1, (gettext("Partner cities"), address("register", language)))
    return [place, breadcrumbs(*steps)]


def breadcrumbs(*steps):
    """schema.org BreadcrumbList of pairs of name and site-relative address, from the start page down."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate(steps, 1)
        ],
    }
