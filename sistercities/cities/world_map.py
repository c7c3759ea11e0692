"""Where cities stand on the printed maps, the lines between them, and where their names fit beside them.

Two sheets: the world in Robinson's projection, and Europe, whose cities stand too close together on it. The land is
drawn with the same formulas by `tools/build_map.py`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

MERIDIAN = 10
WIDTH, CENTRE_X, CENTRE_Y = 1000, 500, 262

# Robinson's table: every 5° of latitude, the length of the parallel and its distance from the equator
# (A. H. Robinson, A New Map Projection, 1974).
_LENGTHS = (1, .9986, .9954, .99, .9822, .973, .96, .9427, .9216, .8962, .8679, .835, .7986, .7597, .7186, .6732, .6213, .5722, .5322)  # fmt: skip # noqa: E501
_DISTANCES = (0, .062, .124, .186, .248, .31, .372, .434, .4958, .5571, .6176, .6769, .7346, .7903, .8435, .8936, .9394, .9761, 1)  # fmt: skip # noqa: E501
_RADIUS = WIDTH / (2 * math.pi * 0.8487)


def _between(table, degrees):
    index = min(int(degrees / 5), 17)
    return table[index] + (table[index + 1] - table[index]) * (degrees / 5 - index)


def robinson(latitude, longitude):
    """Degrees to units of the world's sheet: `(x, y)`, y downwards, rounded to a tenth. 10° E is in the middle."""
    latitude, longitude = float(latitude), (float(longitude) - MERIDIAN + 180) % 360 - 180
    x = CENTRE_X + 0.8487 * _RADIUS * _between(_LENGTHS, abs(latitude)) * math.radians(longitude)
    y = CENTRE_Y - math.copysign(1.3523 * _RADIUS * _between(_DISTANCES, abs(latitude)), latitude)
    return round(x, 1), round(y, 1)


#: Units of a degree of longitude, and of one of latitude: lengths are true along 49° N.
EAST, NORTH = 400 / 52, 400 / 52 / math.cos(math.radians(49))
WEST_EDGE, NORTH_EDGE = -11, 61


def around_europe(latitude, longitude):
    """Degrees to units of Europe's sheet: an equirectangular projection, whose edges are 11° W, 41° E and 61° N."""
    return round((float(longitude) - WEST_EDGE) * EAST, 1), round((NORTH_EDGE - float(latitude)) * NORTH, 1)


@dataclass(frozen=True)
class Sheet:
    """A printed map. `window` is what is printed of it: left, top, right, bottom in its units.

    `letters` and `large` are the sizes of the letters in these units, as the style sheet has them at most on wide and
    on small screens; in the large ones only the `keys` most important names are printed. `bend` is how far lines are
    bent upwards, as a part of their length. `crowded`: points closer than this to another one stay without a name,
    since it could be taken for the other's.
    """

    project: Callable
    window: tuple
    letters: float
    large: float = 0
    keys: int = 0
    bend: float = 0
    crowded: float = 0

    def shows(self, latitude, longitude):
        """Is that place within the window, a point's breadth from its edges?"""
        (x, y), (left, top, right, bottom) = self.project(latitude, longitude), self.window
        return left + 5 <= x <= right - 5 and top + 5 <= y <= bottom - 5


WORLD = Sheet(robinson, (20, 18, 980, 438), letters=20, large=38, keys=7, bend=0.22, crowded=24)
EUROPE = Sheet(around_europe, (0, 4, 400, 296), letters=15, crowded=15)

# Lines ----------------------------------------------------------------------------------------------------------------


def _control(sheet, start, end):
    """The control point of the quadratic curve between two points."""
    (x1, y1), (x2, y2) = start, end
    y = (y1 + y2) / 2 - math.dist(start, end) * sheet.bend
    return round((x1 + x2) / 2), round(max(y, sheet.window[1] + 6))


def arc(sheet, start, end):
    """The path from one point to another: straight, or bent upwards as far as it is long."""
    begin, (x, y) = f"M{start[0]:g} {start[1]:g}", end
    if not sheet.bend:
        return f"{begin}L{x:g} {y:g}"
    middle = _control(sheet, start, end)
    return f"{begin}Q{middle[0]} {middle[1]} {x:g} {y:g}"


def _along(sheet, start, end, count=60):
    """Points along that line."""
    middle = _control(sheet, start, end) if sheet.bend else [(a + b) / 2 for a, b in zip(start, end, strict=True)]
    for step in range(count + 1):
        t = step / count
        yield tuple(
            (1 - t) ** 2 * a + 2 * t * (1 - t) * m + t**2 * b for a, m, b in zip(start, middle, end, strict=True)
        )


# Names ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Label:
    """A name beside its point. `anchor` is SVG's text-anchor; `is_key`: also printed in the large letters."""

    text: str
    x: float
    y: float
    anchor: str
    is_key: bool = False


def place_labels(sheet, points, home=None):
    """Labels for `[(text, (x, y)), …]`, in the order of importance; names that fit nowhere are left out.

    No label covers another label or a point, or leaves the window, and of the places left it takes the one that covers
    least of the lines to `home`, a point as well. A point among others has no label.
    """
    everything = [*(point for _text, point in points), *([home] if home else [])]
    lines = [place for _text, point in points if home for place in _along(sheet, home, point)]
    placed, taken, keys = [], [], []
    for text, point in points:
        others = [other for other in everything if other != point]
        if any(math.dist(point, other) < sheet.crowded for other in others):
            continue
        found = []
        for turn, (anchor, x, y) in enumerate(_positions(sheet, point)):
            box, large = (_box(text, anchor, x, y, size) for size in (sheet.letters, sheet.large))
            if _fits(sheet, box, taken, others):
                is_key = len(keys) < sheet.keys and _fits(sheet, large, keys, others) and not _covers(large, point)
                found.append((not is_key, sum(_covers(box, place) for place in lines), turn, anchor, x, y, box, large))
        if found:
            is_small, _covered, _turn, anchor, x, y, box, large = min(found)
            taken.append(box)
            keys += [] if is_small else [large]
            placed.append(Label(text, round(x, 1), round(y, 1), anchor, not is_small))
    return placed


def _positions(sheet, point):
    x, y = point
    near, middle, low = 8, 5.4, sheet.letters * 0.7
    yield "start", x + near, y + middle
    yield "end", x - near, y + middle
    yield "middle", x, y - near - 2
    yield "middle", x, y + near + low
    yield "start", x + near - 2, y - near + 2
    yield "end", x - near + 2, y - near + 2
    yield "start", x + near - 2, y + near + low - 4
    yield "end", x - near + 2, y + near + low - 4
    yield "start", x - 2 * near, y - near - 2
    yield "end", x + 2 * near, y - near - 2


def _box(text, anchor, x, y, size):
    width = len(text) * size * 0.56  # the mean width of a bold letter of Atkinson Hyperlegible Next
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return left, y - size * 0.75, left + width, y + size * 0.22


def _around(point, radius):
    x, y = point
    return x - radius, y - radius, x + radius, y + radius


def _covers(box, point):
    return box[0] < point[0] < box[2] and box[1] < point[1] < box[3]


def _overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _fits(sheet, box, taken, points):
    left, top, right, bottom = sheet.window
    if not (left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom):
        return False
    return not any(_overlap(box, other) for other in [*taken, *(_around(point, 7) for point in points)])
