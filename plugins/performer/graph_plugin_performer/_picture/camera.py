"""The camera: focal length, framing and the bend of its lens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from graph_core import Camera
from graph_plugin_performer._acting.posing import AIM_MM, DISTANCE_MM
from graph_plugin_performer._arrays import Floats

__all__ = ["HEAD_MM", "Lens", "project"]

HEAD_MM = 225.0


@dataclass(frozen=True, slots=True)
class Lens:
    """How the camera sees the performer.

    Attributes:
        width, height: Of the picture in px.
        pixel_aspect: Width of a pixel over its height.
        size: Height of the head as a share of the picture's, on the mark.
        shift_x, shift_y: Where the mark is off the middle, in shares of the picture's height; right and down.
        distance_mm: From the mark; the focal length follows, so that the head has its size.
        distortion: Brown-Conrady k1, k2.
    """

    width: int
    height: int
    pixel_aspect: float = 1.0
    size: float = 0.52
    shift_x: float = 0.0
    shift_y: float = 0.0
    distance_mm: float = DISTANCE_MM
    distortion: tuple[float, float] = (0.0, 0.0)

    @property
    def focal_px(self) -> float:
        """Focal length in px of the picture's height."""
        return self.size * self.height * self.distance_mm / HEAD_MM

    @property
    def centre_px(self) -> tuple[float, float]:
        """Where the camera's axis meets the picture."""
        return (
            self.width / 2 + self.shift_x * self.height / self.pixel_aspect,
            self.height / 2 + self.shift_y * self.height,
        )

    @property
    def camera(self) -> Camera:
        """The camera as it travels on a link."""
        return Camera(self.focal_px, np.asarray(self.centre_px, np.float32), np.asarray(self.distortion, np.float32))

    @property
    def numbers(self) -> Floats:
        """Focal length, its share along x, centre x and y, k1, k2, distance, for `project` and the shading."""
        return np.asarray(
            (
                self.focal_px,
                self.focal_px / self.pixel_aspect,
                *self.centre_px,
                *self.distortion,
                self.distance_mm,
                AIM_MM,
            ),
            np.float32,
        )


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def project(points: Floats, lens: Floats, scale: float, out: Floats) -> None:
    """Write x, y in samples and 1 / distance of points in mm.

    Args:
        points: `(V, 3)` to the picture's right, up, to the camera.
        lens: As `Lens.numbers`.
        scale: Samples per px.
        out: `(V, 3)`.
    """
    for index in range(points.shape[0]):
        near = 1 / max(lens[6] - points[index, 2], np.float32(10))
        x, y = points[index, 0] * near, (lens[7] - points[index, 1]) * near
        squared = x * x + y * y
        # Far outside the picture the polynomial folds back; there it is held.
        squared = min(squared, np.float32(0.6))
        bend = 1 + squared * (lens[4] + squared * lens[5])
        out[index, 0] = (lens[2] + lens[1] * x * bend) * scale
        out[index, 1] = (lens[3] + lens[0] * y * bend) * scale
        out[index, 2] = near
