"""Draw the land of the world map: `python tools/build_map.py land-110m.json > templates/site/map_land.svg`.

The file is from the npm package world-atlas 2.0.2 (`npm pack world-atlas`), which holds the coastlines of Natural Earth
(public domain) as TopoJSON. The result is one stroke per run of dots in a row; the style sheet dashes it into dots.
"""

import itertools
import json
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sistercities.cities.world_map import MERIDIAN, project

STEP = 9.2
FIRST_ROW, LAST_ROW = 30, 430  # Greenland's north to Cape Horn: no partner city lies in Antarctica


def rings(topology):
    """Closed rings of (longitude, latitude) (TopoJSON specification §2.1.4: delta-encoded arcs)."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                points = []
                for index in ring:
                    arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                    points += arc[1 if points else 0 :]
                yield points


def edges(points):
    """Pairs of neighbouring points; a ring that crosses the 180th meridian runs on beyond it."""
    shift = 0
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        turn = -360 if x2 - x1 > 180 else 360 if x1 - x2 > 180 else 0
        yield (x1 + shift, y1), (x2 + shift + turn, y2)
        shift += turn


def is_land(longitude, latitude, coast):
    return any(_is_inside(longitude + turn, latitude, coast) for turn in (-360, 0, 360))


def _is_inside(longitude, latitude, coast):
    inside = False
    for (x1, y1), (x2, y2) in coast:
        if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def unproject(x, y):
    """Units of the map to (longitude, latitude); None outside of the Earth."""
    low, high = -90.0, 90.0
    while high - low > 1e-4:
        middle = (low + high) / 2
        low, high = (middle, high) if project(middle, MERIDIAN)[1] > y else (low, middle)
    width = project(low, MERIDIAN + 100)[0] - project(low, MERIDIAN)[0]
    degrees = (x - project(low, MERIDIAN)[0]) / width * 100
    if abs(degrees) > 180:
        return None
    return (degrees + MERIDIAN + 180) % 360 - 180, low


def rows(coast):
    row, y = 0, float(FIRST_ROW)
    while y <= LAST_ROW:
        x = 4.0 if row % 2 == 0 else 4.0 + STEP / 2
        run = []
        while x < 1000:
            place = unproject(x, y)
            if place and is_land(*place, coast):
                run.append(x)
            elif run:
                yield y, run
                run = []
            x += STEP
        if run:
            yield y, run
        row, y = row + 1, y + STEP * math.sqrt(3) / 2


def number(value):
    return f"{value:.1f}".removesuffix(".0").removeprefix("0")


def main():
    topology = json.loads(Path(sys.argv[1]).read_text())
    coast = [edge for ring in rings(topology) for edge in edges(ring)]
    runs = (f"M{number(xs[0])} {number(y)}h{number((len(xs) - 1) * STEP + 0.1)}" for y, xs in rows(coast))
    sys.stdout.write(f'<path class="land" d="{"".join(runs)}"/>\n')


if __name__ == "__main__":
    main()
