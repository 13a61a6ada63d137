"""The monitor: how each kind of value is shown, over which picture, and what the person may change."""

import pytest
import value_nodes
from value_nodes import (
    Broken,
    Coverage,
    Crop,
    Cutout,
    Distance,
    Edges,
    Found,
    Joints,
    Labels,
    Motion,
    Picture,
    Shape,
    Smile,
    Somebody,
    Sound,
    Square,
    Turn,
)
from viewing import Viewing

from graph_core.editor.viewer._painting import job_of, scene_of
from graph_core.errors import GraphCoreError

SIZE = (200, 120)


@pytest.fixture
def viewing():
    made = Viewing()
    yield made
    made.session.close()


def view(viewing, cls, *others, **links):
    """View a node that hangs on a plate, if it has an input."""
    is_source = not cls.signature.inputs
    nodes = [("plate", Picture), *others, ("seen", cls)]
    viewing.open(*nodes, **({} if is_source else {"seen": "plate"}) | links)
    viewing.session.viewed.view(1, "seen")
    viewing.settle()
    return viewing.monitor


def painted(monitor, frame=1):
    monitor.fit(SIZE)
    return job_of(monitor, frame, SIZE, 0, 1.0).picture()


KINDS = {
    Picture: "picture", Cutout: "picture", Coverage: "picture", Distance: "picture", Motion: "picture",
    Labels: "picture", Edges: "picture", Found: "over", Joints: "over", Square: "over", Sound: "audio",
    Smile: "expression", Turn: "card", Somebody: "card", Shape: "mesh",
}  # fmt: skip


@pytest.mark.parametrize("cls", KINDS, ids=lambda cls: cls.id)
def test_every_kind_of_value_is_shown(viewing, cls):
    monitor = view(viewing, cls)
    assert monitor.kind == KINDS[cls]
    canvas = painted(monitor)
    assert canvas.shape == (SIZE[1], SIZE[0], 3)
    assert canvas.std() > 1, "it is empty"
    assert monitor.error is None


def test_the_table_of_this_test_has_every_node():
    assert {*KINDS, Crop, Broken} == set(value_nodes.NODES)


@pytest.mark.parametrize("cls", [Found, Joints, Square])
def test_what_belongs_to_a_picture_is_drawn_over_it(viewing, cls):
    monitor = view(viewing, cls)
    assert monitor.base == "plate"
    over = painted(monitor)
    viewing.session.viewed.view(1, "plate")
    viewing.settle()
    plain = painted(monitor)
    changed = (over != plain).any(axis=2)
    assert 0 < changed.mean() < 0.5


def test_faces_are_drawn_over_the_plate_of_their_size_not_the_nearest_crop(viewing):
    monitor = view(viewing, Found, ("crop", Crop), crop="plate", seen="crop")
    viewing.until(lambda: monitor.base == "plate" and monitor.picture is not None)
    assert monitor.picture.size == (value_nodes.WIDTH, value_nodes.HEIGHT)
    for _ in range(5):
        viewing.settle()
        assert monitor.base == "plate"


@pytest.mark.parametrize(("cls", "switch"), [(Coverage, "is_tinted"), (Motion, "is_over_plate")])
def test_mattes_and_motion_lie_over_their_plate_when_wanted(viewing, cls, switch):
    monitor = view(viewing, cls)
    assert monitor.base == "seen"
    if switch == "is_tinted":
        viewing.controls.toggle_tint()
    else:
        monitor.is_over_plate = True
    viewing.settle()
    assert monitor.base == "plate" and monitor.picture is not None
    assert list(monitor.layers) == ["seen"]


def test_an_overlay_is_made_and_drawn(viewing):
    monitor = view(viewing, Picture, ("faces", Found), faces="plate")
    assert monitor.overlay_choices == ["faces"]
    plain = painted(monitor)
    viewing.controls.toggle_overlay("faces")
    viewing.settle()
    assert (painted(monitor) != plain).any()
    viewing.controls.toggle_overlay("faces")
    assert (painted(monitor) == plain).all()


def test_a_matte_that_is_chosen_is_shown_and_hidden(viewing):
    monitor = view(viewing, Picture, ("matte", Coverage), matte="plate")
    plain = painted(monitor)
    viewing.controls.toggle_overlay("matte")
    viewing.settle()
    shown = painted(monitor).astype(int) - plain
    assert shown[60, 100, 1] < 0, "the red matte takes green away"
    viewing.controls.toggle_tint()
    assert (painted(monitor) == plain).all()


def test_alpha_is_the_matte_of_a_picture_that_has_it(viewing):
    monitor = view(viewing, Cutout)
    plain = painted(monitor)
    viewing.controls.toggle_tint()
    assert (painted(monitor) != plain).any()


def test_without_a_matte_the_person_is_told_where_to_choose_one(viewing):
    view(viewing, Picture)
    with pytest.raises(GraphCoreError, match="no matte") as caught:
        viewing.controls.toggle_tint()
    assert "Overlay" in caught.value.hint


def test_the_same_number_again_shows_the_next_output(viewing):
    from toy_nodes import Split

    graph = viewing.open(("plate", Picture))
    graph.add("split", Split)
    graph.link("plate", "split.image")
    viewed = viewing.session.viewed
    seen = []
    for _ in range(3):
        viewing.session.selection.set(["split"])
        viewing.controls.view_active(2)
        seen.append(viewed.target(2))
    assert seen == ["split.image", "split.matte", "split.image"]
    viewing.session.selection.set([])
    viewing.controls.view_active(1)
    assert viewed.a == 1


def test_going_back_to_a_slot_does_not_step_through_outputs(viewing):
    from toy_nodes import Split

    graph = viewing.open(("plate", Picture))
    graph.add("split", Split)
    graph.link("plate", "split.image")
    viewed = viewing.session.viewed
    for slot, name in ((2, "split"), (1, "plate"), (2, "split")):
        viewing.session.selection.set([name])
        viewing.controls.view_active(slot)
    assert viewed.target(2) == "split.image"


def test_comparing_takes_the_other_slot(viewing):
    monitor = view(viewing, Picture, ("crop", Crop), crop="plate")
    with pytest.raises(GraphCoreError, match="nothing to compare"):
        viewing.controls.compare("wipe")
    viewing.session.viewed.view(2, "crop")
    viewing.controls.compare("wipe")
    assert (monitor.target, monitor.other) == ("crop", "seen")
    viewing.controls.swap()
    assert (monitor.target, monitor.other) == ("seen", "crop")
    viewing.settle()
    scene = scene_of(monitor, SIZE)
    assert scene.a.size == (64, 48) and scene.b.size == (16, 16)


def test_nothing_is_compared_any_more_when_b_is_gone(viewing):
    monitor = view(viewing, Picture, ("crop", Crop), crop="plate")
    viewing.session.viewed.view(2, "crop")
    viewing.session.viewed.view(1, "seen")
    viewing.controls.compare("wipe")
    with viewing.session.document.edit("Delete") as graph:
        graph.remove("crop")
    assert monitor.view.mode == "a"


def test_an_error_dims_the_last_good_picture(viewing):
    monitor = view(viewing, Crop, ("broken", Broken), broken="plate")
    before = painted(monitor)
    with viewing.session.document.edit("Break") as graph:
        graph.link("broken", "seen.image")
    viewing.settle()
    assert monitor.error.node == "broken"
    assert before.max() > painted(monitor).max() > 30


def test_a_key_shows_a_channel_and_again_all_colours(viewing):
    monitor = viewing.monitor
    viewing.controls.toggle_channels("g")
    assert monitor.view.look.channels == "g"
    viewing.controls.toggle_channels("b")
    assert monitor.view.look.channels == "b"
    viewing.controls.toggle_channels("b")
    assert monitor.view.look.channels == "rgb"


def test_drafts_lie_where_the_full_picture_lies(viewing):
    monitor = view(viewing, Found)
    monitor.fit(SIZE)
    viewing.session.viewed.show_at(0.5)
    viewing.settle()
    assert monitor.outcome.scale == 0.5
    assert monitor.picture.size == (value_nodes.WIDTH, value_nodes.HEIGHT)


def test_b_is_made_only_while_it_is_compared_and_is_remembered(viewing):
    monitor = view(viewing, Picture, ("crop", Crop), ("matte", Coverage), crop="plate", matte="plate")
    viewed = viewing.session.viewed
    for slot, target in ((2, "crop"), (3, "matte"), (1, "seen")):
        viewed.view(slot, target)
    viewing.controls.compare_with(3)
    assert monitor.other == "matte" and "matte" in viewing.watcher.targets
    viewing.controls.compare("a")
    assert monitor.other is None and "matte" not in viewing.watcher.targets
    viewing.controls.compare("side")
    assert monitor.other == "matte"


def test_a_key_over_the_viewer_shows_its_slot_and_fills_an_empty_one(viewing):
    viewing.open(("plate", Picture), ("crop", Crop), crop="plate")
    viewed = viewing.session.viewed
    viewing.session.selection.set(["plate"])
    viewing.controls.show(1)
    assert viewed.slots == {1: "crop"}
    viewing.controls.show(2)
    assert viewed.slots == {1: "crop", 2: "plate"} and viewed.a == 2


def test_actions_have_keys_of_their_own(viewing):
    from graph_core.editor.actions import Actions, Chord
    from graph_core.editor.viewer._actions import add_actions

    class Panel:
        def __init__(self):
            self.done = []

        def fit(self):
            self.done.append("fit")

        def zoom_to(self, zoom):
            self.done.append(zoom)

        def snap(self, *, is_whole):
            self.done.append(is_whole)

        def copy_card(self):
            self.done.append("copy")

    actions, panel = Actions(), Panel()
    add_actions(actions, viewing.monitor, viewing.controls, panel)
    viewing.open(("plate", Picture), ("crop", Crop), crop="plate")
    for chord in ("F", "0", "Ctrl+Shift+S", "G", "2"):
        if chord == "2":
            viewing.session.selection.set(["plate"])
        actions.find(Chord.parse(chord), "viewer").run()
    assert panel.done == ["fit", 1.0, False]
    assert viewing.monitor.view.look.channels == "g"
    assert viewing.session.viewed.target(2) == "plate"
    assert [action.label for action in actions if action.is_checked and action.is_checked()] == ["Green"]
    assert all(action.menu == "View" for action in actions if "slot" not in action.label)


def test_showing_b_changes_places_with_a(viewing):
    view(viewing, Picture, ("crop", Crop), crop="plate")
    viewed = viewing.session.viewed
    viewed.view(2, "crop")
    viewing.controls.compare("wipe")
    assert (viewed.a, viewed.b) == (2, 1)
    viewed.show(1)
    assert (viewed.a, viewed.b) == (1, 2)
