"""Which frame of a segment is shown, for the nodes that turn time around or repeat it."""

from __future__ import annotations

from graph_core import FrameRange, ParamError

__all__ = ["bounced", "looped", "reversed_frame", "segment"]


def segment(first: int, last: int) -> FrameRange:
    """Return the frames from first to last.

    Raises:
        ParamError: If the last lies before the first.
    """
    if last < first:
        raise ParamError(
            f"The segment ends at frame {last}, before it begins at {first}.",
            hint=f"set last to at least {first}",
            param="last",
        )
    return FrameRange(first, last)


def reversed_frame(frame: int, frames: FrameRange) -> int:
    """Mirror a frame within a segment; outside it the nearer end stays.

    >>> [reversed_frame(frame, FrameRange(1, 3)) for frame in range(0, 5)]
    [3, 3, 2, 1, 1]
    """
    return frames.clamp(frames.first + frames.last - frame)


def looped(frame: int, frames: FrameRange) -> int:
    """Repeat a segment for ever, in both directions of time.

    >>> [looped(frame, FrameRange(1, 3)) for frame in range(0, 7)]
    [3, 1, 2, 3, 1, 2, 3]
    """
    return frames.first + (frame - frames.first) % len(frames)


def bounced(frame: int, frames: FrameRange) -> int:
    """Play a segment forth and back for ever; its ends are shown once.

    >>> [bounced(frame, FrameRange(1, 3)) for frame in range(0, 7)]
    [2, 1, 2, 3, 2, 1, 2]
    """
    turn = len(frames) - 1
    if turn == 0:
        return frames.first
    return frames.first + turn - abs((frame - frames.first) % (2 * turn) - turn)
