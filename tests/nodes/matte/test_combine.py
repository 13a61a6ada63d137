import pytest
import torch
from graph_nodes.matte.combine import Combine
from torch.testing import assert_close

from graph_core import ExecutionError, Matte


def matte(*values):
    return Matte(torch.tensor(values).view(1, 1, -1))


@pytest.mark.parametrize(
    ("operation", "values"),
    [
        ("max", [0.6, 1.0]),
        ("min", [0.5, 0.25]),
        ("plus", [1.0, 1.0]),
        ("minus", [0.0, 0.75]),
        ("multiply", [0.3, 0.25]),
        ("screen", [0.8, 1.0]),
        ("difference", [0.1, 0.75]),
    ],
)
def test_operations(operation, values):
    a, b = matte(0.5, 1.0), matte(0.6, 0.25)
    assert_close(Combine(operation=operation).process(a, b).pixels.flatten(), torch.tensor(values))
    assert a.pixels.flatten().tolist() == [0.5, 1.0]


def test_any_number_in_order():
    assert_close(
        Combine(operation="minus").process(matte(1.0), matte(0.25), matte(0.5)).pixels.flatten(), torch.tensor([0.25])
    )
    one = matte(0.4)
    assert Combine().process(one) is one
    with pytest.raises(ExecutionError, match="no mattes"):
        Combine().process()


def test_other_sizes_are_refused():
    with pytest.raises(ExecutionError, match=r"mattes\[1\]"):
        Combine().process(matte(0.1), matte(0.1, 0.2))
