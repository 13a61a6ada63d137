"""Change the sampling rate."""

from typing import Literal

from graph_core import Audio, Node, Param


class Resample(Node, id="audio.resample", version=1):
    """Change how many samples a second of sound has; pitch and length stay."""

    rate: int = Param(48000, ge=1000, le=384000, unit="Hz", help="Samples per second afterwards.")
    quality: Literal["quick", "high", "best"] = Param("high", help="How cleanly the highest tones are kept.")

    def process(self, audio: Audio) -> Audio:
        """
        Args:
            audio: Sound to convert.

        Returns:
            The same sound at the new rate.
        """
        import librosa
        import numpy as np

        if audio.rate == self.rate:
            return audio
        if audio.samples.shape[1] == 0:
            return Audio(audio.samples, self.rate, audio.start_s)
        kind = {"quick": "soxr_mq", "high": "soxr_hq", "best": "soxr_vhq"}[self.quality]
        samples = librosa.resample(audio.samples, orig_sr=audio.rate, target_sr=self.rate, res_type=kind)
        return Audio(np.ascontiguousarray(samples, dtype=np.float32), self.rate, audio.start_s)
