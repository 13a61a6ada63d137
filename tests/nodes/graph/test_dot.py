import torch
from graph_nodes.graph.dot import Dot

from graph_core import Image


def test_passes_anything_on():
    image = Image(torch.rand(3, 2, 2))
    assert Dot().process(image) is image
    assert Dot().process(0.25) == 0.25
