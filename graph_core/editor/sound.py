"""Sound while playing: through the sound card where there is one, silent where there is none.

Whatever plays is also the clock: pictures follow what is heard, so that the two cannot drift apart.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from graph_core.values import Audio

__all__ = ["Silence", "Sink", "Speakers", "in_loop", "open_speakers", "sound_at"]

Samples = NDArray[np.float32]

# Long enough that sound does not break up while modules are loaded: pictures follow what is heard, however late.
_LATENCY_S = 0.15


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


@dataclass(slots=True)
class _Take:
    """One stretch of playing.

    Attributes:
        position: Samples handed to the device so far.
        heard: Position and the device's time of the last samples it was given.
    """

    at_s: float
    loop_s: tuple[float, float] | None
    for_s: float | None
    position: int = 0
    heard: tuple[int, float] | None = None
    began: float = field(default_factory=time.monotonic)


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
        self._track: Audio | None = None
        self._take: _Take | None = None
        self._stream = sounddevice.OutputStream(
            samplerate=self._rate,
            channels=min(2, int(device["max_output_channels"])),
            dtype="float32",
            latency=_LATENCY_S,
            callback=self._fill,
        )
        self._stream.start()

    def load(self, track: Audio | None) -> None:
        """Play this track from now on, from wherever it is."""
        self._track = track

    def play(self, at_s: float, loop_s: tuple[float, float] | None = None, for_s: float | None = None) -> None:
        """Begin at a time; what the device holds already is heard before."""
        self._take = _Take(at_s, loop_s, for_s)

    def stop(self) -> None:
        """Fall silent."""
        self._take = None

    @property
    def played_s(self) -> float:
        """How long it has been playing, as it is heard now."""
        take = self._take
        if take is None or take.heard is None:
            return 0.0
        position, at = take.heard
        heard_s = position / self._rate + float(self._stream.time) - at
        # A device that is none, such as ALSA's null, takes samples as fast as it gets them.
        return min(max(0.0, heard_s), 0.1 + 1.01 * (time.monotonic() - take.began))

    def close(self) -> None:
        """Let the device go."""
        self._stream.close()

    def _fill(self, out: Samples, count: int, moment: Any, _: object) -> None:
        """Give the device its next samples; called from a thread of its own."""
        # Taken once: the screen's thread may begin another take meanwhile.
        take, track = self._take, self._track
        out.fill(0)
        if take is None:
            return
        played_s = (take.position + np.arange(count)) / self._rate
        if track is not None:
            sound = sound_at(track, in_loop(played_s + take.at_s, take.loop_s))
            if take.for_s is not None:
                sound *= played_s < take.for_s
            # Ears hear loudness in steps of equal ratio; the square comes near to that.
            out[:] = sound[: out.shape[1]].T * self.volume**2
        take.heard = (take.position, float(moment.outputBufferDacTime))
        take.position += count


def in_loop(times_s: NDArray[np.float64], loop_s: tuple[float, float] | None) -> NDArray[np.float64]:
    """Return where times lie in a loop that they run through again and again."""
    if loop_s is None:
        return times_s
    first, last = loop_s
    return first + (times_s - first) % (last - first)


def sound_at(track: Audio, times_s: NDArray[np.float64]) -> Samples:
    """Return the samples `(2, N)` of a track at some times; silence where there is none."""
    samples = track.samples[:2]
    count = samples.shape[1]
    if count == 0:
        return np.zeros((2, len(times_s)), np.float32)
    places = (times_s - track.start_s) * track.rate
    below = np.floor(places).astype(np.int64)
    share = (places - below).astype(np.float32)
    low = samples[:, np.clip(below, 0, count - 1)]
    high = samples[:, np.clip(below + 1, 0, count - 1)]
    inside = (places >= 0) & (places <= count - 1)
    mixed: Samples = (low + (high - low) * share) * inside
    return mixed if len(mixed) == 2 else np.repeat(mixed, 2, axis=0)


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
