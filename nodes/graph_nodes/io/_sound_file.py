"""The whole sound track of a file, placed in time against its picture."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import av
import numpy as np
from numpy.typing import NDArray

from graph_core import MediaError
from graph_nodes.io._media_file import check_codec, find_file, open_media, packets_of, unreadable, video_stream
from graph_nodes.io._video_index import index_of

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer

__all__ = ["Track", "load_track"]

_SAMPLE_FILES = (".wav", ".flac", ".aif", ".aiff")


class Track(NamedTuple):
    """A sound track.

    Attributes:
        samples: `(C, N)` float32.
        rate: Samples per second.
        start_s: When the first sample is heard, in seconds after the first picture of the file is shown.
        is_damaged: Whether some of it could not be decoded, which leaves silence behind.
    """

    samples: NDArray[np.float32]
    rate: int
    start_s: Fraction
    is_damaged: bool = False


def load_track(path: Path) -> Track | None:
    """Read the first sound track of a file, or None when there is none.

    Raises:
        MediaError: If there is no such file, it is no media, or its sound cannot be decoded.
    """
    find_file(path)
    if path.suffix.lower() in _SAMPLE_FILES:
        return _load_samples(path)
    with open_media(path) as container:
        if not container.streams.audio:
            return None
        return _decode(container, path)


def _load_samples(path: Path) -> Track:
    import soundfile

    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError) as error:
        raise unreadable(path, error) from error
    return Track(np.ascontiguousarray(samples.T), int(rate), Fraction(0))


def _decode(container: InputContainer, path: Path) -> Track:
    stream = container.streams.audio[0]
    check_codec(stream, path)
    planar = av.AudioResampler(format="fltp")
    pieces: list[tuple[Fraction | None, NDArray[np.float32]]] = []
    rate, is_damaged = stream.codec_context.sample_rate, False
    for frame in _frames(container, stream, path):
        if frame is None:
            is_damaged = True
            continue
        rate = frame.sample_rate
        time = None if frame.pts is None or frame.time_base is None else frame.pts * frame.time_base
        pieces += [(time, part.to_ndarray()) for part in planar.resample(frame)]
    if not pieces:
        raise unreadable(path, ValueError("nothing of its sound can be decoded"))
    start = pieces[0][0] or Fraction(0)
    return Track(_laid_out(pieces, start, rate), rate, start - _picture_start(container, path), is_damaged)


def _frames(container: InputContainer, stream: AudioStream, path: Path) -> Iterator[AudioFrame | None]:
    """Yield what can be decoded, and None for every piece that cannot."""
    try:
        for packet in packets_of(container, stream, path):
            if packet.size and packet.is_corrupt:
                yield None
            try:
                yield from packet.decode()
            except av.FFmpegError:
                yield None
    except av.FFmpegError:  # the file ends too early
        yield None


def _laid_out(pieces: list[Any], start: Fraction, rate: int) -> NDArray[np.float32]:
    """Put pieces one behind the other, with silence where their times leave a gap.

    A gap of less than 20 ms is rounding; one of more than ten minutes is a damaged time.
    """
    placed, at = [], 0
    for time, samples in pieces:
        wanted = at if time is None else round((time - start) * rate)
        if rate // 50 < wanted - at < 600 * rate:
            at = wanted
        placed.append((at, samples))
        at += samples.shape[1]
    whole = np.zeros((max(samples.shape[0] for _, samples in placed), at), dtype=np.float32)
    for position, samples in placed:
        whole[: samples.shape[0], position : position + samples.shape[1]] = samples
    return whole


def _picture_start(container: InputContainer, path: Path) -> Fraction:
    """Return when the first picture is shown, on the clock of the sound."""
    with contextlib.suppress(MediaError):
        if container.streams.video:
            video_stream(container, path)
            return index_of(path).start_s
    start = container.streams.audio[0].start_time
    return Fraction(0) if start is None else start * Fraction(container.streams.audio[0].time_base or 0)
