"""Which widget shows a knob, and what plugins may add."""

import pytest
from toy_nodes import Everything, project

from graph_core import Node, Param, PluginLoadError, Registry, hookimpl
from graph_core.editor.document import Document
from graph_core.editor.knobs import Knob
from graph_core.editor.session import Timeline

table = pytest.importorskip("graph_core.editor.widgets._table")
widgets = pytest.importorskip("graph_core.editor.widgets")


class Dial:
    """A widget of a plugin."""

    def __init__(self, knob, parent, width):
        self.knob, self.parent, self.width = knob, parent, width

    def show(self, value):
        self.shown = value


class Turned(Node, id="toy.turned"):
    """Have a knob with a widget of its own."""

    angle: float = Param(0.0, widget="dial", help="Where it points.")

    def process(self) -> float:
        return self.angle


class Plugin:
    @hookimpl
    def register_nodes(self):
        return [Turned]

    @hookimpl
    def register_widgets(self):
        return {"dial": Dial}


def test_a_plugin_brings_widgets():
    registry = Registry()
    registry.add(Plugin(), "dials")
    assert registry.report[0].error is None
    assert registry.widgets == {"dial": Dial}


def test_two_plugins_cannot_have_the_same_hint():
    class Other:
        @hookimpl
        def register_widgets(self):
            return {"dial": Dial}

    registry = Registry()
    registry.add(Plugin(), "dials")
    registry.add(Other(), "other")
    assert isinstance(registry.report[1].error, PluginLoadError)
    assert "dial" in registry.report[1].error.message


def test_the_widget_of_a_plugin_is_used_and_turns_the_knob():
    document = Document(project(("turned", Turned)))
    knob = Knob(document, Timeline(), ("turned",), Turned.params["angle"])
    place = widgets.Place(None, "box", 214)
    made = widgets.make_widget(place, knob, {"dial": Dial})
    assert (made.parent, made.width) == ("box", 214)
    made.knob.turn(3.0)
    made.knob.release()
    assert document.graph.param("turned", "angle") == 3.0


def test_every_kind_of_knob_has_a_widget():
    assert {spec.kind for spec in Everything.params.values()} == table.BY_KIND.keys()


def test_numbers_are_written_with_their_units_and_read_with_or_without():
    wording = widgets.Wording(unit="frames")
    assert [wording.of(value) for value in (1.0, 2.0, 0.5)] == ["1 frame", "2 frames", "0.5 frames"]
    assert [wording.number(text) for text in ("1 frame", " 24/2 frames", "7")] == [1, 12, 7]
    assert widgets.Wording(unit="%").of(6.0) == "6 %"
    with pytest.raises(ValueError, match="apples"):
        wording.number("3 apples")
