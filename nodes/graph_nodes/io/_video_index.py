"""Which frames a clip has, and when each is shown: found by reading its packets without decoding them."""

from __future__ import annotations

import bisect
import contextlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import av
import numpy as np
from numpy.typing import NDArray

from graph_core import Format
from graph_nodes.io._frame import upright_format
from graph_nodes.io._media_file import Stamp, open_media, packets_of, stamp_of, unreadable, video_stream

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

__all__ = ["VideoIndex", "index_of"]

_COMMON_RATES = (
    *(Fraction(rate * 1000, 1001) for rate in (24, 30, 60, 120)),
    *(Fraction(rate) for rate in (12, 15, 24, 25, 30, 48, 50, 60, 100, 120)),
)


class Key(NamedTuple):
    """A frame that can be decoded without those before it.

    Attributes:
        position: Which frame of the clip it is.
        time: Where to seek for it.
    """

    position: int
    time: int


@dataclass(frozen=True)
class VideoIndex:
    """A clip's frames in the order they are shown.

    Attributes:
        times: When each is shown, in units of `time_base`; increasing.
        end: When the last one ends.
        time_base: Seconds per unit.
        keys: Where decoding may begin.
        promised: How many frames the file says it has; more than there are when it was cut off.
        is_counted: The file has no usable times; its frames are found by counting from the start.
        rate: Frames per second; the average of a variable rate.
        format: Size when upright, and pixel aspect.
    """

    times: NDArray[np.int64]
    end: int
    time_base: Fraction
    keys: tuple[Key, ...]
    promised: int
    is_counted: bool
    rate: Fraction
    format: Format

    def __len__(self) -> int:
        """Return the number of frames that are there."""
        return len(self.times)

    @property
    def start_s(self) -> Fraction:
        """When the first frame is shown, on the clock that picture and sound share."""
        return int(self.times[0]) * self.time_base

    @property
    def duration_s(self) -> Fraction:
        """How long the promised frames last."""
        return (self.end - int(self.times[0])) * self.time_base + (self.promised - len(self)) / self.rate

    def position(self, time: int | None) -> int | None:
        """Return which frame is shown first at a time, or None when none is."""
        if time is None:
            return None
        found = int(np.searchsorted(self.times, time))
        return found if found < len(self) and self.times[found] == time else None

    def at(self, seconds: Fraction) -> int:
        """Return which frame is on screen some seconds after the first one appeared."""
        passed = (self.end - int(self.times[0])) * self.time_base
        if seconds >= passed and self.promised > len(self):
            return len(self) + int((seconds - passed) * self.rate)
        limit = seconds / self.time_base + int(self.times[0])
        return max(0, int(np.searchsorted(self.times, int(limit // 1), side="right")) - 1)

    def key_before(self, position: int) -> int:
        """Return which of `keys` decoding must begin at for a frame."""
        return max(0, bisect.bisect_right(self.keys, position, key=lambda key: key.position) - 1)


def index_of(path: Path) -> VideoIndex:
    """Return a clip's index; made once for as long as the file stays the same.

    Raises:
        MediaError: If there is no such file or it is no clip.
    """
    return _index(stamp_of(path))


@lru_cache(maxsize=64)
def _index(stamp: Stamp) -> VideoIndex:
    path = Path(stamp[0])
    with open_media(path) as container:
        stream = video_stream(container, path)
        listing = _list_packets(container, stream, path)
        average = stream.average_rate or stream.guessed_rate or Fraction(25)
        time_base = stream.time_base or 1 / average
    with open_media(path) as container:
        stream = video_stream(container, path)
        frames = _decoded(container, stream, path)
        first = next(frames, None)
        if first is None:
            raise unreadable(path, ValueError("no frame of it can be decoded"))
        form = upright_format(first, stream.sample_aspect_ratio)
        if listing.is_timed:
            return _timed(listing, time_base, average, form)
        count = 1 + sum(1 for _ in frames)
    return VideoIndex(np.arange(count), count, 1 / average, (Key(0, 0),), count, True, average, form)


def _timed(listing: _Listing, time_base: Fraction, average: Fraction, form: Format) -> VideoIndex:
    shown = listing.shown
    times = np.array([packet.pts for packet in shown], dtype=np.int64)
    # Some encoders of variable rates give the last frame next to no time.
    step = int(np.median(np.diff(times))) if len(shown) > 1 else int(1 / average / time_base)
    end = int(times[-1]) + max(1, step, shown[-1].duration)
    rate = _rate(len(shown), (end - int(times[0])) * time_base, average, time_base)
    keys = tuple(
        Key(position, packet.pts if packet.dts is None else min(packet.dts, packet.pts))
        for position, packet in enumerate(shown)
        if packet.is_key
    )
    keys = keys or (Key(0, int(times[0])),)
    return VideoIndex(times, end, time_base, keys, listing.promised, False, rate, form)


class _Packet(NamedTuple):
    pts: int
    dts: int | None
    duration: int
    is_key: bool


@dataclass
class _Listing:
    """What the packets of a stream say.

    Attributes:
        shown: Those that make a frame, in the order of showing.
        promised: How many there should be.
        is_timed: Whether each has a time of its own.
    """

    shown: list[_Packet]
    promised: int
    is_timed: bool


def _list_packets(container: InputContainer, stream: VideoStream, path: Path) -> _Listing:
    if container.format.name == "avi" and stream.codec_context.has_b_frames:
        return _Listing([], 0, is_timed=False)  # AVI knows the order of decoding only
    shown: list[_Packet] = []
    count, last_dts, is_torn = 0, None, False
    try:
        for packet in packets_of(container, stream, path):
            if not packet.size:
                continue
            is_torn = packet.is_corrupt
            count += not is_torn
            if packet.pts is None:
                return _Listing([], 0, is_timed=False)
            if is_torn or packet.is_discard:
                continue
            last_dts = packet.dts if packet.dts is not None else last_dts
            shown.append(_Packet(packet.pts, packet.dts, packet.duration or 0, packet.is_keyframe))
    except av.FFmpegError:
        is_torn = True
    shown.sort()
    if not shown or any(first.pts == second.pts for first, second in itertools.pairwise(shown)):
        return _Listing([], 0, is_timed=False)
    promised = max(len(shown) + is_torn, _promised(stream, shown, count))
    if promised > len(shown):
        # Frames come in decoding order: of those shown after the last packet's turn, some are lost.
        shown = [packet for packet in shown if last_dts is not None and packet.pts <= last_dts] or shown[:1]
    return _Listing(shown, promised, is_timed=True)


def _promised(stream: VideoStream, shown: list[_Packet], count: int) -> int:
    """Return how many frames there should be by what the header says.

    An MP4 file that an edit list shortens has more samples than it shows, so its length has to agree.
    """
    base, rate = stream.time_base or Fraction(1), stream.average_rate or Fraction(25)
    first, last = shown[0].pts * base, shown[-1].pts * base
    if stream.frames and stream.duration is not None:
        is_short = first + stream.duration * base > last + Fraction(3, 2) / rate
        return len(shown) + (stream.frames - count if is_short else 0)
    match = re.fullmatch(r"(\d+):(\d+):(\d+(?:\.\d+)?)", stream.metadata.get("DURATION", ""))
    if match is None:
        return 0
    end = int(match[1]) * 3600 + int(match[2]) * 60 + Fraction(match[3])
    return round((end - first) * rate) if end > last + Fraction(3, 2) / rate else 0


def _rate(count: int, seconds: Fraction, average: Fraction, time_base: Fraction) -> Fraction:
    """Return frames per second, as the exact rate it must be when times are rounded."""
    measured = count / seconds
    tolerance = Fraction(4, 10000) + 2 * time_base / seconds
    for rate in (average, *_COMMON_RATES):
        if abs(rate / measured - 1) < tolerance:
            return rate
    return measured.limit_denominator(1001)


def _decoded(container: InputContainer, stream: VideoStream, path: Path) -> Iterator[VideoFrame]:
    stream.thread_type = "AUTO"
    for packet in packets_of(container, stream, path):
        with contextlib.suppress(av.FFmpegError):
            yield from packet.decode()
