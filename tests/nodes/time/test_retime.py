from fractions import Fraction

import pytest
import torch
from graph_nodes.time.retime import Retime
from torch.testing import assert_close

from graph_core import Context, ExecutionError, Format, FrameRange, Image, Shot, Window


def picture(value, channels=3):
    return Image(torch.full((channels, 1, 1), value))


def needs(retime, *frames):
    return [retime.input_frames("image", frame) for frame in frames]


def test_nearest_frame_is_shown():
    retime = Retime(speed=0.5, start=1001)
    assert needs(retime, 1001, 1002, 1003, 1005) == [(1001,), (1002,), (1002,), (1003,)]
    assert needs(Retime(speed=2, start=1001), 1001, 1003) == [(1001,), (1005,)]
    assert needs(Retime(speed=-1, start=1010), 1010, 1012) == [(1010,), (1008,)]


def test_blend_asks_for_the_two_frames_around_the_moment():
    retime = Retime(speed=0.25, start=1001, between="blend")
    assert needs(retime, 1001, 1002, 1005) == [(1001,), (1001, 1002), (1002,)]


def test_blend_weighs_by_nearness(process):
    retime = Retime(speed=0.25, start=1001, between="blend")
    window = Window((picture(1.0), picture(3.0)), 1)
    assert_close(process(retime, window, frame=1002).pixels, picture(1.5).pixels)
    assert_close(process(retime, window, frame=1004).pixels, picture(2.5).pixels)


def test_blend_of_opaque_and_transparent_is_transparent(process):
    retime = Retime(speed=0.5, start=1001, between="blend")
    window = Window((picture(1.0), picture(0.0, channels=4)), 1)
    assert process(retime, window, frame=1002).pixels.flatten().tolist() == [0.5, 0.5, 0.5, 0.5]


def test_moments_on_a_frame_are_that_frame():
    image = picture(1.0)
    ctx = Context(Shot(Format(1, 1), Fraction(24), FrameRange(1001, 1010)))
    assert Retime().process(Window((image,), 0), ctx=ctx) is image


def test_frames_with_the_same_mix_share_results():
    retime = Retime(speed=0.5, start=1001, between="blend")
    assert retime.is_timed()
    assert retime.frame_key(1002) == retime.frame_key(1004) != retime.frame_key(1003)
    assert not Retime(speed=0.5).is_timed()


def test_sizes_must_agree(process):
    window = Window((picture(1.0), Image(torch.zeros(3, 1, 2))), 1)
    with pytest.raises(ExecutionError, match="1x1 to 2x1"):
        process(Retime(speed=0.5, start=1001, between="blend"), window, frame=1002)
