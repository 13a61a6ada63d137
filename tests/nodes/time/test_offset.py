import torch
from graph_nodes.time.offset import Offset

from graph_core import Image


def test_later_shows_earlier_frames():
    assert Offset(frames=3).input_frames("value", 1010) == (1007,)
    assert Offset(frames=-3).input_frames("value", 1010) == (1013,)


def test_value_is_passed_on():
    image = Image(torch.rand(3, 1, 1))
    assert Offset(frames=2).process(image) is image


def test_shifted_clip_depends_on_nothing_but_its_input():
    assert not Offset(frames=2).is_timed()
