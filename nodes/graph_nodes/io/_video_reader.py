"""Take any frame out of a clip, exactly and, in order, without seeking."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av

from graph_core import MediaError
from graph_nodes.io._media_file import open_media, packets_of, video_stream
from graph_nodes.io._video_index import index_of

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

__all__ = ["VideoReader"]

# Going backwards jumps once for so many frames.
_KEPT = 16


class VideoReader:
    """An open clip.

    Attributes:
        index: Its frames.
        seeks: How often it had to jump.
    """

    def __init__(self, path: Path) -> None:
        """Open a clip.

        Raises:
            MediaError: If there is no such file or it is no clip.
        """
        self.path = path
        self.index = index_of(path)
        self.seeks = 0
        self._held: dict[int, VideoFrame] = {}
        self._open()

    def _open(self) -> None:
        self._container = open_media(self.path)
        self._stream = video_stream(self._container, self.path)
        self._decoder = self._make_decoder()
        self._next = 0
        self._frames = self._decode()

    def _make_decoder(self) -> Any:
        context = self._stream.codec_context
        # ffmpeg's own decoders of VP8 and VP9 leave alpha out.
        outside = {"vp8": "libvpx", "vp9": "libvpx-vp9"}.get(context.name)
        if outside and self._stream.metadata.get("alpha_mode") == "1":
            context = av.CodecContext.create(outside, "r")
        context.thread_type = "AUTO"
        return context

    def frame(self, position: int) -> VideoFrame:
        """Decode one frame; cheap when it is the one after the last.

        Args:
            position: Which frame in the order of showing, from 0.

        Raises:
            MediaError: If the file is damaged there.
        """
        if position in self._held:
            return self._held[position]
        if position >= len(self.index):
            raise self._damaged(position)
        if not self._is_ahead(position):
            self._seek(position)
        passed: deque[tuple[int, VideoFrame]] = deque(maxlen=_KEPT)
        for at, frame in self._frames:
            self._next = at + 1
            if not frame.is_corrupt:
                passed.append((at, frame))
            if at >= position:
                break
        self._held = dict(passed)
        if position not in self._held:
            raise self._damaged(position)
        return self._held[position]

    def close(self) -> None:
        """Close the file."""
        self._held = {}
        self._frames = iter(())
        self._container.close()

    def _is_ahead(self, position: int) -> bool:
        """Return whether decoding on leads to a frame at least as soon as a jump."""
        if self.index.is_counted:
            return position >= self._next
        return self.index.keys[self.index.key_before(position)].position <= self._next <= position

    def _seek(self, position: int) -> None:
        self.seeks += 1
        if not self.index.is_counted:
            # A demuxer may land behind the frame wanted; then an earlier key is tried, the last time from the start.
            first = self.index.key_before(position)
            for number in range(first, max(-1, first - 3), -1):
                if self._lands_before(position, self.index.keys[number].time):
                    return
        self._container.close()
        self._open()

    def _lands_before(self, position: int, time: int) -> bool:
        try:
            self._container.seek(time, stream=self._stream, backward=True)
        except av.FFmpegError:
            return False
        self._decoder.flush_buffers()
        self._frames = self._decode()
        landed = next(self._frames, None)
        if landed is None or landed[0] > position:
            return False
        self._frames = itertools.chain([landed], self._frames)
        self._next = landed[0]
        return True

    def _decode(self) -> Iterator[tuple[int, VideoFrame]]:
        """Yield frames from where the file is, each with its position."""
        count = 0
        for packet in packets_of(self._container, self._stream, self.path):
            try:
                frames = self._decoder.decode(packet if packet.size else None)
            except av.FFmpegError:
                continue  # a torn packet: the frame it should have made is missed when it is asked for
            for frame in frames:
                position = count if self.index.is_counted else self.index.position(frame.pts)
                count += 1
                if position is not None:
                    yield position, frame

    def _damaged(self, position: int) -> MediaError:
        return MediaError(
            f"{self.path.name} is damaged: frame {position + 1} of its {self.index.promised} cannot be decoded.",
            hint="fetch the file again; until then, end the shot before this frame or bridge it with a Switch",
            file=self.path,
        )
