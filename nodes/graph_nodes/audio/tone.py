"""Make a test sound."""

from typing import Literal

from graph_core import Audio, Context, Node, Param


class Tone(Node, id="audio.tone", version=1, uses=("fps", "range")):
    """Make a test sound as long as the shot: sine, sweep, clicks or noise.

    Clicks are loudest on their first sample and fall on full intervals from the start of the shot, for checking sync.
    """

    kind: Literal["sine", "sweep", "click", "noise"] = Param("sine", help="What the sound is like.")
    frequency: float = Param(1000.0, gt=0, soft_min=20, soft_max=20000, unit="Hz", help="Pitch; of a sweep the first.")
    last_frequency: float = Param(
        8000.0, gt=0, soft_min=20, soft_max=20000, unit="Hz", help="Pitch that the sweep arrives at."
    )
    interval: float = Param(1.0, gt=0.001, soft_max=10, unit="s", help="Time from click to click.")
    level: float = Param(-20.0, le=0, soft_min=-60, unit="dB", help="Loudness of the peaks; 0 is full scale.")
    rate: int = Param(48000, ge=1000, le=384000, unit="Hz", help="Samples per second.")
    channels: int = Param(1, ge=1, le=8, help="How many channels hold the sound.")
    seed: int = Param(0, ge=0, soft_max=1000, help="Chooses another noise of the same kind.")

    def process(self, *, ctx: Context) -> Audio:
        """
        Returns:
            The sound, from the first frame of the shot to the end of its last.
        """
        import numpy as np

        from graph_nodes.audio import _signal

        count = round(len(ctx.frames) / ctx.fps * self.rate)
        if self.kind == "sine":
            track = _signal.sine(count, self.rate, self.frequency)
        elif self.kind == "sweep":
            track = _signal.sweep(count, self.rate, self.frequency, self.last_frequency)
        elif self.kind == "click":
            track = _signal.clicks(count, self.rate, self.frequency, self.interval)
        else:
            track = _signal.noise(count, self.seed)
        track = (track * _signal.from_decibels(self.level)).astype(np.float32)
        return Audio(np.repeat(track[None], self.channels, axis=0), self.rate)
