"""Carry one person's face onto another's: which part of the source each pixel shows, and where it may be shown."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_nodes.face._eyeballs import EYES, eyeballs
from graph_nodes.face._mesh_warp import (
    Box,
    Levels,
    box_around,
    mip_levels,
    rasterise,
    sample,
    vertex_facing,
    vertex_minification,
)
from graph_nodes.face._regions import (
    BROW_LINE,
    FOREHEAD_TRIANGLES,
    face_width,
    region_distance,
    region_matte,
    smoothstep,
    with_forehead,
)
from graph_nodes.face._rigid import STEADY, fit_similarity, frontal
from graph_nodes.face._topology import (
    FACE_OVAL,
    LEFT_EYE,
    LIPS_INNER,
    LIPS_OUTER,
    MIRROR,
    MOUTH_TRIANGLES,
    RIGHT_EYE,
    TRIANGLES,
)

__all__ = [
    "FOREHEAD_HEIGHT",
    "Keep",
    "Sides",
    "Source",
    "facing_camera",
    "newly_seen",
    "prepare_source",
    "reshaped",
    "transfer",
    "visible_sides",
]

Floats = NDArray[np.float32]
Indices = NDArray[np.int32]

FOREHEAD_HEIGHT = 0.25
"""How much of the face's height is carried along above the mesh, for mattes that reach the hairline."""

_SKIN = np.concatenate([TRIANGLES, MOUTH_TRIANGLES, FOREHEAD_TRIANGLES]).astype(np.int32)
_MIRROR = np.concatenate([MIRROR, np.arange(492, 477, -1)]).astype(np.int32)
_NOSE = np.array([6, 197, 195, 5, 4, 1, 2, 98, 327, 64, 294, 48, 278, 129, 358], dtype=np.int32)


class Keep(NamedTuple):
    """What stays the plate's own."""

    eyes: bool
    mouth: bool


class Source(NamedTuple):
    """A picture of a face, ready to be looked up.

    Attributes:
        levels: Halved pictures of the face's surroundings, RGB or premultiplied RGBA.
        points: `(478, 3)` landmarks in px of the first level.
    """

    levels: Levels
    points: Floats


def prepare_source(pixels: Floats, points: Floats, keep: Floats | None = None) -> Source:
    """Cut the face out of a picture and halve it repeatedly.

    Args:
        pixels: `(3|4, H, W)`.
        points: `(478, 3)` landmarks in px.
        keep: `(H, W)` share of each pixel that is face and not, say, hair in front of it.
    """
    grown = with_forehead(points, FOREHEAD_HEIGHT + 0.05)
    left, top, right, bottom = box_around(grown, pixels.shape[2], pixels.shape[1], 0.05 * face_width(points) + 4)
    cut = pixels[:, top:bottom, left:right]
    if keep is not None:
        opaque = cut if cut.shape[0] == 4 else np.concatenate([cut, np.ones_like(cut[:1])])
        cut = opaque * keep[top:bottom, left:right]
    return Source(mip_levels(cut), (points - np.array((left, top, 0))).astype(np.float32))


class Sides(NamedTuple):
    """How the source is used at each of the 493 vertices.

    Attributes:
        mirrored: 1 where the mirror image stands in for it.
        trusted: 0 where what it shows is not to be used.
    """

    mirrored: Floats
    trusted: Floats


def facing_camera(points: Floats) -> Floats:
    """Return how far the skin and the forehead above it face the camera, for landmarks `(478, 3)`: `(493,)`."""
    return vertex_facing(with_forehead(points, FOREHEAD_HEIGHT), _SKIN)


def visible_sides(points: Floats, fill_far_side: bool) -> Sides:
    """Return how to use a source with landmarks `(478, 3)`.

    On a head turned away the far cheek is a few stretched pixels; the near one, mirrored, stands in for it.
    Sides that the source sees edge on show its hair and background rather than skin.
    """
    facing = facing_camera(points)
    mirrored = smoothstep(0.1, 0.45, facing[_MIRROR] - facing) if fill_far_side else np.zeros_like(facing)
    if fill_far_side:
        facing = np.maximum(facing, facing[_MIRROR])
    aside = np.abs(frontal(points)[:, 0])
    rim = smoothstep(0.3, 0.42, np.concatenate([aside, aside[BROW_LINE]]))
    return Sides(mirrored, (1 - rim * (1 - smoothstep(0.2, 0.5, facing))).astype(np.float32))


def newly_seen(source: Floats, target: Floats) -> Sides:
    """Return how to use a source for its own face when it turns.

    It is mirrored only where the turn brings to light what it hides, so a face that stays is left alone.
    """
    facing = facing_camera(source)
    gained = smoothstep(0.1, 0.5, facing_camera(target) - facing)
    return Sides(gained * smoothstep(0.1, 0.45, facing[_MIRROR] - facing), np.ones_like(facing))


@cache
def _spread() -> NDArray[np.float64]:
    """Return `(478, A)`: how a vertex follows the anchors when all others find their rest between neighbours."""
    anchors = _anchors()
    laplacian = np.zeros((478, 478))
    for a, b in ((0, 1), (1, 2), (2, 0)):
        laplacian[TRIANGLES[:, a], TRIANGLES[:, b]] = -1
        laplacian[TRIANGLES[:, b], TRIANGLES[:, a]] = -1
    laplacian[np.arange(478), np.arange(478)] = -laplacian.sum(axis=1)
    free = np.setdiff1d(np.unique(TRIANGLES), anchors)
    follow = np.zeros((478, len(anchors)))
    follow[anchors, np.arange(len(anchors))] = 1
    follow[free] = -np.linalg.solve(laplacian[np.ix_(free, free)], laplacian[np.ix_(free, anchors)])
    return follow


def _anchors() -> Indices:
    return np.concatenate([FACE_OVAL, _NOSE, RIGHT_EYE, LEFT_EYE, LIPS_OUTER, LIPS_INNER])


def reshaped(target: Floats, source: Floats, amount: float, keep: Keep) -> Floats:
    """Move the target's features towards the proportions of the source's face.

    The source is laid over the target by a similarity of the parts that no expression moves; eyes shift as
    they are, the nose takes the source's form, the outline stays, the rest follows smoothly.

    Args:
        target: `(478, 3)` landmarks in the plate.
        source: `(478, 3)` landmarks in the source.
        amount: 0 leaves the target, 1 takes the source's proportions.
        keep: Features that stay where the plate has them.
    """
    if amount == 0:
        return target
    laid = fit_similarity(source[STEADY], target[STEADY]).apply(source)
    offset = (laid - target)[:, :2]
    moved = np.zeros((478, 2))
    moved[_NOSE] = offset[_NOSE]
    if not keep.eyes:
        for contour, _, _ in EYES:
            moved[contour] = offset[contour[[0, 8]]].mean(axis=0)
    if not keep.mouth:
        moved[LIPS_OUTER] = moved[LIPS_INNER] = offset[[2, 61, 291]].mean(axis=0)
    spread = _spread() @ moved[_anchors()]
    spread[468:473] = moved[RIGHT_EYE[0]]
    spread[473:478] = moved[LEFT_EYE[0]]
    shifted = target.copy()
    shifted[:, :2] += (amount * spread).astype(np.float32)
    return shifted


def transfer(source: Source, target: Floats, box: Box, keep: Keep, sides: Sides) -> tuple[Floats, Floats]:
    """Draw the source's face in the place and expression of the target's.

    Args:
        source: From `prepare_source`.
        target: `(478, 3)` landmarks to draw at, in px.
        box: Which part of the plate.
        keep: What stays the plate's own and is left out of the matte.
        sides: Where the mirrored side is shown, and where nothing.

    Returns:
        `(4, H, W)` premultiplied picture of the box without that matte, and `(H, W)` the matte.
    """
    picture, trust = _draw(source, target, box, sides)
    width = face_width(target)
    distance = region_distance(target, box, "face", FOREHEAD_HEIGHT)
    matte = smoothstep(0.0, max(0.02 * width, 1.0), distance) * trust * picture[3]
    soft = 0.006 * width
    if keep.mouth:
        matte = matte * (1 - region_matte(target, box, "mouth interior", soft))
    if keep.eyes:
        matte = matte * (1 - region_matte(target, box, "eyes", soft))
    return picture, matte


def _draw(source: Source, target: Floats, box: Box, sides: Sides) -> tuple[Floats, Floats]:
    """Return the picture `(4, H, W)` and the trust in it `(H, W)`."""
    from_skin, to_skin = with_forehead(source.points, FOREHEAD_HEIGHT), with_forehead(target, FOREHEAD_HEIGHT)
    to_eyes, from_eyes, eye_triangles = eyeballs(source.points, target)
    eyes_minified = vertex_minification(from_eyes, to_eyes, eye_triangles)
    columns = []
    for from_side in (from_skin, from_skin[_MIRROR]):
        minified = vertex_minification(from_side, to_skin, _SKIN)
        columns += [np.concatenate([from_side[:, :2], from_eyes[:, :2]]), np.append(minified, eyes_minified)]
    columns += [np.append(sides.mirrored, np.zeros(len(to_eyes))), np.append(sides.trusted, np.ones(len(to_eyes)))]
    triangles = np.concatenate([_SKIN, eye_triangles + len(to_skin)])
    drawn, inside = rasterise(np.concatenate([to_skin, to_eyes]), triangles, np.column_stack(columns), box)
    mirrored = drawn[6]
    picture = sample(source.levels, drawn[0], drawn[1], drawn[2], np.where(inside, 1 - mirrored, 0))
    if sides.mirrored.any():
        picture += sample(source.levels, drawn[3], drawn[4], drawn[5], mirrored)
    # The sharpening lobes of the filter can dip below black.
    picture = np.maximum(picture, 0)
    alpha = np.minimum(picture[3:], 1) if picture.shape[0] == 4 else inside[None].astype(np.float32)
    return np.concatenate([picture[:3], alpha]), drawn[7]
