import pytest
import torch
from graph_nodes.merge.shuffle import Shuffle

from graph_core import ExecutionError, Image


def picture(*channels):
    return Image(torch.tensor(channels).view(-1, 1, 1))


def test_takes_the_chosen_channels():
    node = Shuffle(red="b.green", green="a.red", blue="black", alpha="b.alpha")
    out = node.process(picture(0.1, 0.2, 0.3), picture(0.4, 0.5, 0.6, 0.7)).pixels.flatten()
    assert out.tolist() == picture(0.5, 0.1, 0.0, 0.7).pixels.flatten().tolist()


def test_opaque_results_have_no_alpha():
    soft = picture(0.1, 0.2, 0.3, 0.4)
    assert Shuffle(alpha="white").process(soft).pixels.flatten().tolist() == soft.pixels[:3].flatten().tolist()
    assert not Shuffle(alpha="b.alpha").process(soft, picture(0.0, 0.0, 0.0)).has_alpha
    assert Shuffle().process(soft).pixels.shape[0] == 4


def test_a_missing_picture_is_named():
    with pytest.raises(ExecutionError, match=r"b\.red, but b is not connected"):
        Shuffle(red="b.red").process(picture(0.1, 0.2, 0.3))


def test_a_colour_as_alpha_is_cut_to_coverage():
    assert Shuffle(alpha="a.red").process(picture(3.0, 0.2, 0.3)).pixels.flatten()[3] == 1
