import torch
from graph_nodes.time.hold import Hold

from graph_core import Image


def test_every_frame_shows_the_held_one():
    hold = Hold(frame=1005)
    assert {hold.input_frames("value", frame) for frame in (1, 1005, 2000)} == {(1005,)}


def test_value_is_passed_on():
    image = Image(torch.rand(3, 1, 1))
    assert Hold().process(image) is image
