import pytest
import torch
from graph_nodes.time.reverse import Reverse

from graph_core import Image, ParamError


def test_segment_is_mirrored_and_its_ends_stand():
    reverse = Reverse(first=1001, last=1004)
    shown = [reverse.input_frames("value", frame)[0] for frame in range(1000, 1007)]
    assert shown == [1004, 1004, 1003, 1002, 1001, 1001, 1001]


def test_one_frame():
    assert Reverse(first=5, last=5).input_frames("value", 9) == (5,)


def test_segment_must_not_end_before_it_begins():
    with pytest.raises(ParamError, match="ends at frame 9, before it begins at 10"):
        Reverse(first=10, last=9).input_frames("value", 1)


def test_value_is_passed_on():
    image = Image(torch.rand(3, 1, 1))
    assert Reverse().process(image) is image
