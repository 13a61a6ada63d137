import pytest
import torch
from graph_nodes.matte.clamp import Clamp
from torch.testing import assert_close

from graph_core import Matte, ParamError


def test_defaults_leave_the_matte():
    matte = Matte(torch.rand(1, 3, 3))
    assert Clamp().process(matte) is matte


def test_points_become_black_and_white():
    matte = Matte(torch.tensor([0.0, 0.2, 0.5, 0.8, 1.0]).view(1, 1, 5))
    out = Clamp(black=0.2, white=0.8).process(matte).pixels.flatten()
    assert_close(out, torch.tensor([0.0, 0.0, 0.5, 1.0, 1.0]))


def test_crossed_points_are_refused():
    with pytest.raises(ParamError, match="not below the white point"):
        Clamp(black=0.5, white=0.5).process(Matte(torch.rand(1, 1, 1)))
