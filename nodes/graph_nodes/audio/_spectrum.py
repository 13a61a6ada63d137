"""Spectra of sound at evenly spaced moments."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["cepstrum", "log_mel"]

Floats = NDArray[np.float32]

_FLOOR = 1e-10
_CHUNK = 4096  # moments transformed at once, so that memory stays flat for an hour of sound


def log_mel(
    track: Floats, rate: int, centres: NDArray[np.float64], window: int, bands: int, limits_hz: tuple[float, float]
) -> Floats:
    """Return the power in mel bands around each moment, in dB, at least -100.

    Args:
        track: Mono samples `(N,)`; silence is assumed around them.
        rate: Samples per second.
        centres: Moments `(T,)`, in samples.
        window: Length in samples of the Hann window around a moment.
        bands: How many mel bands (Slaney's scale and area normalisation).
        limits_hz: Where the lowest band begins and the highest ends.

    Returns:
        `(T, bands)`.
    """
    from librosa.filters import get_window, mel

    size = 1 << (window - 1).bit_length()
    hann = get_window("hann", window, fftbins=True).astype(np.float32)
    bank = mel(sr=rate, n_fft=size, n_mels=bands, fmin=limits_hz[0], fmax=limits_hz[1])
    power = np.empty((len(centres), bands), dtype=np.float32)
    first = np.round(centres).astype(np.int64) - window // 2
    for start in range(0, len(centres), _CHUNK):
        at = first[start : start + _CHUNK, None] + np.arange(window)
        inside = (at >= 0) & (at < len(track))
        pieces = (
            np.where(inside, track[np.clip(at, 0, max(0, len(track) - 1))], 0) if len(track) else np.zeros(at.shape)
        )
        spectrum = np.fft.rfft(pieces * hann, n=size)
        power[start : start + _CHUNK] = (np.abs(spectrum) ** 2) @ bank.T
    return np.asarray(10 * np.log10(np.maximum(power, _FLOOR)), dtype=np.float32)


def cepstrum(log_power: Floats, count: int) -> Floats:
    """Return the first `count` cosine coefficients (orthonormal DCT-II) of each row of `(T, bands)`."""
    from scipy.fft import dct

    return np.asarray(dct(log_power, type=2, norm="ortho", axis=1)[:, :count], dtype=np.float32)
