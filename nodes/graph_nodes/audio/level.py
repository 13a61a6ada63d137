"""Measure how loud each frame is."""

from typing import NamedTuple

from graph_core import Audio, Context, Node


class Levels(NamedTuple):
    """Loudness of one frame."""

    rms: float
    peak: float


class Level(Node, id="audio.level", version=1, uses=("frame", "fps", "range")):
    """Measure how loud the sound is during each frame.

    `rms` is the root of the mean square over all channels, `peak` the largest amplitude; 1 is full scale.
    """

    def process(self, audio: Audio, *, ctx: Context) -> Levels:
        """
        Args:
            audio: Sound to measure.

        Returns:
            0 and 0 where the sound is silent or there is none.
        """
        import numpy as np

        first = ctx.frame - ctx.frames.first
        samples = audio.cut(float(first / ctx.fps), float((first + 1) / ctx.fps)).samples
        if samples.size == 0:
            return Levels(0.0, 0.0)
        return Levels(float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))), float(np.abs(samples).max()))
