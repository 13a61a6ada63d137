"""Dense optical flow by inverse search (Kroeger et al. 2016), as OpenCV implements it."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from graph_nodes.color._matrix import luma
from graph_nodes.flow._warp import pull
from graph_nodes.metric._signal import srgb_signal

__all__ = ["Quality", "grey", "mark_occluded", "optical_flow"]

Quality = Literal["draft", "normal", "fine"]
_PRESETS = {
    "draft": cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST,
    "normal": cv2.DISOPTICAL_FLOW_PRESET_FAST,
    "fine": cv2.DISOPTICAL_FLOW_PRESET_MEDIUM,
}
_LEAST_SIDE = 32  # the search fails on pictures hardly larger than its patches of 8 px


def grey(rgb: torch.Tensor) -> NDArray[np.uint8]:
    """Turn scene-linear `(3, H, W)` into the 8-bit picture the search works on, `(H, W)`."""
    return (luma(srgb_signal(rgb))[0] * 255).round().to(torch.uint8).numpy()


def optical_flow(first: NDArray[np.uint8], second: NDArray[np.uint8], quality: Quality) -> torch.Tensor:
    """Return the motion from one grey picture `(H, W)` to another, `(2, H, W)` in px."""
    height, width = first.shape
    down, across = max(0, _LEAST_SIDE - height), max(0, _LEAST_SIDE - width)
    if down or across:
        first, second = (
            cv2.copyMakeBorder(picture, 0, down, 0, across, cv2.BORDER_REPLICATE) for picture in (first, second)
        )
    motion = cv2.DISOpticalFlow.create(_PRESETS[quality]).calc(first, second, None)
    return torch.from_numpy(np.ascontiguousarray(motion[:height, :width].transpose(2, 0, 1)))


def mark_occluded(forward: torch.Tensor, backward: torch.Tensor, tolerance_px: float) -> torch.Tensor:
    """Set motion to NaN where going there and back, both `(2, H, W)`, does not arrive at the start."""
    astray = torch.linalg.vector_norm(forward + pull(backward, forward), dim=0)
    return forward.where(astray <= tolerance_px, forward.new_full((), torch.nan))
