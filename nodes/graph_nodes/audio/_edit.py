"""Fades and sums of sound."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from graph_core import Audio, ExecutionError

__all__ = ["fade_curve", "mixed"]


def fade_curve(count: int, rate: int, fade_in_s: float, fade_out_s: float) -> NDArray[np.float64]:
    """Return the factor of each sample, `(count,)`: from 0 up to 1, and down to 0 after the last sample.

    >>> fade_curve(5, 1, 2.0, 2.0).tolist()
    [0.0, 0.5, 1.0, 1.0, 0.5]
    """
    at = np.arange(count)
    curve = np.ones(count)
    if fade_in_s > 0:
        curve *= np.clip(at / (fade_in_s * rate), 0, 1)
    if fade_out_s > 0:
        curve *= np.clip((count - at) / (fade_out_s * rate), 0, 1)
    return curve


def mixed(tracks: Sequence[Audio]) -> Audio:
    """Return the sum of tracks, each at its own time; mono tracks go to every channel.

    Raises:
        ExecutionError: If rates or channel counts do not fit together.
    """
    rate = tracks[0].rate
    channels = max(track.samples.shape[0] for track in tracks)
    for track in tracks:
        if track.rate != rate:
            raise ExecutionError(
                f"Tracks have {rate} and {track.rate} samples per second.", hint="put audio.resample before the mix"
            )
        if track.samples.shape[0] not in (1, channels):
            raise ExecutionError(
                f"Tracks have {track.samples.shape[0]} and {channels} channels.",
                hint="mix tracks that are mono or have as many channels as the others",
            )
    start = min(track.start_s for track in tracks)
    places = [round((track.start_s - start) * rate) for track in tracks]
    count = max(place + track.samples.shape[1] for place, track in zip(places, tracks, strict=True))
    total = np.zeros((channels, count), dtype=np.float32)
    for place, track in zip(places, tracks, strict=True):
        total[:, place : place + track.samples.shape[1]] += track.samples
    return Audio(total, rate, start)
