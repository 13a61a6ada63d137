import pytest
import torch
from graph_nodes.graph.switch import Switch

from graph_core import ExecutionError, Image, ParamError


def test_passes_the_chosen_input_on():
    images = [Image(torch.rand(3, 1, 1)) for _ in range(3)]
    assert [Switch(which=which).process(*images) for which in range(3)] == images


def test_says_how_many_inputs_there_are():
    with pytest.raises(ExecutionError, match="Input 2 is asked for, but 2 inputs") as caught:
        Switch(which=2).process(1.0, 2.0)
    assert caught.value.hint == "set which to at most 1"
    with pytest.raises(ExecutionError, match="0 inputs"):
        Switch().process()


def test_inputs_are_counted_from_zero():
    with pytest.raises(ParamError):
        Switch(which=-1)
