"""Pictures into a piece of a clip."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av

from graph_core import MediaError
from graph_nodes.io._encoding import Encoding
from graph_nodes.io._frame import as_array, planes_of
from graph_nodes.io._transfer import encode_plane
from graph_nodes.io._yuv import linear_to_yuv

if TYPE_CHECKING:
    from graph_core import Image

__all__ = ["VideoEncoder", "pixel_format"]

_BT709 = 1
_LIMITED = 1
_X265_DELAY = 2
_LIBRARY = {"h264": "libx264", "h265": "libx265", "prores": "prores_ks", "ffv1": "ffv1"}


def pixel_format(encoding: Encoding, width: int, height: int) -> str:
    """Name ffmpeg's format of the pixels; odd sizes are written without halving the colour."""
    if encoding.codec == "prores":
        return "yuva444p10le" if encoding.alpha else f"yuv{'444' if width % 2 else '422'}p10le"
    if encoding.codec == "ffv1":
        if encoding.bits == 8:
            return "bgra" if encoding.alpha else "bgr0"
        return f"gbr{'a' if encoding.alpha else ''}p{encoding.bits}le"
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
        self._count = self._muxed = 0
        self._container = av.open(str(path), "w")
        form = pixel_format(encoding, *size)
        options = _options(encoding, form, quality, preset)
        self._stream: Any = self._container.add_stream(_LIBRARY[encoding.codec], rate=fps, options=options)
        self._stream.width, self._stream.height = size
        self._stream.pix_fmt = form
        context = self._stream.codec_context
        context.time_base = 1 / fps
        # PyAV's default, slices of one frame, leaves x264 with a fifth less speed and larger files.
        context.thread_count, context.thread_type = 0, "FRAME" if encoding.codec in ("h264", "h265") else "AUTO"
        if encoding.codec == "h265":
            context.codec_tag = "hvc1"  # the name QuickTime knows
        context.color_primaries = context.color_trc = _BT709
        if self._is_yuv:
            context.colorspace, context.color_range = _BT709, _LIMITED
        try:
            context.open()
        except av.error.ArgumentError as error:
            self._container.close()
            raise MediaError(
                f"The codec {encoding.codec} does not take pictures of {size[0]}x{size[1]}.",
                hint="choose another codec, or put transform.resize before the node that writes",
            ) from error

    @property
    def _is_yuv(self) -> bool:
        return str(self._stream.pix_fmt).startswith("yuv")

    def add(self, image: Image) -> bool:
        """Write one picture if all of its pixels are finite; return whether they were."""
        frame = av.VideoFrame(image.width, image.height, self._stream.pix_fmt)
        if not self._fill(frame, image):
            return False
        frame.color_primaries = frame.color_trc = _BT709
        if self._is_yuv:
            # ProRes notes what the frame says, not what the codec was told.
            frame.colorspace, frame.color_range = _BT709, _LIMITED
        frame.pts = self._count
        frame.time_base = self._stream.codec_context.time_base
        self._count += 1
        self._mux(self._stream.encode(frame))
        return True

    def _fill(self, frame: av.VideoFrame, image: Image) -> bool:
        bits, has_alpha = self._encoding.bits, self._encoding.alpha
        planes = planes_of(frame, bits)
        rgb = as_array(image.unpremultiplied if has_alpha else image.rgb)
        if self._is_yuv:
            is_finite = linear_to_yuv(rgb, (planes[0], planes[1], planes[2]), matrix="bt709", bits=bits)
        else:
            places = (2, 1, 0) if bits == 8 else (2, 0, 1)  # packed as BGRA, or planes of G, B, R and A
            is_finite = all([encode_plane(row, bits, True, planes[at]) for row, at in zip(rgb, places, strict=True)])
        if has_alpha:
            is_finite &= encode_plane(as_array(image.alpha)[0], bits, False, planes[3])
        return is_finite

    def _mux(self, packets: list[Any]) -> None:
        for packet in packets:
            if self._encoding.codec == "h265":
                # Of a piece of one or two frames x265 leaves the time of decoding unset.
                packet.dts = self._muxed - _X265_DELAY
            self._muxed += 1
            self._container.mux(packet)

    def close(self) -> None:
        """Write what the encoder still holds, and close the file."""
        try:
            self._mux(self._stream.encode())
        finally:
            self._container.close()


def _options(encoding: Encoding, form: str, quality: float, preset: str) -> dict[str, str]:
    if encoding.codec == "h264":
        # A short look ahead, so that few frames are left to encode when a render is stopped.
        return {"preset": preset, "crf": f"{quality:g}", "rc-lookahead": "5", "x264-params": "sync-lookahead=0"}
    if encoding.codec == "h265":
        settings = "rc-lookahead=5:bframes=3:open-gop=0:log-level=error"
        return {"preset": preset, "crf": f"{quality:g}", "x265-params": settings}
    if encoding.codec == "prores":
        return {"profile": "4444" if "444" in form else "hq", "vendor": "apl0"}
    return {"level": "3", "slicecrc": "1", "g": "1"}
