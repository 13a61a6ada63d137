"""One file for all frames, made in parts."""

from __future__ import annotations

import contextlib
import errno
from typing import TYPE_CHECKING

import av

from graph_core import Audio, Context, MediaError
from graph_nodes.io._encoding import settings_of
from graph_nodes.io._job import Job, explained, not_finite, put_in_place
from graph_nodes.io._join import join
from graph_nodes.io._parts import LENGTH, Parts, Settings
from graph_nodes.io._video_encoder import VideoEncoder, pixel_format

if TYPE_CHECKING:
    from graph_core import Image

__all__ = ["ClipWriter"]


class ClipWriter:
    """One file for all frames: closed parts first, joined in the end."""

    def __init__(self, job: Job, ctx: Context) -> None:
        self._job = job
        self._ctx = ctx
        self._parts = Parts(job.path, job.encoding.part_suffix)
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
        with explained(self._job.path, frame):
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
            raise not_finite(self._job.path, frame)
        self._last = frame

    def _begin(self, size: tuple[int, int]) -> None:
        self._size = size
        job = self._job
        form = pixel_format(job.encoding, *size)
        if form.startswith("yuv444p"):
            self._ctx.report(
                f"{size[0]}x{size[1]} is an odd size: colour is written in full (4:4:4), which some players do not show"
            )
        knobs = settings_of(job.encoding, job.quality, job.preset)
        settings = {**knobs, "pixels": form, "size": list(size), "fps": str(job.fps)}
        known = self._parts.settings()
        with explained(job.path):
            if job.path.is_dir():
                raise IsADirectoryError(errno.EISDIR, "it is a folder")
            job.path.parent.mkdir(parents=True, exist_ok=True)
            if known is not None and known != settings and job.is_continued:
                self._refuse_others(known, knobs)
            self._parts.begin(settings, job.frames if job.is_continued else None)

    def _refuse_others(self, known: Settings, knobs: Settings) -> None:
        """Let go of parts that other knobs made; those of another picture cannot be what was meant."""
        job = self._job
        if not knobs.items() <= known.items():
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
        with explained(job.path):
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
                put_in_place(temporary, job)
            finally:
                temporary.unlink(missing_ok=True)
            self._parts.remove()

    def close(self) -> None:
        """Close the open part, so that it can be played and continued."""
        with contextlib.suppress(OSError, av.FFmpegError):
            self._close_part()


def _cut(audio: Audio, job: Job) -> Audio:
    first_s = (job.frames.first - job.shot.first) / job.fps
    last_s = first_s + len(job.frames) / job.fps
    return audio.cut(float(first_s), float(last_s))
