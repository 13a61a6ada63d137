"""Read a picture, an image sequence or a clip from disk."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from graph_core import Context, FrameRange, Image, MediaError, Node, Param, Shot
from graph_nodes.io._names import file_at, is_sequence, is_still, numbers_of

if TYPE_CHECKING:
    import torch

    from graph_nodes.io._video_index import VideoIndex

# Times in some containers are rounded to milliseconds.
_ROUNDING_S = Fraction(1, 1000)
# Highlights of an EXR file may be brighter than half floats can say.
_LARGEST_HALF = 65504.0


class Read(Node, id="io.read", version=1, uses=("frame", "fps"), serial=True):
    """Read a picture, an image sequence or a clip.

    Pictures: PNG, JPEG, TIFF, EXR and more, of 8, 16 or 32 bit. Sequences: `plate.%04d.exr` or `plate.####.exr`, whose
    first file is shown at `first_frame`. Clips: whatever ffmpeg decodes, with any frame found exactly, turned upright
    as the camera noted, and alpha where the codec has it.

    Colours become scene-linear. Alpha is taken as straight, except in files that say it is premultiplied and in EXR.
    Without a path it hands on `stand_in`, so that a project runs before its footage is there.
    """

    path: Path = Param("", help="File that is shown; a pattern such as plate.%04d.exr for a sequence.")
    first_frame: int = Param(1, unit="frames", help="Frame of the project at which the material starts.")
    conform: Literal["time", "frames"] = Param(
        "time",
        help="A clip of another rate: keep its speed by repeating and leaving out frames, or show each frame once.",
    )
    before: Literal["hold", "black", "loop", "error"] = Param("hold", help="What is shown before the material starts.")
    after: Literal["hold", "black", "loop", "error"] = Param("hold", help="What is shown once the material has ended.")
    colour: Literal["auto", "srgb", "linear"] = Param(
        "auto",
        help="Curve of the file's values: sRGB darkens the middle tones it had brightened; auto is linear for floats.",
    )
    matrix: Literal["auto", "bt601", "bt709", "bt2020"] = Param(
        "auto", help="How a clip coded its colours; greens and reds that look off have the wrong one."
    )
    nan: Literal["error", "black"] = Param(
        "error", help="What becomes of pixels in float files that are no number or infinite."
    )

    def process(self, stand_in: Image | None = None, *, ctx: Context) -> Image:
        """
        Args:
            stand_in: Shown while `path` is empty.

        Returns:
            The frame: RGB, or premultiplied RGBA where the file has alpha.
        """
        if not self.path:
            if stand_in is None:
                raise MediaError("No file is named and nothing stands in for it.", hint="set path, or link stand_in")
            return stand_in
        if is_sequence(self.path):
            pixels = self._from_sequence(ctx.frame)
        elif is_still(self.path):
            from graph_nodes.io._still import load_still

            pixels = load_still(Path(self.path), self.colour, self.nan)
        else:
            pixels = self._from_clip(ctx)
        if ctx.dtype.itemsize < 4:
            pixels = pixels.clamp(-_LARGEST_HALF, _LARGEST_HALF)
        return Image(pixels.to(ctx.device, ctx.dtype))

    def is_timed(self) -> bool:
        """A sequence or a clip changes from frame to frame; a picture does not."""
        return bool(self.path) and (is_sequence(self.path) or not is_still(self.path))

    def input_frames(self, port: str, frame: int) -> tuple[int, ...]:
        """Nothing stands in for a file that is named."""
        return () if self.path else (frame,)

    def files(self, frame: int | None) -> tuple[str, ...]:
        """A frame of a sequence depends on its own file alone; black takes its size from the first."""
        if not self.path or not is_sequence(self.path):
            return (str(self.path),) if self.path else ()
        if frame is None:
            return ()
        try:
            numbers = numbers_of(self.path)
            offset = self._offset(frame, numbers[-1] - numbers[0] + 1)
        except MediaError:  # told when the frame is made
            return ()
        return (str(file_at(self.path, numbers[0] + (offset or 0))),)

    def shot(self) -> Shot | None:
        """Size, rate and frames of the material; a sequence that does not say its rate counts as 24."""
        if not self.path or not (is_sequence(self.path) or not is_still(self.path)):
            return None
        if is_sequence(self.path):
            from graph_nodes.io._still import still_format

            numbers = numbers_of(self.path)
            frames = FrameRange(self.first_frame, self.first_frame + numbers[-1] - numbers[0])
            return Shot(still_format(file_at(self.path, numbers[0])), Fraction(24), frames)
        from graph_nodes.io._video_index import index_of

        index = index_of(Path(self.path))
        last = self.first_frame + index.promised - 1
        return Shot(index.format, index.rate, FrameRange(self.first_frame, last))

    def _offset(self, frame: int, count: int) -> int | None:
        """Return how many frames after the start of material `count` frames long, or None for black."""
        offset = frame - self.first_frame
        if 0 <= offset < count:
            return offset
        rule = self.before if offset < 0 else self.after
        if rule == "error":
            last = self.first_frame + count - 1
            raise MediaError(
                f"{Path(self.path).name} has nothing at frame {frame}: it covers {self.first_frame}-{last}.",
                hint=f'set {"before" if offset < 0 else "after"} to "hold", or move first_frame',
                file=self.path,
            )
        if rule == "black":
            return None
        return offset % count if rule == "loop" else min(max(offset, 0), count - 1)

    def _from_sequence(self, frame: int) -> torch.Tensor:
        from graph_nodes.io._still import load_still

        numbers = numbers_of(self.path)
        offset = self._offset(frame, numbers[-1] - numbers[0] + 1)
        if offset is None:
            return load_still(file_at(self.path, numbers[0]), self.colour, "black").zero_()
        number = numbers[0] + offset
        file = file_at(self.path, number)
        if not file.exists():
            nearest = min(numbers, key=lambda known: abs(known - number))
            raise MediaError(
                f"The sequence lacks frame {number}: there is no file {file.name}.",
                hint=f"render it again; the nearest that is there is {file_at(self.path, nearest).name}",
                file=file,
            )
        return load_still(file, self.colour, self.nan)

    def _from_clip(self, ctx: Context) -> torch.Tensor:
        from graph_nodes.io._frame import oriented, pixels_of
        from graph_nodes.io._media_file import stamp_of
        from graph_nodes.io._video_reader import VideoReader

        path = Path(self.path)
        reader = ctx.resource(f"clip {stamp_of(path)}", lambda: VideoReader(path))
        position = self._position(ctx, reader.index)
        frame = reader.frame(0 if position is None else position)
        pixels = oriented(pixels_of(frame, path, self.colour, self.matrix), frame)
        return pixels.zero_() if position is None else pixels

    def _position(self, ctx: Context, index: VideoIndex) -> int | None:
        """Return which frame of a clip is shown, or None for black."""
        if self.conform == "frames":
            return self._offset(ctx.frame, index.promised)
        count = max(1, round(index.duration_s * ctx.fps))
        offset = self._offset(ctx.frame, count)
        # What is on screen in the middle of the project's frame: times that are rounded or jitter do no harm there.
        return None if offset is None else index.at((offset + Fraction(1, 2)) / ctx.fps - _ROUNDING_S)
