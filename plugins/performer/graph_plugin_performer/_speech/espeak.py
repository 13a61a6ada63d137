"""Text to speech by espeak-ng: sound, and which phoneme begins when.

Each text is spoken by a process of its own. The library keeps noise and filters in globals that nothing resets, so
only the first text of a process always sounds the same; and a fault in it then ends no more than that process.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_core import ExecutionError, ParamError

__all__ = ["Speech", "speak"]

_LONGEST_S = 120.0


@dataclass(frozen=True, slots=True)
class Speech:
    """What was spoken.

    Attributes:
        samples: `(N,)` full scale at -1 and 1.
        rate: Samples per second.
        symbols: Phonemes in the International Phonetic Alphabet.
        times_s: `(P, 2)` start and end of each, in seconds.
    """

    samples: NDArray[np.float32]
    rate: int
    symbols: tuple[str, ...]
    times_s: NDArray[np.float32]


def speak(text: str, voice: str, *, words_per_minute: int = 165, pitch: int = 50, intonation: int = 55) -> Speech:
    """Speak a text.

    Args:
        text: What is said.
        voice: Of espeak-ng, such as "en-us+f3" or "de".
        words_per_minute: How fast.
        pitch: 0 low to 99 high.
        intonation: 0 monotonous to 99 lively.

    Raises:
        ExecutionError: If espeak-ng is not installed or fails.
        ParamError: If there is no such voice.
    """
    asked = json.dumps({"text": text, "voice": voice, "rate": words_per_minute, "pitch": pitch, "range": intonation})
    command = [sys.executable, "-m", "graph_plugin_performer._speech.espeak_process"]
    try:
        done = subprocess.run(command, input=asked.encode(), capture_output=True, timeout=_LONGEST_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise ExecutionError(
            f"espeak-ng has not spoken the text within {_LONGEST_S:g} s.", hint="split the text over several nodes"
        ) from error
    head, _, sound = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise ExecutionError(
            f"espeak-ng stopped: {said[-1] if said else f'exit code {done.returncode}'}.",
            hint="pip install --force-reinstall espeakng-loader",
        )
    answer = json.loads(head)
    if answer.get("error") == "absent":
        raise ExecutionError(
            "There is no espeak-ng to speak the text with.",
            hint="pip install espeakng-loader, or install espeak-ng on the system; without text the voice babbles",
        )
    if answer.get("error") == "voice":
        raise ParamError(
            f"espeak-ng has no voice {voice!r}.",
            hint="take a language such as en-us, en-gb, de, fr, es, it, pt or ja",
            param="language",
        )
    samples = np.frombuffer(sound, "<i2").astype(np.float32) / np.float32(32768)
    symbols, times = _phonemes(answer["marks"], len(samples), answer["rate"])
    return Speech(samples, answer["rate"], symbols, times)


def _phonemes(marks: list[tuple[int, str]], count: int, rate: int) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Return symbols and times; a phoneme lasts until the next begins, an empty one is a pause."""
    ends = [start for start, _ in marks[1:]] + [count]
    spoken = [
        (name, start / rate, end / rate) for (start, name), end in zip(marks, ends, strict=True) if name and end > start
    ]
    times = np.asarray([(start, end) for _, start, end in spoken], np.float32).reshape(-1, 2)
    return tuple(name for name, _, _ in spoken), times
