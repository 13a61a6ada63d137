import pytest
import torch
from graph_nodes.matte.apply import Apply
from torch.testing import assert_close

from graph_core import ExecutionError, Image, Matte

HALF = Matte(torch.full((1, 1, 1), 0.5))


def test_an_opaque_picture_is_cut_out():
    out = Apply().process(Image(torch.tensor([0.2, 0.4, 0.8]).view(3, 1, 1)), HALF).pixels.flatten()
    assert_close(out, torch.tensor([0.1, 0.2, 0.4, 0.5]))


def test_multiply_and_replace():
    soft = Image(torch.tensor([0.1, 0.1, 0.2, 0.2]).view(4, 1, 1))
    assert_close(Apply().process(soft, HALF).pixels.flatten(), torch.tensor([0.05, 0.05, 0.1, 0.1]))
    replaced = Apply(operation="replace").process(soft, HALF).pixels.flatten()
    assert_close(replaced, torch.tensor([0.25, 0.25, 0.5, 0.5]))


def test_other_sizes_are_refused():
    with pytest.raises(ExecutionError, match='"matte" is 1x1'):
        Apply().process(Image(torch.rand(3, 2, 2)), HALF)
