import torch
from graph_nodes.matte.to_image import ToImage

from graph_core import Matte


def test_is_grey():
    matte = Matte(torch.rand(1, 2, 3))
    out = ToImage().process(matte).pixels
    assert out.shape == (3, 2, 3)
    assert all(torch.equal(channel, matte.pixels[0]) for channel in out)
