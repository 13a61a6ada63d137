import pytest
import torch
from graph_nodes.transform.crop import Crop

from graph_core import ExecutionError, Flow, Image


def test_nothing_to_do():
    image = Image(torch.rand(3, 5, 7))
    assert Crop().process(image) is image


def test_cuts():
    image = Image(torch.rand(3, 5, 7))
    out = Crop(left=1, top=2, right=3, bottom=1).process(image).pixels
    assert torch.equal(out, image.pixels[:, 2:4, 1:4])
    flow = Flow(torch.rand(2, 5, 7))
    assert torch.equal(Crop(left=2).process(flow).pixels, flow.pixels[:, :, 2:])


def test_adds_transparent_room():
    image = Image(torch.rand(3, 2, 2))
    out = Crop(left=-1, bottom=-2).process(image).pixels
    assert out.shape == (4, 4, 3)
    assert torch.equal(out[:3, :2, 1:], image.pixels)
    assert out[3].tolist() == [[0, 1, 1], [0, 1, 1], [0, 0, 0], [0, 0, 0]]


def test_keeps_the_format():
    image = Image(torch.rand(3, 4, 4))
    out = Crop(left=1, bottom=1, reformat=False).process(image).pixels
    assert out.shape == (4, 4, 4)
    assert torch.equal(out[:3, :3, 1:], image.pixels[:, :3, 1:])
    assert out[:, 3].eq(0).all()
    assert out[:, :, 0].eq(0).all()


def test_cutting_all_is_refused():
    with pytest.raises(ExecutionError, match="Nothing is left of a picture of 4x3 px"):
        Crop(left=2, right=2).process(Image(torch.rand(3, 3, 4)))
