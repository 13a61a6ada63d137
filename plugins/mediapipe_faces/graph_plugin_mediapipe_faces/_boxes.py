"""Turn what a single-shot detector says into boxes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from graph_plugin_mediapipe_faces._network import NetworkFile

__all__ = ["Detector", "anchor_centres", "decode", "merge_overlapping", "overlap"]

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Detector:
    """A detecting network.

    Attributes:
        file: The network.
        strides: Grid spacing and number of anchors in a cell, layer by layer.
        keypoints: Points that come with each box.
    """

    file: NetworkFile
    strides: tuple[tuple[int, int], ...]
    keypoints: int


@cache
def anchor_centres(size: int, strides: tuple[tuple[int, int], ...]) -> Floats:
    """Return the centres of all anchors, `(A, 2)` in [0, 1], row by row.

    >>> anchor_centres(4, ((2, 1),)).tolist()
    [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]]
    """
    layers = []
    for stride, count in strides:
        cells = size // stride
        y, x = np.mgrid[:cells, :cells]
        centres = (np.stack([x, y], axis=-1).reshape(-1, 2) + 0.5) / cells
        layers.append(np.repeat(centres, count, axis=0))
    centres_of_all: Floats = np.concatenate(layers).astype(np.float32)
    return centres_of_all


def decode(detector: Detector, values: Floats, logits: Floats, threshold: float) -> tuple[Floats, Floats]:
    """Return points and scores of the anchors that see something.

    Args:
        detector: Whose answer it is.
        values: `(A * (4 + 2K),)` centre, width and height, keypoints, in px from the anchor's centre.
        logits: `(A,)`.
        threshold: Least score.

    Returns:
        Points `(N, 2 + K, 2)` in [0, 1]: top left and bottom right of the box, then the keypoints;
        scores `(N,)`, best first.
    """
    scores = 1 / (1 + np.exp(-np.clip(logits.astype(np.float64), -100, 100)))
    keep = np.flatnonzero(scores >= threshold)
    keep = keep[np.argsort(-scores[keep], kind="stable")]
    size = detector.file.size
    raw = values.reshape(len(logits), 2 + detector.keypoints, 2)[keep] / size
    centres = anchor_centres(size, detector.strides)[keep][:, None]
    middle, extent = raw[:, :1] + centres, raw[:, 1:2]
    points = np.concatenate([middle - extent / 2, middle + extent / 2, raw[:, 2:] + centres], axis=1)
    return points.astype(np.float32), scores[keep].astype(np.float32)


def overlap(box: Floats, boxes: Floats) -> Floats:
    """Return the intersection over union of a box `(4,)` with others `(N, 4)`."""
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=1)
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    union = np.prod(box[2:] - box[:2]) + areas - shared
    result: Floats = shared / np.maximum(union, 1e-9)
    return result


def merge_overlapping(points: Floats, scores: Floats, least: float = 0.3) -> tuple[Floats, Floats]:
    """Average detections of the same thing, weighted by score; the best of them says the score.

    Args:
        points: `(N, P, 2)`; the first two span the box.
        scores: `(N,)`, best first.
        least: Overlap from which on two boxes are the same.

    Returns:
        The same for what is left.
    """
    merged, kept = [], []
    left = np.arange(len(scores))
    boxes = points[:, :2].reshape(-1, 4)
    while len(left):
        same = overlap(boxes[left[0]], boxes[left]) > least
        same[0] = True
        group = left[same]
        merged.append(np.average(points[group], axis=0, weights=scores[group]))
        kept.append(scores[group[0]])
        left = left[~same]
    return np.array(merged, np.float32).reshape(-1, *points.shape[1:]), np.array(kept, np.float32)
