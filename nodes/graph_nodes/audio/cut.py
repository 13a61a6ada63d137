"""Cut a piece out of a sound."""

from graph_core import Audio, Node, Param, ParamError


class Cut(Node, id="audio.cut", version=1):
    """Keep the sound between two times; the rest is silent."""

    start: float = Param(0.0, soft_min=0, soft_max=60, unit="s", help="Where the piece begins, from the first frame.")
    end: float = Param(10.0, soft_min=0, soft_max=60, unit="s", help="Where the piece ends, from the first frame.")

    def process(self, audio: Audio) -> Audio:
        """
        Args:
            audio: Sound to cut.

        Returns:
            The piece, at its place in time; silence where there was no sound.
        """
        if self.end <= self.start:
            raise ParamError(
                f"The cut ends at {self.end:g} s, before it begins at {self.start:g} s.",
                hint=f"set end above {self.start:g}",
                param="end",
            )
        return audio.cut(self.start, self.end)
