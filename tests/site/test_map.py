"""The printed maps: their projections, lines, labels that do not get into each other's way."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from sistercities.cities.world_map import EUROPE, WORLD, Label, _box, _covers, _overlap, arc, place_labels


@pytest.mark.parametrize(
    ("latitude", "longitude", "point"),
    [
        (34.0522, -118.2437, (163.0, 154.9)),  # Los Angeles
        (52.52, 13.405, (508.1, 97.8)),  # Berlin
        (35.6895, 139.6917, (838.6, 149.8)),  # Tokyo
        (-22.57, 17.0836, (519.2, 333.0)),  # Windhoek
        (-34.6037, -58.3816, (320.7, 370.8)),  # Buenos Aires
        (0, 10, (500, 262)),
        (90, 10, (500, 8.4)),
        (-90, 10, (500, 515.6)),
        (0, -170.01, (1000, 262)),
        (0, -169.99, (0, 262)),
        ("0", "-170", (0, 262)),
    ],
)
def test_project_follows_robinson(latitude, longitude, point):
    assert WORLD.project(latitude, longitude) == point


@pytest.mark.parametrize(
    ("latitude", "longitude", "point", "is_shown"),
    [
        (52.52, 13.405, (187.7, 99.4), True),  # Berlin
        (55.7558, 37.6173, (374, 61.5), True),  # Moscow
        (40.4168, -3.7038, (56.1, 241.3), True),  # Madrid
        ("61", "-11", (0, 0), False),
        (34.0522, -118.2437, (-825, 316), False),  # Los Angeles
        (64.1466, -21.9426, (-84.2, -36.9), False),  # Reykjavík
    ],
)
def test_europe_has_a_sheet_of_its_own(latitude, longitude, point, is_shown):
    assert EUROPE.project(latitude, longitude) == point
    assert EUROPE.shows(latitude, longitude) is is_shown


def test_arc_bends_upwards_with_its_length():
    assert arc(WORLD, (100, 100), (200, 100)) == "M100 100Q150 78 200 100"
    assert arc(WORLD, (100, 20), (900, 20)) == "M100 20Q500 24 900 20"  # not above the window
    assert arc(EUROPE, (187.7, 99.4), (56.1, 241.3)) == "M187.7 99.4L56.1 241.3"


def test_labels_stand_beside_their_points():
    points = [("Los Angeles", (163, 154.9)), ("Tokyo", (838.6, 149.8))]
    assert place_labels(WORLD, points) == [
        Label("Los Angeles", 171, 160.3, "start", True),
        Label("Tokyo", 846.6, 155.2, "start", True),
    ]


def test_labels_keep_off_the_lines_where_they_can():
    right, left = ("Right", (800, 200)), ("Left", (200, 200))
    labels = place_labels(WORLD, [right, left], (500, 100))
    boxes = [_box(label.text, label.anchor, label.x, label.y, 20) for label in labels]
    assert [label.text for label in labels] == ["Right", "Left"]
    for box, (_text, point) in zip(boxes, (right, left), strict=True):
        along = [(500 + (point[0] - 500) * n / 50, 100 + (point[1] - 100) * n / 50) for n in range(51)]
        assert not any(_covers(box, place) for place in along)


def test_labels_leave_out_points_among_others():
    crowd = [("Paris", (481, 109)), ("Brussels", (486, 103)), ("Windhoek", (519, 333))]
    assert [label.text for label in place_labels(WORLD, crowd)] == ["Windhoek"]
    assert place_labels(WORLD, [("Potsdam", (507, 98))], (508, 97.8)) == []


def test_labels_never_overlap_nor_leave_the_map():
    cities = [(f"City number {n}", WORLD.project(-50 + 17 * n % 110, -170 + 37 * n % 340)) for n in range(40)]
    labels = place_labels(WORLD, cities, WORLD.project(52.52, 13.405))
    boxes = [_box(label.text, label.anchor, label.x, label.y, 20) for label in labels]
    large = [_box(label.text, label.anchor, label.x, label.y, 38) for label in labels if label.is_key]
    for group in (boxes, large):
        assert len(group) > 1
        assert not any(_overlap(a, b) for n, a in enumerate(group) for b in group[n + 1 :])
    left, top, right, bottom = WORLD.window
    assert all(left <= b[0] and top <= b[1] and b[2] <= right and b[3] <= bottom for b in boxes + large)


def test_every_capital_around_berlin_has_its_name_on_the_map_of_europe():
    cities = {
        "Berlin": (52.52, 13.405), "Paris": (48.8566, 2.3522), "Madrid": (40.4168, -3.7038),
        "Istanbul": (41.0082, 28.9784), "Moscow": (55.7558, 37.6173), "Warsaw": (52.2297, 21.0122),
        "Budapest": (47.4979, 19.0402), "Brussels": (50.8503, 4.3517), "Prague": (50.0755, 14.4378),
        "London": (51.5074, -0.1278),
    }  # fmt: skip
    points = [(name, EUROPE.project(*place)) for name, place in cities.items()]
    labels = place_labels(EUROPE, points, points[0][1])
    assert [label.text for label in labels] == [*cities]
    boxes = [_box(label.text, label.anchor, label.x, label.y, 15) for label in labels]
    assert not any(_overlap(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])
    assert not any(_covers(box, point) for box in boxes for _name, point in points)


# How the land was drawn -----------------------------------------------------------------------------------------------


def dots(path, step):
    """The dots of a path of `tools/build_map.py`, as the style sheet dashes it."""
    runs = [tuple(map(float, run)) for run in re.findall(r"M([0-9.]+) ([0-9.]+)h([0-9.]+)", path)]
    return {(round(x + number * step, 1), y) for x, y, length in runs for number in range(int(length / step) + 1)}


@pytest.mark.parametrize(("sheet", "name", "step"), [(WORLD, "map_land", 9.2), (EUROPE, "map_land_europe", 7)])
def test_the_land_lies_where_the_cities_do(sheet, name, step):
    land = dots((Path(settings.BASE_DIR) / "templates" / "site" / f"{name}.svg").read_text(), step)

    def is_land(latitude, longitude):
        x, y = sheet.project(latitude, longitude)
        return any(abs(x - dot[0]) <= step / 2 and abs(y - dot[1]) <= step / 2 for dot in land)

    inland = [
        (52.52, 13.4),
        (48.9, 2.4),
        (47.5, 19),
        (40.4, -3.7),
        (55.8, 37.6),
    ]  # Berlin, Paris, Budapest, Madrid, Moscow
    at_sea = [(45, -7), (56, 3), (40, 5), (43.3, 34)]  # Biscay, North Sea, Mediterranean, Black Sea
    assert [is_land(*place) for place in inland] == [True] * 5
    assert [is_land(*place) for place in at_sea] == [False] * 4


def test_the_tool_draws_dots_where_land_is(tmp_path):
    # One island, 10 degrees wide and high around 50° N 10° E, as TopoJSON: a closed ring in steps from the first place.
    island = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[5, 45], [10, 0], [0, 10], [-10, 0], [0, -10]]],
        "objects": {"land": {"geometries": [{"type": "Polygon", "arcs": [[0]]}]}},
    }
    (tmp_path / "land.json").write_text(json.dumps(island))
    for sheet, name, step in ((WORLD, "world", 9.2), (EUROPE, "europe", 7)):
        tool = [sys.executable, "tools/build_map.py", name, str(tmp_path / "land.json")]
        drawn = subprocess.run(tool, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True).stdout
        (left, bottom), (right, top) = sheet.project(45, 5), sheet.project(55, 15)
        found = dots(drawn, step)
        assert len(found) > 3
        assert all(left - step < x < right + step and top - 1 < y < bottom + 1 for x, y in found)
