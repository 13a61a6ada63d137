import pytest
import torch
from graph_nodes.merge._mix import mixed, require_same_size
from torch.testing import assert_close

from graph_core import ExecutionError, Image, Matte

BEFORE, AFTER = Image(torch.zeros(3, 1, 2)), Image(torch.ones(3, 1, 2))


def test_mix_and_mask_multiply():
    mask = Matte(torch.tensor([1.0, 0.5]).view(1, 1, 2))
    assert mixed(BEFORE, AFTER, mask, 0.5).pixels[0, 0].tolist() == [0.5, 0.25]
    assert mixed(BEFORE, AFTER, None, 0.25).pixels[0, 0].tolist() == [0.25, 0.25]


def test_ends_cost_nothing():
    assert mixed(BEFORE, AFTER, None) is AFTER
    assert mixed(BEFORE, AFTER, None, 0) is BEFORE


def test_alpha_appears_when_one_side_has_it():
    soft = Image(torch.full((4, 1, 2), 0.5))
    assert_close(mixed(BEFORE, soft, None, 0.5).pixels[:, 0, 0], torch.tensor([0.25, 0.25, 0.25, 0.75]))


def test_other_sizes_are_refused_by_name():
    with pytest.raises(ExecutionError, match='Input "mask" is 3x1 but "image" is 2x1') as caught:
        mixed(BEFORE, AFTER, Matte(torch.ones(1, 1, 3)))
    assert "transform.resize" in caught.value.hint
    require_same_size(a=BEFORE, b=None, c=AFTER)
