"""The maps of the home city and its partners, and the list below, printed once per snapshot of the reference data."""

from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext, override

from sistercities.cities.models import Region
from sistercities.cities.world_map import EUROPE, WORLD, arc, place_labels
from sistercities.typography import polish

#: Fewer partner cities than these need no map of Europe: on that of the world they have room.
CITIES_OF_EUROPE = 3


def world_map(frame, partners, language):
    """The map as SVG; nothing without partners (pairs, as `SiteFrame.partners()` gives them)."""
    return _map(frame, [city for city, _partnership in partners], language, WORLD)


def europe_map(frame, partners, language):
    """The map of Europe beside that of the world, where the home city and several partners are on it; else nothing."""
    cities = [city for city, _partnership in partners if _is_on(EUROPE, city)]
    if len(cities) < CITIES_OF_EUROPE or not _is_on(EUROPE, frame.home_city):
        return ""
    return _map(frame, cities, language, EUROPE)


def _is_on(sheet, city):
    return sheet.shows(city.latitude, city.longitude)


def _map(frame, cities, language, sheet):
    if not cities:
        return ""
    # Which partnerships hold may change with the day, without a change of the frame.
    key = ("map", sheet, language, *(city.pk for city in cities))
    return frame.remember(key, lambda: _print(frame.home_city, cities, language, sheet))


def _print(home, cities, language, sheet):
    with override(language):
        start = sheet.project(home.latitude, home.longitude)
        points = [(polish(city.name, language), sheet.project(city.latitude, city.longitude)) for city in cities]
        named, (left, top, right, bottom) = points, sheet.window
        if sheet is EUROPE:
            named = [(polish(home.name, language), start), *points]
        context = {
            "sheet": "europe" if sheet is EUROPE else "world",
            "view_box": f"{left} {top} {right - left} {bottom - top}",
            "arcs": "".join(arc(sheet, start, point) for _name, point in points),
            "points": [point for _name, point in points],
            "home_point": start,
            "labels": place_labels(sheet, named, start),
            "description": _description(home, len(points), sheet),
        }
        return render_to_string("site/world_map.html", context)


def _description(home, count, sheet):
    if sheet is EUROPE:
        words = gettext("Map of Europe: %(city)s and %(count)d of its partner cities.")
    else:
        words = ngettext(
            "World map: a line leads from %(city)s to its partner city.",
            "World map: lines lead from %(city)s to its %(count)d partner cities.",
            count,
        )
    return words % {"city": home.name, "count": count}


def directory(frame, partners, language):
    """The partner cities by region, as links: the way in, since points on a map are none."""
    if not partners:
        return ""
    key = ("directory", language, *(partnership.pk for _city, partnership in partners))
    return frame.remember(key, lambda: _print_directory(partners, language))


def _print_directory(partners, language):
    with override(language):
        groups = [(Region(code).label, pairs) for code, pairs in by_region(partners)]
        return render_to_string("site/directory.html", {"groups": groups})


def by_region(partners):
    """Pairs of the value of a `Region` and its pairs of city and partnership, the region with most of them first."""
    regions = {}
    for city, partnership in partners:
        regions.setdefault(city.region, []).append((city, partnership))
    return sorted(regions.items(), key=lambda region: -len(region[1]))
