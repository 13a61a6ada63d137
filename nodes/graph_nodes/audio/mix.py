"""Mix sounds."""

from graph_core import Audio, Context, ExecutionError, Node


class Mix(Node, id="audio.mix", version=1):
    """Mix any number of sounds, each at its own time.

    Their samples are added; nothing is clipped or turned down. Mono sounds go to every channel.
    """

    def process(self, *tracks: Audio, ctx: Context) -> Audio:
        """
        Args:
            tracks: Sounds of one rate, mono or with equal channel counts.

        Returns:
            From the start of the earliest to the end of the latest.
        """
        from graph_nodes.audio._edit import mixed

        if not tracks:
            raise ExecutionError("The mix has no sounds.", hint="connect at least one")
        if len(tracks) == 1:
            return tracks[0]
        mix = mixed(tracks)
        peak = float(abs(mix.samples).max(initial=0.0))
        if peak > 1:
            ctx.report(f"the mix peaks at {peak:.2f} of full scale; turn it down with audio.gain")
        return mix
