"""Draw the land of the printed maps, the world and Europe:

    python tools/build_map.py world land-110m.json > templates/site/map_land.svg
    python tools/build_map.py europe land-50m.json > templates/site/map_land_europe.svg

The files are from the npm package world-atlas 2.0.2 (`npm pack world-atlas`), which holds the coastlines of Natural
Earth (public domain) as TopoJSON. The result is one stroke per run of dots in a row; the style sheet dashes it into
dots. Europe's dots are those of the design's own drawing, on the same grid.
"""

import itertools
import json
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sistercities.cities.world_map import EAST, EUROPE, MERIDIAN, NORTH, NORTH_EDGE, WEST_EDGE, WORLD, robinson


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


def on_earth(x, y):
    """Units of the world's sheet to (longitude, latitude); None outside of the Earth."""
    low, high = -90.0, 90.0
    while high - low > 1e-4:
        middle = (low + high) / 2
        low, high = (middle, high) if robinson(middle, MERIDIAN)[1] > y else (low, middle)
    width = robinson(low, MERIDIAN + 100)[0] - robinson(low, MERIDIAN)[0]
    degrees = (x - robinson(low, MERIDIAN)[0]) / width * 100
    if abs(degrees) > 180:
        return None
    return (degrees + MERIDIAN + 180) % 360 - 180, low


def in_europe(x, y):
    """Units of Europe's sheet to (longitude, latitude)."""
    return WEST_EDGE + x / EAST, NORTH_EDGE - y / NORTH


@dataclass(frozen=True)
class Grid:
    """Where the dots stand: `step` apart in a row, the first one at `left`, in every other row half a step later."""

    unproject: Callable
    step: float
    left: float
    right: float
    top: float
    bottom: float


#: Of the world Greenland's north to Cape Horn: no partner city lies in Antarctica.
GRIDS = {
    "world": Grid(on_earth, 9.2, 4, WORLD.window[2] + WORLD.window[0], 30, 430),
    "europe": Grid(in_europe, 7, 2, *(EUROPE.window[side] for side in (2, 1, 3))),
}


def rows(coast, grid):
    row, y = 0, float(grid.top)
    while y <= grid.bottom:
        x = grid.left + (grid.step / 2 if row % 2 else 0)
        run = []
        while x < grid.right:
            place = grid.unproject(x, y)
            if place and is_land(*place, coast):
                run.append(x)
            elif run:
                yield y, run
                run = []
            x += grid.step
        if run:
            yield y, run
        row, y = row + 1, y + grid.step * math.sqrt(3) / 2


def number(value):
    return f"{value:.1f}".removesuffix(".0").removeprefix("0")


def main():
    _program, name, path = sys.argv
    topology, grid = json.loads(Path(path).read_text()), GRIDS[name]
    coast = [edge for ring in rings(topology) for edge in edges(ring)]
    runs = (f"M{number(xs[0])} {number(y)}h{number((len(xs) - 1) * grid.step + 0.1)}" for y, xs in rows(coast, grid))
    sys.stdout.write(f'<path class="land" d="{"".join(runs)}"/>\n')


if __name__ == "__main__":
    main()
