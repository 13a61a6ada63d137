"""Which triangle is seen where: a depth buffer, and what can be asked of one."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from graph_plugin_performer._arrays import Floats, Ints

__all__ = ["exposure_to", "rasterise", "vertex_normals"]


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def rasterise(points: Floats, triangles: Ints, nearness: Floats, owner: Ints, first: int, single_sided: bool) -> None:
    """Draw triangles into a depth buffer, nearest first whatever their order.

    Args:
        points: `(V, 3)` x, y in samples, and a nearness that is linear on the screen (such as 1 / distance).
        triangles: `(T, 3)` vertex numbers, counter-clockwise in a y-up world when seen from outside.
        nearness: `(H, W)` nearness of what is drawn; updated.
        owner: `(H, W)` number of the triangle that is seen; updated.
        first: Number of the first triangle.
        single_sided: Triangles vanish when seen from behind.
    """
    height, width = nearness.shape
    for number in range(triangles.shape[0]):
        a, b, c = triangles[number, 0], triangles[number, 1], triangles[number, 2]
        ax, ay = points[a, 0], points[a, 1]
        bx, by = points[b, 0], points[b, 1]
        cx, cy = points[c, 0], points[c, 1]
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if area == 0 or (area > 0 and single_sided):
            continue
        left = max(math.ceil(min(ax, bx, cx) - 0.5), 0)
        right = min(math.floor(max(ax, bx, cx) - 0.5), width - 1)
        top = max(math.ceil(min(ay, by, cy) - 0.5), 0)
        bottom = min(math.floor(max(ay, by, cy) - 0.5), height - 1)
        if right < left or bottom < top:
            continue
        # Shares of the corners a and b are linear in x and y; so is the nearness.
        step_a, step_b = (by - cy) / area, (cy - ay) / area
        step_c = -step_a - step_b
        zero_a, zero_b, zero_c = _reach(step_a), _reach(step_b), _reach(step_c)
        near_a, near_b, near_c = points[a, 2], points[b, 2], points[c, 2]
        step = step_a * near_a + step_b * near_b + step_c * near_c
        for y in range(top, bottom + 1):
            part_a = ((bx - left - 0.5) * (cy - y - 0.5) - (cx - left - 0.5) * (by - y - 0.5)) / area
            part_b = ((cx - left - 0.5) * (ay - y - 0.5) - (ax - left - 0.5) * (cy - y - 0.5)) / area
            part_c = 1 - part_a - part_b
            low, high = _span(part_a, zero_a, 0.0, float(right - left))
            low, high = _span(part_b, zero_b, low, high)
            low, high = _span(part_c, zero_c, low, high)
            start = math.ceil(low)
            near = part_a * near_a + part_b * near_b + part_c * near_c + start * step
            for x in range(left + start, left + math.floor(high) + 1):
                if near > nearness[y, x]:
                    nearness[y, x] = near
                    owner[y, x] = first + number
                near += step


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def _reach(step: float) -> float:
    """Return in how many steps a linear value falls by 1; the sign says in which direction."""
    return -1 / step if step != 0 else -1e30


@njit(nogil=True, cache=True, forceinline=True)  # type: ignore[untyped-decorator]
def _span(value: float, reach: float, first: float, last: float) -> tuple[float, float]:
    """Narrow a range of steps to where a linear value is not negative."""
    if reach < 0:
        return max(first, value * reach - 1e-4), last
    return first, min(last, value * reach + 1e-4)


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def vertex_normals(vertices: Floats, triangles: Ints) -> Floats:
    """Return the smooth unit normals `(V, 3)` of a mesh: the mean of its triangles', weighted by area."""
    normals = np.zeros_like(vertices)
    for number in range(triangles.shape[0]):
        a, b, c = triangles[number, 0], triangles[number, 1], triangles[number, 2]
        px, py, pz = vertices[b, 0] - vertices[a, 0], vertices[b, 1] - vertices[a, 1], vertices[b, 2] - vertices[a, 2]
        qx, qy, qz = vertices[c, 0] - vertices[a, 0], vertices[c, 1] - vertices[a, 1], vertices[c, 2] - vertices[a, 2]
        nx, ny, nz = py * qz - pz * qy, pz * qx - px * qz, px * qy - py * qx
        for corner in (a, b, c):
            normals[corner, 0] += nx
            normals[corner, 1] += ny
            normals[corner, 2] += nz
    for vertex in range(normals.shape[0]):
        x, y, z = normals[vertex]
        length = math.sqrt(x * x + y * y + z * z)
        if length > 0:
            normals[vertex] /= np.float32(length)
    return normals


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def exposure_to(points: Floats, nearness: Floats, reach: int, bias: float, softness: float) -> Floats:
    """Return how much of a light each point sees, from the light's own depth buffer: 1 lit, 0 in shadow.

    Args:
        points: `(V, 3)` as drawn into the buffer.
        nearness: The light's `(H, W)` depth buffer.
        reach: Samples looked at to either side, for soft edges.
        bias: How much nearer something must be before it casts a shadow.
        softness: Further nearness over which the shadow sets in.
    """
    height, width = nearness.shape
    seen = np.ones(points.shape[0], dtype=np.float32)
    for vertex in range(points.shape[0]):
        column, row = int(points[vertex, 0]), int(points[vertex, 1])
        if not (reach <= column < width - reach and reach <= row < height - reach):
            continue
        hidden = 0.0
        for y in range(row - reach, row + reach + 1):
            for x in range(column - reach, column + reach + 1):
                over = (nearness[y, x] - points[vertex, 2] - bias) / softness
                hidden += min(max(over, 0.0), 1.0)
        seen[vertex] = 1 - hidden / (2 * reach + 1) ** 2
    return seen
