import pytest
import torch
from graph_nodes.merge.layers import Layers
from graph_nodes.merge.merge import Merge
from torch.testing import assert_close

from graph_core import ExecutionError, Image


def soft(seed):
    generator = torch.Generator().manual_seed(seed)
    alpha = torch.rand(1, 3, 5, generator=generator)
    return Image(torch.cat([torch.rand(3, 3, 5, generator=generator) * alpha, alpha]))


def test_is_over_from_the_bottom_up():
    plate, *layers = Image(torch.rand(3, 3, 5)), soft(1), soft(2), soft(3)
    expected = plate
    for layer in layers:
        expected = Merge().process(layer, expected)
    copies = [layer.pixels.clone() for layer in layers]
    out = Layers().process(plate, *layers)
    assert_close(out.pixels, expected.pixels)
    assert out.pixels.shape[0] == 3
    assert all(torch.equal(layer.pixels, copy) for layer, copy in zip(layers, copies, strict=True))


def test_without_an_opaque_layer_alpha_is_kept():
    out = Layers().process(soft(1), soft(2))
    assert_close(out.pixels, Merge().process(soft(2), soft(1)).pixels)


def test_an_opaque_layer_hides_what_is_below():
    top = Image(torch.rand(3, 3, 5))
    assert Layers().process(soft(1), soft(2), top) is top


def test_one_layer_is_itself_and_none_is_an_error():
    layer = soft(1)
    assert Layers().process(layer) is layer
    with pytest.raises(ExecutionError, match="no layers"):
        Layers().process()


def test_other_sizes_are_refused():
    with pytest.raises(ExecutionError, match=r"layers\[1\]"):
        Layers().process(soft(1), Image(torch.rand(3, 3, 4)))
