import pytest
import toy_nodes as toys

from graph_core import Project
from graph_core.editor.canvas._linking import LinkDrag, LinkEnd, Refusal
from graph_core.editor.canvas._moving import Move
from graph_core.editor.canvas._stage import Stage
from graph_core.editor.document import Document
from graph_core.editor.layout import Position
from graph_core.editor.session import Selection
from graph_core.graph import Source
from graph_core.project import Backdrop


class Mouse:
    """A mouse on a stage whose surface is the canvas."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def drag(self, begin: Position, *way: Position, shift: bool = False, ctrl: bool = False) -> None:
        self.hold(begin, *way, shift=shift, ctrl=ctrl)
        self.stage.release(self.stage.spot(*(way[-1] if way else begin), shift=shift, ctrl=ctrl))

    def hold(self, begin: Position, *way: Position, shift: bool = False, ctrl: bool = False) -> None:
        self.stage.press(self.stage.spot(*begin, shift=shift, ctrl=ctrl))
        for place in way:
            self.stage.move(self.stage.spot(*place, shift=shift, ctrl=ctrl))

    click = drag


@pytest.fixture
def stage() -> Stage:
    graph = toys.graph(("grey", toys.Grey), ("soft", toys.Soft), ("stack", toys.Stack), ("number", toys.Number))
    for name, place in (("soft", (300, 97)), ("stack", (700, 31)), ("number", (0, 600))):
        graph.node(name).position = place
    graph.link("grey", "soft.image")
    graph.link("soft", "stack.layers")
    made = Stage(Document(Project(graph)), Selection())
    made.document.changed.connect(made.follow)
    return made


@pytest.fixture
def mouse(stage: Stage) -> Mouse:
    return Mouse(stage)


def port(stage: Stage, address: str, *, is_input: bool = True) -> Position:
    name, _, slot = address.partition(".")
    return stage.scene.boxes[name].port(is_input, slot)


def inputs(stage: Stage, name: str) -> dict[str, str]:
    return {slot: str(source) for slot, source in stage.document.graph.node(name).inputs.items()}


def test_a_click_selects_and_keys_add_and_take_away(stage, mouse):
    mouse.click((20, 10))
    assert stage.selection.names == ("grey",)
    mouse.click((320, 107), shift=True)
    assert stage.selection.names == ("grey", "soft")
    mouse.click((20, 10), ctrl=True)
    assert stage.selection.names == ("soft",)
    mouse.click((1500, 900))
    assert stage.selection.names == ()


def test_a_click_on_one_of_several_selects_it_alone_and_a_drag_moves_them_all(stage, mouse):
    stage.selection.set(["grey", "soft"])
    mouse.drag((20, 10), (220, 450))
    assert stage.selection.names == ("grey", "soft")
    assert stage.document.graph.node("grey").position == (200, 440)
    assert stage.document.graph.node("soft").position == (500, 537)
    mouse.click((520, 547))
    assert stage.selection.names == ("soft",)


def test_a_drag_is_one_step_and_nothing_before_the_release(stage, mouse):
    mouse.hold((320, 107), (320, 300), (320, 400))
    assert stage.scene.boxes["soft"].top == 390
    assert stage.document.graph.node("soft").position == (300, 97)
    stage.release(stage.spot(320, 400))
    assert stage.document.graph.node("soft").position == (300, 390)
    stage.document.undo()
    assert stage.document.graph.node("soft").position == (300, 97)
    assert stage.scene.boxes["soft"].top == 97
    assert not stage.document.undo_label


def test_a_tremble_moves_nothing(stage, mouse):
    mouse.drag((320, 107), (322, 108))
    assert not stage.document.undo_label


def test_escape_takes_a_drag_back(stage, mouse):
    mouse.hold((320, 107), (500, 400))
    assert stage.cancel()
    assert stage.scene.boxes["soft"].top == 97
    stage.release(stage.spot(500, 400))
    assert not stage.document.undo_label


def test_nodes_snap_lightly_and_ctrl_lets_them_be(stage, mouse):
    mouse.hold((320, 107), (24, 300))
    gesture = stage.gesture
    assert isinstance(gesture, Move)
    assert stage.scene.boxes["soft"].left == 0
    assert [guide.begin[0] for guide in gesture.guides] == [0]
    stage.cancel()
    mouse.drag((320, 107), (24, 300), ctrl=True)
    assert stage.document.graph.node("soft").position == (4, 290)


def test_a_band_selects_what_it_touches(stage, mouse):
    mouse.drag((250, 60), (800, 300))
    assert stage.selection.names == ("soft", "stack")
    mouse.drag((-30, -30), (50, 30), shift=True)
    assert stage.selection.names == ("soft", "stack", "grey")
    mouse.drag((250, 60), (400, 300), ctrl=True)
    assert stage.selection.names == ("stack", "grey")


def test_a_link_is_drawn_from_an_output(stage, mouse):
    mouse.drag(port(stage, "grey.out", is_input=False), (500, 80), port(stage, "stack.layers[1]"))
    assert inputs(stage, "stack") == {"layers[0]": "soft", "layers[1]": "grey"}
    assert (True, "layers[2]") in stage.scene.boxes["stack"].ports


def test_a_link_is_drawn_from_an_input_back_to_an_output(stage, mouse):
    mouse.drag(port(stage, "stack.layers[1]"), (500, 80), port(stage, "grey.out", is_input=False))
    assert inputs(stage, "stack") == {"layers[0]": "soft", "layers[1]": "grey"}


def test_a_link_dropped_on_a_node_takes_the_first_port_that_fits(stage, mouse):
    mouse.drag(port(stage, "grey.out", is_input=False), (780, 100))
    assert inputs(stage, "stack")["layers[1]"] == "grey"


def test_ports_that_fit_are_known_while_a_link_is_drawn(stage, mouse):
    mouse.hold(port(stage, "soft.out", is_input=False), (500, 300))
    gesture = stage.gesture
    assert isinstance(gesture, LinkDrag)
    assert {hit.address for hit in gesture.fits} == {"stack.layers[0]", "stack.layers[1]"}


def test_a_link_pulled_off_and_dropped_is_gone(stage, mouse):
    mouse.drag(port(stage, "soft.image"), (200, 300))
    assert inputs(stage, "soft") == {}
    assert stage.document.undo_label == "Unlink soft.image"


def test_a_link_pulled_off_goes_to_another_input(stage, mouse):
    mouse.drag(port(stage, "soft.image"), (200, 300), port(stage, "stack.layers[1]"))
    assert inputs(stage, "soft") == {}
    assert inputs(stage, "stack")["layers[1]"] == "grey"
    stage.document.undo()
    assert inputs(stage, "soft") == {"image": "grey"}


def test_a_link_put_back_where_it_was_is_no_step(stage, mouse):
    mouse.drag(port(stage, "soft.image"), (200, 300), port(stage, "soft.image"))
    assert not stage.document.undo_label


def test_the_nearer_end_of_a_link_comes_off(stage, mouse):
    line = stage.scene.lines["stack.layers[0]"]
    mouse.hold((line.curve[0][0] + 40, line.curve[0][1] - 1), (600, 400))
    gesture = stage.gesture
    assert isinstance(gesture, LinkDrag)
    assert gesture.end == LinkEnd(target="stack.layers[0]")
    stage.release(stage.spot(*port(stage, "grey.out", is_input=False)))
    assert inputs(stage, "stack") == {"layers[0]": "grey"}


def test_a_new_link_dropped_on_nothing_asks_for_a_node(stage, mouse):
    asked = []
    stage.dropped.connect(lambda end, place: asked.append((end, place)))
    mouse.drag(port(stage, "grey.out", is_input=False), (400, 500))
    mouse.drag(port(stage, "soft.mask"), (250, 400))
    assert asked == [(LinkEnd(Source("grey", "out")), (400, 500)), (LinkEnd(target="soft.mask"), (250, 400))]


def test_a_refused_link_says_why_and_what_would_fit(stage, mouse):
    refused: list[Refusal] = []
    stage.refused.connect(refused.append)
    mouse.drag(port(stage, "grey.out", is_input=False), port(stage, "soft.mask"))
    assert "Image" in refused[0].error.message
    assert refused[0].converters[0] == "toy.hole"
    assert (refused[0].source, refused[0].target) == ("grey", "soft.mask")
    assert not stage.document.undo_label


def test_a_loop_is_refused_without_a_converter(stage, mouse):
    refused: list[Refusal] = []
    stage.refused.connect(refused.append)
    mouse.drag(port(stage, "stack.out", is_input=False), port(stage, "soft.image"))
    assert "loop" in refused[0].error.message
    assert refused[0].converters == ()


def test_a_loose_node_dropped_on_a_link_goes_between(stage, mouse):
    with stage.document.edit("Add") as graph:
        graph.add("hole", "toy.raise").position = (0, 300)
    (x0, y0), _, _, (x1, y1) = stage.scene.lines["stack.layers[0]"].curve
    begin, box = (80, 310), stage.scene.boxes["hole"]
    end = (begin[0] + (x0 + x1) / 2 - box.center[0], begin[1] + (y0 + y1) / 2 - box.center[1])
    mouse.drag(begin, end)
    assert inputs(stage, "stack") == {"layers[0]": "hole"}
    assert inputs(stage, "hole") == {"value": "soft"}
    assert stage.document.undo_label == "Insert hole"


def test_a_node_that_does_not_fit_on_a_link_is_only_moved(stage, mouse):
    (x0, y0), _, _, (x1, y1) = stage.scene.lines["stack.layers[0]"].curve
    box = stage.scene.boxes["number"]
    begin = (80, 610)
    mouse.drag(begin, (begin[0] + (x0 + x1) / 2 - box.center[0], begin[1] + (y0 + y1) / 2 - box.center[1]))
    assert inputs(stage, "stack") == {"layers[0]": "soft"}
    assert stage.document.undo_label == "Move number"


def test_a_backdrop_takes_the_nodes_inside_along(stage, mouse):
    with stage.document.edit("Backdrop"):
        stage.document.project.backdrops.append(Backdrop("Soft", (60, 60, 60), (260.0, 40.0), (260.0, 200.0)))
    mouse.drag((280, 50), (290, 250))
    assert stage.document.graph.node("soft").position == (310, 297)
    assert stage.document.project.backdrops[0].position == (270, 240)
    assert stage.document.graph.node("grey").position == (0, 0)
    mouse.drag((290, 250), (290, 450), ctrl=True)
    assert stage.document.graph.node("soft").position == (310, 297)
    assert stage.document.project.backdrops[0].position == (270, 440)


def test_the_corner_of_a_backdrop_resizes_it(stage, mouse):
    with stage.document.edit("Backdrop"):
        stage.document.project.backdrops.append(Backdrop("Soft", (60, 60, 60), (900.0, 400.0), (260.0, 200.0)))
    mouse.drag((1155, 595), (1255, 645))
    assert stage.document.project.backdrops[0].size == (360, 250)


def test_panning_keeps_what_was_grabbed_under_the_mouse(stage):
    stage.press(stage.spot(100, 100), pans=True)
    stage.move(stage.spot(160, 80))
    stage.release(stage.spot(160, 80))
    assert stage.view.to_canvas(160, 80) == (100, 100)


def test_an_edit_from_elsewhere_ends_a_drag(stage, mouse):
    mouse.hold((320, 107), (500, 400))
    with stage.document.edit("Elsewhere") as graph:
        graph.set_param("soft", "size", 3.0)
    stage.release(stage.spot(500, 400))
    assert stage.document.graph.node("soft").position == (300, 97)
