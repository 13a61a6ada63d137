import pytest
import torch
from graph_nodes.flow.draw import Draw
from torch.testing import assert_close

from graph_core import Flow


@pytest.mark.parametrize(
    ("motion", "color"),
    [
        ((10.0, 0.0), (1.0, 0.0, 0.0)),
        ((0.0, 10.0), (0.5, 1.0, 0.0)),
        ((-10.0, 0.0), (0.0, 1.0, 1.0)),
        ((0.0, -10.0), (0.5, 0.0, 1.0)),
        ((0.0, 0.0), (1.0, 1.0, 1.0)),
        ((5.0, 0.0), (1.0, 0.5, 0.5)),
        ((99.0, 0.0), (1.0, 0.0, 0.0)),
        ((float("nan"), 0.0), (0.0, 0.0, 0.0)),
    ],
)
def test_direction_is_hue_and_speed_is_strength(process, motion, color):
    out = process(Draw(full=10), Flow(torch.tensor(motion)[:, None, None])).pixels
    assert_close(out.flatten(), torch.tensor(color), atol=1e-6, rtol=0)
