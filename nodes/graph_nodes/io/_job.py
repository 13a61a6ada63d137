"""What every kind of writing shares: the order, the errors of the disk, and the last step to a finished file."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import av

from graph_core import Ancestor, Audio, FrameRange, MediaError, sign
from graph_nodes.io._encoding import Encoding

if TYPE_CHECKING:
    from graph_core import Image

__all__ = ["Job", "Writer", "explained", "not_finite", "put_in_place"]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be written.

    Attributes:
        path: The file, or the pattern of a sequence.
        encoding: Codec, depth and alpha.
        quality: 0 is the best, 51 the worst.
        preset: How much time x264 and x265 take.
        is_signed: Whether Content Credentials are written.
        shot: All frames of the shot.
        frames: Those that are rendered; those written earlier included.
        is_continued: Whether those are kept.
        fps: Frames per second.
        ancestors: The nodes above, for the credentials.
    """

    path: Path
    encoding: Encoding
    quality: float
    preset: str
    is_signed: bool
    shot: FrameRange
    frames: FrameRange
    is_continued: bool
    fps: Fraction
    ancestors: tuple[Ancestor, ...]


class Writer(Protocol):
    """Takes pictures in the order of their frames."""

    def add(self, frame: int, image: Image) -> None:
        """Write one picture."""

    def finish(self, audio: Audio | None) -> None:
        """Complete what was written, with sound where there is room for it."""

    def close(self) -> None:
        """Leave everything closed and usable, whether finished or not."""


@contextlib.contextmanager
def explained(path: Path, frame: int | None = None) -> Iterator[None]:
    """Turn what the disk or ffmpeg says into an error with its remedy."""
    try:
        yield
    except (OSError, av.FFmpegError) as error:
        code = getattr(error, "errno", None)
        if code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            hint = "make room or write elsewhere; what is finished is kept, and --continue goes on from there"
        elif code in (errno.EACCES, errno.EPERM, errno.EROFS):
            hint = "choose a folder you may write to"
        elif code in (errno.EISDIR, errno.ENOTDIR, errno.EEXIST):
            hint = "name a file, in a folder that is one"
        else:
            hint = "check the folder, and the knobs of the node"
        reason = getattr(error, "strerror", None) or str(error)
        raise MediaError(f"{path} cannot be written: {reason}.", hint=hint, file=path, frame=frame) from error


def not_finite(path: Path, frame: int) -> MediaError:
    """Make the error for a picture that cannot be written because of its pixels."""
    return MediaError(
        f"The picture of frame {frame} holds NaN or infinity and was not written.",
        hint="find the node that made it (a division by 0, a logarithm of 0?) and put color.clamp behind it",
        frame=frame,
        file=path,
    )


def put_in_place(temporary: Path, job: Job, target: Path | None = None) -> None:
    """Sign a finished file and give it its name; where credentials lie beside it, they follow at once."""
    target = target or job.path
    sidecar, moved = (path.with_name(f"{path.name}.c2pa") for path in (temporary, target))
    if job.is_signed:
        sign(temporary, ancestors=job.ancestors, title=target.name)
    temporary.replace(target)
    if sidecar.exists():
        sidecar.replace(moved)
    else:
        moved.unlink(missing_ok=True)
