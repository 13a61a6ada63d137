"""A face unrolled into a square that stays the same while it moves: one texel is one place on the skin."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from graph_nodes.face._mesh_warp import (
    Box,
    box_around,
    mip_levels,
    rasterise,
    sample,
    vertex_facing,
    vertex_minification,
)
from graph_nodes.face._regions import face_width
from graph_nodes.face._rigid import frontal
from graph_nodes.face._topology import ALL_TRIANGLES

__all__ = ["SIDE", "at_vertices", "contour_texels", "layout", "roll", "unroll"]

Floats = NDArray[np.float32]

SIDE = 128
"""Texels of the square's side: about as many as a face in HD video has pixels in good focus."""


def layout(points: Floats) -> Floats:
    """Return where each vertex lies in the square, `(478, 3)` with depth, for a person of this shape.

    The face is turned to the front, made even on both sides and unrolled from a cylinder, so that cheeks
    get their fair share.
    """
    face = frontal(points)
    depth = face[:, 2] - face[:468, 2].min()
    unrolled = np.stack([np.arctan2(face[:, 0], 0.6 - depth), face[:, 1]], axis=1)
    low, high = unrolled[:468].min(axis=0), unrolled[:468].max(axis=0)
    placed = (unrolled - low) / np.maximum(high - low, 1e-6) * (SIDE - 4) + 2
    flat: Floats = np.concatenate([placed, depth[:, None]], axis=1).astype(np.float32)
    return flat


def unroll(picture: Floats, points: Floats, places: Floats) -> tuple[Floats, Floats]:
    """Bring a face into the square.

    Args:
        picture: `(C, H, W)`.
        points: `(478, 3)` its landmarks in px.
        places: From `layout`.

    Returns:
        `(C, SIDE, SIDE)` and `(SIDE, SIDE)` how far each texel faces the camera; 0 where there is no face, or
        where the face itself, such as its nose, is in front.
    """
    left, top, right, bottom = box_around(points[:468], picture.shape[2], picture.shape[1], 8)
    if right <= left or bottom <= top:
        return np.zeros((picture.shape[0], SIDE, SIDE), dtype=np.float32), np.zeros((SIDE, SIDE), dtype=np.float32)
    columns = np.stack(
        [
            points[:, 0] - left,
            points[:, 1] - top,
            vertex_minification(points, places, ALL_TRIANGLES),
            vertex_facing(points, ALL_TRIANGLES),
            points[:, 2],
        ],
        axis=1,
    )
    drawn, inside = rasterise(places, ALL_TRIANGLES, columns, (0, 0, SIDE, SIDE))
    levels = mip_levels(picture[:, top:bottom, left:right], most=4)
    x, y = drawn[0], drawn[1]
    seen = inside & (x >= 0) & (y >= 0) & (x <= right - left) & (y <= bottom - top)
    nearest, covered = rasterise(points, ALL_TRIANGLES, np.ascontiguousarray(points[:, 2:]), (left, top, right, bottom))
    column, row = x.astype(int).clip(0, right - left - 1), y.astype(int).clip(0, bottom - top - 1)
    behind = drawn[4] - nearest[0][row, column] > 0.04 * face_width(points)
    seen &= ~(behind & covered[row, column])
    return sample(levels, x, y, drawn[2], seen.astype(np.float32)), np.where(seen, drawn[3], 0)


def roll(texture: Floats, points: Floats, places: Floats, box: Box) -> tuple[Floats, NDArray[np.bool_]]:
    """Bring a texture of the square, `(SIDE, SIDE)`, back onto the face: `(H, W)` of the box, and where it lies."""
    drawn, inside = rasterise(points, ALL_TRIANGLES, np.ascontiguousarray(places[:, :2]), box)
    if not inside.size:
        return np.zeros(inside.shape, dtype=np.float32), inside
    rolled = cv2.remap(texture, drawn[0] - 0.5, drawn[1] - 0.5, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return rolled * inside, inside


def at_vertices(texture: Floats, places: Floats) -> Floats:
    """Return a texture's value, `(SIDE, SIDE)`, at every vertex, averaged over some texels: `(478,)`."""
    blurred = cv2.GaussianBlur(texture, (0, 0), 1.5)
    across, down = (places[:, axis][None].astype(np.float32) - 0.5 for axis in (0, 1))
    found: Floats = cv2.remap(blurred, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[0]
    return found


def contour_texels(places: Floats, contour: NDArray[np.int32], grow: int = 0) -> NDArray[np.bool_]:
    """Return the texels inside a contour of the mesh, grown by some texels: `(SIDE, SIDE)`."""
    filled = np.zeros((SIDE, SIDE), dtype=np.uint8)
    cv2.fillPoly(filled, [np.round((places[contour, :2] - 0.5) * 256).astype(np.int32)], 255, shift=8)
    if grow:
        filled = cv2.dilate(filled, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * grow + 1, 2 * grow + 1)))
    return filled > 0
