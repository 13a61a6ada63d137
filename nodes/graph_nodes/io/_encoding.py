"""What can be written: which suffix holds which codec, depth and alpha."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph_core import ParamError

__all__ = ["Encoding", "choose", "settings_of"]

_VIDEO = {".mp4": ("h264", "h265"), ".mov": ("prores", "h264", "h265"), ".mkv": ("ffv1", "h264", "h265")}
_CODEC_BITS = {"h264": ("8", "10"), "h265": ("8", "10"), "prores": ("10",), "ffv1": ("8", "10", "16")}
_CODEC_ALPHA = ("prores", "ffv1")
_STILL_BITS = {
    ".png": ("8", "16"),
    ".jpg": ("8",),
    ".jpeg": ("8",),
    ".tif": ("8", "16", "32"),
    ".tiff": ("8", "16", "32"),
    ".exr": ("16", "32"),
}
_STILL_ALPHA = (".png", ".tif", ".tiff", ".exr")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How pictures are to be written.

    Attributes:
        suffix: Of the file, in lower case.
        codec: Of a clip; empty for pictures.
        bits: Of a channel.
        alpha: Whether alpha is kept.
    """

    suffix: str
    codec: str
    bits: int
    alpha: bool

    @property
    def is_video(self) -> bool:
        """Whether one file holds all frames."""
        return bool(self.codec)

    @property
    def part_suffix(self) -> str:
        """Suffix of a clip's parts."""
        return {"prores": ".mov", "ffv1": ".mkv"}.get(self.codec, ".mp4")


def choose(path: str, codec: str, bits: str, alpha: bool) -> Encoding:
    """Settle what "auto" stands for.

    >>> choose("a.mp4", "auto", "auto", False)
    Encoding(suffix='.mp4', codec='h264', bits=8, alpha=False)
    >>> choose("a.%04d.exr", "auto", "auto", True).bits
    16

    Raises:
        ParamError: If the knobs contradict each other.
    """
    suffix = Path(path).suffix.lower()
    if suffix in _VIDEO:
        codec = _codec(suffix, codec)
        depth = _one_of("bits", bits, _CODEC_BITS[codec], f"the codec {codec}")
        if alpha and codec not in _CODEC_ALPHA:
            raise ParamError(
                f"The codec {codec} holds no alpha.",
                hint="choose prores in a .mov, ffv1 in a .mkv, or a sequence such as out.%04d.png",
                param="alpha",
            )
        return Encoding(suffix, codec, depth, alpha)
    if suffix not in _STILL_BITS:
        known = ", ".join([*_VIDEO, *_STILL_BITS])
        raise ParamError(
            f"Files of the kind {suffix or Path(path).name!r} cannot be written.", hint=known, param="path"
        )
    if codec != "auto":
        raise ParamError(
            f"A {suffix} file has no codec {codec}.", hint="leave codec at auto, or name a clip", param="codec"
        )
    depth = _one_of("bits", bits, _STILL_BITS[suffix], f"a {suffix} file")
    if alpha and suffix not in _STILL_ALPHA:
        raise ParamError(
            f"A {suffix} file holds no alpha.",
            hint=f"choose {', '.join(_STILL_ALPHA)}, or switch it off",
            param="alpha",
        )
    return Encoding(suffix, "", depth, alpha)


def settings_of(encoding: Encoding, quality: float, preset: str) -> dict[str, object]:
    """Return what the parts of one clip must share, as far as knobs say it; it can be written as JSON."""
    return {
        "codec": encoding.codec,
        "bits": encoding.bits,
        "alpha": encoding.alpha,
        "quality": quality,
        "preset": preset,
    }


def _codec(suffix: str, codec: str) -> str:
    known = _VIDEO[suffix]
    if codec == "auto":
        return known[0]
    if codec not in known:
        better = next(other for other, codecs in _VIDEO.items() if codec in codecs)
        raise ParamError(
            f"A {suffix} file does not hold {codec}.",
            hint=f"name the file *{better}, or choose {' or '.join(known)}",
            param="codec",
        )
    return codec


def _one_of(param: str, value: str, known: tuple[str, ...], what: str) -> int:
    if value == "auto":
        return int(known[0])
    if value not in known:
        raise ParamError(f"{value} bits do not go into {what}.", hint=f"choose {' or '.join(known)}", param=param)
    return int(value)
