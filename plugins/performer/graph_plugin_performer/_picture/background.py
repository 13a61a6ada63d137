"""A room out of focus, painted from a seed."""

from __future__ import annotations

import colorsys

import cv2
import numpy as np

from graph_plugin_performer._arrays import Floats

__all__ = ["paint_background"]


def paint_background(seed: int, height: int, width: int) -> Floats:
    """Return a `(3, H, W)` scene-linear picture of a blurred wall, furniture and lamps."""
    rng = np.random.default_rng((seed, 31))
    x, y = np.meshgrid((np.arange(width) + 0.5) / height - width / height / 2, (np.arange(height) + 0.5) / height)
    hue = float(rng.uniform())
    wall = _colour(hue, rng.uniform(0.10, 0.35), rng.uniform(0.16, 0.42))
    glow_x = float(rng.uniform(-0.8, 0.8))
    light = 0.62 + 0.65 * np.exp(-(((x - glow_x) / 0.75) ** 2) - ((y - 0.25) / 0.7) ** 2)
    room = wall[:, None, None] * light
    for _ in range(int(rng.integers(4, 8))):
        centre, half = rng.uniform((-1.0, 0.1), (1.0, 1.0)), rng.uniform((0.05, 0.10), (0.28, 0.45))
        colour = _colour((hue + rng.normal(0, 0.16)) % 1, rng.uniform(0.1, 0.5), rng.uniform(0.05, 0.5))
        soft = rng.uniform(0.02, 0.05)
        inside = _soft_step((half[0] - np.abs(x - centre[0])) / soft) * _soft_step(
            (half[1] - np.abs(y - centre[1])) / soft
        )
        room += (0.75 * inside) * (colour[:, None, None] * light - room)
    for _ in range(int(rng.integers(3, 9))):
        centre, radius = rng.uniform((-1.0, 0.05), (1.0, 0.75)), rng.uniform(0.015, 0.045)
        colour = _colour(rng.choice((0.08, 0.11, 0.58)), rng.uniform(0.2, 0.6), rng.uniform(0.5, 1.3))
        away = np.hypot(x - centre[0], y - centre[1])
        room += 0.45 * _soft_step((radius - away) / 0.008) * colour[:, None, None]
    desk = _soft_step((y - 0.93 - 0.02 * rng.normal()) / 0.03)
    room += desk * (wall[:, None, None] * 0.35 - room)
    room = cv2.GaussianBlur(room.transpose(1, 2, 0), (0, 0), 0.006 * height + 0.3)
    return np.ascontiguousarray(room.transpose(2, 0, 1), dtype=np.float32)


def _colour(hue: float, saturation: float, value: float) -> Floats:
    return np.asarray(colorsys.hsv_to_rgb(float(hue), float(saturation), float(value)))


def _soft_step(value: Floats) -> Floats:
    step: Floats = 1 / (1 + np.exp(-np.clip(value * 2, -30, 30)))
    return step
