import numpy as np
import pytest
import torch
from graph_nodes.merge._membrane import membrane
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import spsolve
from torch.testing import assert_close


def solved(values, fixed):
    """Solve the same equations directly."""
    height, width = fixed.shape[1:]
    count = height * width
    index = np.arange(count).reshape(height, width)
    is_fixed = fixed[0].numpy().ravel()
    rows, columns = [], []
    for first, second in ((index[:, :-1], index[:, 1:]), (index[:-1], index[1:])):
        rows += [first.ravel(), second.ravel()]
        columns += [second.ravel(), first.ravel()]
    rows, columns = np.concatenate(rows), np.concatenate(columns)
    keep = ~is_fixed[rows]
    neighbours = csr_matrix((np.ones(keep.sum()), (rows[keep], columns[keep])), shape=(count, count))
    degree = np.asarray(neighbours.sum(axis=1)).ravel()
    matrix = csr_matrix((np.where(is_fixed, 1, degree), (np.arange(count), np.arange(count)))) - neighbours
    right = np.where(is_fixed, values.flatten(1).numpy(), 0)
    return torch.from_numpy(np.stack([spsolve(matrix.tocsr(), one) for one in right])).float().reshape(values.shape)


def ring(height, width):
    y, x = torch.meshgrid(torch.arange(height) + 0.5, torch.arange(width) + 0.5, indexing="ij")
    angle = torch.atan2(y - height / 2, x - width / 2)
    radius = torch.hypot((y - height / 2) / (0.45 * height), (x - width / 2) / (0.4 * width))
    inside = radius < 1 + 0.1 * torch.sin(5 * angle)
    eroded = inside.clone()
    eroded[1:] &= inside[:-1]
    eroded[:-1] &= inside[1:]
    eroded[:, 1:] &= inside[:, :-1]
    eroded[:, :-1] &= inside[:, 1:]
    return (inside & ~eroded)[None], eroded, angle


@pytest.mark.parametrize(("height", "width"), [(64, 64), (61, 97)])
def test_is_the_solution_to_half_a_percent(height, width):
    fixed, inside, angle = ring(height, width)
    noise = torch.rand(height, width, generator=torch.Generator().manual_seed(1))
    values = torch.stack([torch.sin(3 * angle), torch.sin(angle) + 0.5 * noise])
    error = (membrane(values, fixed) - solved(values, fixed)).abs() * inside
    spread = torch.stack([one[fixed[0]].max() - one[fixed[0]].min() for one in values])
    assert (error.amax(dim=(1, 2)) / spread < 5e-3).all()


def test_more_rounds_converge():
    fixed, inside, angle = ring(50, 70)
    values = torch.sin(2 * angle)[None]
    errors = [float(((membrane(values, fixed, n) - solved(values, fixed)).abs() * inside).max()) for n in (1, 3, 6)]
    assert errors[2] < errors[1] < errors[0]
    assert errors[2] < 1e-4


def test_fixed_values_stay_and_a_constant_fills_everything():
    fixed = torch.zeros(1, 9, 33, dtype=torch.bool)
    fixed[0, 2, 3] = fixed[0, 7, 30] = True
    assert_close(membrane(torch.full((2, 9, 33), 0.7), fixed), torch.full((2, 9, 33), 0.7))
    values = torch.rand(2, 9, 33)
    before = values.clone()
    out = membrane(values, fixed)
    assert torch.equal(out[:, fixed[0]], values[:, fixed[0]])
    assert torch.equal(values, before)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 7), (5, 1), (2, 3)])
def test_tiny_pictures(height, width):
    fixed = torch.zeros(1, height, width, dtype=torch.bool)
    fixed[0, 0, 0] = True
    out = membrane(torch.full((1, height, width), 3.0), fixed)
    assert_close(out, torch.full((1, height, width), 3.0))
