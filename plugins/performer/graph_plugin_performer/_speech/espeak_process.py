"""The process that speaks one text: JSON in; a line of JSON and 16-bit samples out."""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
import json
import sys
from typing import Any

__all__ = ["main"]

_RETRIEVE, _PHONEMES, _IPA, _DO_NOT_EXIT, _UTF8 = 1, 1, 2, 0x8000, 1
_LAST, _END, _PHONEME = 0, 5, 7
_PARAMETERS = {"rate": 1, "pitch": 3, "range": 4}


class _Name(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Name),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


def _library() -> tuple[str | None, bytes | None]:
    """Return the library and its data: from the wheel, or the system's."""
    if importlib.util.find_spec("espeakng_loader") is not None:
        import espeakng_loader

        return espeakng_loader.get_library_path(), espeakng_loader.get_data_path().encode()
    return ctypes.util.find_library("espeak-ng"), None


def _speak(library: Any, asked: dict[str, Any]) -> tuple[bytes, list[tuple[int, str]]] | None:
    """Return the samples and where phonemes begin; None when there is no such voice."""
    heard: list[bytes] = []
    marks: list[tuple[int, str]] = []

    def take(samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            heard.append(ctypes.string_at(samples, 2 * count))
        at = 0
        while events[at].type != _LAST:
            event = events[at]
            if event.type == _PHONEME:
                marks.append((event.sample, event.id.string.decode("utf-8", "ignore")))
            elif event.type == _END:
                marks.append((event.sample, ""))
            at += 1
        return 0

    callback = _Callback(take)
    library.espeak_SetSynthCallback(callback)
    if library.espeak_SetVoiceByName(asked["voice"].encode()) != 0:
        return None
    for name, number in _PARAMETERS.items():
        library.espeak_SetParameter(number, asked[name], 0)
    text = asked["text"].encode()
    library.espeak_Synth(text, len(text) + 1, 0, 1, 0, _UTF8, None, None)
    library.espeak_Synchronize()
    return b"".join(heard), marks


def main() -> None:
    """Speak what is asked for on the standard input."""
    asked = json.load(sys.stdin)
    path, data = _library()
    answer: dict[str, Any] = {"error": "absent"}
    sound = b""
    if path is not None:
        library = ctypes.CDLL(path)
        rate = library.espeak_Initialize(_RETRIEVE, 0, data, _PHONEMES | _IPA | _DO_NOT_EXIT)
        if rate <= 0:
            sys.exit("it does not start: its data are missing")
        # It seeds its noise with the time of day.
        if hasattr(library, "espeak_ng_SetRandSeed"):
            library.espeak_ng_SetRandSeed(ctypes.c_long(1))
        spoken = _speak(library, asked)
        answer = {"error": "voice"}
        if spoken is not None:
            sound = spoken[0]
            answer = {"rate": rate, "marks": spoken[1]}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + sound)


if __name__ == "__main__":
    main()
