"""Sound while playing: through the sound card where there is one, silent where there is none.

Whatever plays is also the clock: pictures follow what is heard, so that the two cannot drift apart.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from graph_core.values import Audio

__all__ = ["Silence", "Sink", "Speakers", "open_speakers"]

Samples = NDArray[np.float32]


class Sink(Protocol):
    """Plays a sound track and says how far it is. Times count from the start of the shot's first frame.

    Attributes:
        volume: How loud, from 0 to 1.
    """

    volume: float

    def load(self, track: Audio | None) -> None:
        """Play this track from now on, from wherever it is."""

    def play(self, at_s: float, loop_s: tuple[float, float] | None = None, for_s: float | None = None) -> None:
        """Begin at a time; at the end of the loop begin it again; fall silent after a while if one is named."""

    def stop(self) -> None:
        """Fall silent."""

    @property
    def played_s(self) -> float:
        """How long it has been playing, as it is heard; loops count on."""

    def close(self) -> None:
        """Let the device go."""


class Silence:
    """Plays nothing, by the wall clock: for shots without sound and machines without a sound card."""

    def __init__(self) -> None:
        """Stand still."""
        self.volume = 1.0
        self._began: float | None = None

    def load(self, track: Audio | None) -> None:
        """Take any track; it is not heard."""

    def play(self, at_s: float, loop_s: tuple[float, float] | None = None, for_s: float | None = None) -> None:
        """Let the clock run."""
        self._began = time.monotonic()

    def stop(self) -> None:
        """Stop the clock."""
        self._began = None

    @property
    def played_s(self) -> float:
        """Seconds since `play`."""
        return time.monotonic() - self._began if self._began is not None else 0.0

    def close(self) -> None:
        """Nothing is open."""


class Speakers:
    """Plays through the system's sound card.

    The device runs at its own rate; a track of another one is read between its samples as it goes, which is
    good enough to judge timing by and costs nothing up front.
    """

    def __init__(self, sounddevice: Any) -> None:
        """Open the default device.

        Raises:
            sounddevice.PortAudioError: If there is none, or it is taken.
        """
        device = sounddevice.query_devices(kind="output")
        self.volume = 1.0
        self._rate = float(device["default_samplerate"])
        self._samples: Samples = np.zeros((2, 0), np.float32)
        self._track_rate = self._rate
        self._track_start_s = 0.0
        self._at_s = 0.0
        self._loop_s: tuple[float, float] | None = None
        self._for_s: float | None = None
        self._is_playing = False
        self._position = 0
        self._heard: tuple[int, float] | None = None
        channels = min(2, int(device["max_output_channels"]))
        self._stream = sounddevice.OutputStream(
            samplerate=self._rate, channels=channels, dtype="float32", latency="low", callback=self._fill
        )
        self._stream.start()

    def load(self, track: Audio | None) -> None:
        """Play this track from now on, from wherever it is."""
        samples = track.samples[:2] if track is not None else np.zeros((2, 0), np.float32)
        self._samples = samples if len(samples) == 2 else np.repeat(samples, 2, axis=0)
        self._track_rate = float(track.rate) if track is not None else self._rate
        self._track_start_s = track.start_s if track is not None else 0.0

    def play(self, at_s: float, loop_s: tuple[float, float] | None = None, for_s: float | None = None) -> None:
        """Begin at a time; what the device holds already is heard before."""
        self._is_playing = False
        self._at_s, self._loop_s, self._for_s = at_s, loop_s, for_s
        self._position, self._heard = 0, None
        self._is_playing = True

    def stop(self) -> None:
        """Fall silent."""
        self._is_playing = False

    @property
    def played_s(self) -> float:
        """How long it has been playing, as it is heard now."""
        heard = self._heard
        if heard is None:
            return 0.0
        position, at = heard
        return max(0.0, position / self._rate + float(self._stream.time) - at)

    def close(self) -> None:
        """Let the device go."""
        self._stream.close()

    def _fill(self, out: Samples, count: int, moment: Any, _: object) -> None:
        """Give the device its next samples; called from a thread of its own."""
        if not self._is_playing:
            out.fill(0)
            return
        position = self._position
        seconds = (position + np.arange(count)) / self._rate
        # Ears hear loudness in steps of equal ratio; the square comes near to that.
        out[:] = self._sound_at(seconds)[: out.shape[1]].T * self.volume**2
        self._position = position + count
        self._heard = (position, moment.outputBufferDacTime)

    def _sound_at(self, played_s: NDArray[np.float64]) -> Samples:
        """Return the samples `(2, N)` heard after having played for some times."""
        times = played_s + self._at_s
        if self._loop_s is not None:
            first, last = self._loop_s
            times = first + (times - first) % (last - first)
        samples = self._samples
        if samples.shape[1] == 0:
            return np.zeros((2, len(times)), np.float32)
        places = (times - self._track_start_s) * self._track_rate
        below = np.floor(places).astype(np.int64)
        share = (places - below).astype(np.float32)
        inside = (places >= 0) & (below < samples.shape[1])
        if self._for_s is not None:
            inside &= played_s < self._for_s
        low = samples[:, np.clip(below, 0, samples.shape[1] - 1)]
        high = samples[:, np.clip(below + 1, 0, samples.shape[1] - 1)]
        mixed: Samples = (low + (high - low) * share) * inside
        return mixed


def open_speakers(warn: Callable[[str, str], object]) -> Sink | None:
    """Open the sound card; where that is not possible, say why and what to do about it, and return None.

    Args:
        warn: Is told in words what is missing, and the remedy.
    """
    try:
        import sounddevice
    except ImportError:
        warn("Playing is silent: sounddevice is not installed.", 'pip install "semblance[editor]"')
        return None
    except OSError:
        warn("Playing is silent: the PortAudio library is missing.", "install it: apt install libportaudio2")
        return None
    try:
        return Speakers(sounddevice)
    except (sounddevice.PortAudioError, ValueError) as error:
        warn(f"Playing is silent: the sound card cannot be opened ({error}).", "connect one, or check who uses it")
        return None
