import numpy as np
import pytest
from graph_nodes.face._regions import face_width, region_distance, region_matte, smoothstep, with_forehead
from graph_nodes.face._topology import LIPS_INNER


def area(corners):
    x, y = corners[:, 0], corners[:, 1]
    return abs((x * np.roll(y, 1) - y * np.roll(x, 1)).sum()) / 2


def test_the_distance_to_the_outline_is_in_pixels(mesh_face):
    # An ellipse with half axes of 50 and 65 px around (100, 100).
    distance = region_distance(mesh_face((100, 100), 100), (0, 0, 200, 200), "face")
    assert distance[100, 100] == pytest.approx(49.5, abs=1.5)
    assert distance[100, 60] == pytest.approx(10.5, abs=1.0)
    assert distance[100, 30] == pytest.approx(-19.5, abs=1.0)


@pytest.mark.parametrize("width", [20, 1500])
def test_small_and_large_faces_have_the_same_outline(mesh_face, width):
    box = (0, 0, 2 * width, 2 * width)
    inside = region_distance(mesh_face((width, width), width), box, "face") > 0
    assert inside.sum() == pytest.approx(np.pi * 0.5 * 0.65 * width**2, rel=0.05)


def test_the_outline_moves_smoothly_with_the_face(mesh_face):
    box = (0, 0, 120, 120)
    still = region_distance(mesh_face((60, 60), 80), box, "face")
    moved = region_distance(mesh_face((60.5, 60), 80), box, "face")
    # The left edge lies further right and the right edge too.
    change = moved - still
    assert change[60, 22] == pytest.approx(-0.5, abs=0.2)
    assert change[60, 97] == pytest.approx(0.5, abs=0.2)


def test_a_turned_head_keeps_its_far_edge(mesh_face):
    points = mesh_face((100, 100), 100, yaw=0.8)
    distance = region_distance(points, (0, 0, 200, 200), "face")
    columns = np.flatnonzero(distance[100] > 0)
    row = points[:468][np.abs(points[:468, 1] - 100) < 12]
    assert columns[0] == pytest.approx(row[:, 0].min(), abs=3)
    assert columns[-1] == pytest.approx(row[:, 0].max(), abs=3)


def test_skin_is_the_face_without_its_features(mesh_face):
    points, box = mesh_face((100, 100), 100), (0, 0, 200, 200)
    skin = region_distance(points, box, "skin")
    assert skin[85, 80] < 0  # right eye
    assert skin[130, 100] < 0  # mouth
    assert skin[110, 70] > 0  # cheek


def test_the_forehead_goes_on_upwards(mesh_face):
    points, box = mesh_face((100, 100), 100), (0, 0, 200, 200)
    assert region_distance(points, box, "face")[28, 100] < 0
    assert region_distance(points, box, "face", forehead=0.2)[28, 100] > 0
    np.testing.assert_array_equal(with_forehead(points, 0.2)[:478], points)


def test_a_filled_mouth_has_the_area_of_its_contour(mesh_face):
    points = mesh_face((100, 100), 100, jaw=0.08)
    filled = region_matte(points, (0, 0, 200, 200), "mouth interior", 0.0)
    assert filled.sum() == pytest.approx(area(points[LIPS_INNER]), rel=0.05)
    assert region_matte(points, (0, 0, 200, 200), "mouth interior", 2.0).sum() == pytest.approx(filled.sum(), rel=0.01)


def test_a_region_out_of_the_box_is_empty(mesh_face):
    assert not region_matte(mesh_face((100, 100), 100), (0, 0, 20, 20), "eyes", 1.0).any()
    assert region_distance(mesh_face(), (5, 5, 5, 9), "face").shape == (4, 0)


def test_a_turn_of_the_head_hardly_changes_the_yardstick(mesh_face):
    assert face_width(mesh_face(width=100, yaw=0.7)) == pytest.approx(face_width(mesh_face(width=100)), rel=0.01)


def test_smoothstep_without_width_is_a_step():
    assert smoothstep(1.0, 1.0, np.array([0.9, 1.0, 1.1])).tolist() == [0, 1, 1]
