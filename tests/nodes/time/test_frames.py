"""The engine asks the nodes of time for frames and shows the right ones."""

from fractions import Fraction

import pytest
import torch
from graph_nodes.time.average import Average
from graph_nodes.time.difference import Difference
from graph_nodes.time.echo import Echo
from graph_nodes.time.hold import Hold
from graph_nodes.time.loop import Loop
from graph_nodes.time.offset import Offset
from graph_nodes.time.retime import Retime
from graph_nodes.time.reverse import Reverse
from graph_nodes.time.smooth import Smooth

from graph_core import Context, Engine, Format, FrameRange, Graph, Image, Node, Project, Registry, Shot

SHOT = Shot(Format(1, 1), Fraction(24), FrameRange(1, 6))


class Clock(Node, id="toy.clock", uses=("frame",)):
    """Make a picture as bright as its frame's number, before and after the shot as well."""

    def process(self, *, ctx: Context) -> Image:
        return Image(torch.full((3, 1, 1), float(ctx.frame), device=ctx.device))


def shown(cls, device, **knobs):
    """Return the brightness of every frame of the shot behind a node that stands behind the clock."""
    graph = Graph(Registry())
    graph.add("clock", Clock)
    graph.add("node", cls, **knobs)
    graph.link("clock", f"node.{cls.signature.inputs[0].name}")
    with Engine(device=device, threads=1, validate=True) as engine:
        return [round(float(image.pixels.mean()), 4) for _, (image,) in engine.render(Project(graph, SHOT), ["node"])]


@pytest.mark.parametrize(
    ("cls", "knobs", "frames"),
    [
        (Hold, {"frame": 4}, [4, 4, 4, 4, 4, 4]),
        (Hold, {"frame": 9}, [9, 9, 9, 9, 9, 9]),
        (Offset, {"frames": 2}, [-1, 0, 1, 2, 3, 4]),
        (Offset, {"frames": -2}, [3, 4, 5, 6, 7, 8]),
        (Loop, {"first": 2, "last": 4}, [4, 2, 3, 4, 2, 3]),
        (Loop, {"first": 2, "last": 4, "bounce": True}, [3, 2, 3, 4, 3, 2]),
        (Reverse, {"first": 2, "last": 5}, [5, 5, 4, 3, 2, 2]),
        (Retime, {"start": 1, "speed": 2.0}, [1, 3, 5, 7, 9, 11]),
        (Retime, {"start": 1, "speed": 0.5}, [1, 2, 2, 3, 3, 4]),
        (Retime, {"start": 6, "speed": -1.0}, [11, 10, 9, 8, 7, 6]),
        (Retime, {"start": 1, "speed": 0.5, "between": "blend"}, [1, 1.5, 2, 2.5, 3, 3.5]),
        (Average, {}, [3.5, 3.5, 3.5, 3.5, 3.5, 3.5]),
        (Difference, {"gain": 2.0}, [2, 2, 2, 2, 2, 2]),
        (Echo, {"count": 2, "decay": 0.5}, [1, 2, 3, 4, 5, 6]),
        (Smooth, {"size": 0.0}, [1, 2, 3, 4, 5, 6]),
    ],
)
def test_each_frame_shows_the_one_that_is_due(cls, knobs, frames, device):
    assert shown(cls, device, **knobs) == frames


def test_smoothing_leaves_out_what_lies_beyond_the_shot(device):
    smooth = shown(Smooth, device, size=0.5)  # one neighbour on each side, weighed e^-2 times
    side = 0.135335
    assert smooth[0] == pytest.approx((1 + 2 * side) / (1 + side), abs=1e-3)
    assert smooth[2] == pytest.approx(3, abs=1e-3)
    assert smooth[5] == pytest.approx((6 + 5 * side) / (1 + side), abs=1e-3)
