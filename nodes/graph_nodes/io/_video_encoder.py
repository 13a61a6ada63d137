"""Pictures into a piece of a clip."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np

from graph_nodes.io._encoding import Encoding
from graph_nodes.io._frame import planes_of
from graph_nodes.io._transfer import encode_plane
from graph_nodes.io._yuv import linear_to_yuv

if TYPE_CHECKING:
    from graph_core import Image

__all__ = ["VideoEncoder", "pixel_format"]

_BT709 = 1
_LIMITED = 1
_LIBRARY = {"h264": "libx264", "h265": "libx265", "prores": "prores_ks", "ffv1": "ffv1"}


def pixel_format(encoding: Encoding, width: int, height: int) -> str:
    """Name ffmpeg's format of the pixels; odd sizes are written without halving the colour."""
    if encoding.codec == "prores":
        return "yuva444p10le" if encoding.alpha else "yuv422p10le"
    if encoding.codec == "ffv1":
        depth = "" if encoding.bits == 8 else f"{encoding.bits}le"
        return f"{'gbrap' if encoding.alpha else 'gbrp'}{depth}"
    chroma = "444" if width % 2 or height % 2 else "420"
    return f"yuv{chroma}p" + ("10le" if encoding.bits == 10 else "")


class VideoEncoder:
    """One open piece of a clip.

    Args:
        path: File to write.
        encoding: Codec, depth and alpha.
        size: Width and height.
        fps: Frames per second.
        quality: Constant rate factor: 0 is lossless, 51 the worst.
        preset: How much time x264 and x265 take.
    """

    def __init__(
        self, path: Path, encoding: Encoding, size: tuple[int, int], fps: Fraction, quality: float, preset: str
    ) -> None:
        self._encoding = encoding
        self._count = 0
        self._container = av.open(str(path), "w")
        options = _options(encoding, quality, preset)
        self._stream: Any = self._container.add_stream(_LIBRARY[encoding.codec], rate=fps, options=options)
        self._stream.width, self._stream.height = size
        self._stream.pix_fmt = pixel_format(encoding, *size)
        context = self._stream.codec_context
        context.time_base = 1 / fps
        context.thread_count = 0
        if encoding.codec == "h265" and encoding.suffix != ".mkv":
            context.codec_tag = "hvc1"  # the name QuickTime knows
        context.color_primaries = context.color_trc = _BT709
        if self._is_yuv:
            context.colorspace, context.color_range = _BT709, _LIMITED

    @property
    def _is_yuv(self) -> bool:
        return str(self._stream.pix_fmt).startswith("yuv")

    def add(self, image: Image) -> bool:
        """Write one picture; return whether all of its pixels were finite."""
        frame = av.VideoFrame(image.width, image.height, self._stream.pix_fmt)
        is_finite = self._fill(frame, image)
        frame.pts = self._count
        frame.time_base = self._stream.codec_context.time_base
        self._count += 1
        for packet in self._stream.encode(frame):
            self._container.mux(packet)
        return is_finite

    def _fill(self, frame: av.VideoFrame, image: Image) -> bool:
        bits = self._encoding.bits
        planes = planes_of(frame, bits)
        colour = image.unpremultiplied if self._encoding.alpha else image.rgb
        rgb = np.ascontiguousarray(colour.detach().to("cpu").float().numpy())
        if self._is_yuv:
            is_finite = linear_to_yuv(rgb, (planes[0], planes[1], planes[2]), matrix="bt709", bits=bits)
        else:
            # The planes of gbrp come in the order green, blue, red.
            is_finite = all([encode_plane(rgb[row], bits, True, planes[at]) for at, row in enumerate((1, 2, 0))])
        if self._encoding.alpha:
            alpha = np.ascontiguousarray(image.alpha[0].detach().to("cpu").float().numpy())
            is_finite &= encode_plane(alpha, bits, False, planes[3])
        return is_finite

    def close(self) -> None:
        """Write what the encoder still holds, and close the file."""
        try:
            for packet in self._stream.encode():
                self._container.mux(packet)
        finally:
            self._container.close()


def _options(encoding: Encoding, quality: float, preset: str) -> dict[str, str]:
    if encoding.codec == "h264":
        # A short look ahead, so that few frames are left to encode when a render is stopped.
        return {"preset": preset, "crf": f"{quality:g}", "rc-lookahead": "10", "x264-params": "sync-lookahead=0"}
    if encoding.codec == "h265":
        settings = "rc-lookahead=10:bframes=3:open-gop=0:log-level=error"
        return {"preset": preset, "crf": f"{quality:g}", "x265-params": settings}
    if encoding.codec == "prores":
        return {"profile": "4444" if encoding.alpha else "hq", "vendor": "apl0"}
    return {"level": "3", "slicecrc": "1", "slices": "4", "g": "1"}
