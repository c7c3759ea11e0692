"""The register of partnerships: the map, and below it every partner city, by region, by year or by name."""

import unicodedata
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from sistercities.cities import words
from sistercities.cities.anniversaries import UpcomingAnniversary, round_ahead
from sistercities.cities.facts import is_first
from sistercities.cities.models import Region
from sistercities.media.markup import social_image_url
from sistercities.office.addresses import absolute, address, alternates
from sistercities.office.frame import current_frame
from sistercities.publishing.http import conditional
from sistercities.views.cities import breadcrumbs, opening
from sistercities.views.world_map import by_region, europe_map, world_map

#: The orders of the list, as `sort` names them in the address; the first one is the address itself.
ORDERS = ("", "year", "name")


@dataclass(frozen=True)
class Ahead:
    """A round anniversary that comes; `address` is that of its page, of the partnership's where it has none."""

    anniversary: UpcomingAnniversary
    title: str
    address: str


@conditional
def register(request, at=None):
    """The partnerships of the home city. One query: all that is said of them is in the site frame."""
    on = timezone.localdate(at)
    frame, language, order = current_frame(request), get_language(), request.GET.get("sort", "")
    if order not in ORDERS:
        raise Http404("no such order")
    running, resting, ended = _states(frame, on)
    ahead = rounds_ahead(frame, on)
    groups = _groups(running, order)
    focus, focus_anniversary = _focus(frame, ahead, on)
    path = _address(language, order)
    context = {
        "alternates": {code: _address(code, order) for code in alternates("register")},
        "canonical": path,
        "section": "register",
        "orders": [(_address(language, value), label, value == order) for value, label in _labels()],
        "lede": _lede(frame, language, on),
        "map": world_map(frame, frame.partners(on), language),
        "inset": europe_map(frame, frame.partners(on), language),
        "groups": groups,
        "resting": resting,
        "ended": ended,
        "ahead": ahead,
        "focus": focus,
        "focus_text": focus and opening(focus.introduction),
        "focus_anniversary": focus_anniversary,
        "social_image": social_image_url(focus and focus.picture),
        "structured": _structured(frame, groups, path, language),
    }
    response = render(request, "site/register.html", context)
    response.cacheable_address = path
    return response


def rounds_ahead(frame, on):
    """The round anniversaries of the home city that are ahead, as `Ahead`; none of partnerships that rest."""
    if frame.home_city is None:
        return []
    pages = {(anniversary.partnership_id, anniversary.years) for anniversary in frame.anniversaries}
    language, found = get_language(), []
    for anniversary in round_ahead(frame.partnerships_of(frame.home_city), on):
        partnership, years = anniversary.partnership, anniversary.years
        if anniversary.is_suspended:
            continue
        if (partnership.pk, years) in pages:
            path = address("anniversary", language, slug=partnership.slug, years=years)
        else:
            path = address("partnership", language, slug=partnership.slug)
        found.append(Ahead(anniversary, words.anniversary_title(years, frame.pair(partnership), language), path))
    return found


def _address(language, order):
    return address("register", language) + (f"?{urlencode({'sort': order})}" if order else "")


def _labels():
    return zip(ORDERS, (gettext("By region"), gettext("By year"), gettext("A to Z")), strict=True)


def _states(frame, on):
    """What runs, what rests and what has ended on that day: three lists of pairs of the other city and the partnership,
    of every kind, in the order of signing. A friendship or a contact is said to be one.
    """
    running, resting, ended = [], [], []
    for partnership in frame.partnerships_of(frame.home_city) if frame.home_city else ():
        state = ended if partnership.has_ended(on) else resting if partnership.is_suspended(on) else running
        state.append((partnership.other(frame.home_city), partnership))
    return running, resting, ended


def _groups(pairs, order):
    """Pairs of a heading and what stands below it, as `_states` gives it."""
    if order == "name":
        return [(gettext("A to Z"), sorted(pairs, key=lambda pair: _letters(pair[0].name)))] if pairs else []
    if order == "year":
        decades = {}
        for city, partnership in pairs:
            decades.setdefault(_decade(partnership.signed_on), []).append((city, partnership))
        return list(decades.items())
    return [(Region(region).label, found) for region, found in by_region(pairs)]


def _decade(signed_on):
    if signed_on is None:
        return gettext("Date not known")
    first = signed_on.year // 10 * 10
    return f"{first}–{first + 9}"


def _letters(name):
    """How a name is looked up in an alphabet: by its letters without their accents."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold(), name


def _lede(frame, language, on):
    """ "Berlin has 17 partner cities on four continents. Los Angeles was the first, in 1967." """
    partners = frame.partners(on)
    if not partners:
        return gettext("The partner cities and the history of each partnership.")
    regions = len({city.region for city, _partnership in partners})
    values = {"city": frame.home_city.name, "count": words.whole_number(len(partners), language)}
    if regions > 1:
        values["continents"] = words.table(language).zero_to_twelve[regions]
        lede = gettext("%(city)s has %(count)s partner cities on %(continents)s continents.") % values
    else:
        lede = ngettext("%(city)s has %(count)s partner city.", "%(city)s has %(count)s partner cities.", len(partners))
        lede %= values
    first, partnership = partners[0]
    if len(partners) > 1 and is_first(partnership, frame.home_city, frame.partnerships):
        values = {"city": first.name, "year": partnership.signed_on.year}
        lede = " ".join([lede, gettext("%(city)s was the first, in %(year)s.") % values])
    return lede


def _focus(frame, ahead, on):
    """The partner city at the foot of the page, and its anniversary in the navigation, if it is that one's.

    Of those with a picture and an introduction: the one of the anniversary in the navigation, else the one whose round
    anniversary is the next, else the partner of longest standing.
    """
    anniversary = frame.anniversary_in_focus(on)
    partnerships = [anniversary.partnership] if anniversary else []
    partnerships += [found.anniversary.partnership for found in ahead]
    partnerships += [p for _city, p in frame.partners(on) if not p.is_suspended(on)]
    for partnership in partnerships:
        city = partnership.other(frame.home_city)
        if city.picture and city.introduction.strip():
            return city, anniversary if anniversary and anniversary.partnership_id == partnership.pk else None
    return None, None


def _structured(frame, groups, path, language):
    shown = [pair for _heading, pairs in groups for pair in pairs]
    return [
        {
            "@type": "CollectionPage",
            "@id": absolute(path),
            "name": gettext("Partner cities"),
            "inLanguage": language,
            "mainEntity": {
                "@type": "ItemList",
                "itemListElement": [
                    {
                        "@type": "ListItem",
                        "position": position,
                        "name": city.name,
                        "url": absolute(address("partnership", language, slug=partnership.slug)),
                    }
                    for position, (city, partnership) in enumerate(shown, 1)
                ],
            },
        },
        breadcrumbs((frame.site_name, address("home", language)), (gettext("Partner cities"), path)),
    ]
