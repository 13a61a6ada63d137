"""Where pictures go, frame after frame: into a clip made of parts, or into one file each."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import av

from graph_core import Ancestor, Audio, Context, FrameRange, MediaError, sign
from graph_core.credentials import sidecar_of
from graph_nodes.io._encoding import Encoding
from graph_nodes.io._join import join
from graph_nodes.io._names import file_at, is_sequence
from graph_nodes.io._parts import LENGTH, Parts, Settings
from graph_nodes.io._picture_file import write_picture
from graph_nodes.io._video_encoder import VideoEncoder, pixel_format

if TYPE_CHECKING:
    from graph_core import Image

__all__ = ["ClipWriter", "Job", "PictureWriter", "Writer", "part_suffix", "settings_of"]


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

    @property
    def settings(self) -> Settings:
        """What makes parts of a clip fit together, as far as the knobs say it."""
        return settings_of(self.encoding, self.quality, self.preset)


class Writer(Protocol):
    """Takes pictures in the order of their frames."""

    def add(self, frame: int, image: Image) -> None:
        """Write one picture."""

    def finish(self, audio: Audio | None) -> None:
        """Complete what was written, with sound where there is room for it."""

    def close(self) -> None:
        """Leave everything closed and usable, whether finished or not."""


@contextlib.contextmanager
def _explained(path: Path, frame: int | None = None) -> Iterator[None]:
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


def _refuse_infinite(path: Path, frame: int) -> MediaError:
    return MediaError(
        f"The picture of frame {frame} holds NaN or infinity, which {path.suffix} cannot.",
        hint="find the node that made it (a division by 0, a logarithm of 0?) and put color.clamp behind it",
        frame=frame,
        file=path,
    )


class ClipWriter:
    """One file for all frames: closed parts first, joined in the end."""

    def __init__(self, job: Job, ctx: Context) -> None:
        self._job = job
        self._ctx = ctx
        self._parts = Parts(job.path, part_suffix(job.encoding))
        self._size: tuple[int, int] | None = None
        self._encoder: VideoEncoder | None = None
        self._first = self._last = 0

    def add(self, frame: int, image: Image) -> None:
        """Write one picture into the open part, or begin another."""
        size = (image.width, image.height)
        if self._size is None:
            self._begin(size)
        if size != self._size:
            raise MediaError(
                f"Frame {frame} is {image.width}x{image.height}; those before were of another size.",
                hint="put transform.resize before the node that writes",
                frame=frame,
                file=self._job.path,
            )
        with _explained(self._job.path, frame):
            is_new = self._encoder is None or frame != self._last + 1
            if is_new or (frame - self._job.shot.first) % LENGTH == 0:
                self._close_part()
                self._open_part(frame, size)
            assert self._encoder is not None
            try:
                is_finite = self._encoder.add(image)
            except BaseException:
                self._drop_part()
                raise
        if not is_finite:
            raise _refuse_infinite(self._job.path, frame)
        self._last = frame

    def _begin(self, size: tuple[int, int]) -> None:
        self._size = size
        job = self._job
        form = pixel_format(job.encoding, *size)
        if form.startswith("yuv444p"):
            self._ctx.report(
                f"{size[0]}x{size[1]} is an odd size: colour is written in full (4:4:4), which some players do not show"
            )
        settings = {**job.settings, "pixels": form, "size": list(size), "fps": str(job.fps)}
        known = self._parts.settings()
        with _explained(job.path):
            if job.path.is_dir():
                raise IsADirectoryError(errno.EISDIR, "it is a folder")
            job.path.parent.mkdir(parents=True, exist_ok=True)
            if known is not None and known != settings and job.is_continued:
                self._refuse_others(known)
            self._parts.begin(settings, job.frames if job.is_continued else None)

    def _refuse_others(self, known: Settings) -> None:
        """Let go of parts that other knobs made; those of another picture cannot be what was meant."""
        job = self._job
        if not job.settings.items() <= known.items():
            self._ctx.report("the parts of the earlier render were made with other settings and are made again")
            return
        raise MediaError(
            f"The render that is to be continued was {' x '.join(map(str, known['size']))} at {known['fps']} a second.",
            hint="render without --continue, or give the project back its format and rate",
            file=job.path,
        )

    def _open_part(self, frame: int, size: tuple[int, int]) -> None:
        job = self._job
        self._parts.drop(frame)
        current = self._parts.current
        self._encoder = VideoEncoder(current, job.encoding, size, job.fps, job.quality, job.preset)
        self._first, self._last = frame, frame - 1

    def _close_part(self) -> None:
        if self._encoder is None:
            return
        if self._last < self._first:
            self._drop_part()
            return
        encoder, self._encoder = self._encoder, None
        try:
            encoder.close()
        except BaseException:
            self._drop_part()
            raise
        self._parts.close(self._first, self._last)

    def _drop_part(self) -> None:
        """Throw the open part away: it is empty, or not all of it could be written."""
        encoder, self._encoder = self._encoder, None
        if encoder is not None:
            with contextlib.suppress(OSError, av.FFmpegError):
                encoder.close()
        with contextlib.suppress(OSError):
            self._parts.current.unlink()

    def finish(self, audio: Audio | None) -> None:
        """Join the parts, add the sound, sign, and put the file in its place."""
        job = self._job
        with _explained(job.path):
            self._close_part()
            lacking = self._parts.lacking(job.frames)
            if lacking:
                raise MediaError(
                    f"{job.path.name} cannot be joined: {len(lacking)} frames are missing, the first is {lacking[0]}.",
                    hint="render again with --continue",
                    file=job.path,
                )
            temporary = job.path.with_name(f".{job.path.stem}.part{job.encoding.suffix}")
            try:
                cut = _cut(audio, job) if audio is not None else None
                join(
                    self._parts.inside(job.frames), temporary, job.fps, cut, is_lossless=job.encoding.codec == "prores"
                )
                _put_in_place(temporary, job)
            finally:
                temporary.unlink(missing_ok=True)
            self._parts.remove()

    def close(self) -> None:
        """Close the open part, so that it can be played and continued."""
        with contextlib.suppress(OSError, av.FFmpegError):
            self._close_part()


class PictureWriter:
    """One file for each frame."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def add(self, frame: int, image: Image) -> None:
        """Write one picture, sign it and put it in its place."""
        job = self._job
        target = file_at(job.path, frame) if is_sequence(job.path) else job.path
        temporary = target.with_name(f".{target.stem}.part{target.suffix}")
        with _explained(target, frame):
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, "it is a folder")
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                if not write_picture(temporary, image, job.encoding, job.quality):
                    raise _refuse_infinite(target, frame)
                _put_in_place(temporary, job, target)
            finally:
                temporary.unlink(missing_ok=True)

    def finish(self, audio: Audio | None) -> None:
        """Nothing is left to do: every file is complete."""

    def close(self) -> None:
        """Nothing is open between two pictures."""


def settings_of(encoding: Encoding, quality: float, preset: str) -> Settings:
    """Return the knobs that parts of one clip must share."""
    return {
        "codec": encoding.codec,
        "bits": encoding.bits,
        "alpha": encoding.alpha,
        "quality": quality,
        "preset": preset,
    }


def part_suffix(encoding: Encoding) -> str:
    """Return the suffix of a clip's parts."""
    return {"prores": ".mov", "ffv1": ".mkv"}.get(encoding.codec, ".mp4")


def _cut(audio: Audio, job: Job) -> Audio:
    first_s = (job.frames.first - job.shot.first) / job.fps
    last_s = first_s + len(job.frames) / job.fps
    return audio.cut(float(first_s), float(last_s))


def _put_in_place(temporary: Path, job: Job, target: Path | None = None) -> None:
    """Sign a finished file and give it its name; where credentials lie beside it, they follow at once."""
    target = target or job.path
    sidecar, moved = sidecar_of(temporary), sidecar_of(target)
    if job.is_signed:
        sign(temporary, ancestors=job.ancestors, title=target.name)
    temporary.replace(target)
    if sidecar.exists():
        sidecar.replace(moved)
    else:
        moved.unlink(missing_ok=True)
