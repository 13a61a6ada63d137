"""Read the sound of a clip or a sound file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from graph_core import Audio, Context, MediaError, Node, Param
from graph_nodes.io._names import is_sequence, is_still, numbers_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from graph_nodes.io._sound_file import Track

_RATE_OF_SILENCE = 48000


class AudioRead(Node, id="io.audio_read", version=1, uses=("fps", "range")):
    """Read the sound of a clip or a sound file.

    The whole track is read, so that it can be cut, mixed and written anywhere in the shot. Given the clip of an
    `io.read` and the same `first_frame`, it is in sync with the picture, also where the file starts one
    before the other. Without a path it hands on `stand_in`.
    """

    path: Path = Param("", help="Clip or sound file that is heard.")
    first_frame: int = Param(1, unit="frames", help="Frame of the project at which the material starts.")
    rate: int = Param(0, ge=0, le=384000, unit="Hz", help="Samples per second it is converted to; 0 keeps its own.")
    missing: Literal["silence", "error"] = Param("silence", help="What is heard of a file that has no sound.")

    def process(self, stand_in: Audio | None = None, *, ctx: Context) -> Audio:
        """
        Args:
            stand_in: Heard while `path` is empty.

        Returns:
            The track, at its place in time.
        """
        if not self.path:
            if stand_in is None:
                raise MediaError("No file is named and nothing stands in for it.", hint="set path, or link stand_in")
            return stand_in
        start_s = (self.first_frame - ctx.frames.first) / ctx.fps
        track = self._load()
        if track is None:
            return self._silence(ctx)
        if track.is_damaged:
            ctx.report(f"{Path(self.path).name} is damaged; silence is heard where its sound cannot be decoded")
        samples, rate = self._converted(track)
        return Audio(samples, rate, float(start_s + track.start_s))

    def input_frames(self, port: str, frame: int) -> tuple[int, ...]:
        """Nothing stands in for a file that is named."""
        return () if self.path else (frame,)

    def _load(self) -> Track | None:
        from graph_nodes.io._media_file import find_file
        from graph_nodes.io._sound_file import load_track

        path = Path(self.path)
        if is_sequence(path):
            numbers_of(path)  # a pattern without files is an error, as in io.read
            return None
        return None if is_still(find_file(path)) else load_track(path)

    def _converted(self, track: Track) -> tuple[NDArray[np.float32], int]:
        if not self.rate or self.rate == track.rate:
            return track.samples, track.rate
        import librosa
        import numpy as np

        samples = librosa.resample(track.samples, orig_sr=track.rate, target_sr=self.rate, res_type="soxr_hq")
        return np.ascontiguousarray(samples, dtype=np.float32), self.rate

    def _silence(self, ctx: Context) -> Audio:
        import numpy as np

        name = Path(self.path).name
        if self.missing == "error":
            raise MediaError(
                f"{name} has no sound.", hint='choose another file, or set missing to "silence"', file=self.path
            )
        ctx.report(f"{name} has no sound; silence is heard")
        rate = self.rate or _RATE_OF_SILENCE
        return Audio(np.zeros((1, round(len(ctx.frames) / ctx.fps * rate)), dtype=np.float32), rate)
