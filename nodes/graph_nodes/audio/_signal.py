"""Test signals: sine, sweep, clicks, noise."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

__all__ = ["clicks", "from_decibels", "noise", "sine", "sweep"]

Samples = NDArray[np.float64]


def from_decibels(level_db: float) -> float:
    """Turn decibels into a factor of amplitude.

    >>> from_decibels(0.0), from_decibels(-20.0)
    (1.0, 0.1)
    """
    return float(10 ** (level_db / 20))


def sine(count: int, rate: int, hertz: float) -> Samples:
    """Return a sine of amplitude 1, beginning at zero: `(count,)`."""
    return np.asarray(np.sin(2 * math.pi * hertz * np.arange(count) / rate))


def sweep(count: int, rate: int, first_hertz: float, last_hertz: float) -> Samples:
    """Return a sine whose pitch moves evenly in octaves from one frequency to another: `(count,)`."""
    octaves = math.log(last_hertz / first_hertz)
    if octaves == 0:
        return sine(count, rate, first_hertz)
    share = np.arange(count) / max(1, count)
    turns = first_hertz * count / rate / octaves * np.expm1(octaves * share)
    return np.asarray(np.sin(2 * math.pi * turns))


def clicks(count: int, rate: int, hertz: float, interval_s: float) -> Samples:
    """Return short bursts that begin at 0, `interval_s`, twice that and so on: `(count,)`.

    A cosine that dies away within 5 ms: loudest on its first sample, which marks the moment.
    """
    number = np.arange(math.ceil(count / rate / interval_s) + 1)
    burst_s = np.arange(min(count, round(rate * 0.03))) / rate
    burst = np.cos(2 * math.pi * hertz * burst_s) * np.exp(-burst_s / 0.005)
    track = np.zeros(count)
    for start in np.round(number * interval_s * rate).astype(int):
        room = track[start : start + len(burst)]
        room += burst[: len(room)]
    return track


def noise(count: int, seed: int) -> Samples:
    """Return white noise, evenly spread over -1 to 1: `(count,)`."""
    return np.random.default_rng(seed).uniform(-1, 1, count)
