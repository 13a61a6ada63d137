"""OpenEXR files: half or full floats, scene-linear, premultiplied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import OpenEXR
from numpy.typing import NDArray

from graph_core import Format

__all__ = ["COMPRESSIONS", "exr_format", "read_exr", "write_exr"]

COMPRESSIONS = {
    "none": OpenEXR.NO_COMPRESSION,
    "zip": OpenEXR.ZIP_COMPRESSION,
    "piz": OpenEXR.PIZ_COMPRESSION,
    "dwaa": OpenEXR.DWAA_COMPRESSION,
}
# Red, green, blue and white of Rec. 709, as x and y.
_REC709 = (0.64, 0.33, 0.3, 0.6, 0.15, 0.06, 0.3127, 0.329)
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])


def read_exr(path: Path) -> list[NDArray[np.float32]]:
    """Read red, green, blue and, where there is one, alpha, each `(H, W)` of the display window.

    Colours with other primaries than Rec. 709 are converted. What lies outside the display window is cut off;
    what the file leaves out of it is black.

    Raises:
        ValueError: If the file has no colour.
    """
    with OpenEXR.File(str(path), separate_channels=True) as file:
        header, channels = dict(file.header()), dict(file.channels())
    names = _colour_names(channels)
    planes = [_in_display_window(channels[name].pixels, header) for name in names]
    primaries = header.get("chromaticities")
    if primaries is None or np.allclose(primaries, _REC709, atol=2e-3):
        return planes
    mixed = np.tensordot(_to_rec709(primaries), np.stack(planes[:3]), axes=1).astype(np.float32)
    return [*mixed, *planes[3:]]


def exr_format(path: Path) -> Format:
    """Return size of the display window and pixel aspect, from the header alone."""
    with OpenEXR.File(str(path), header_only=True) as file:
        header = dict(file.header())
    low, high = header["displayWindow"]
    width, height = (int(length) for length in high - low + 1)
    return Format(width, height, float(header.get("pixelAspectRatio", 1.0)))


def write_exr(path: Path, pixels: NDArray[np.float32], *, is_half: bool, compression: str) -> None:
    """Write a picture.

    Args:
        path: File to make.
        pixels: `(3|4, H, W)`, scene-linear, premultiplied.
        is_half: Sixteen bits per channel, else 32.
        compression: A key of `COMPRESSIONS`.
    """
    kind = np.float16 if is_half else np.float32
    limit = np.finfo(kind).max
    planes = {
        name: np.ascontiguousarray(np.clip(plane, -limit, limit), dtype=kind)
        for name, plane in zip("RGBA", pixels, strict=False)
    }
    header = {
        "compression": COMPRESSIONS[compression],
        "type": OpenEXR.scanlineimage,
        "chromaticities": _REC709,
    }
    OpenEXR.File(header, planes).write(str(path))


def _colour_names(channels: Mapping[str, Any]) -> Sequence[str]:
    if "Y" in channels and not {"R", "RY"} & channels.keys():
        return ["Y"] * 3 + ["A"] * ("A" in channels)
    layers = sorted(name[:-1] for name in channels if name.endswith("R") and (len(name) == 1 or name[-2] == "."))
    for layer in layers:
        names = [layer + letter for letter in "RGBA" if layer + letter in channels]
        if len(names) >= 3:
            return names
    raise ValueError(f"it has no red, green and blue, only {', '.join(sorted(channels))}")


def _in_display_window(plane: NDArray[Any], header: Mapping[str, Any]) -> NDArray[np.float32]:
    (left, top), (right, bottom) = header["displayWindow"]
    (data_left, data_top), (data_right, data_bottom) = header["dataWindow"]
    if plane.shape != (data_bottom - data_top + 1, data_right - data_left + 1):
        raise ValueError("its colour channels differ in resolution")
    if (left, top, right, bottom) == (data_left, data_top, data_right, data_bottom):
        return plane.astype(np.float32)
    whole = np.zeros((bottom - top + 1, right - left + 1), dtype=np.float32)
    x0, x1 = max(left, data_left), min(right, data_right) + 1
    y0, y1 = max(top, data_top), min(bottom, data_bottom) + 1
    if x0 < x1 and y0 < y1:
        part = plane[y0 - data_top : y1 - data_top, x0 - data_left : x1 - data_left]
        whole[y0 - top : y1 - top, x0 - left : x1 - left] = part
    return whole


def _to_rec709(primaries: Sequence[float]) -> NDArray[np.float64]:
    """Return the matrix from light in other primaries to Rec. 709, white going to white (Bradford)."""
    white, wanted = (_BRADFORD @ _xyz(*place[6:8]) for place in (primaries, _REC709))
    adapted = np.linalg.solve(_BRADFORD, np.diag(wanted / white) @ _BRADFORD)
    matrix: NDArray[np.float64] = np.linalg.solve(_to_xyz(_REC709), adapted @ _to_xyz(primaries))
    return matrix


def _to_xyz(primaries: Sequence[float]) -> NDArray[np.float64]:
    columns = np.stack([_xyz(primaries[at], primaries[at + 1]) for at in (0, 2, 4)], axis=1)
    matrix: NDArray[np.float64] = columns * np.linalg.solve(columns, _xyz(*primaries[6:8]))
    return matrix


def _xyz(x: float, y: float) -> NDArray[np.float64]:
    return np.array([x / y, 1.0, (1 - x - y) / y])
