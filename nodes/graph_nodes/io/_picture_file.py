"""One picture into one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from graph_nodes.io._encoding import Encoding
from graph_nodes.io._exr import write_exr
from graph_nodes.io._frame import as_array
from graph_nodes.io._transfer import encode_plane

if TYPE_CHECKING:
    from graph_core import Image

__all__ = ["is_finite", "write_picture"]


def write_picture(path: Path, image: Image, encoding: Encoding, quality: float) -> bool:
    """Write a picture; return whether all of its pixels were finite.

    Args:
        path: File to make; its suffix does not matter.
        image: The picture. EXR keeps it scene-linear and premultiplied, 32-bit TIFF scene-linear, the others get the
            sRGB curve and straight alpha.
        encoding: Kind of file, depth and alpha.
        quality: For JPEG: 0 is the best, 51 the worst.
    """
    kept = image.with_alpha() if encoding.alpha else image
    if encoding.suffix == ".exr":
        pixels = as_array(kept.pixels if encoding.alpha else kept.rgb)
        write_exr(path, pixels, is_half=encoding.bits == 16, compression="zip")
        return is_finite(pixels)
    straight = as_array(kept.unpremultiplied if encoding.alpha else kept.rgb)
    if encoding.alpha:
        straight = np.concatenate([straight, as_array(kept.alpha)])
    if encoding.bits == 32:
        _write_tiff(path, np.ascontiguousarray(straight.transpose(1, 2, 0)))
        return is_finite(straight)
    kind = np.uint8 if encoding.bits == 8 else np.uint16
    codes = np.empty((image.height, image.width, len(straight)), kind)
    finite = [encode_plane(plane, encoding.bits, row < 3, codes[..., row]) for row, plane in enumerate(straight)]
    if encoding.suffix == ".png":
        _write_png(path, codes)
    elif encoding.suffix in (".tif", ".tiff"):
        _write_tiff(path, codes)
    else:
        _write_jpeg(path, codes, quality)
    return all(finite)


def is_finite(pixels: NDArray[np.float32]) -> bool:
    """Return whether no pixel is NaN or infinite."""
    return bool(np.isfinite(pixels).all())


def _write_png(path: Path, codes: NDArray[Any]) -> None:
    import cv2

    order = [2, 1, 0, 3][: codes.shape[2]]
    # Half the time of zlib's usual strategy, and files of the same size.
    options = [cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE]
    _, data = cv2.imencode(".png", np.ascontiguousarray(codes[..., order]), options)
    path.write_bytes(data.tobytes())


def _write_tiff(path: Path, pixels: NDArray[Any]) -> None:
    import tifffile

    extra = ["unassalpha"] if pixels.shape[2] == 4 else None
    tifffile.imwrite(path, pixels, photometric="rgb", extrasamples=extra, compression="zlib", metadata=None)


def _write_jpeg(path: Path, codes: NDArray[Any], quality: float) -> None:
    from PIL import Image as Picture

    percent = round(100 - quality * 90 / 51)
    Picture.fromarray(codes).save(path, "JPEG", quality=percent, subsampling=0 if percent >= 90 else 2)
