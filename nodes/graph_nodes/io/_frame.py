"""Between frames of a video codec and scene-linear pixels."""

from __future__ import annotations

import re
import struct
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from graph_core import Format, MediaError
from graph_nodes.io._transfer import decode_plane
from graph_nodes.io._yuv import Matrix, yuv_to_linear

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

__all__ = ["Curve", "as_array", "oriented", "pixels_of", "planes_of", "premultiply", "upright_format"]


class Turn(NamedTuple):
    """How to set a picture upright: exchange rows and columns, then mirror."""

    swaps_axes: bool
    flips_x: bool
    flips_y: bool


Curve = Literal["auto", "srgb", "linear"]

# Numbers of ISO/IEC 23091-2, which streams are tagged with.
_MATRICES: dict[int, Matrix] = {1: "bt709", 4: "bt601", 5: "bt601", 6: "bt601", 7: "bt709", 9: "bt2020", 10: "bt2020"}
_LINEAR_TRANSFER = 8
_FOREIGN_TRANSFERS = {9: "logarithmic", 10: "logarithmic", 16: "PQ (HDR)", 18: "HLG (HDR)"}
_FULL_RANGE = 2
_UPRIGHT = Turn(swaps_axes=False, flips_x=False, flips_y=False)
_YUV = re.compile(r"yuv(a|j)?(?:410|411|420|422|440|444)p(?:(9|10|12|14|16)le)?")
_RGB = re.compile(r"gbr(a)?p(?:(9|10|12|14|16)le)?")


def pixels_of(frame: VideoFrame, file: Path, curve: Curve, matrix: Matrix | Literal["auto"]) -> torch.Tensor:
    """Decode a frame's colours.

    Args:
        frame: Of any pixel format; its alpha is taken as straight.
        file: Where it comes from, for messages.
        curve: Of the codes; "auto" believes the frame's tag and takes anything but a linear one for sRGB.
        matrix: How luma and chroma were made; "auto" believes the tag, and without one goes by the size.

    Returns:
        `(3|4, H, W)`, scene-linear, premultiplied, not yet turned upright.

    Raises:
        MediaError: If the tag names a curve that is not understood.
    """
    is_curved = _is_curved(frame.color_trc, file, curve)
    frame, name = _readable(frame)
    yuv, rgb = _YUV.fullmatch(name), _RGB.fullmatch(name)
    match = yuv or rgb
    assert match is not None
    bits, has_alpha = int(match[2] or 8), match[1] == "a"
    planes = planes_of(frame, bits)
    # NumPy asks for huge pages where torch.empty does not: fewer page faults in every new picture.
    light = np.empty((3 + has_alpha, frame.height, frame.width), dtype=np.float32)
    if yuv:
        yuv_to_linear(
            (planes[0], planes[1], planes[2]),
            light[:3],
            matrix=_matrix_of(frame) if matrix == "auto" else matrix,
            bits=bits,
            is_full_range=frame.color_range == _FULL_RANGE or match[1] == "j",
            is_curved=is_curved,
        )
    else:
        for channel, plane in zip(light, (planes[2], planes[0], planes[1]), strict=False):
            decode_plane(plane, bits, is_curved, channel)
    if has_alpha:
        decode_plane(planes[3], bits, False, light[3])
    return premultiply(torch.from_numpy(light))


def premultiply(straight: torch.Tensor) -> torch.Tensor:
    """Multiply colour by alpha, in place, and return the picture `(3|4, H, W)`."""
    if straight.shape[0] == 4:
        straight[:3] *= straight[3:]
    return straight


def as_array(pixels: torch.Tensor) -> NDArray[np.float32]:
    """Return pixels in host memory, as the kernels take them: float32, row after row."""
    return np.ascontiguousarray(pixels.detach().to("cpu", torch.float32).numpy())


def planes_of(frame: VideoFrame, bits: int) -> list[NDArray[Any]]:
    """Return the frame's channels as arrays `(H, W)` that share its memory, in the order they are stored in."""
    kind = np.dtype(np.uint8 if bits == 8 else np.uint16)
    step = 4 if frame.format.name in ("bgra", "bgr0") else 1
    found: list[NDArray[Any]] = []
    for plane in frame.planes:
        memory: Any = plane
        rows = np.frombuffer(memory, kind).reshape(-1, plane.line_size // kind.itemsize)
        found += [rows[: plane.height, first : plane.width * step : step] for first in range(step)]
    return found


def oriented(pixels: torch.Tensor, frame: VideoFrame) -> torch.Tensor:
    """Turn a picture `(C, H, W)` upright as the camera's display matrix asks; only quarter turns and mirrors."""
    turn = _turn_of(frame)
    if turn == _UPRIGHT:
        return pixels
    if turn.swaps_axes:
        pixels = pixels.transpose(1, 2)
    flipped = [axis for axis, is_flipped in ((2, turn.flips_x), (1, turn.flips_y)) if is_flipped]
    return pixels.flip(flipped).contiguous()


def upright_format(frame: VideoFrame, pixel_aspect: Fraction | None) -> Format:
    """Return a frame's size and pixel aspect after `oriented`."""
    aspect = float(pixel_aspect or 1)
    if _turn_of(frame).swaps_axes:
        return Format(frame.height, frame.width, 1 / aspect)
    return Format(frame.width, frame.height, aspect)


def _turn_of(frame: VideoFrame) -> Turn:
    entries: Any = frame.side_data
    for entry in entries:
        if entry.type.name == "DISPLAYMATRIX":
            # Place of a pixel on the screen: x' = a x + c y, y' = b x + d y.
            a, b, _, c, d, *_ = struct.unpack("=9i", bytes(entry)[:36])
            swaps = abs(a) + abs(d) < abs(b) + abs(c)
            return Turn(swaps, (c if swaps else a) < 0, (b if swaps else d) < 0)
    return _UPRIGHT


def _is_curved(transfer: int, file: Path, curve: Curve) -> bool:
    if curve != "auto":
        return curve == "srgb"
    if transfer in _FOREIGN_TRANSFERS:
        raise MediaError(
            f"The colours of {file.name} follow a {_FOREIGN_TRANSFERS[transfer]} curve.",
            hint='convert it to Rec. 709 first, or set colour to "srgb" to take its codes as they are',
            file=file,
        )
    return transfer != _LINEAR_TRANSFER


def _matrix_of(frame: VideoFrame) -> Matrix:
    # Untagged material is by custom Rec. 709 from HD up and Rec. 601 below; players do the same.
    by_size: Matrix = "bt709" if frame.width >= 1280 or frame.height > 576 else "bt601"
    return _MATRICES.get(frame.colorspace, by_size)


def _readable(frame: VideoFrame) -> tuple[VideoFrame, str]:
    """Return the frame in planes that the kernels read; whatever else there is, swscale unpacks."""
    name = frame.format.name
    if _YUV.fullmatch(name) or _RGB.fullmatch(name):
        return frame, name
    parts = frame.format.components
    deep = max(part.bits for part in parts) > 8
    chroma = next((part for part in parts if part.is_chroma), None)
    has_alpha = frame.format.has_palette or any(part.is_alpha for part in parts)
    if chroma is None or frame.format.is_rgb:
        name = f"gbr{'a' if has_alpha else ''}p{'16le' if deep else ''}"
    else:
        across, down = chroma.width < frame.width, chroma.height < frame.height
        sampling = {(True, True): "420", (True, False): "422"}.get((across, down), "444")
        name = f"yuv{'a' if has_alpha else ''}{sampling}p{f'{max(part.bits for part in parts)}le' if deep else ''}"
    return frame.reformat(format=name, interpolation="POINT"), name
