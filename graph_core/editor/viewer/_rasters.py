"""How each kind of raster is turned into a picture: one table from a value's type to colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from graph_core.editor.viewer._picture import Picture, Pixels
from graph_core.values import Boundary, Depth, Flow, Image, Matte, Parsing, Raster

__all__ = ["picture_of"]

Size = tuple[int, int]

LABELS = (
    "background", "skin", "right brow", "left brow", "right eye", "left eye", "glasses", "right ear", "left ear",
    "earring", "nose", "mouth", "upper lip", "lower lip", "neck", "necklace", "cloth", "hair", "hat",
)  # fmt: skip


def picture_of(value: Raster, size: Size | None = None) -> Picture:
    """Return what is drawn of a raster.

    Args:
        value: Any raster; of a plugin's own type, the nearest type in the table counts.
        size: Its width and height at full resolution, if it is a draft.
    """
    make = next((_RASTERS[kind] for kind in type(value).__mro__ if kind in _RASTERS), _of_channels)
    return make(value.pixels.detach().float().cpu().numpy(), size)


def _of_image(values: NDArray[Any], size: Size | None) -> Picture:
    return Picture.of(_stacked(values), values, ("R", "G", "B", "A")[: len(values)], size)


def _of_matte(values: NDArray[Any], size: Size | None) -> Picture:
    return Picture.of(_stacked(np.repeat(values, 3, axis=0)), values, ("matte",), size, is_light=False)


def _of_depth(values: NDArray[Any], size: Size | None) -> Picture:
    near, far = _range(values)
    share = (values[0] - near) / ((far - near) or 1)
    code = np.nan_to_num(np.clip(share, 0, 1) * 255).astype(np.uint8)
    colors = cv2.applyColorMap(255 - code, cv2.COLORMAP_TURBO)[..., ::-1]
    return _of_colors(colors, values, ("depth",), size, f"near {near:.4g}, far {far:.4g}")


def _of_flow(values: NDArray[Any], size: Size | None) -> Picture:
    known = np.isfinite(values).all(axis=0)
    x, y = np.where(known, values, 0)
    length, angle = cv2.cartToPolar(x, y, angleInDegrees=True)
    longest = float(np.percentile(length, 99.5)) or float(length.max()) or 1.0
    hsv = np.stack([angle, np.minimum(length / longest, 1), known.astype(np.float32)], axis=2)
    colors = np.round(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB) * 255).astype(np.uint8)
    # What the artist is told is in px of full resolution.
    factor = size[0] / values.shape[2] if size else 1.0
    return _of_colors(
        colors, values * np.float32(factor), ("x", "y"), size, f"full colour at {longest * factor:.3g} px"
    )


def _of_parsing(values: NDArray[Any], size: Size | None) -> Picture:
    labels = np.nan_to_num(values[0]).astype(np.int64)
    return _of_colors(_label_colors()[labels % 256], values, ("label",), size, words=LABELS)


def _of_boundary(values: NDArray[Any], size: Size | None) -> Picture:
    strongest = values.max(axis=0, keepdims=True)
    return Picture.of(_stacked(np.repeat(strongest, 3, axis=0)), strongest, ("strongest",), size, is_light=False)


def _of_channels(values: NDArray[Any], size: Size | None) -> Picture:
    names = tuple(str(number) for number in range(len(values)))
    low, high = _range(values)
    grey = np.nan_to_num((values.max(axis=0, keepdims=True) - low) / ((high - low) or 1))
    shown = _stacked(np.repeat(grey, 3, axis=0))
    return Picture.of(shown, values, names, size, is_light=False, legend=f"black {low:.4g}, white {high:.4g}")


_RASTERS: dict[type, Callable[[NDArray[Any], Size | None], Picture]] = {
    Image: _of_image,
    Matte: _of_matte,
    Depth: _of_depth,
    Flow: _of_flow,
    Parsing: _of_parsing,
    Boundary: _of_boundary,
}


def _stacked(planes: NDArray[Any]) -> Pixels:
    """Return planes `(3, H, W)` or `(4, H, W)` as opaque or transparent pixels `(H, W, 4)`."""
    alpha = [] if len(planes) == 4 else [np.ones(planes.shape[1:], np.float32)]
    merged: Pixels = cv2.merge([np.ascontiguousarray(plane, np.float32) for plane in [*planes, *alpha]])
    return merged


def _of_colors(
    colors: NDArray[np.uint8],
    values: NDArray[Any],
    names: tuple[str, ...],
    size: Size | None,
    legend: str = "",
    words: tuple[str, ...] = (),
) -> Picture:
    """Make a picture of colours `(H, W, 3)` that are to be shown as they are."""
    shown = _stacked(colors.transpose(2, 0, 1) * np.float32(1 / 255))
    return Picture.of(shown, values, names, size, is_light=False, legend=legend, words=words)


def _range(values: NDArray[Any]) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    return (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)


def _label_colors() -> NDArray[np.uint8]:
    """Return 256 colours that neighbours can be told apart by; the first is dark, for what is no part of a person."""
    hue = (np.arange(256) * 222.5 % 360).astype(np.float32)
    light = np.where(np.arange(256) % 2, 0.95, 0.75).astype(np.float32)
    hsv = np.stack([hue, np.full(256, 0.55, np.float32), light], axis=1)[None]
    colors: NDArray[np.uint8] = np.round(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)[0] * 255).astype(np.uint8)
    colors[0] = 26
    return colors
