"""The pieces of a clip into one file, with its sound, without encoding the picture again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from graph_core import Audio, MediaError
from graph_nodes.io._parts import Part

__all__ = ["join"]

_SOUND_CODEC = {".mp4": "aac", ".mov": "aac", ".mkv": "flac"}
_LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}
_AAC_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000)
_AAC_RATE = 48000
_AHEAD_S = 0.5


def join(parts: Sequence[Part], target: Path, fps: Fraction, audio: Audio | None, is_lossless: bool) -> None:
    """Write one file of the pieces, which follow on each other.

    Args:
        parts: In order.
        target: File to make; its suffix names the container.
        fps: Frames per second.
        audio: Sound that begins with the first frame and is as long as the picture; None for a silent clip.
        is_lossless: Keep the sound as samples in a .mov.
    """
    options = {} if target.suffix == ".mkv" else {"movflags": "+faststart"}
    with av.open(str(target), "w", options=options) as out:
        with av.open(str(parts[0].path)) as first:
            stream: Any = out.add_stream_from_template(first.streams.video[0])
        stream.time_base = 1 / fps
        sound = _Sound(out, target, audio, is_lossless) if audio is not None else None
        for packet in _packets(parts, fps):
            if sound is not None:
                sound.write_until(float(packet.dts / fps) + _AHEAD_S)
            packet.stream = stream
            out.mux(packet)
        if sound is not None:
            sound.finish()


def _packets(parts: Sequence[Part], fps: Fraction) -> Iterator[Any]:
    """Yield the packets of all pieces with times counted in frames from the first piece's first."""
    count, delay = 0, 0
    for part in parts:
        with av.open(str(part.path)) as source:
            if count == 0:
                delay = source.streams.video[0].codec_context.reorder_depth
            for packet in source.demux(video=0):
                if packet.pts is None or packet.size == 0:
                    continue
                packet.pts = round(packet.pts * packet.time_base * fps) + part.first - parts[0].first
                # Encoders start short pieces without the delay that B-frames need; with a count of our own the
                # times of decoding go up across all of them.
                packet.dts = count - delay
                packet.time_base = 1 / fps
                packet.duration = 1
                count += 1
                yield packet


class _Sound:
    """A sound track that is encoded as the picture goes along, so that neither has to wait in memory."""

    def __init__(self, out: Any, target: Path, audio: Audio, is_lossless: bool) -> None:
        codec = "pcm_s24le" if is_lossless and target.suffix == ".mov" else _SOUND_CODEC[target.suffix]
        channels = audio.samples.shape[0]
        if channels not in _LAYOUTS:
            raise MediaError(
                f"A clip holds sound of {', '.join(map(str, _LAYOUTS))} channels, not {channels}.",
                hint="put audio.mix before the node that writes",
                file=target,
            )
        self._layout = _LAYOUTS[channels]
        self._samples, self._rate = np.clip(audio.samples, -1.0, 1.0), audio.rate
        self._out = out
        rate = _AAC_RATE if codec == "aac" and audio.rate not in _AAC_RATES else audio.rate
        self._stream: Any = out.add_stream(codec, rate=rate, layout=self._layout)
        context = self._stream.codec_context
        if codec == "aac":
            self._stream.bit_rate = 96_000 * channels
        elif codec == "flac":
            context.format = "s32"  # 24 bits
        context.open()
        # FLAC and AAC take blocks of their own size only.
        self._resampler = av.AudioResampler(context.format.name, self._layout, rate, context.frame_size or None)
        self._at = 0

    def write_until(self, time_s: float) -> None:
        count = self._samples.shape[1]
        last = min(count, round(time_s * self._rate))
        block = self._rate // 10
        while self._at < last:
            part = np.ascontiguousarray(self._samples[:, self._at : min(self._at + block, count)])
            frame = av.AudioFrame.from_ndarray(part, "fltp", self._layout)
            frame.sample_rate, frame.pts, frame.time_base = self._rate, self._at, Fraction(1, self._rate)
            self._at += part.shape[1]
            for ready in self._resampler.resample(frame):
                self._encode(ready)

    def finish(self) -> None:
        self.write_until(self._samples.shape[1] / self._rate)
        for ready in self._resampler.resample(None):
            self._encode(ready)
        self._encode(None)

    def _encode(self, frame: Any) -> None:
        for packet in self._stream.encode(frame):
            self._out.mux(packet)
