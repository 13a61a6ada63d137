import pytest
import toy_nodes as toys
from hypothesis import given
from hypothesis import strategies as st

from graph_core import Graph, Project
from graph_core.editor.canvas._curves import curve_between, curve_bounds, distance_to_curve, points_of
from graph_core.editor.canvas._scene import BackdropHit, LinkHit, NodeHit, PortHit, Scene
from graph_core.editor.canvas._view import Rect
from graph_core.editor.document import Document
from graph_core.project import Backdrop


def project() -> Project:
    graph = toys.graph(("grey", toys.Grey), ("soft", toys.Soft), ("stack", toys.Stack), ("dot", toys.Through))
    graph.node("soft").position = (300.0, 100.0)
    graph.node("stack").position = (700.0, 0.0)
    graph.node("dot").position = (500.0, 500.0)
    graph.link("grey", "soft.image")
    graph.link("soft", "stack.layers")
    return Project(graph)


def scene() -> Scene:
    made = Scene()
    made.rebuild(project())
    return made


def test_ports_are_hit_near_their_place_and_nodes_inside():
    found = scene()
    x, y = found.boxes["soft"].port(True, "mask")
    assert found.hit(x - 5, y + 3, 8) == PortHit("soft", True, "mask")
    assert found.hit(x + 60, y, 8) == NodeHit("soft")
    assert found.hit(360, 110, 8) == NodeHit("soft", on_name=True)
    assert found.hit(-500, -500, 8) is None


def test_a_variadic_input_has_one_free_slot():
    found = scene()
    assert [name for is_input, name in found.boxes["stack"].ports if is_input] == ["layers[0]", "layers[1]"]


def test_a_node_in_front_hides_the_ports_behind_it():
    found = scene()
    x, y = found.boxes["grey"].port(False, "out")
    found.place("soft", x - 20, y - 40)
    assert found.hit(x, y, 8) == NodeHit("soft")


def test_a_link_is_hit_along_its_curve():
    found = scene()
    curve = found.lines["stack.layers[0]"].curve
    x, y = points_of(curve, 5)[3]
    hit = found.hit(x, y, 6)
    assert isinstance(hit, LinkHit)
    assert hit.target == "stack.layers[0]"
    assert hit.along == pytest.approx(0.75, abs=0.1)
    assert found.link_at(x, y, 6, but_of="stack") is None


def test_links_follow_a_node_that_is_moved():
    found = scene()
    found.place("soft", 300, 900)
    assert found.lines["soft.image"].curve[3] == found.boxes["soft"].port(True, "image")
    assert found.lines["stack.layers[0]"].curve[0] == found.boxes["soft"].port(False, "out")


def test_backdrops_are_hit_at_title_and_corner_and_not_between():
    made = project()
    made.backdrops.append(Backdrop("Key", (60, 60, 60), (-400.0, -400.0), (300.0, 200.0)))
    found = Scene()
    found.rebuild(made)
    assert found.hit(-380, -390, 8) == BackdropHit(0)
    assert found.hit(-102, -203, 8) == BackdropHit(0, on_corner=True)
    assert found.hit(-250, -300, 8) is None


def test_a_rectangle_finds_the_nodes_it_touches():
    assert scene().nodes_in(Rect(450, 60, 700, 400)) == ["soft", "stack"]


def test_bounds_hold_everything():
    assert scene().bounds() == Rect(0, 0, 860, 524)
    assert scene().bounds(["dot"]) == Rect(500, 500, 524, 524)
    assert Scene().bounds() is None


def test_the_scene_follows_an_edit():
    document = Document(project())
    found = Scene()
    found.rebuild(document.project)
    changes = []
    document.changed.connect(changes.append)
    with document.edit("Rename and link") as graph:
        graph.rename("soft", "blurred")
        graph.link("blurred", "dot.value")
    found.follow(document.project, changes[0].nodes)
    assert set(found.boxes) == {"grey", "blurred", "stack", "dot"}
    assert set(found.lines) == {"blurred.image", "stack.layers[0]", "dot.value"}
    assert found.lines["dot.value"].kind.__name__ == "Image"


def test_a_port_that_a_placeholder_does_not_show_still_has_a_place():
    graph = Graph(toys.registry())
    graph.add("grey", "toy.grey")
    graph.add_placeholder("gone", "other.gone")
    graph.add("soft", "toy.soft")
    graph.link("grey", "gone.plate")
    graph.link("gone.matte", "soft.image")
    found = Scene()
    found.rebuild(Project(graph))
    box = found.boxes["gone"]
    assert found.lines["soft.image"].curve[0] == (box.left + box.width, box.top + box.height / 2)


places = st.tuples(st.floats(-2000, 2000), st.floats(-2000, 2000))


@given(places, places)
def test_links_leave_and_enter_horizontally(start, end):
    curve = curve_between(start, end)
    assert curve[1][1] == start[1]
    assert curve[1][0] > start[0]
    assert curve[2][1] == end[1]
    assert curve[2][0] < end[0]


@given(places, places, st.floats(0, 1))
def test_points_of_a_curve_are_on_it_and_within_its_bounds(start, end, share):
    curve = curve_between(start, end)
    points = points_of(curve, 16)
    x, y = points[round(share * 15)]
    assert curve_bounds(curve).grown(0.01).contains(x, y)
    assert distance_to_curve(curve, x, y)[0] == pytest.approx(0, abs=0.01)
