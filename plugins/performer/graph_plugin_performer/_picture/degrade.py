"""What cameras and files do to a picture: noise and compression, applied after the truth is known."""

from __future__ import annotations

import cv2
import numpy as np

from graph_plugin_performer._arrays import Floats

__all__ = ["compress", "sensor_noise"]


def sensor_noise(picture: Floats, strength: float, seed: int) -> Floats:
    """Return a scene-linear picture `(3, H, W)` with the noise of photons and of reading them out."""
    rng = np.random.default_rng((abs(seed), 71))
    shot = 0.0016 * strength * np.maximum(picture, 0)
    read = (0.004 * strength) ** 2
    noise = rng.standard_normal(picture.shape, dtype=np.float32) * np.sqrt(shot + read)
    noisy: Floats = np.maximum(picture + noise, 0).astype(np.float32)
    return noisy


def compress(picture: Floats, damage: float) -> Floats:
    """Return a scene-linear picture `(3, H, W)` as it comes back from a JPEG; highlights above 1 are lost.

    Args:
        picture: The picture.
        damage: 0 is quality 95, 1 is quality 8.
    """
    signal = np.clip(picture, 0, 1)
    signal = np.where(signal <= 0.0031308, 12.92 * signal, 1.055 * np.maximum(signal, 1e-9) ** (1 / 2.4) - 0.055)
    pixels = np.ascontiguousarray((signal * 255 + 0.5).astype(np.uint8).transpose(1, 2, 0)[..., ::-1])
    _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, round(95 - 87 * damage)])
    back = cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1].transpose(2, 0, 1).astype(np.float32) / 255
    linear = np.where(back <= 0.04045, back / 12.92, ((back + 0.055) / 1.055) ** 2.4)
    return np.ascontiguousarray(linear, dtype=np.float32)
