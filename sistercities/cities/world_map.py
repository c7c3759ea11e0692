"""Where cities stand on the printed map of the world, and where their names fit beside them.

The map is Robinson's projection, 1,000 units wide around the meridian 10° E; `tools/build_map.py` draws the land with
the same formula.
"""

import math
from dataclasses import dataclass

MERIDIAN = 10
WIDTH, CENTRE_X, CENTRE_Y = 1000, 500, 262
#: The part of the map that is printed: left, top, right, bottom.
WINDOW = (20, 18, 980, 438)

# Robinson's table: every 5° of latitude, the length of the parallel and its distance from the equator
# (A. H. Robinson, A New Map Projection, 1974).
_LENGTHS = (1, .9986, .9954, .99, .9822, .973, .96, .9427, .9216, .8962, .8679, .835, .7986, .7597, .7186, .6732, .6213, .5722, .5322)  # fmt: skip # noqa: E501
_DISTANCES = (0, .062, .124, .186, .248, .31, .372, .434, .4958, .5571, .6176, .6769, .7346, .7903, .8435, .8936, .9394, .9761, 1)  # fmt: skip # noqa: E501
_RADIUS = WIDTH / (2 * math.pi * 0.8487)


def _between(table, degrees):
    index = min(int(degrees / 5), 17)
    return table[index] + (table[index + 1] - table[index]) * (degrees / 5 - index)


def project(latitude, longitude):
    """Degrees to units of the map: `(x, y)`, y downwards, rounded to a tenth."""
    latitude, longitude = float(latitude), (float(longitude) - MERIDIAN + 180) % 360 - 180
    x = CENTRE_X + 0.8487 * _RADIUS * _between(_LENGTHS, abs(latitude)) * math.radians(longitude)
    y = CENTRE_Y - math.copysign(1.3523 * _RADIUS * _between(_DISTANCES, abs(latitude)), latitude)
    return round(x, 1), round(y, 1)


def arc(start, end):
    """The path from one point to another, bent upwards as far as it is long."""
    (x1, y1), (x2, y2) = start, end
    length = math.hypot(x2 - x1, y2 - y1)
    x, y = (x1 + x2) / 2, (y1 + y2) / 2 - length * 0.22
    return f"M{x1:g} {y1:g}Q{x:.0f} {max(y, WINDOW[1] + 6):.0f} {x2:g} {y2:g}"


@dataclass(frozen=True)
class Label:
    """A name beside its point. `anchor` is SVG's text-anchor; `is_key`: fits in the large letters of small screens."""

    text: str
    x: float
    y: float
    anchor: str
    is_key: bool = False


# Sizes of the letters in units of the map, as the style sheet has them for wide, middle and small screens.
_SIZE, _SMALL, _LARGE = 15, 20, 38
_KEY_LABELS = 7
#: Points closer than this to another one stay without a name: it could be taken for the other's.
_CROWDED = 24


def place_labels(points, obstacles=()):
    """Labels for `[(text, (x, y)), …]`, in the order of importance; names that fit nowhere are left out.

    No label covers another label, a point of the map or an `obstacle` (a point as well), or leaves the window. A point
    among others has none.
    """
    everything = [*(point for _text, point in points), *obstacles]
    placed, taken, keys = [], [], []
    for text, point in points:
        others = [other for other in everything if other != point]
        if any(math.dist(point, other) < _CROWDED for other in others):
            continue
        for anchor, x, y in _positions(point):
            box = _box(text, anchor, x, y, _SMALL)
            if _fits(box, taken, others):
                taken.append(box)
                large = _box(text, anchor, x, y, _LARGE)
                is_key = len(keys) < _KEY_LABELS and _fits(large, keys, others)
                if is_key:
                    keys.append(large)
                placed.append(Label(text, round(x, 1), round(y, 1), anchor, is_key))
                break
    return placed


def _positions(point):
    x, y = point
    near, middle = 8, _SIZE * 0.36
    yield "start", x + near, y + middle
    yield "end", x - near, y + middle
    yield "middle", x, y - near - 2
    yield "middle", x, y + near + _SMALL * 0.7
    yield "start", x + near - 2, y - near + 2
    yield "end", x - near + 2, y - near + 2
    yield "start", x + near - 2, y + near + _SMALL * 0.5
    yield "end", x - near + 2, y + near + _SMALL * 0.5


def _box(text, anchor, x, y, size):
    width = len(text) * size * 0.56  # the mean width of a bold letter of Atkinson Hyperlegible Next
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return left, y - size * 0.75, left + width, y + size * 0.22


def _around(point, radius):
    x, y = point
    return x - radius, y - radius, x + radius, y + radius


def _overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _fits(box, taken, points):
    left, top, right, bottom = WINDOW
    if not (left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom):
        return False
    return not any(_overlap(box, other) for other in [*taken, *(_around(point, 7) for point in points)])
