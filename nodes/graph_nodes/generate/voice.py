"""A voice that belongs to no one, speaking in time with the mouth of `generate.head`."""

from graph_core import Audio, Context, Node, Param


class Voice(Node, id="generate.voice", version=1, uses=("fps", "range"), synthesis="generated"):
    """Babble with the voice of a person drawn from a seed.

    No recording goes in: pulses of the vocal folds are filtered by the resonances of random vowels. `generate.head`
    with the same seed and the performance "speech" moves its mouth to it. The track begins with the shot.
    """

    seed: int = Param(0, ge=0, soft_max=99, help="Whose voice; each number is another person and another text.")
    seconds: float = Param(0.0, ge=0, soft_max=30, unit="s", help="How long the track is; 0 lasts as long as the shot.")
    volume: float = Param(1.0, ge=0, soft_max=2, help="How loud the voice is.")

    def process(self, *, ctx: Context) -> Audio:
        """Make the sound of the whole shot.

        Returns:
            One channel at 48000 samples per second, starting at the shot's first frame.
        """
        from graph_nodes.generate._voice import babble

        rate = 48000
        seconds = self.seconds or float(len(ctx.frames) / ctx.fps)
        samples = babble(self.seed, float(ctx.frames.first / ctx.fps), seconds, rate)
        return Audio(self.volume * samples[None], rate)
