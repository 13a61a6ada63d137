"""The skin of a head as a mirror-symmetric mesh, dense at eyes, nose and mouth, open at lids and lips.

Points are laid out on the head's unrolled surface, in rings around every opening, triangulated there, and
shot from the head's axis to the sculpted volume.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import Delaunay, cKDTree

from graph_nodes.generate._arrays import Floats, Ints, smoothstep
from graph_nodes.generate._identity import Identity
from graph_nodes.generate._sculpt import Landmarks, head_distance

__all__ = ["HeadMesh", "build_head", "lid_edges", "lip_line", "surface_at"]


GIRTH = 85.0  # mm of unrolled surface per radian
LOWEST, CROWN_START = -190.0, 45.0
HIGHEST = CROWN_START + GIRTH * np.pi / 2
LID_POINTS, LIP_POINTS = 40, 36
LID_OFFSETS = (1.2, 2.6, 4.4, 6.8)
LIP_OFFSETS = (0.9, 2.0, 3.4, 5.0, 7.0, 9.4, 12.0)


@dataclass(frozen=True, slots=True)
class HeadMesh:
    """The skin at rest.

    Attributes:
        vertices: `(V, 3)` in mm.
        triangles: `(T, 3)`, counter-clockwise seen from outside.
        unrolled: `(V, 2)` place on the unrolled surface: along the girth (0 at the nose) and up.
        depth: `(V,)` 0 on the outside; 1 to 4 for the rings that fold inwards behind lids and lips.
        anchors: `(V,)` the vertex on the outside that each one moves with; itself there.
        lids: Two loops (left, right) of vertex numbers along the lids' edges, from the outer corner over the top.
        lips: Loop of vertex numbers along the lips' edges, from the left corner over the top.
    """

    vertices: Floats
    triangles: Ints
    unrolled: Floats
    depth: Ints
    anchors: Ints
    lids: tuple[Ints, Ints]
    lips: Ints


def lid_edges(across: Floats, marks: Landmarks) -> tuple[Floats, Floats]:
    """Return the heights of the open upper and lower lid's edge over the eye's centre.

    Args:
        across: -1 at the inner corner to 1 at the outer.
        marks: The person's features.
    """
    bow = np.clip(1 - across * across, 0, 1)
    slope = marks.eye_tilt * 0.5 * across
    upper = slope + marks.upper_lid * bow**0.72 * (1 - 0.16 * across)
    lower = slope - marks.lower_lid * bow**0.8 * (1 + 0.14 * across)
    return upper, lower


def lip_line(x: Floats, marks: Landmarks) -> Floats:
    """Return the height where the closed lips meet."""
    share = np.clip(np.abs(x) / marks.mouth_half_width, 0, 1.4)
    dip, rise = np.exp(-((share / 0.2) ** 2)), np.exp(-(((share - 0.42) / 0.22) ** 2))
    line: Floats = marks.mouth_y - 0.7 * dip + 0.5 * rise + 1.3 * share**3
    return line


def _rays(unrolled: Floats) -> tuple[Floats, Floats]:
    """Return where rays start and where they point for places on the unrolled surface."""
    angle, height = unrolled[:, 0] / GIRTH, unrolled[:, 1]
    # Under the chin the surface is level: rays fan out downwards there, at the front only.
    front = smoothstep(0.0, 0.75, np.cos(angle))
    knots = (LOWEST, -152.0, -126.0, -99.0, -62.0)
    start_y = height + front * (np.interp(height, knots, (LOWEST, -150, -84, -63, -62)) - height) * (height < -62)
    start_y = np.minimum(start_y, CROWN_START)
    tilt = front * np.interp(height, knots, (0.0, 0.0, -0.95, -0.45, 0.0))
    tilt = np.where(height > CROWN_START, (height - CROWN_START) / GIRTH, tilt)
    level = np.cos(tilt)
    starts = np.stack([np.zeros_like(angle), start_y, np.zeros_like(angle)], axis=1)
    return starts, np.stack([np.sin(angle) * level, np.sin(tilt), np.cos(angle) * level], axis=1)


def surface_at(unrolled: Floats, who: Identity, marks: Landmarks) -> Floats:
    """Return the `(N, 3)` points of the head at `(N, 2)` places on its unrolled surface."""
    starts, directions = _rays(unrolled)
    reach = np.full(len(unrolled), 170.0)
    for _ in range(44):
        distance = head_distance(starts + reach[:, None] * directions, who, marks)
        reach = np.maximum(reach - 0.85 * distance, 2.0)
    points: Floats = starts + reach[:, None] * directions
    return points


def _unroll(front: Floats, who: Identity, marks: Landmarks) -> Floats:
    """Return the places on the unrolled surface of points given by x and y as seen from the front."""
    depth = np.full(len(front), 80.0)
    for _ in range(6):
        places = np.stack([GIRTH * np.arctan2(front[:, 0], depth), front[:, 1]], axis=1)
        depth = 0.5 * depth + 0.5 * np.maximum(surface_at(places, who, marks)[:, 2], 20.0)
    return np.stack([GIRTH * np.arctan2(front[:, 0], depth), front[:, 1]], axis=1)


def _lid_rings(marks: Landmarks) -> Floats:
    turn = np.arange(LID_POINTS) * (2 * np.pi / LID_POINTS)
    across = np.cos(turn)
    upper, lower = lid_edges(across, marks)
    height = np.where(np.sin(turn) >= 0, upper, lower)
    edge = np.stack([marks.eye_half_width * across, height], axis=1)
    outward = np.stack([edge[:, 0] - 0.72 * marks.eye_half_width * across, height * 1.3], axis=1)
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    rings = [edge] + [edge + offset * outward for offset in LID_OFFSETS]
    placed: Floats = np.concatenate(rings) + np.asarray(marks.eye[:2])
    return placed


def _lip_rings(marks: Landmarks) -> tuple[Floats, Floats]:
    turn = np.linspace(np.pi / 2, -np.pi / 2, LIP_POINTS + 1)
    x = marks.mouth_half_width * np.cos(turn)
    x[[0, -1]] = 0
    gap = np.sin(turn) * np.cos(turn).clip(0, 1) ** 0.0 * 1.1
    edge = np.stack([x, lip_line(x, marks) + gap], axis=1)
    outward = np.stack([np.cos(turn) ** 5, np.sin(turn)], axis=1)
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    return edge, np.concatenate([edge + offset * outward for offset in LIP_OFFSETS])


def _honeycomb(box: tuple[float, float, float, float], step: float) -> Floats:
    left, right, bottom, top = box
    rows = np.arange(bottom, top, step * 0.866)
    columns = np.arange(left, right, step)
    u, v = np.meshgrid(columns, rows)
    u[1::2] += step / 2
    return np.stack([u.ravel(), v.ravel()], axis=1)


def _layout(who: Identity, marks: Landmarks) -> tuple[Floats, int, int]:
    """Return places on the left half of the unrolled surface; first the lid's loop, then the upper and lower lip's."""
    edge, lip_rings = _lip_rings(marks)
    lids = _unroll(_lid_rings(marks), who, marks)
    rings = _unroll(np.concatenate([edge, lip_rings]), who, marks)
    kept = np.concatenate([lids[:LID_POINTS], rings[: len(edge)], lids[LID_POINTS:], rings[len(edge) :]])
    half = GIRTH * np.pi
    middle = [np.stack([np.zeros(len(v)), v], axis=1) for v in (np.arange(-128, 60, 2.0), np.arange(60, HIGHEST, 5.0))]
    back = np.stack([np.full(46, half), np.linspace(LOWEST, HIGHEST, 46)], axis=1)
    ends = np.concatenate([_honeycomb((0, half, v, v + 1), 9.0) for v in (LOWEST, HIGHEST)])
    base = marks.nose_base_y
    grids = (
        (np.concatenate([*middle, back, ends]), 1.2),
        (_honeycomb((0, 22, base - 12, base + 24), 1.6), 1.1),
        (_honeycomb((0, 62, -112, 48), 2.6), 1.8),
        (_honeycomb((0, 150, -140, 75), 5.0), 3.6),
        (_honeycomb((0, half, LOWEST, HIGHEST - 6), 9.0), 6.5),
    )
    eye = lids[:LID_POINTS]
    eye_centre, eye_half = (eye.max(axis=0) + eye.min(axis=0)) / 2, np.ptp(eye, axis=0) / 2
    mouth_top = lip_line(np.zeros(1), marks)[0]
    for points, clearance in grids:
        free = cKDTree(kept).query(points)[0] > clearance
        opening = (points[:, 0] < 1) & (np.abs(points[:, 1] - mouth_top) < 1.1)
        inside = (np.square((points - eye_centre) / eye_half).sum(axis=1)) < 1
        kept = np.concatenate([kept, points[free & ~opening & ~inside]])
    kept[:, 0] = np.clip(kept[:, 0], 0, half)
    return kept, LID_POINTS, len(edge)


def build_head(who: Identity, marks: Landmarks) -> HeadMesh:
    """Build the skin of a person."""
    places, lid_count, lip_count = _layout(who, marks)
    triangles = Delaunay(places).simplices.astype(np.int32)
    lid, lip = np.arange(lid_count), np.arange(lid_count, lid_count + lip_count)
    for loop in (lid, lip):
        triangles = triangles[~np.isin(triangles, loop).all(axis=1)]
    points = surface_at(places, who, marks)
    points = _shape_lips(points, places, marks)

    on_middle = places[:, 0] < 1e-6
    points[on_middle, 0] = 0
    mirror = np.arange(len(places))
    mirror[~on_middle] = len(places) + np.arange((~on_middle).sum())
    flip = np.asarray((-1.0, 1.0))
    unrolled = np.concatenate([places, places[~on_middle] * flip])
    vertices = np.concatenate([points, points[~on_middle] * np.asarray((-1.0, 1.0, 1.0))])
    triangles = np.concatenate([triangles, mirror[triangles][:, ::-1]])
    upper = lip[: lip_count // 2 + 1]
    lower = lip[lip_count // 2 + 1 :]
    lips = np.concatenate([upper[::-1], mirror[upper[1:]], mirror[lower[:-1]][::1], lower[::-1]])
    mesh = HeadMesh(
        vertices,
        triangles,
        unrolled,
        np.zeros(len(vertices), np.int32),
        np.arange(len(vertices)),
        (lid, mirror[lid]),
        lips,
    )
    return _fold_inwards(mesh, marks)


def _shape_lips(points: Floats, places: Floats, marks: Landmarks) -> Floats:
    """Close the mouth and give the lips their swell: rolled in at the slit, full, then flat again."""
    x, y = points[:, 0], places[:, 1]
    line = lip_line(x, marks)
    above = y - line
    share = np.clip(np.abs(x) / marks.mouth_half_width, 0, 1.3)
    envelope = np.clip(1 - share**2.6, 0, 1) ** 0.75
    front = (points[:, 2] > 50) & (np.abs(above) < 30)
    closing = np.where(np.abs(above) < 14, np.exp(-((above / 6.0) ** 2)), 0) * np.sign(above) * -1.05
    closing *= smoothstep(1.15, 0.9, share)
    up = np.interp(above / marks.upper_lip, (0, 0.10, 0.28, 0.55, 0.85, 1.05, 1.6, 2.4),
                   (-3.6, -0.4, 2.2, 3.3, 2.5, 1.3, -0.2, 0))  # fmt: skip
    down = np.interp(-above / marks.lower_lip, (0, 0.10, 0.26, 0.5, 0.8, 1.05, 1.6, 2.4),
                     (-3.6, -0.2, 2.7, 4.2, 3.2, 0.8, -1.9, 0))  # fmt: skip
    swell = np.where(above >= 0, up * (1 + 0.25 * who_fullness(marks.upper_lip, 7.5)),
                     down * (1 + 0.25 * who_fullness(marks.lower_lip, 9.5)))  # fmt: skip
    philtrum = -0.9 * np.exp(-((x / 3.2) ** 2) - ((above - marks.upper_lip - 6) / 6) ** 2)
    moved = points.copy()
    moved[:, 2] += np.where(front, swell * envelope + philtrum, 0)
    moved[:, 1] += np.where(front, closing, 0)
    return moved


def who_fullness(height: float, usual: float) -> float:
    """Return how much fuller than usual a lip of a given height is."""
    return (height - usual) / usual


def _fold_inwards(mesh: HeadMesh, marks: Landmarks) -> HeadMesh:
    """Add the lids' thickness and the inside of the mouth."""
    vertices, triangles = [mesh.vertices], [mesh.triangles]
    unrolled, depth, anchors = [mesh.unrolled], [mesh.depth], [mesh.anchors]
    count = len(mesh.vertices)

    def fold(loop: Ints, rings: list[Floats], outward: bool) -> None:
        nonlocal count
        before = loop
        for number, ring in enumerate(rings, start=1):
            after = count + np.arange(len(loop))
            count += len(loop)
            quads = (before, np.roll(before, -1), np.roll(after, -1), after)
            a, b, c, d = quads if outward else quads[::-1]
            triangles.append(np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)]))
            vertices.append(ring)
            unrolled.append(mesh.unrolled[loop])
            depth.append(np.full(len(loop), number, np.int32))
            anchors.append(loop)
            before = after

    for loop, side in zip(mesh.lids, (1.0, -1.0), strict=True):
        centre = np.asarray(marks.eye) * (side, 1, 1)
        rim = mesh.vertices[loop] - centre
        ball = np.sqrt(np.clip((marks.eye_radius + 0.15) ** 2 - (rim[:, :2] ** 2).sum(1), 4, None))
        first = np.stack([rim[:, 0], rim[:, 1] * 1.02, np.minimum(ball, rim[:, 2] - 0.8)], axis=1)
        inner = rim[:, :2] * (0.8, 0.9)
        inside = (marks.eye_radius - 0.8) ** 2 - (inner**2).sum(1)
        second = np.column_stack([inner, np.sqrt(np.clip(inside, 1, None))])
        fold(loop, [first + centre, second + centre], side > 0)
    rim = mesh.vertices[mesh.lips]
    centre = np.asarray((0, marks.mouth_y, 0))
    cavity = [rim - (0, 0, 4.0)]
    for narrow, high, back in ((1.08, 13.0, 7.0), (1.0, 17.0, 30.0), (0.01, 0.0, 52.0)):
        ring = (rim - centre) * (narrow, min(narrow, 1.0), 1) + centre - (0, 0, back)
        turn = np.linspace(0, 2 * np.pi, len(rim), endpoint=False)
        ring[:, 1] += high * np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** 0.45
        cavity.append(ring)
    fold(mesh.lips, cavity, True)
    return HeadMesh(
        np.concatenate(vertices).astype(np.float32),
        np.concatenate(triangles).astype(np.int32),
        np.concatenate(unrolled).astype(np.float32),
        np.concatenate(depth),
        np.concatenate(anchors).astype(np.int32),
        mesh.lids,
        mesh.lips.astype(np.int32),
    )
