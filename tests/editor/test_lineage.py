"""What lies above an output, by types alone."""

from typing import NamedTuple

import pytest
from toy_nodes import Grey, Hole, Number, Split, Stack, Through, Write, graph
from value_nodes import Coverage, Crop, Found, Picture, Sound

from graph_core import Audio, Image, Matte, Node
from graph_core.editor.lineage import first_to_view, outputs_of, plates_of, synthesis_of, type_of


class Film(Node, id="film.write", side_effects=True):
    """Write pictures with sound nowhere."""

    def process(self, sound: Audio, image: Image) -> None:
        return


class Invent(Node, id="film.invent", synthesis="generated"):
    """Invent a picture."""

    def process(self) -> Image:
        raise NotImplementedError


class Retouch(Node, id="film.retouch", synthesis="edited"):
    """Retouch a picture."""

    def process(self, image: Image) -> Image:
        return image


class Pair(NamedTuple):
    image: Image
    matte: Matte


def test_the_picture_that_is_written_is_viewed_first():
    made = graph(("plate", Picture), ("crop", Crop), ("sound", Sound), ("film", Film))
    made.link("plate", "crop.image")
    made.link("sound", "film.sound")
    made.link("crop", "film.image")
    assert first_to_view(made) == "crop"


def test_without_one_the_last_picture_that_nothing_uses_is_viewed():
    made = graph(("plate", Picture), ("matte", Coverage), ("number", Number))
    made.link("plate", "matte.image")
    assert first_to_view(made) == "matte"


def test_a_switched_off_writer_decides_nothing():
    made = graph(("plate", Picture), ("crop", Crop), ("sound", Sound), ("film", Film))
    made.link("plate", "film.image")
    made.link("plate", "crop.image")
    made.set_disabled("film", True)
    assert first_to_view(made) == "crop"


def test_there_may_be_nothing_to_view():
    assert first_to_view(graph()) is None
    assert first_to_view(graph(("write", Write))) is None


def test_plates_come_nearest_first():
    made = graph(("plate", Picture), ("crop", Crop), ("matte", Coverage), ("faces", Found), ("other", Stack))
    made.link("plate", "crop.image")
    made.link("crop", "matte.image")
    made.link("crop", "faces.image")
    assert list(plates_of(made, "faces")) == ["crop", "plate"]
    assert list(plates_of(made, "plate")) == []
    assert list(plates_of(made, "gone")) == []


def test_a_plate_is_found_through_nodes_that_pass_anything_on():
    made = graph(("plate", Picture), ("dot", Through), ("faces", Found))
    made.link("plate", "dot.value")
    made.link("dot", "faces.image")
    assert list(plates_of(made, "faces")) == ["dot", "plate"]
    assert type_of(made, "dot") is Image


def test_outputs_are_those_that_can_be_viewed():
    made = graph(("grey", Grey), ("split", Split), ("write", Write), ("number", Number))
    made.add_placeholder("gone", "no.such", {})
    assert outputs_of(made, "split") == ["split.image", "split.matte"]
    assert outputs_of(made, "grey") == ["grey"]
    assert outputs_of(made, "write") == []
    made.link("number", "write.number")
    assert outputs_of(made, "write") == ["write"]
    assert type_of(made, "write") is int
    assert outputs_of(made, "gone") == ["gone"]


@pytest.mark.parametrize(
    ("plate", "retouch", "word"),
    [(Picture, Crop, ""), (Picture, Retouch, "edited"), (Invent, Crop, "generated"), (Invent, Retouch, "generated")],
)
def test_the_screen_says_what_the_credentials_will_say(plate, retouch, word):
    made = graph(("plate", plate), ("retouch", retouch), ("hole", Hole))
    made.link("plate", "retouch.image")
    made.link("retouch", "hole.image")
    assert synthesis_of(made, "hole") == word


def test_a_switched_off_node_synthesizes_nothing():
    made = graph(("plate", Picture), ("retouch", Retouch))
    made.link("plate", "retouch.image")
    made.set_disabled("retouch", True)
    assert synthesis_of(made, "retouch") == ""
