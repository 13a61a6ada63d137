"""Tell people from what is behind them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph_plugin_mediapipe_faces._crops import Floats, srgb_bytes
from graph_plugin_mediapipe_faces._guided import guided
from graph_plugin_mediapipe_faces._network import Network, NetworkFile

__all__ = ["PERSON", "person_matte"]

PERSON = NetworkFile("selfie_segmentation/selfie_segmentation.tflite", size=256, outputs=1)
_MARGIN = 0.12  # around the people, in shares of their extent, for the second look
_SMALL = 0.6  # share of the picture below which a second look pays


def person_matte(network: Network, rgb: Floats, *, closer: bool, edge_px: float) -> Floats:
    """Return the matte of the people in a picture.

    Args:
        network: `PERSON`, loaded.
        rgb: `(3, H, W)` scene-linear.
        closer: Look a second time, at the people alone.
        edge_px: Width of the zone along the edge in which the matte follows the picture; 0 leaves it as it is.

    Returns:
        `(H, W)` in [0, 1].
    """
    height, width = rgb.shape[1:]
    matte = _look(network, rgb)
    box = _box(matte) if closer else None
    if box is not None and np.prod(box[2:] - box[:2]) < _SMALL * width * height:
        left, top, right, bottom = box.tolist()
        nearer = np.zeros_like(matte)
        nearer[top:bottom, left:right] = _look(network, rgb[:, top:bottom, left:right])
        matte = nearer
    if edge_px == 0:
        return matte
    picture = np.ascontiguousarray(np.sqrt(np.clip(rgb, 0, 1)).transpose(1, 2, 0))
    return guided(matte, picture, edge_px, 1e-3)


def _look(network: Network, rgb: Floats) -> Floats:
    """Return the network's opinion of a picture at the picture's size; it takes any picture stretched to a square."""
    import cv2

    size = PERSON.size
    planes = [cv2.resize(np.ascontiguousarray(plane), (size, size), interpolation=cv2.INTER_AREA) for plane in rgb]
    (values,) = network(srgb_bytes(np.stack(planes, axis=-1)))
    full = cv2.resize(values.reshape(size, size), (rgb.shape[2], rgb.shape[1]), interpolation=cv2.INTER_CUBIC)
    coverage: Floats = np.clip(full, 0, 1)
    return coverage


def _box(matte: Floats) -> NDArray[np.int64] | None:
    """Return left, top, right, bottom around what is covered, with a margin; None if there is nothing."""
    rows, columns = np.flatnonzero((matte > 0.5).any(axis=1)), np.flatnonzero((matte > 0.5).any(axis=0))
    if not len(rows):
        return None
    low, high = np.array([columns[0], rows[0]]), np.array([columns[-1] + 1, rows[-1] + 1])
    margin = np.ceil(_MARGIN * (high - low)).astype(int)
    box: NDArray[np.int64] = np.concatenate([np.maximum(low - margin, 0), np.minimum(high + margin, matte.shape[::-1])])
    return box
