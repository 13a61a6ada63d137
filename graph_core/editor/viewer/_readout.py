"""The words of the viewer: where the mouse is and what lies there, the figures of a region, what is shown."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from graph_core.editor.evaluator import Outcome
from graph_core.editor.viewer._look import srgb_codes
from graph_core.editor.viewer._picture import Picture
from graph_core.editor.viewer._scopes import Figures

__all__ = ["describe", "pixel_words", "region_words", "shown_color", "timecode"]

_SHARES = {0.5: "1/2", 0.25: "1/4", 0.125: "1/8"}


def pixel_words(picture: Picture, x: float, y: float) -> str:
    """Say what is at a place in full-resolution px: the numbers, and for light the 8-bit codes of the screen."""
    numbers = picture.at(x, y)
    place = f"x {math.floor(x)}  y {math.floor(y)}"
    if numbers is None:
        return place
    if picture.words:
        label = int(numbers[0])
        word = picture.words[label] if 0 <= label < len(picture.words) else "unknown"
        return f"{place}     {label} {word}"
    told = "  ".join(f"{name} {number:.4f}" for name, number in zip(picture.names, numbers, strict=True))
    if not picture.is_light:
        return f"{place}     {told}"
    red, green, blue = shown_color(numbers)
    return f"{place}     {told}     sRGB {red} {green} {blue}  #{red:02X}{green:02X}{blue:02X}"


def shown_color(numbers: tuple[float, ...]) -> tuple[int, int, int]:
    """Return the 8-bit sRGB codes of scene-linear red, green and blue."""
    light = np.nan_to_num(np.clip(np.array(numbers[:3], np.float64), 0, 1))
    red, green, blue = np.round(srgb_codes(light) * 255).astype(int).tolist()
    return (red, green, blue)


def region_words(figures: Figures, region: tuple[float, float, float, float]) -> list[str]:
    """Say what is in a region: its size, then a line for each channel."""
    left, top, right, bottom = region
    lines = [f"{right - left:.0f} x {bottom - top:.0f} px at {left:.0f}, {top:.0f}"]
    for name, mean, least, most in zip(figures.names, figures.mean, figures.least, figures.most, strict=True):
        lines.append(f"{name}   mean {mean:.4f}   min {least:.4f}   max {most:.4f}")
    return lines


def timecode(frame: int, first: int, fps: Fraction) -> str:
    """Return the time from the start of the shot to a frame.

    >>> timecode(1037, 1001, Fraction(25))
    '0:00:01:11'
    """
    rate = round(fps)
    count = frame - first
    sign, count = ("-", -count) if count < 0 else ("", count)
    seconds, left = divmod(count, rate)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02}:{seconds:02}:{left:02}"


def describe(outcome: Outcome | None, picture: Picture | None, synthesis: str) -> list[str]:
    """Say what is shown: its format, frame and time, whether it is a draft, and whether it is made up."""
    if outcome is None:
        return []
    parts = [outcome.want.target]
    if picture is not None:
        parts.append(f"{picture.size[0]} x {picture.size[1]}")
    parts.append(f"frame {outcome.want.frame}")
    if outcome.shot is not None:
        parts.append(timecode(outcome.want.frame, outcome.shot.frames.first, outcome.shot.fps))
    if outcome.scale < 1:
        parts.append(f"draft {_SHARES.get(outcome.scale, f'{outcome.scale:.2f}')}")
    if outcome.seconds >= 0.01:
        parts.append(f"{outcome.seconds:.2f} s")
    if picture is not None and picture.legend:
        parts.append(picture.legend)
    if synthesis:
        parts.insert(1, synthesis)
    return parts
