"""Describe sound by its spectrum over time."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_core import Audio, Context, Node, Param, ParamError, Value


@dataclass(frozen=True, eq=False)
class AudioFeatures(Value):
    """A vector for each of evenly spaced moments of the shot.

    Attributes:
        vectors: `(T, D)`.
        rate: Vectors per second.
        start_s: Time of the first vector's moment, in seconds after the start of the project's first frame.
    """

    vectors: NDArray[np.float32]
    rate: float
    start_s: float

    def validate(self) -> None:
        """Check the shape, the rate and finiteness."""
        if self.vectors.ndim != 2:
            raise ValueError(f"AudioFeatures vectors must be (T, D), not {self.vectors.shape}")
        if self.rate <= 0:
            raise ValueError(f"AudioFeatures rate must be positive, not {self.rate}")
        if not np.isfinite(self.vectors).all():
            raise ValueError("AudioFeatures holds NaN or infinity")


class Spectra(NamedTuple):
    """Two descriptions of the same moments."""

    log_mel: AudioFeatures
    mfcc: AudioFeatures


class Features(Node, id="audio.features", version=1, uses=("fps", "range")):
    """Describe sound by its spectrum: log-mel bands and MFCC.

    Channels are averaged. Vector `k` looks at the sound around `(k + 0.5) / rate` seconds; with one vector for each
    frame that is the middle of frame `k`.
    """

    rate: float = Param(0.0, ge=0, soft_max=200, unit="Hz", help="Vectors per second; 0 makes one for each frame.")
    window: float = Param(25.0, gt=0, soft_max=100, unit="ms", help="How much sound each vector looks at.")
    bands: int = Param(80, ge=1, le=512, help="How many mel bands the spectrum is divided into.")
    coefficients: int = Param(13, ge=1, le=512, help="How many MFCC are kept; at most as many as bands.")
    low: float = Param(0.0, ge=0, soft_max=1000, unit="Hz", help="Where the lowest band begins.")
    high: float = Param(8000.0, gt=0, soft_max=24000, unit="Hz", help="Where the highest ends, within half the rate.")

    def process(self, audio: Audio, *, ctx: Context) -> Spectra:
        """
        Args:
            audio: Sound to describe.

        Returns:
            Power in each band in dB, and its cepstrum, both over the whole shot.
        """
        from graph_nodes.audio._spectrum import cepstrum, log_mel

        self._check()
        rate = self.rate or float(ctx.fps)
        seconds = float(len(ctx.frames) / ctx.fps)
        moments = (np.arange(max(1, round(seconds * rate))) + 0.5) / rate
        track = audio.samples.mean(axis=0, dtype=np.float32)
        window = max(2, round(self.window / 1000 * audio.rate))
        limits = (self.low, min(self.high, audio.rate / 2))
        mel = log_mel(track, audio.rate, (moments - audio.start_s) * audio.rate, window, self.bands, limits)
        return Spectra(
            AudioFeatures(mel, rate, float(moments[0])),
            AudioFeatures(cepstrum(mel, self.coefficients), rate, float(moments[0])),
        )

    def _check(self) -> None:
        if self.coefficients > self.bands:
            raise ParamError(
                f"{self.coefficients} coefficients cannot be made from {self.bands} bands.",
                hint=f"set coefficients to at most {self.bands}",
                param="coefficients",
            )
        if self.low >= self.high:
            raise ParamError(
                f"The bands begin at {self.low:g} Hz and end at {self.high:g} Hz.",
                hint=f"set high above {self.low:g}",
                param="high",
            )
