"""Read a picture file: PNG, JPEG, TIFF, EXR and what else Pillow knows."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray

from graph_core import Format, MediaError
from graph_nodes.io._frame import Curve, premultiply
from graph_nodes.io._media_file import Stamp, find_file, stamp_of, unreadable
from graph_nodes.io._transfer import decode_plane

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

__all__ = ["load_still", "still_format"]

_PNG = b"\x89PNG\r\n\x1a\n"


def load_still(path: Path, curve: Curve, nan: Literal["error", "black"]) -> torch.Tensor:
    """Read a picture.

    Args:
        path: Its file.
        curve: Of its codes; "auto" takes floating-point files for linear and others for sRGB.
        nan: What to do with pixels of a floating-point file that are no number or infinite.

    Returns:
        `(3|4, H, W)`, scene-linear, premultiplied.

    Raises:
        MediaError: If it cannot be read, or holds such pixels and they are not wanted.
    """
    find_file(path)
    load: Callable[[Path, Curve], torch.Tensor] = {
        ".png": _load_png,
        ".exr": _load_exr,
        ".tif": _load_tiff,
        ".tiff": _load_tiff,
    }.get(path.suffix.lower(), _load_other)
    try:
        pixels = load(path, curve)
    except MediaError:
        raise
    except Exception as error:  # five libraries, each with exceptions of its own
        raise unreadable(path, error) from error
    if bool(torch.isfinite(pixels).all()):
        return pixels
    if nan == "black":
        return torch.nan_to_num(pixels, nan=0.0, posinf=0.0, neginf=0.0)
    raise MediaError(
        f"{path.name} has pixels that are no number or infinite.",
        hint='render it again without them, or set nan to "black"',
        file=path,
    )


def still_format(path: Path) -> Format:
    """Return a picture's size; remembered for as long as the file stays the same."""
    return _format(stamp_of(path))


@lru_cache(maxsize=64)
def _format(stamp: Stamp) -> Format:
    path = Path(stamp[0])
    if path.suffix.lower() == ".exr":
        from graph_nodes.io._exr import exr_format

        return exr_format(path)
    pixels = load_still(path, "linear", "black")
    return Format(pixels.shape[2], pixels.shape[1])


def _light(channels: list[NDArray[Any]], is_curved: bool, *, is_premultiplied: bool = False) -> torch.Tensor:
    """Turn channels `(H, W)`, red, green, blue and perhaps alpha, into premultiplied light."""
    if is_premultiplied and is_curved:
        # The curve applies to the colour alone, so the alpha has to come out before it.
        channels, is_premultiplied = _straight(channels), False
    light = np.empty((len(channels), *channels[0].shape), dtype=np.float32)
    for index, (channel, codes) in enumerate(zip(light, channels, strict=True)):
        if codes.dtype in (np.uint8, np.uint16):
            decode_plane(codes, 8 * codes.dtype.itemsize, is_curved and index < 3, channel)
        else:
            channel[:] = codes
    pixels = torch.from_numpy(light)
    if is_curved and channels[0].dtype.kind == "f":
        colour = pixels[:3]
        curved = ((colour.clamp_min(0.04045) + 0.055) / 1.055) ** 2.4
        pixels[:3] = torch.where(colour <= 0.04045, colour / 12.92, curved)
    return pixels if is_premultiplied else premultiply(pixels)


def _straight(channels: list[NDArray[Any]]) -> list[NDArray[Any]]:
    if len(channels) < 4:
        return channels
    peak = 1.0 if channels[0].dtype.kind == "f" else float(np.iinfo(channels[0].dtype).max)
    scaled = [channel / np.float32(peak) for channel in channels]
    alpha = np.where(scaled[3] > 0, scaled[3], np.float32(1))
    return [*(channel / alpha for channel in scaled[:3]), scaled[3]]


def _load_png(path: Path, curve: Curve) -> torch.Tensor:
    import cv2

    content = path.read_bytes()
    if not content.startswith(_PNG):
        return _load_other(path, curve)
    profile = _check_png(content)
    # Pillow cuts 16 bit down to 8; OpenCV does not look at checksums.
    codes = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    if codes is None:
        raise ValueError("its picture data is damaged")
    if profile and codes.dtype == np.uint8 and codes.ndim == 3:
        return _load_other(path, curve)
    if codes.ndim == 2:
        return _light([codes] * 3, curve != "linear")
    return _light([codes[:, :, channel] for channel in (2, 1, 0, 3)[: codes.shape[2]]], curve != "linear")


def _check_png(content: bytes) -> bool:
    """Return whether the file brings a colour profile.

    Raises:
        ValueError: If it is torn or a checksum is wrong.
    """
    view, at = memoryview(content), len(_PNG)
    has_profile = False
    while at + 12 <= len(view):
        size, kind = struct.unpack_from(">I4s", view, at)
        end = at + 12 + size
        if end > len(view):
            break
        if zlib.crc32(view[at + 4 : end - 4]) != struct.unpack_from(">I", view, end - 4)[0]:
            raise ValueError(f"the checksum of its {kind.decode('latin1')} part is wrong")
        has_profile = has_profile or kind == b"iCCP"
        if kind == b"IEND":
            return has_profile
        at = end
    raise ValueError("it ends too early")


def _load_other(path: Path, curve: Curve) -> torch.Tensor:
    from PIL import Image, ImageOps

    with Image.open(path) as opened:
        has_alpha = "A" in opened.mode or "transparency" in opened.info
        upright = ImageOps.exif_transpose(opened)
        picture = _to_srgb(upright, "RGBA" if has_alpha else "RGB")
    codes = np.asarray(picture)
    return _light([codes[:, :, channel] for channel in range(codes.shape[2])], curve != "linear")


def _to_srgb(picture: Picture, mode: str) -> Picture:
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if not profile:
        return picture.convert(mode)
    if picture.mode not in ("RGB", "RGBA", "CMYK", "L"):
        picture = picture.convert(mode)
    own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    if "srgb" in ImageCms.getProfileDescription(own).lower():
        return picture.convert(mode)
    converted = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=mode)
    assert converted is not None
    return converted


def _load_tiff(path: Path, curve: Curve) -> torch.Tensor:
    import tifffile

    with tifffile.TiffFile(path) as file:
        page = file.pages.first
        if page.photometric.name not in ("RGB", "MINISBLACK", "MINISWHITE"):
            return _load_other(path, curve)
        try:
            codes = page.asarray()
        except ValueError:  # a compression that only comes with a large extra package
            codes = _decompress(path)
        is_planar, is_inverted = page.axes.startswith("S"), page.photometric == tifffile.PHOTOMETRIC.MINISWHITE
        is_premultiplied = tuple(page.extrasamples[:1]) == (tifffile.EXTRASAMPLE.ASSOCALPHA,)
    if codes.ndim == 3 and is_planar:
        codes = np.moveaxis(codes, 0, 2)
    if codes.ndim not in (2, 3) or codes.dtype not in (np.uint8, np.uint16, np.float16, np.float32, np.float64):
        raise ValueError(f"it holds {codes.dtype} of shape {codes.shape}, which is no picture")
    if is_inverted:
        codes = np.iinfo(codes.dtype).max - codes
    channels = [codes] if codes.ndim == 2 else [codes[:, :, index] for index in range(min(codes.shape[2], 4))]
    if len(channels) < 3:
        channels = [channels[0]] * 3 + channels[1:]
    is_curved = curve == "srgb" or (curve == "auto" and codes.dtype.kind != "f")
    return _light(channels, is_curved, is_premultiplied=is_premultiplied)


def _decompress(path: Path) -> NDArray[Any]:
    import cv2

    codes = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if codes is None:
        raise ValueError("its compression is not known; save it with deflate or without compression")
    if codes.ndim == 3:
        codes = codes[:, :, [2, 1, 0, 3][: codes.shape[2]]]
    return np.asarray(codes)


def _load_exr(path: Path, curve: Curve) -> torch.Tensor:
    from graph_nodes.io._exr import read_exr

    planes: list[NDArray[Any]] = list(read_exr(path))
    return _light(planes, curve == "srgb", is_premultiplied=True)
