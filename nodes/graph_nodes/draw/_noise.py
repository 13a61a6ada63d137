"""Value noise that is the same on every machine: a hash of lattice points, smoothly interpolated."""

from __future__ import annotations

import math

import torch

__all__ = ["fractal_noise", "value_noise"]

_MASK = 0xFFFFFFFF


def _times(number: torch.Tensor, factor: int) -> torch.Tensor:
    # In two halves, so that no product leaves 63 bits: wrapping is not defined for signed integers.
    high = ((number * (factor >> 16)) & 0xFFFF) << 16
    return (high + number * (factor & 0xFFFF)) & _MASK


def _mix(number: torch.Tensor) -> torch.Tensor:
    # The finaliser of MurmurHash3. Integer arithmetic is exact on every device.
    number = _times(number ^ (number >> 16), 0x85EBCA6B)
    number = _times(number ^ (number >> 13), 0xC2B2AE35)
    return number ^ (number >> 16)


def _lattice(x: torch.Tensor, y: torch.Tensor, z: int, seed: int) -> torch.Tensor:
    """Return a random number in [0, 1) for each lattice point, `(len(y), len(x))`."""
    layer = _mix(torch.tensor([(seed * 0x9E3779B1 + z * 0x27D4EB2F) & _MASK], device=x.device))
    row = _mix((y * 0x1B873593 + layer) & _MASK)
    point = _mix((x[None, :] * 0x2C1B3C6D + row[:, None]) & _MASK)
    return (point >> 8).to(torch.float32) / 2**24


def _cells(centres: torch.Tensor, size: float) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Split positions into the lattice points they lie between, the position among those, and the share."""
    scaled = centres.to(torch.float64) / size
    cell = scaled.floor()
    share = (scaled - cell).to(torch.float32)
    first = int(cell[0])
    points = torch.arange(first, int(cell[-1]) + 2, device=centres.device)
    return points, cell.to(torch.int64) - first, share


def _ease(share: torch.Tensor) -> torch.Tensor:
    return share * share * share * (share * (share * 6 - 15) + 10)


def value_noise(x: torch.Tensor, y: torch.Tensor, evolution: float, size: float, seed: int) -> torch.Tensor:
    """Return smooth noise in [0, 1), `(len(y), len(x))`.

    Args:
        x, y: Positions in px, ascending.
        evolution: Third coordinate; noise one unit apart is unrelated.
        size: Distance between lattice points in px.
        seed: Chooses one of 2^32 noises.
    """
    columns, at_x, share_x = _cells(x, size)
    rows, at_y, share_y = _cells(y, size)
    z = math.floor(evolution)
    depth = _ease(torch.tensor(evolution - z))
    near, far = (_lattice(columns, rows, z + step, seed) for step in (0, 1))
    points = near + (far - near) * depth.to(near.device)
    share_x, share_y = _ease(share_x), _ease(share_y)[:, None]
    # Along x first, for the few lattice rows; then along y for every row of the picture.
    along = points[:, at_x] + (points[:, at_x + 1] - points[:, at_x]) * share_x
    down = along[1:] - along[:-1]
    return down[at_y].mul_(share_y).add_(along[at_y])


def fractal_noise(
    x: torch.Tensor,
    y: torch.Tensor,
    evolution: float,
    *,
    size: float,
    octaves: int,
    roughness: float,
    seed: int,
) -> torch.Tensor:
    """Return a weighted mean of noises, each of half the size of the one before, in [0, 1), `(len(y), len(x))`.

    Args:
        x, y: Positions in px, ascending.
        evolution: Third coordinate.
        size: Distance between the lattice points of the first noise in px.
        octaves: How many noises there are.
        roughness: Weight of each in relation to the one before.
        seed: Chooses one of 2^32 noises.
    """
    total = x.new_zeros((len(y), len(x)))
    weight, weights = 1.0, 0.0
    for octave in range(octaves):
        scale = 2**octave
        total += value_noise(x, y, evolution * scale, size / scale, seed * 31 + octave).mul_(weight)
        weights += weight
        weight *= roughness
    return total.div_(weights)
