import pytest
import torch
from graph_nodes.transform.flip import Flip

from graph_core import ExecutionError, Flow, Image


def test_mirrors():
    image = Image(torch.rand(3, 3, 4))
    assert torch.equal(Flip().process(image).pixels, image.pixels.flip(2))
    assert torch.equal(Flip(horizontal=False, vertical=True).process(image).pixels, image.pixels.flip(1))
    assert torch.equal(Flip(vertical=True).process(image).pixels, image.pixels.flip(1, 2))
    assert Flip(horizontal=False).process(image) is image


def test_motion_is_refused():
    with pytest.raises(ExecutionError, match="Motion"):
        Flip().process(Flow(torch.zeros(2, 4, 4)))
