"""Write pictures, image sequences and clips."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from graph_core import Audio, Context, FrameRange, Image, MediaError, Node, Param, ParamError, Request, Stream

if TYPE_CHECKING:
    from graph_nodes.io._encoding import Encoding
    from graph_nodes.io._job import Writer


class Write(Node, id="io.write", version=1, uses=("fps", "range"), side_effects=True, device="cpu"):
    """Write pictures, an image sequence or a clip with sound.

    The suffix says what is made: MP4, MOV and MKV clips; PNG, JPEG, TIFF and EXR pictures. A sequence has a place
    for the frame number in its name: `shot.%04d.exr` or `shot.####.exr`. Colours leave with the sRGB curve, in EXR and
    32-bit TIFF scene-linear. A file appears under its name once it is complete, signed with Content Credentials that
    say which nodes made it. Until then the finished parts of a clip lie in `<file>.parts`.
    """

    path: Path = Param("", writes=True, help="File to make; needs a place for the number, %04d, for a sequence.")
    codec: Literal["auto", "h264", "h265", "prores", "ffv1"] = Param(
        "auto", help="How a clip is coded: h264 plays everywhere, h265 is smaller, prores and ffv1 are for editing."
    )
    bits: Literal["auto", "8", "10", "16", "32"] = Param("auto", help="Depth of a channel; more shows less banding.")
    alpha: bool = Param(False, help="Keep transparency where the file can hold it; else what is behind is black.")
    quality: float = Param(18.0, ge=0, le=51, help="Higher makes smaller and worse files; 18 looks like the original.")
    preset: Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower"] = Param(
        "veryfast", help="Slower presets make smaller files of the same quality."
    )
    credentials: bool = Param(True, help="Sign what is written, so that it says how it was made.")

    def process(self, image: Stream[Image], audio: Audio | None = None, *, ctx: Context) -> Iterator[None]:
        """
        Args:
            image: Every frame that is rendered.
            audio: Sound of the clip, cut to the frames that are rendered.

        Returns:
            Nothing; the files are what it makes.
        """
        writer = self._open(ctx)
        try:
            for picture in image:
                writer.add(image.frame, picture)
                yield
            writer.finish(audio)
        finally:
            writer.close()

    def _open(self, ctx: Context) -> Writer:
        from graph_nodes.io._clip_writer import ClipWriter
        from graph_nodes.io._job import Job
        from graph_nodes.io._names import is_sequence
        from graph_nodes.io._picture_writer import PictureWriter

        encoding = self._encoding(ctx.node)
        request = ctx.request or Request(ctx.frames)
        if not self.credentials:
            ctx.report("written without Content Credentials")
        if not encoding.is_video and not is_sequence(self.path) and len(request.frames) > 1:
            raise MediaError(
                f"{Path(self.path).name} is one picture, and {len(request.frames)} frames are rendered.",
                hint=f"name it {Path(self.path).stem}.%04d{encoding.suffix}, or render one frame",
                file=self.path,
            )
        job = Job(
            path=Path(self.path).absolute(),
            encoding=encoding,
            quality=self.quality,
            preset=self.preset,
            is_signed=self.credentials,
            shot=ctx.frames,
            frames=request.frames,
            is_continued=request.is_continued,
            fps=ctx.fps,
            ancestors=ctx.ancestors,
        )
        return ClipWriter(job, ctx) if encoding.is_video else PictureWriter(job)

    def _encoding(self, name: str) -> Encoding:
        from graph_nodes.io._encoding import choose

        if not self.path:
            raise ParamError("No file is named to write to.", hint="set path, or give --out", node=name, param="path")
        return choose(str(self.path), self.codec, self.bits, self.alpha)

    def missing_frames(self, frames: FrameRange) -> list[int]:
        """Look into the parts of a clip, or for the files of a sequence."""
        from graph_nodes.io._encoding import settings_of
        from graph_nodes.io._names import file_at, is_sequence
        from graph_nodes.io._parts import Parts

        encoding, path = self._encoding(""), Path(self.path).absolute()
        if not encoding.is_video:
            files = {frame: file_at(path, frame) if is_sequence(path) else path for frame in frames}
            return [frame for frame, file in files.items() if not file.is_file() or not file.stat().st_size]
        parts = Parts(path, encoding.part_suffix)
        known = parts.settings()
        if known is None:
            return [] if not parts.folder.exists() and _holds(path, len(frames)) else list(frames)
        if not settings_of(encoding, self.quality, self.preset).items() <= known.items():
            return list(frames)
        return parts.lacking(frames) or parts.last_piece(frames)


def _holds(path: Path, count: int) -> bool:
    """Return whether there is a finished clip of so many frames."""
    from graph_nodes.io._video_index import index_of

    try:
        return path.is_file() and index_of(path).promised == count
    except MediaError:  # something else of that name, or broken: to be written again
        return False
