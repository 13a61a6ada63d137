"""Proxies: what is set in pixels is scaled once, what comes at its own size is scaled after it came."""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pytest
import torch
from toy_nodes import Clock, Grey, Number, Soft, Through, Write

from graph_core import (
    Alignment,
    Audio,
    Context,
    Curve,
    Engine,
    Faces,
    Flow,
    Format,
    FrameRange,
    Graph,
    Image,
    Key,
    Matte,
    Node,
    Param,
    ParamError,
    Parsing,
    Point,
    Project,
    Registry,
    Shot,
    Stream,
    Value,
    Window,
)
from graph_core.graph import KnobLink
from graph_core.testing import sample

SHOT = Shot(Format(40, 20), Fraction(25), FrameRange(1, 9))


@dataclass(frozen=True)
class Seen(Value):
    """What a node was run with."""

    width: int
    size: float
    count: int
    specks: int
    thin: float
    place: Point
    angle: float


class Paint(Node, id="toy.paint", uses=("format",)):
    """Fill the format."""

    def process(self, *, ctx: Context) -> Image:
        return Image(torch.zeros(3, ctx.format.height, ctx.format.width))


class Knobs(Node, id="toy.knobs"):
    """Tell its knobs."""

    size: float = Param(8.0, ge=0, unit="px", help="A size.")
    count: int = Param(-3, unit="px", help="A whole number that may be negative.")
    specks: int = Param(1, ge=0, unit="px", help="A whole number.")
    thin: float = Param(1.0, ge=0.75, unit="px", help="A size with a limit.")
    place: Point = Param(Point(10, 6), help="A place.")
    angle: float = Param(90.0, unit="degrees", help="No size.")

    def process(self, image: Image) -> Seen:
        return Seen(image.width, self.size, self.count, self.specks, self.thin, self.place, self.angle)


class Clip(Node, id="toy.clip", uses=("frame",)):
    """Give a picture of its own size, as a file does."""

    margin: int = Param(4, ge=0, unit="px", help="Columns that stay black.")

    def process(self, stand_in: Image | None = None, *, ctx: Context) -> Image:
        pixels = torch.zeros(3, 8, 16)
        pixels[..., self.margin :] = ctx.frame
        return Image(pixels)

    def input_frames(self, port: str, frame: int) -> tuple[int, ...]:
        return ()


class Found(NamedTuple):
    """What a file of measurements holds."""

    flow: Flow
    faces: Faces
    labels: Parsing
    alignment: Alignment


class Measured(Node, id="toy.measured"):
    """Bring measurements of its own."""

    def process(self) -> Found:
        pixels = torch.full((2, 6, 8), 4.0)
        labels = torch.tensor([[[1.0, 1.0, 7.0, 7.0]] * 2])
        alignment = Alignment(np.array([[2.0, 0, 12], [0, 2.0, -8]]), 64, "arcface")
        return Found(Flow(pixels), sample(Faces, width=80, height=60), Parsing(labels), alignment)


class Tone(Node, id="toy.tone", uses=("range",)):
    """Give a sound."""

    def process(self, *, ctx: Context) -> Audio:
        return Audio(np.zeros((1, len(ctx.frames)), np.float32), 100)


class Graphed(Node, id="toy.graphed"):
    """Draw numbers."""

    width: int = Param(32, ge=1, unit="px", help="How wide it is.")

    def process(self, values: Stream[int]) -> Image:
        return Image(torch.full((3, 4, self.width), float(sum(values))))


class Blend(Node, id="toy.blend"):
    """Average three frames."""

    def process(self, image: Window[Image]) -> Image:
        return Image(sum(item.pixels for item in image) / 3)


def project(*nodes, **links):
    made = Graph(Registry())
    for name, cls, *knobs in nodes:
        made.add(name, cls, **(knobs[0] if knobs else {}))
    for target, source in links.items():
        made.link(source, target.replace("__", "."))
    return Project(made, SHOT)


def knobs(**set_to):
    return project(("paint", Paint), ("knobs", Knobs, set_to), knobs__image="paint")


def evaluated(made, target, scale, frame=1):
    with Engine(validate=True) as engine:
        return engine.evaluate(made, target, frame, scale=scale)


def test_the_format_and_knobs_in_pixels_are_scaled():
    assert evaluated(knobs(), "knobs", 0.5) == Seen(20, 4.0, -2, 1, 0.75, Point(5, 3), 90.0)
    assert evaluated(knobs(), "knobs", 1.0) == Seen(40, 8.0, -3, 1, 1.0, Point(10, 6), 90.0)


def test_none_stays_none_and_a_little_stays_a_little():
    assert evaluated(knobs(specks=0), "knobs", 0.25).specks == 0
    assert evaluated(knobs(specks=1), "knobs", 0.25).specks == 1
    assert evaluated(knobs(specks=8), "knobs", 0.25).specks == 2
    assert evaluated(knobs(count=1), "knobs", 0.25).count == 0


def test_curves_and_linked_knobs_are_scaled_too():
    made = knobs(size=Curve((Key(1, 0.0, "linear"), Key(9, 16.0))))
    assert evaluated(made, "knobs", 0.5, frame=5).size == 4.0
    made.graph.add("other", Knobs, size=6)
    made.graph.set_param("knobs", "size", KnobLink("other", "size"))
    assert evaluated(made, "knobs", 0.5).size == 3.0


def test_the_project_keeps_its_own_knobs():
    made = knobs(size=6.0)
    evaluated(made, "knobs", 0.5)
    assert made.graph.param("knobs", "size") == 6.0
    assert evaluated(made, "knobs", 1.0).size == 6.0


def test_a_picture_that_comes_at_its_own_size_is_scaled_by_area_with_its_knobs_as_they_are():
    made = project(("clip", Clip, {"margin": 3}), ("soft", Soft), ("knobs", Knobs), soft__image="clip")
    made.graph.link("soft", "knobs.image")
    picture = evaluated(made, "soft", 0.5, frame=4)
    assert picture.pixels.shape == (3, 4, 8)
    assert picture.pixels[0, 0].tolist() == [0, 2, 4, 4, 4, 4, 4, 4]
    assert evaluated(made, "knobs", 0.5).size == 4.0


def test_what_stands_in_for_a_file_that_is_there_makes_no_difference():
    made = project(("paint", Paint), ("clip", Clip), clip__stand_in="paint")
    assert evaluated(made, "clip", 0.5).pixels.shape == (3, 4, 8)


def test_measurements_are_scaled_with_the_picture():
    made = project(("measured", Measured))
    full = evaluated(made, "measured.faces", 1.0)
    faces = evaluated(made, "measured.faces", 0.5)
    assert (faces.width, faces.height) == (40, 30)
    assert np.allclose(faces.faces[0].landmarks478, full.faces[0].landmarks478 / 2)
    assert np.allclose(faces.faces[0].box, full.faces[0].box / 2)
    assert not faces.faces[0].box.flags.writeable
    flow = evaluated(made, "measured.flow", 0.5)
    assert flow.pixels.shape == (2, 3, 4) and flow.pixels.eq(2).all()
    assert evaluated(made, "measured.labels", 0.5).pixels.tolist() == [[[1.0, 7.0]]]
    alignment = evaluated(made, "measured.alignment", 0.5)
    assert alignment.size == 32
    plate = np.array([[30.0, 20.0]], np.float32)
    whole = evaluated(made, "measured.alignment", 1.0)
    assert np.allclose(alignment.to_crop(plate / 2), whole.to_crop(plate) / 2)


def test_a_drawing_made_of_numbers_is_scaled_once():
    made = project(("clock", Clock), ("graphed", Graphed), graphed__values="clock")
    picture = evaluated(made, "graphed", 0.5)
    assert picture.pixels.shape == (3, 2, 16) and picture.pixels.eq(45).all()


def test_what_passes_anything_on_does_not_scale_it_again():
    made = project(("clip", Clip), ("dot", Through), ("blend", Blend), dot__value="clip", blend__image="dot")
    assert evaluated(made, "blend", 0.5, frame=3).pixels.shape == (3, 4, 8)


def keys(made, target, scale):
    with Engine() as engine:
        planned = engine.plan(made, [target], scale=scale)
        return planned.key(planned.targets[0][0], 3)


def test_a_proxy_has_results_of_its_own_and_sound_and_numbers_are_shared():
    made = project(("clip", Clip), ("soft", Soft), ("tone", Tone), ("number", Number), soft__image="clip")
    for target in ("clip", "soft"):
        assert len({keys(made, target, scale) for scale in (1.0, 0.5, 0.25)}) == 3
    for target in ("tone", "number"):
        assert len({keys(made, target, scale) for scale in (1.0, 0.5)}) == 1


def test_turning_a_knob_in_a_proxy_is_seen():
    made = knobs(size=6.0)
    with Engine() as engine:
        assert engine.evaluate(made, "knobs", scale=0.5).size == 3.0
        made.graph.set_param("knobs", "size", 10.0)
        assert engine.evaluate(made, "knobs", scale=0.5).size == 5.0
        assert engine.evaluate(made, "knobs").size == 10.0


def test_nodes_that_write_refuse_proxies():
    made = project(("number", Number), ("write", Write), write__number="number")
    with Engine() as engine, pytest.raises(ParamError, match="Node write") as caught:
        engine.plan(made, ["write"], scale=0.5)
    assert caught.value.node == "write" and caught.value.hint


@pytest.mark.parametrize("scale", [0.0, -1.0, 2.0, float("nan")])
def test_scales_that_are_none_are_refused(scale):
    with Engine() as engine, pytest.raises(ParamError, match="scale"):
        engine.evaluate(project(("grey", Grey)), "grey", scale=scale)


def test_frames_are_asked_for_as_late_as_possible_and_in_any_order():
    made = project(("clip", Clip), ("soft", Soft), soft__image="clip")
    asked, got = [], []

    def frames():
        for frame in (9, 2, 5, 3, 7, 1, 6, 4, 8, 2, 9, 5):
            asked.append(frame)
            yield frame

    with Engine() as engine:
        for frame, (value,) in engine.frames(made, ["soft"], frames(), scale=0.5):
            got.append(frame)
            assert value.pixels.max() == frame
            assert len(asked) <= len(got) + 8
    assert got == asked and len(got) == 12


def test_a_matte_keeps_its_range():
    rows = torch.tensor([[0.0, 1.0, 1.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    small = Matte(rows[None]).scaled(0.5)
    small.validate()
    assert small.pixels.shape == (1, 2, 2)
