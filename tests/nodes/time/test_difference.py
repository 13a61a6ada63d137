import torch
from graph_nodes.time.difference import Difference
from torch.testing import assert_close

from graph_core import Image, Window


def test_change_since_the_frame_before(process):
    before, now = torch.tensor([0.5, 0.5, 0.5]), torch.tensor([0.25, 0.5, 1.0])
    window = Window((Image(before[:, None, None]), Image(now[:, None, None])), 1)
    assert_close(process(Difference(gain=2), window).pixels.flatten(), torch.tensor([0.5, 0.0, 1.0]))


def test_what_stands_still_is_black_and_opaque(process):
    image = Image(torch.rand(4, 3, 5))
    out = process(Difference(), Window((image, image), 1)).pixels
    assert out.shape == (3, 3, 5)
    assert not out.any()


def test_looks_back_by_one():
    assert Difference().input_frames("image", 1005) == (1004, 1005)
