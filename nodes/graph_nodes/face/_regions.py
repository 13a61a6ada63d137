"""Parts of the face as soft pictures: the whole face with its forehead, skin, eyes, brows, mouth."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from graph_nodes.face._mesh_warp import Box, silhouette
from graph_nodes.face._topology import (
    ALL_TRIANGLES,
    LEFT_BROW,
    LEFT_EYE,
    LIPS_INNER,
    LIPS_OUTER,
    RIGHT_BROW,
    RIGHT_EYE,
)

__all__ = [
    "BROW_LINE",
    "FOREHEAD",
    "FOREHEAD_TRIANGLES",
    "REGIONS",
    "face_width",
    "region_distance",
    "region_matte",
    "smoothstep",
    "with_forehead",
]

Floats = NDArray[np.float32]
Indices = NDArray[np.int32]

BROW_LINE = np.array([127, 162, 21, 54, 103, 67, 109, 10, 338, 297, 332, 284, 251, 389, 356], dtype=np.int32)
"""Vertices of the mesh's upper edge, from the right temple to the left."""

FOREHEAD = np.arange(478, 478 + len(BROW_LINE), dtype=np.int32)
"""Vertices that `with_forehead` adds, from the right temple over the hairline to the left."""

FOREHEAD_TRIANGLES = np.array(
    [
        triangle
        for at in range(len(BROW_LINE) - 1)
        for triangle in (
            (BROW_LINE[at], BROW_LINE[at + 1], FOREHEAD[at]),
            (BROW_LINE[at + 1], FOREHEAD[at + 1], FOREHEAD[at]),
        )
    ],
    dtype=np.int32,
)
"""`(28, 3)` triangles between the mesh's upper edge and the added vertices."""

_WITH_FOREHEAD = np.concatenate([ALL_TRIANGLES, FOREHEAD_TRIANGLES]).astype(np.int32)

REGIONS = ("face", "skin", "eyes", "brows", "mouth", "mouth interior")
"""Parts of the face that have a distance."""

_COARSE_PX = 320.0
_CONTOURS: dict[str, tuple[Indices, ...]] = {
    "eyes": (RIGHT_EYE, LEFT_EYE),
    "brows": (RIGHT_BROW, LEFT_BROW),
    "mouth": (LIPS_OUTER,),
    "mouth interior": (LIPS_INNER,),
}


def smoothstep(low: float, high: float, x: Floats | NDArray[np.float64]) -> Floats:
    """Rise from 0 at `low` to 1 at `high` with flat ends; a step when both are the same.

    >>> smoothstep(0.0, 2.0, np.float32([-1, 1, 3])).tolist()
    [0.0, 0.5, 1.0]
    """
    if high <= low:
        return (x >= low).astype(np.float32)
    t = ((x - low) / (high - low)).clip(0, 1)
    risen: Floats = (t * t * (3 - 2 * t)).astype(np.float32)
    return risen


def face_width(points: Floats) -> float:
    """Return a face's size in px that a turn of the head does not change much: a yardstick.

    It is the distance from ear to ear in space, or 0.75 of that from forehead to chin when that is more.
    """
    across = float(np.linalg.norm(points[454] - points[234]))
    down = float(np.linalg.norm(points[152, :2] - points[10, :2]))
    return max(across, 0.75 * down, 1e-3)


def with_forehead(points: Floats, height: float) -> Floats:
    """Return the `(478, 3)` points and 15 more that go on over the forehead, `height` faces high: `(493, 3)`.

    The added points follow the forehead's own direction, from between the eyes to its upper edge, and bend
    back as a skull does; at the temples they rise least.
    """
    up = points[10] - points[168]
    up = up / max(float(np.linalg.norm(up)), 1e-6)
    rise = np.sin(np.pi * np.linspace(0, 1, len(BROW_LINE))).clip(0) ** 0.7
    tall = float(np.linalg.norm(points[152] - points[10])) * height
    added = points[BROW_LINE] + rise[:, None] * tall * up
    grown: Floats = np.concatenate([points, added]).astype(np.float32)
    return grown


def region_distance(points: Floats, box: Box, region: str, forehead: float = 0.0) -> Floats:
    """Return the distance to the outline of a part of the face in px, positive inside: `(H, W)` of the box.

    The whole face's outline is that of all triangles together, so it holds when the head is turned and its
    far edge is hidden. It is found on a grid that fits the face and enlarged: it moves smoothly with the points.

    Args:
        points: `(478, 3)`.
        box: Which part of the picture.
        region: One of `REGIONS`.
        forehead: How much of the face's height is added above the mesh's upper edge.
    """
    if region == "skin":
        inside = region_distance(points, box, "face", forehead)
        for hole in ("eyes", "brows", "mouth"):
            inside = np.minimum(inside, -region_distance(points, box, hole))
        return inside
    mesh, triangles = points, ALL_TRIANGLES
    if region == "face" and forehead > 0:
        mesh, triangles = with_forehead(points, forehead), _WITH_FOREHEAD
    left, top, right, bottom = box
    height, width = max(bottom - top, 0), max(right - left, 0)
    if height == 0 or width == 0:
        return np.zeros((height, width), dtype=np.float32)
    scale = float(np.clip(_COARSE_PX / face_width(points), 0.1, 4.0))
    # A margin, so that a face cut off by the picture is not bounded by the picture's edge.
    margin = 8
    rows, columns = math.ceil(height * scale) + 2 * margin, math.ceil(width * scale) + 2 * margin
    corners = ((mesh[:, :2] - (left, top)) * scale + margin).astype(np.float32)
    if region == "face":
        filled = silhouette(corners, triangles, rows, columns)
    else:
        filled = np.zeros((rows, columns), dtype=np.uint8)
        for contour in _CONTOURS[region]:
            cv2.fillPoly(filled, [_fixed(corners[contour])], 255, shift=8)
    distance = cv2.distanceTransform(filled, cv2.DIST_L2, 5) - cv2.distanceTransform(255 - filled, cv2.DIST_L2, 5)
    # Blurred a little, for the grid's steps must not show when the face moves by less than one of them.
    distance = cv2.GaussianBlur(distance, (0, 0), 1.5) / scale
    # Pixel centres of the box, looked up on the grid.
    offset = scale / 2 + margin - 0.5
    matrix = np.array([[scale, 0, offset], [0, scale, offset]], dtype=np.float32)
    mode = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    found: Floats = cv2.warpAffine(distance, matrix, (width, height), flags=mode, borderMode=cv2.BORDER_REPLICATE)
    return found


def region_matte(points: Floats, box: Box, region: str, soft_px: float) -> Floats:
    """Fill a part of the face that contours bound, such as "eyes", with an edge blurred by `soft_px`: `(H, W)`."""
    united: Floats = np.maximum.reduce([_contour_matte(points, part, box, soft_px) for part in _CONTOURS[region]])
    return united


def _contour_matte(points: Floats, contour: Indices, box: Box, soft_px: float) -> Floats:
    left, top, right, bottom = box
    height, width = max(bottom - top, 0), max(right - left, 0)
    filled = np.zeros((height, width), dtype=np.float32)
    if height == 0 or width == 0:
        return filled
    reach = 3 * soft_px + 2
    low = np.floor(points[contour, :2].min(axis=0) - (left, top) - reach).astype(int).clip(0, (width, height))
    high = np.ceil(points[contour, :2].max(axis=0) - (left, top) + reach).astype(int).clip(0, (width, height))
    across, down = (high - low).tolist()
    if across <= 0 or down <= 0:
        return filled
    finer = 4
    drawn = np.zeros((down * finer, across * finer), dtype=np.uint8)
    corners = _fixed((points[contour, :2] - (left, top) - low) * finer)
    cv2.fillPoly(drawn, [corners], 255, lineType=cv2.LINE_AA, shift=8)
    part = cv2.resize(drawn.astype(np.float32) / 255, (across, down), interpolation=cv2.INTER_AREA)
    if soft_px > 0:
        part = cv2.GaussianBlur(part, (0, 0), soft_px, borderType=cv2.BORDER_CONSTANT)
    filled[low[1] : high[1], low[0] : high[0]] = part
    return filled


def _fixed(points: Floats) -> Indices:
    # OpenCV counts from the pixel's centre, and takes 8 bits of fraction.
    fixed: Indices = np.round((points - 0.5) * 256).astype(np.int32)
    return fixed
