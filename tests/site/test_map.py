"""The printed map: Robinson's projection, arcs, labels that do not get into each other's way."""

import pytest

from sistercities.cities.world_map import WINDOW, Label, _box, _overlap, arc, place_labels, project


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
    assert project(latitude, longitude) == point


def test_arc_bends_upwards_with_its_length():
    assert arc((100, 100), (200, 100)) == "M100 100Q150 78 200 100"
    assert arc((100, 20), (900, 20)) == "M100 20Q500 24 900 20"  # not above the window


def test_labels_stand_beside_their_points():
    points = [("Los Angeles", (163, 154.9)), ("Tokyo", (838.6, 149.8))]
    assert place_labels(points, [(508, 97.8)]) == [
        Label("Los Angeles", 171, 160.3, "start", True),
        Label("Tokyo", 846.6, 155.2, "start", True),
    ]


def test_labels_leave_out_points_among_others():
    crowd = [("Paris", (481, 109)), ("Brussels", (486, 103)), ("Windhoek", (519, 333))]
    assert [label.text for label in place_labels(crowd)] == ["Windhoek"]
    assert place_labels([("Potsdam", (507, 98))], [(508, 97.8)]) == []


def test_labels_never_overlap_nor_leave_the_map():
    cities = [(f"City number {n}", project(-50 + 17 * n % 110, -170 + 37 * n % 340)) for n in range(40)]
    labels = place_labels(cities)
    boxes = [_box(label.text, label.anchor, label.x, label.y, 20) for label in labels]
    large = [_box(label.text, label.anchor, label.x, label.y, 38) for label in labels if label.is_key]
    for group in (boxes, large):
        assert len(group) > 1
        assert not any(_overlap(a, b) for n, a in enumerate(group) for b in group[n + 1 :])
    left, top, right, bottom = WINDOW
    assert all(left <= b[0] and top <= b[1] and b[2] <= right and b[3] <= bottom for b in boxes + large)
