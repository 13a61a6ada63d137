import torch
from graph_nodes.matte._bounds import bounds


def test_smallest_box():
    pixels = torch.zeros(1, 9, 12)
    pixels[:, 2, 5] = 0.1
    pixels[:, 6, 3] = 1
    assert bounds(pixels) == (slice(2, 7), slice(3, 6))
    assert bounds(pixels, margin=3) == (slice(0, 9), slice(0, 9))


def test_nothing_and_everything():
    assert bounds(torch.zeros(1, 3, 3)) is None
    assert bounds(torch.ones(1, 1, 4)) == (slice(0, 1), slice(0, 4))
