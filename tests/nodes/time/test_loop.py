import pytest
import torch
from graph_nodes.time.loop import Loop

from graph_core import Image, ParamError


def shown(loop, frames):
    return [loop.input_frames("value", frame)[0] for frame in frames]


def test_segment_repeats_on_both_sides():
    assert shown(Loop(first=1001, last=1003), range(999, 1008)) == [
        1002,
        1003,
        1001,
        1002,
        1003,
        1001,
        1002,
        1003,
        1001,
    ]


def test_bounce_shows_the_ends_once_at_each_turn():
    bounce = Loop(first=1001, last=1003, bounce=True)
    assert shown(bounce, range(1000, 1009)) == [1002, 1001, 1002, 1003, 1002, 1001, 1002, 1003, 1002]


@pytest.mark.parametrize("bounce", [False, True])
def test_one_frame(bounce):
    assert shown(Loop(first=7, last=7, bounce=bounce), (1, 7, 100)) == [7, 7, 7]


def test_segment_must_not_end_before_it_begins():
    with pytest.raises(ParamError):
        shown(Loop(first=2, last=1), (1,))


def test_value_is_passed_on():
    image = Image(torch.rand(3, 1, 1))
    assert Loop().process(image) is image
