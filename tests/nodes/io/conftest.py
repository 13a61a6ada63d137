"""Clips made on the spot, with the number of each frame drawn into it so that a test can tell which one it got."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import torch

from graph_core import Context, Format, FrameRange, Shot

BITS = 8


def numbered(number: int, width: int, height: int, seed: bool = True) -> np.ndarray:
    """An 8-bit RGB picture whose top third spells a number in black and white bars."""
    picture = np.full((height, width, 3), 60, np.uint8)
    if seed:
        # Moving detail, so that encoders choose B-frames and references of every kind.
        rows, columns = np.mgrid[0:height, 0:width]
        picture[..., 0] = 90 + 60 * np.sin((columns + 3 * number) / 7)
        picture[..., 1] = 90 + 60 * np.cos((rows - 2 * number) / 5)
    bar = width // BITS
    for bit in range(BITS):
        picture[: height // 3, bit * bar : (bit + 1) * bar] = 235 if number >> bit & 1 else 16
    return picture


def number_in(picture: torch.Tensor) -> int:
    """Read the number back from scene-linear pixels `(C, H, W)`."""
    _, height, width = picture.shape
    bar = width // BITS
    row = picture[:3, height // 6].mean(0)
    return sum(1 << bit for bit in range(BITS) if row[bit * bar + bar // 2] > 0.3)


def write_clip(
    path: Path,
    *,
    frames: int = 40,
    codec: str = "libx264",
    pixels: str = "yuv420p",
    size: tuple[int, int] = (96, 64),
    rate: Fraction | int = 25,
    times: Sequence[int] | None = None,
    options: dict[str, str] | None = None,
    container: dict[str, str] | None = None,
    rotation: int | None = None,
    tags: dict[str, int] | None = None,
    draw: Callable[[int, int, int], np.ndarray] = numbered,
    layout: str = "rgb24",
    sound: np.ndarray | None = None,
    sound_codec: str = "aac",
    sound_rate: int = 48000,
    sound_start: int = 0,
) -> Path:
    """Write a clip with PyAV; `times` are in milliseconds, `sound` is (C, N) float32."""
    with av.open(str(path), "w", options=container or {}) as out:
        stream = out.add_stream(codec, rate=rate, options=options or {})
        stream.width, stream.height, stream.pix_fmt = *size, pixels
        if times is not None:
            stream.codec_context.time_base = Fraction(1, 1000)
        if rotation is not None:
            stream.set_display_rotation(rotation)
        for name, value in (tags or {}).items():
            setattr(stream.codec_context, name, value)
        voice = None
        if sound is not None:
            voice = out.add_stream(sound_codec, rate=sound_rate)
            voice.layout = {1: "mono", 2: "stereo"}[len(sound)]
        for index in range(frames):
            frame = av.VideoFrame.from_ndarray(draw(index, *size), layout)
            for name, value in (tags or {}).items():
                setattr(frame, name, value)
            frame.pts = index if times is None else times[index]
            frame.time_base = 1 / Fraction(rate) if times is None else Fraction(1, 1000)
            for packet in stream.encode(frame):
                out.mux(packet)
        for packet in stream.encode():
            out.mux(packet)
        if voice is not None:
            frame_size = voice.codec_context.frame_size or 1024
            for at in range(0, sound.shape[1], frame_size):
                part = np.ascontiguousarray(sound[:, at : at + frame_size])
                block = av.AudioFrame.from_ndarray(part, "fltp", voice.layout.name)
                block.rate, block.pts, block.time_base = sound_rate, at + sound_start, Fraction(1, sound_rate)
                for packet in voice.encode(block):
                    out.mux(packet)
            for packet in voice.encode():
                out.mux(packet)
    return path


def trim_start(path: Path, seconds: Fraction, target: Path) -> Path:
    """Copy a clip so that an edit list hides its beginning: the frames are still there, to be decoded from."""
    with av.open(str(path)) as source, av.open(str(target), "w") as out:
        streams = {stream.index: out.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.size:
                shift = int(seconds / packet.time_base)
                packet.stream = streams[packet.stream.index]
                packet.pts, packet.dts = packet.pts - shift, packet.dts - shift
                out.mux(packet)
    return target


@pytest.fixture
def trim() -> Callable[[Path, Fraction, Path], Path]:
    """Hide the beginning of a made clip behind an edit list."""
    return trim_start


@pytest.fixture
def make_clip(tmp_path: Path) -> Callable[..., Path]:
    """Write a clip of a given name into the test's folder."""

    def make(name: str = "clip.mp4", **options: Any) -> Path:
        return write_clip(tmp_path / name, **options)

    return make


@pytest.fixture
def number_of() -> Callable[[torch.Tensor], int]:
    """Tell which frame of a made clip some pixels are."""
    return number_in


@pytest.fixture
def at() -> Callable[..., Context]:
    """Make the context of a call at a frame, which keeps what the node opens."""
    opened: dict[str, Any] = {}
    notes: list[str] = []

    def resource(name: str, make: Callable[[], Any]) -> Any:
        if name not in opened:
            opened[name] = make()
        return opened[name]

    def make(frame: int = 1, *, fps: Fraction | int = 25, first: int = 1, last: int = 1000, **more: Any) -> Context:
        shot = Shot(Format(96, 64), Fraction(fps), FrameRange(first, last))
        context = Context(shot, frame=frame, resource=resource, report=notes.append, **more)
        return context

    make.notes = notes  # type: ignore[attr-defined]
    yield make
    for thing in opened.values():
        getattr(thing, "close", lambda: None)()
