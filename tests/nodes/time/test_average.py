import pytest
import torch
from graph_nodes.time.average import Average
from torch.testing import assert_close

from graph_core import ExecutionError, Image, Stream


def test_mean_by_hand(process):
    frames = [torch.full((3, 2, 3), value) for value in (1.0, 2.0, 6.0)]
    assert_close(process(Average(), Stream.of(*map(Image, frames))).pixels, torch.full((3, 2, 3), 3.0))


def test_one_frame_is_its_own_mean(process):
    image = Image(torch.rand(4, 1, 1))
    assert_close(process(Average(), Stream.of(image)).pixels, image.pixels)


def test_transparent_frames_count_as_such(process):
    opaque, clear = Image(torch.ones(3, 1, 1)), Image(torch.zeros(4, 1, 1))
    for order in ((opaque, clear, clear, opaque), (clear, opaque, opaque, clear)):
        assert process(Average(), Stream.of(*order)).pixels.flatten().tolist() == [0.5, 0.5, 0.5, 0.5]


def test_small_steps_are_not_lost_in_long_shots(process):
    frames = [Image(torch.full((3, 1, 1), 4096.0))] + [Image(torch.full((3, 1, 1), 1e-4))] * 999
    assert_close(process(Average(), Stream.of(*frames)).pixels, torch.full((3, 1, 1), (4096 + 0.0999) / 1000))


def test_sizes_must_agree(process):
    with pytest.raises(ExecutionError, match="2x1 to 1x2"):
        process(Average(), Stream.of(Image(torch.zeros(3, 1, 2)), Image(torch.zeros(3, 2, 1))))
