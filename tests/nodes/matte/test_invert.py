import torch
from graph_nodes.matte.invert import Invert

from graph_core import Matte


def test_inside_out():
    matte = Matte(torch.tensor([0.0, 0.25, 1.0]).view(1, 1, 3))
    assert Invert().process(matte).pixels.flatten().tolist() == [1.0, 0.75, 0.0]
    assert matte.pixels.flatten().tolist() == [0.0, 0.25, 1.0]
