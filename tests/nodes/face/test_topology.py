from collections import Counter

import numpy as np
import pytest
from graph_nodes.face import _topology as topology


def directed_edges(triangles):
    return Counter((int(t[i]), int(t[(i + 1) % 3])) for t in triangles for i in range(3))


def boundary_length(triangles):
    edges = directed_edges(triangles)
    return sum((b, a) not in edges for a, b in edges)


def test_no_edge_is_used_twice_in_one_direction():
    assert set(directed_edges(topology.ALL_TRIANGLES).values()) == {1}


def test_skin_is_open_along_the_oval_the_eyes_and_the_mouth_only():
    contours = (topology.FACE_OVAL, topology.RIGHT_EYE, topology.LEFT_EYE, topology.LIPS_INNER)
    edges = directed_edges(topology.TRIANGLES)
    open_edges = {frozenset(edge) for edge in edges if edge[::-1] not in edges}
    expected = {frozenset((int(contour[i]), int(contour[i - 1]))) for contour in contours for i in range(len(contour))}
    assert open_edges == expected


def test_filled_face_is_a_disc():
    triangles = topology.ALL_TRIANGLES
    edges = {frozenset(edge) for edge in directed_edges(triangles)}
    assert len(np.unique(triangles)) - len(edges) + len(triangles) == 1
    assert boundary_length(triangles) == len(topology.FACE_OVAL)


def test_mirror_is_its_own_inverse():
    assert (topology.MIRROR[topology.MIRROR] == np.arange(topology.VERTEX_COUNT)).all()


@pytest.mark.parametrize("name", ["FACE_OVAL", "LIPS_OUTER", "LIPS_INNER"])
def test_middle_contours_mirror_onto_themselves(name):
    contour = getattr(topology, name)
    assert set(topology.MIRROR[contour].tolist()) == set(contour.tolist())


@pytest.mark.parametrize("name", topology.__all__[:-1])
def test_tables_cannot_be_written_to_by_accident(name):
    with pytest.raises(ValueError, match="read-only"):
        getattr(topology, name).flat[0] = 5
