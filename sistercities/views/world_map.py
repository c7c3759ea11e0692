"""The map of the home city and its partners, and the list below it, printed once per snapshot of the reference data."""

from django.template.loader import render_to_string
from django.utils.translation import override

from sistercities.cities.models import Region
from sistercities.cities.world_map import WINDOW, arc, place_labels, project
from sistercities.typography import polish


def world_map(frame, partners, language):
    """The map as SVG; nothing without partners (pairs, as `SiteFrame.partners()` gives them)."""
    if not partners:
        return ""
    cities = [city for city, _partnership in partners]
    # Which partnerships hold may change with the day, without a change of the frame.
    key = ("world map", language, *(city.pk for city in cities))
    return frame.remember(key, lambda: _print(frame.home_city, cities, language))


def _print(home, cities, language):
    with override(language):
        start = project(home.latitude, home.longitude)
        points = [(polish(city.name, language), project(city.latitude, city.longitude)) for city in cities]
        left, top, right, bottom = WINDOW
        context = {
            "view_box": f"{left} {top} {right - left} {bottom - top}",
            "arcs": "".join(arc(start, point) for _name, point in points),
            "points": [point for _name, point in points],
            "home_point": start,
            "labels": place_labels(points, [start]),
            "home_city": home,
            "count": len(points),
        }
        return render_to_string("site/world_map.html", context)


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
