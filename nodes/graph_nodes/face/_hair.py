"""Find hair that falls over the forehead and the temples, in one picture, without a model."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from graph_nodes.face._edges import log_colour, snap_to_edges
from graph_nodes.face._mesh_warp import Box
from graph_nodes.face._regions import face_width
from graph_nodes.face._topology import FACE_OVAL, LEFT_BROW, RIGHT_BROW

__all__ = ["hair_in_face"]

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
Indices = NDArray[np.int32]
Mixture = list[tuple[float, NDArray[np.float64], NDArray[np.float64]]]

_SIDE = 160
_FOREHEAD = np.array([107, 108, 151, 337, 336, 9], dtype=np.int32)
_CHEEKS = np.array([117, 50, 205, 203, 98, 4, 327, 423, 425, 280, 346, 348, 6, 119], dtype=np.int32)
_SURE = 2.0
"""By how much hair must explain a pixel better than skin, as a log likelihood."""


def hair_in_face(picture: Floats, points: Floats, box: Box) -> Floats:
    """Return the share of hair in each pixel in and around the face above the brows: `(H, W)` of the box.

    What lies just outside of the face's upper edge and differs from the middle of the forehead gives the
    colours of the hair, forehead and cheeks give those of the skin; hair is what is better explained by the
    first and hangs together with the outside. Where the outside is skin too, there is no hair.

    Args:
        picture: `(3, H, W)`, scene-linear.
        points: `(478, 3)` landmarks in px.
        box: Which part of the picture.
    """
    left, top, right, bottom = box
    to_crop = _upright(points)
    crop = _cropped(picture, points, to_crop)
    places = points[:, :2] @ to_crop[:, :2].T + to_crop[:, 2]
    hair = _hair(log_colour(crop), places.astype(np.float32))
    shift = np.array([[1, 0, left + 0.5], [0, 1, top + 0.5], [0, 0, 1]])
    from_box = (np.vstack([to_crop, (0, 0, 1)]) @ shift)[:2] - ((0, 0, 0.5), (0, 0, 0.5))
    size = (max(right - left, 1), max(bottom - top, 1))
    found: Floats = cv2.warpAffine(hair, from_box, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return found


def _upright(points: Floats) -> NDArray[np.float64]:
    """Return the `(2, 3)` matrix from px to a square in which the face stands upright."""
    down = points[152, :2].astype(np.float64) - points[10, :2]
    height = max(float(np.linalg.norm(down)), 1e-3)
    scale = _SIDE / (1.7 * max(height, face_width(points)))
    axis = down / height * scale
    turn = np.array([[axis[1], -axis[0]], [axis[0], axis[1]]])
    middle = (points[152, :2] + points[10, :2]) / 2
    return np.concatenate([turn, (_SIDE / 2 - turn @ middle)[:, None]], axis=1)


def _cropped(picture: Floats, points: Floats, to_crop: NDArray[np.float64]) -> Floats:
    scale = float(np.hypot(*to_crop[:, 0]))
    reach = int(_SIDE / scale) + 2
    middle = (points[152, :2] + points[10, :2]) / 2
    low = np.clip((middle - reach).astype(int), 0, (picture.shape[2] - 1, picture.shape[1] - 1))
    high = np.clip((middle + reach).astype(int), low + 1, (picture.shape[2], picture.shape[1]))
    part = np.ascontiguousarray(picture[:3, low[1] : high[1], low[0] : high[0]].transpose(1, 2, 0))
    if scale < 1:
        part = cv2.GaussianBlur(part, (0, 0), 0.4 / scale)
    moved = to_crop.copy()
    moved[:, 2] += to_crop[:, :2] @ (low + 0.5) - 0.5
    crop: Floats = cv2.warpAffine(part, moved, (_SIDE, _SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return crop.transpose(2, 0, 1)


def _filled(places: Floats, grow: int = 0) -> Bools:
    drawn = np.zeros((_SIDE, _SIDE), dtype=np.uint8)
    cv2.fillPoly(drawn, [np.round(places - 0.5).astype(np.int32)], 1)
    return (cv2.dilate(drawn, np.ones((2 * grow + 1,) * 2, np.uint8)) if grow else drawn) > 0


def _hair(colour: Floats, places: Floats) -> Floats:
    centre = places[[9, 8, 168]].mean(axis=0)
    oval = places[FACE_OVAL]
    face, forehead = _filled(oval), _filled(places[_FOREHEAD])
    rows = np.arange(_SIDE)[:, None]
    ring = _filled(centre + (oval - centre) * 1.3) & ~_filled(centre + (oval - centre) * 1.06)
    ring &= rows < places[[46, 276], 1].mean()
    nothing = np.zeros((_SIDE, _SIDE), dtype=np.float32)
    if forehead.sum() < 20:
        return nothing
    skin = colour[:, forehead]
    usual = np.median(skin, axis=1)[:, None, None]
    spread = 1.48 * np.median(np.abs(skin - usual[:, :, 0]), axis=1)
    spread = np.maximum(spread, (0.12, 0.05, 0.05))[:, None, None]
    outside = ring & ((((colour - usual) / spread) ** 2).sum(axis=0) > 16)
    if outside.sum() < max(0.15 * ring.sum(), 40):
        return nothing
    hair = _mixture(colour[:, outside], np.zeros(3))
    # Skin is found in light and in shade, more than forehead and cheeks show.
    bare = _mixture(colour[:, forehead | (_filled(places[_CHEEKS]) & face)], np.array([0.25, 0.02, 0.02]))
    brows = _filled(places[LEFT_BROW], 4) | _filled(places[RIGHT_BROW], 4)
    near = cv2.dilate((face | ring).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    upper = near & ~brows & (rows < places[[105, 334], 1].mean() + 6)
    evidence = np.full_like(nothing, -4)
    evidence[upper] = (_likelihood(colour[:, upper], hair) - _likelihood(colour[:, upper], bare) - _SURE).clip(-4, 4)
    belief = snap_to_edges(evidence, colour, np.ones_like(nothing), 3, 0.1)
    parts, _ = ndimage.label((belief > 0) & upper)
    linked = np.unique(parts[outside & (parts > 0)])
    kept = ndimage.binary_opening(np.isin(parts, linked[linked > 0]), iterations=2)
    soft: Floats = cv2.GaussianBlur(kept.astype(np.float32), (0, 0), 1.0)
    return soft


def _mixture(colours: Floats, widen: NDArray[np.float64]) -> Mixture:
    """Return up to three Gaussians, as share, mean and covariance, of colours `(3, N)`."""
    found = colours.T.astype(np.float32)
    centres = found[np.argsort(found[:, 0])[[len(found) // 6, len(found) // 2, len(found) * 5 // 6]]]
    for _ in range(8):
        nearest = np.argmin(((found[:, None] - centres[None]) ** 2).sum(axis=2), axis=1)
        centres = np.stack([found[nearest == k].mean(axis=0) if (nearest == k).any() else centres[k] for k in range(3)])
    least = np.diag(np.array([0.1, 0.04, 0.04]) ** 2 + widen**2)
    groups = [found[nearest == k].astype(np.float64) for k in range(3)]
    return [(len(some) / len(found), some.mean(axis=0), np.cov(some.T) + least) for some in groups if len(some) > 4]


def _likelihood(colours: Floats, mixture: Mixture) -> NDArray[np.float64]:
    logs = []
    for share, mean, covariance in mixture:
        off = colours - mean[:, None]
        distance = (off * (np.linalg.inv(covariance) @ off)).sum(axis=0)
        logs.append(np.log(share) - 0.5 * distance - 0.5 * np.linalg.slogdet(covariance)[1])
    likelihood: NDArray[np.float64] = np.logaddexp.reduce(logs)
    return likelihood
