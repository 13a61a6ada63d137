"""Read blendshape weights off the geometry of a face."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_core import ARKIT_NAMES
from graph_nodes.face._pose import HEAD_POINTS, HEAD_VERTICES
from graph_nodes.face._rigid import fit_similarity
from graph_nodes.face._topology import MIRROR

__all__ = ["AVERAGE", "UNSEEN", "head_space", "measure", "weights_of"]

AVERAGE: Mapping[str, float] = {
    "gap": 0.5, "width": 47.0, "chin": 60.0, "chin_aside": 0.0, "mouth_aside": 0.0, "upper_lip": 8.4, "lower_lip": 9.0,
    "eye": 0.31, "lower_lid": 0.09, "gaze_out": 0.05, "gaze_up": 0.07, "brow_inner": 21.0, "brow_outer": 15.5,
    "corner_out": 24.0, "corner_up": 0.0, "upper_lip_drop": 12.5, "lower_lip_rise": 34.0, "wing": 41.0, "cheek": 22.5,
}  # fmt: skip
"""What `measure` finds on an average face at rest; mm of a head with 63 mm between the pupils, lids in eye widths."""

# Weight -> what it follows, and by how much that changes from rest to the full weight. One entry serves both sides.
_LINEAR: Mapping[str, tuple[str, float]] = {
    "eyeBlink": ("eye", -0.21),
    "eyeWide": ("eye", 0.12),
    "eyeSquint": ("lower_lid", -0.08),
    "eyeLookOut": ("gaze_out", 0.45),
    "eyeLookIn": ("gaze_out", -0.45),
    "eyeLookUp": ("gaze_up", 0.2),
    "eyeLookDown": ("gaze_up", -0.2),
    "browDown": ("brow_inner", -6.0),
    "browOuterUp": ("brow_outer", 8.0),
    "cheekSquint": ("cheek", -4.0),
    "noseSneer": ("wing", -5.0),
    "mouthFrown": ("corner_up", -6.0),
    "mouthUpperUp": ("upper_lip_drop", -6.0),
    "mouthLowerDown": ("lower_lip_rise", -10.0),
    "jawOpen": ("gap", 40.0),
    "jawLeft": ("chin_aside", 10.0),
    "jawRight": ("chin_aside", -10.0),
    "mouthLeft": ("mouth_aside", 8.0),
    "mouthRight": ("mouth_aside", -8.0),
    "mouthRollUpper": ("upper_lip", -4.0),
    "mouthRollLower": ("lower_lip", -4.0),
}
_CHIN_DROP, _PUCKER, _SMILE_UP, _SMILE_OUT, _PRESS, _PARTED = 18.0, 12.0, 8.0, 7.0, 6.0, 15.0

UNSEEN = frozenset(
    (
        "cheekPuff",
        "jawForward",
        "mouthDimpleLeft",
        "mouthDimpleRight",
        "mouthShrugLower",
        "mouthShrugUpper",
        "tongueOut",
    )
)
"""Weights that the mesh does not show; they stay 0."""


def head_space(landmarks478: NDArray[Any]) -> NDArray[np.float32]:
    """Return landmarks `(478, 3)` turned to the front and scaled to an average head, in mm from between the pupils."""
    return fit_similarity(landmarks478[HEAD_VERTICES], HEAD_POINTS).apply(landmarks478)


def measure(head: NDArray[Any]) -> dict[str, float]:
    """Measure a face in head space; what there is on both sides ends in Left or Right, the person's."""
    x, y = head[:, 0], head[:, 1]
    found = {
        "gap": _distance(head, 13, 14),
        "width": _distance(head, 61, 291),
        "chin": float(y[152] - y[2]),
        "chin_aside": float(x[152]),
        "mouth_aside": float(x[[13, 14, 61, 291]].mean()),
        "upper_lip": _distance(head, 0, 13),
        "lower_lip": _distance(head, 14, 17),
    }
    mirrored = head[MIRROR] * np.array([-1, 1, 1])
    for side, half in (("Right", head), ("Left", mirrored)):
        found.update({f"{name}{side}": value for name, value in _measure_right(half).items()})
    return found


def _measure_right(head: NDArray[Any]) -> dict[str, float]:
    """Measure the right half, where outwards is towards smaller x."""
    x, y = head[:, 0], head[:, 1]
    eye_width = max(_distance(head, 33, 133), 1e-6)
    corners, inner = (y[33] + y[133]) / 2, y[133]
    lids = [_distance(head, *pair) for pair in ((159, 145), (158, 153), (160, 144))]
    return {
        "eye": float(np.mean(lids)) / eye_width,
        "lower_lid": float(y[[145, 144, 153]].mean() - corners) / eye_width,
        "gaze_out": float((x[33] + x[133]) / 2 - x[468]) / eye_width,
        "gaze_up": float(corners - y[468]) / eye_width,
        "brow_inner": float(inner - y[[107, 66]].mean()),
        "brow_outer": float(y[33] - y[[70, 63]].mean()),
        "corner_out": float(-x[61]),
        "corner_up": float((y[13] + y[14]) / 2 - y[61]),
        "upper_lip_drop": float(y[[37, 39, 40]].mean() - y[2]),
        "lower_lip_rise": float(y[152] - y[[84, 181, 91]].mean()),
        "wing": float(y[[64, 98]].mean() - inner),
        "cheek": float(y[[50, 117]].mean() - inner),
    }


def _distance(points: NDArray[Any], one: int, other: int) -> float:
    return float(np.linalg.norm(points[one] - points[other]))


def weights_of(measured: Mapping[str, float], rest: Mapping[str, float] = AVERAGE) -> NDArray[np.float32]:
    """Return the weights `(52,)` in the order of `ARKIT_NAMES`.

    Args:
        measured: From `measure`.
        rest: What `measure` found on the same face at rest, or `AVERAGE`.
    """

    def change(name: str, side: str = "") -> float:
        key = name + side
        return measured[key if key in measured else name] - rest.get(key, rest.get(name, 0.0))

    found = dict.fromkeys(ARKIT_NAMES, 0.0)
    for weight, (source, full) in _LINEAR.items():
        if weight in found:
            found[weight] = change(source) / full
            continue
        for side in ("Left", "Right"):
            found[weight + side] = change(source, side) / full
    found["browInnerUp"] = (change("brow_inner", "Left") + change("brow_inner", "Right")) / 2 / 8
    parted = _clip(change("gap") / _PARTED)
    narrow = _clip(-change("width") / _PUCKER)
    found["mouthFunnel"], found["mouthPucker"] = narrow * parted, narrow * (1 - parted)
    found["mouthClose"] = change("chin") / _CHIN_DROP - found["jawOpen"]
    thin = -(change("upper_lip") + change("lower_lip")) / _PRESS
    for side in ("Left", "Right"):
        up, out = change("corner_up", side) / _SMILE_UP, change("corner_out", side) / _SMILE_OUT
        found[f"mouthSmile{side}"] = (up + out) / 2
        found[f"mouthStretch{side}"] = out - max(up, 0.0)
        found[f"mouthPress{side}"] = thin * (1 - parted)
    return np.array([_clip(found[name]) for name in ARKIT_NAMES], np.float32)


def _clip(value: float) -> float:
    return min(max(value, 0.0), 1.0)
