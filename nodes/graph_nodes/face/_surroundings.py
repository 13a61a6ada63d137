"""Let hair, ears, neck and background follow a head that moves, without tearing."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from graph_nodes.face._puppet import Driven
from graph_nodes.face._regions import face_width
from graph_nodes.face._topology import FACE_OVAL

__all__ = ["Surroundings", "anchor", "carried"]

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

_RINGS = ((1.25, 1.0, 0.6), (1.6, 0.9, 0.2), (2.4, 0.0, 0.0))
"""Of each ring around the face: size, how much of the head's motion it follows above, and below at the neck."""

_GRID = 48


@dataclass(frozen=True)
class Surroundings:
    """What the picture around a portrait's face hangs on.

    Attributes:
        rings: `(R, 3)` points around the head, with depth.
        follow: `(R,)` how much of the head's motion each follows.
        weights: `(G, A)` how each knot of the grid follows the anchors: outline, rings, edge of the picture.
        knots: `(2, H, W)` the grid's knots in px.
    """

    rings: Doubles
    follow: Doubles
    weights: Doubles
    knots: Floats


def anchor(points: Floats, width: int, height: int) -> Surroundings:
    """Prepare a portrait with landmarks `(478, 3)` and this size.

    The picture bends like a thin plate that is held at the face's outline, at rings around the head (hair and
    ears go with it, the neck only at its top, the shoulders not at all) and at the picture's edge.
    """
    oval = points[FACE_OVAL].astype(np.float64)
    centre = oval.mean(axis=0)
    down = (points[152, :2] - points[10, :2]).astype(np.float64)
    down /= max(float(np.linalg.norm(down)), 1e-6)
    out = oval[:, :2] - centre[:2]
    below = out @ down / np.maximum(np.linalg.norm(out, axis=1), 1e-6)
    rings, follow = [], []
    for size, above, neck in _RINGS:
        around = centre[:2] + out * size
        # Ears and hair lie behind the outline.
        depth = np.full(len(oval), oval[:, 2].max())
        share = above + (neck - above) * np.clip((below - 0.3) / 0.5, 0, 1)
        inside = (around > 2).all(axis=1) & (around < (width - 2, height - 2)).all(axis=1)
        rings.append(np.column_stack([around, depth])[inside])
        follow.append(share[inside])
    edge = np.linspace(0, 1, 9)
    border = [(x * width, y * height) for x in edge for y in edge if x in (0, 1) or y in (0, 1)]
    held = np.concatenate([oval[:, :2], *[ring[:, :2] for ring in rings], border])
    across, rows = max(round(_GRID * min(1, width / height)), 2), max(round(_GRID * min(1, height / width)), 2)
    x, y = np.meshgrid(np.linspace(0, width, across), np.linspace(0, height, rows))
    weights = _thin_plate(held, np.column_stack([x.ravel(), y.ravel()]), face_width(points))
    knots = np.stack([x, y]).astype(np.float32)
    return Surroundings(np.concatenate(rings), np.concatenate(follow), weights, knots)


def _thin_plate(held: Doubles, places: Doubles, unit_px: float) -> Doubles:
    """Return `(P, A)`: a plate bent by the anchors' shifts has the shift `weights @ shifts` at the places."""
    held, places = held / unit_px, places / unit_px
    count = len(held)

    def bending(first: Doubles, second: Doubles) -> Doubles:
        squared = ((first[:, None] - second[None]) ** 2).sum(axis=2)
        bent: Doubles = 0.5 * squared * np.log(np.maximum(squared, 1e-12))
        return bent

    system = np.zeros((count + 3, count + 3))
    system[:count, :count] = bending(held, held) + 1e-3 * np.eye(count)
    system[:count, count:] = np.column_stack([np.ones(count), held])
    system[count:, :count] = system[:count, count:].T
    asked = np.column_stack([bending(places, held), np.ones(len(places)), places])
    weights: Doubles = np.linalg.solve(system, asked.T).T[:, :count]
    return weights


def carried(picture: Floats, surroundings: Surroundings, portrait: Floats, driven: Driven) -> Floats:
    """Return the picture `(C, H, W)` with everything moved as its face and head moved."""
    height, width = picture.shape[1:]
    outline = (driven.points - portrait)[FACE_OVAL, :2].astype(np.float64)
    rings = (driven.head.apply(surroundings.rings) - surroundings.rings)[:, :2] * surroundings.follow[:, None]
    shifts = np.zeros((surroundings.weights.shape[1], 2))
    shifts[: len(outline)] = outline
    shifts[len(outline) : len(outline) + len(rings)] = rings
    if not shifts.any():
        return picture
    bent = (surroundings.weights @ shifts).astype(np.float32)
    shift = np.ascontiguousarray(bent.reshape(*surroundings.knots.shape[1:], 2))
    shift[[0, -1]] = 0
    shift[:, [0, -1]] = 0
    back = _reversed(shift, surroundings.knots, width, height)
    looked = np.ascontiguousarray(picture.transpose(1, 2, 0))
    moved = cv2.remap(looked, back[0], back[1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    found: Floats = np.maximum(moved.reshape(height, width, -1).transpose(2, 0, 1), 0)
    return found


def _reversed(shift: Floats, knots: Floats, width: int, height: int) -> Floats:
    """Return for each pixel where it comes from, `(2, H, W)`, given where the knots go, `(h, w, 2)`."""
    rows, across = shift.shape[:2]
    step = np.array([width / (across - 1), height / (rows - 1)], dtype=np.float32)
    origin = knots.copy()
    for _ in range(8):
        there = cv2.remap(
            shift, origin[0] / step[0], origin[1] / step[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        origin = knots - there.transpose(2, 0, 1)
    # Knots lie on the picture's corners; pixel centres half a pixel inside.
    scale = np.array(
        [[(across - 1) / width, 0, 0.5 * (across - 1) / width], [0, (rows - 1) / height, 0.5 * (rows - 1) / height]]
    )
    mode = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    offset = np.ascontiguousarray((origin - knots).transpose(1, 2, 0))
    fine = cv2.warpAffine(offset, scale, (width, height), flags=mode, borderMode=cv2.BORDER_REPLICATE)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.stack([x + fine[..., 0], y + fine[..., 1]])
