"""Expressions as coefficients of a linear basis, as 3D morphable models have them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_core import ARKIT_NAMES
from graph_plugin_performer._acting.rig import SkinRig, build_rig, move_skin
from graph_plugin_performer._arrays import Floats
from graph_plugin_performer._person.skin import HeadMesh, build_head, template

__all__ = ["EXPRESSION_SPACE", "expression_basis", "expression_code", "random_weights"]

EXPRESSION_SPACE = "performer-expression"
COUNT, SAMPLES = 64, 640


class _Average(NamedTuple):
    """The average head, its rig and which vertices stand for all."""

    mesh: HeadMesh
    rig: SkinRig
    chosen: NDArray[np.int64]


class Basis(NamedTuple):
    """A linear basis: shapes are `mean + (sigma * code) @ directions`.

    Attributes:
        mean: `(N,)`.
        directions: `(64, N)` orthonormal.
        sigma: `(64,)` spread along each, in mm.
    """

    mean: Floats
    directions: Floats
    sigma: Floats


def random_weights(rng: np.random.Generator) -> NDArray[np.float32]:
    """Draw the blendshapes of a random face: a few at a time, left and right mostly together."""
    weights = np.zeros(len(ARKIT_NAMES), np.float32)
    for name in rng.choice(ARKIT_NAMES, size=int(rng.integers(2, 8)), replace=False):
        strength = float(rng.beta(1.2, 1.6))
        weights[ARKIT_NAMES.index(name)] = strength
        for ending, other in (("Left", "Right"), ("Right", "Left")):
            if name.endswith(ending) and rng.uniform() < 0.8 and "Look" not in name:
                twin = name.removesuffix(ending) + other
                if twin in ARKIT_NAMES:
                    weights[ARKIT_NAMES.index(twin)] = strength
    return weights


@lru_cache(maxsize=1)
def _average() -> _Average:
    average = template()
    mesh = build_head(average.who, average.marks)
    front = np.nonzero((mesh.vertices[:, 2] > 20) & (mesh.depth == 0))[0][::2]
    return _Average(mesh, build_rig(mesh, average.marks), front)


def _displacement(weights: Floats) -> Floats:
    average = _average()
    moved = move_skin(average.mesh.vertices, average.rig, weights) - average.mesh.vertices
    shift: Floats = moved[average.chosen].reshape(-1)
    return shift


@lru_cache(maxsize=1)
def expression_basis() -> Basis:
    """Return the basis of expressions: principal components of the average head's skin in random performances."""
    rng = np.random.default_rng(64)
    shifts = np.stack([_displacement(random_weights(rng)) for _ in range(SAMPLES)]).astype(np.float64)
    mean = shifts.mean(axis=0)
    # Of the small Gram matrix: the same components as of the large covariance.
    values, vectors = np.linalg.eigh((shifts - mean) @ (shifts - mean).T)
    order = np.argsort(values)[::-1][:COUNT]
    directions = (shifts - mean).T @ vectors[:, order] / np.sqrt(values[order])
    # The sign of a component is free; fixed by its largest entry.
    directions *= np.sign(directions[np.abs(directions).argmax(axis=0), np.arange(COUNT)])
    return Basis(mean, directions.T, np.sqrt(values[order] / SAMPLES))


def expression_code(weights: Floats) -> NDArray[np.float32]:
    """Return the `(64,)` coefficients of an expression, of unit spread over random performances."""
    basis = expression_basis()
    code = basis.directions @ (_displacement(weights) - basis.mean) / basis.sigma
    return code.astype(np.float32)
