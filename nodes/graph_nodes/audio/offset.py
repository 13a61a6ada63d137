"""Shift a sound in time."""

from dataclasses import replace

from graph_core import Audio, Context, Node, Param


class Offset(Node, id="audio.offset", version=1, uses=("fps",)):
    """Make a sound start later or earlier."""

    frames: float = Param(0.0, soft_min=-100, soft_max=100, unit="frames", help="Later when above zero, else earlier.")

    def process(self, audio: Audio, *, ctx: Context) -> Audio:
        """
        Args:
            audio: Sound to shift.

        Returns:
            The same samples at another time.
        """
        if self.frames == 0:
            return audio
        return replace(audio, start_s=audio.start_s + self.frames / float(ctx.fps))
