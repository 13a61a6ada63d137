"""Make sound louder or softer."""

from graph_core import Audio, Node, Param


class Gain(Node, id="audio.gain", version=1):
    """Make sound louder or softer, and fade its ends.

    Fades are linear in amplitude, from the first and to the last sample of the sound.
    """

    gain: float = Param(0.0, soft_min=-40, soft_max=20, unit="dB", help="Louder above zero, softer below.")
    fade_in: float = Param(0.0, ge=0, soft_max=5, unit="s", help="How long the sound takes to reach its loudness.")
    fade_out: float = Param(0.0, ge=0, soft_max=5, unit="s", help="How long it takes to fall silent at its end.")

    def process(self, audio: Audio) -> Audio:
        """
        Args:
            audio: Sound to change.

        Returns:
            The same sound at another loudness; it is not clipped.
        """
        from graph_nodes.audio._edit import fade_curve
        from graph_nodes.audio._signal import from_decibels

        if self.gain == 0 and self.fade_in == 0 and self.fade_out == 0:
            return audio
        curve = fade_curve(audio.samples.shape[1], audio.rate, self.fade_in, self.fade_out)
        return Audio(audio.samples * (curve * from_decibels(self.gain)).astype("float32"), audio.rate, audio.start_s)
