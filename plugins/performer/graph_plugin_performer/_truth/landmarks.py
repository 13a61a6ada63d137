"""Landmarks of a staged face: where the points that face detectors know lie on the mesh, and which are seen."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numba import njit
from numpy.typing import NDArray

from graph_core import Boundary, Expression, Face, Faces, landmarks68_from_478
from graph_plugin_performer._acting.posing import head_pose
from graph_plugin_performer._arrays import Floats, Ints
from graph_plugin_performer._person.skin import outside
from graph_plugin_performer._picture.camera import project
from graph_plugin_performer.take import Frame

__all__ = ["BOUNDARIES", "boundary_maps", "face_of", "landmarks68", "landmarks_mm", "project_px", "seen"]

IRIS = 0.475  # radians from the axis of the eyeball to the iris's rim
_HIDDEN = 1.0045
BOUNDARIES = {
    "jaw": range(17),
    "right brow": range(17, 22),
    "left brow": range(22, 27),
    "bridge of the nose": range(27, 31),
    "base of the nose": range(31, 36),
    "right upper lid": (36, 37, 38, 39),
    "right lower lid": (39, 40, 41, 36),
    "left upper lid": (42, 43, 44, 45),
    "left lower lid": (45, 46, 47, 42),
    "upper edge of the upper lip": range(48, 55),
    "lower edge of the upper lip": (60, 61, 62, 63, 64),
    "upper edge of the lower lip": (64, 65, 66, 67, 60),
    "lower edge of the lower lip": (54, 55, 56, 57, 58, 59, 48),
    "right iris": range(68, 73),
    "left iris": range(73, 78),
}
"""The 15 curves of a `Boundary`, as numbers of the 68 landmarks, then four points and again the first of each iris."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the 468 landmarks of the skin lie: corners and shares, on triangles or along the edges of lids and lips.

    Attributes:
        corners: `(468, 3)` vertices of the skin.
        shares: `(468, 3)` of them.
        loops: `(468,)` 0 on a triangle, 1 and 2 on the left and right lids' edge, 3 on the lips' edge.
        along: `(468,)` place along that edge, in vertices.
        home: `(468, 2)` places on the unrolled template.
    """

    corners: Ints
    shares: Floats
    loops: Ints
    along: Floats
    home: Floats


@lru_cache(maxsize=1)
def _table() -> _Table:
    path = resources.files("graph_plugin_performer._truth") / "landmarks478.csv"
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if not row["part"].startswith("iris")]
    kinds = {"skin": 0, "lid.left": 1, "lid.right": 2, "lip": 3}
    loops = np.asarray([kinds[row["part"]] for row in rows])
    along = np.asarray([float(row["along"]) for row in rows])
    home = np.stack([along, [float(row["up"]) for row in rows]], axis=1)
    corners, shares = _on_triangles(np.where(loops[:, None] == 0, home, (0.0, -44.0)))
    return _Table(corners, shares, loops, along, home)


def _on_triangles(places: Floats) -> tuple[Ints, Floats]:
    """Return corners and shares `(N, 3)` of the triangles that places on the unrolled template lie in."""
    _, home, triangles = outside()
    corner = home[triangles]
    near = np.square(corner.mean(axis=1)[None] - places[:, None]).sum(axis=2).argsort(axis=1)[:, :24]
    first = corner[near]
    edge_b, edge_c = first[:, :, 1] - first[:, :, 0], first[:, :, 2] - first[:, :, 0]
    offset = places[:, None] - first[:, :, 0]
    area = edge_b[..., 0] * edge_c[..., 1] - edge_b[..., 1] * edge_c[..., 0]
    part_b = (offset[..., 0] * edge_c[..., 1] - offset[..., 1] * edge_c[..., 0]) / area
    part_c = (edge_b[..., 0] * offset[..., 1] - edge_b[..., 1] * offset[..., 0]) / area
    parts = np.stack([1 - part_b - part_c, part_b, part_c], axis=2)
    best = parts.min(axis=2).argmax(axis=1)
    rows = np.arange(len(places))
    shares: Floats = np.clip(parts[rows, best], 0, None)
    shares = (shares / shares.sum(axis=1, keepdims=True)).astype(np.float32)
    return triangles[near[rows, best]], shares


def landmarks_mm(frame: Frame) -> Floats:
    """Return the `(478, 3)` landmarks in mm: to the picture's right, up, to the camera."""
    table, mesh = _table(), frame.person.mesh
    skin = frame.staged.places[frame.person.parts["skin"]]
    points = np.einsum("nc,ncx->nx", table.shares, skin[table.corners])
    for kind, loop in ((1, mesh.lids[0]), (2, mesh.lids[1]), (3, mesh.lips)):
        chosen = np.nonzero(table.loops == kind)[0]
        first = np.floor(table.along[chosen]).astype(int)
        share = (table.along[chosen] - first)[:, None]
        edge = skin[loop]
        points[chosen] = edge[first % len(loop)] * (1 - share) + edge[(first + 1) % len(loop)] * share
    irises = [_iris(frame, side) for side in ("right", "left")]
    everywhere: Floats = np.concatenate([points, *irises]).astype(np.float32)
    return everywhere


def _iris(frame: Frame, side: str) -> Floats:
    """Return centre and rim of an iris: on the right towards nose, top, ear, bottom; on the left ear first."""
    person = frame.person
    # The first ring of the eyeball's vertices is its foremost point, the next ones surround it.
    ball = frame.staged.places[person.parts[f"{side}_eye"]].astype(np.float64).reshape(22, 32, 3)
    ring = IRIS / (1.75 / 21)
    low, share = int(ring), ring - int(ring)
    rim = ball[low] * (1 - share) + ball[low + 1] * share
    # Columns run from the ear's side over the top.
    order = [0, 8, 16, 24] if side == "left" else [16, 8, 0, 24]
    return np.concatenate([ball[:1, 0], rim[order]])


def project_px(frame: Frame, points: Floats) -> Floats:
    """Return `(N, 3)` x, y in px and the distance from the camera in mm, of points in mm."""
    out = np.empty((len(points), 3), np.float32)
    project(np.ascontiguousarray(points, np.float32), frame.take.lens.numbers, 1.0, out)
    out[:, 2] = 1 / out[:, 2]
    return out


def seen(frame: Frame, points: Floats) -> NDArray[np.bool_]:
    """Return which of `(N, 3)` points, as `project_px` gives them, nothing hides and the picture holds: bool `(N,)`."""
    nearness = frame.staged.nearness
    height, width = nearness.shape
    column, row = np.floor(2 * points[:, 0]).astype(int), np.floor(2 * points[:, 1]).astype(int)
    inside = (column >= 0) & (row >= 0) & (column < width) & (row < height)
    there = nearness[row.clip(0, height - 1), column.clip(0, width - 1)]
    visible: NDArray[np.bool_] = inside & (there * points[:, 2] <= _HIDDEN)
    return visible


def landmarks68(frame: Frame, spatial: Floats) -> Floats:
    """Return the `(68, 3)` landmarks of the iBUG 300-W scheme: x, y in px and the distance from the camera.

    The outline of the jaw is the one that is seen: on a turned head it runs along the silhouette.

    Args:
        frame: What was filmed.
        spatial: The 478 landmarks as `project_px` gives them.
    """
    distance = landmarks68_from_478(np.repeat(spatial[:, 2:], 2, axis=1))[:, :1]
    few = np.concatenate([landmarks68_from_478(spatial), distance], axis=1)
    few[:17] = _outline(frame)
    return few


@lru_cache(maxsize=1)
def _outline_paths() -> tuple[Ints, Floats]:
    """Return corners and shares `(17, 14, 3)` of places from the jaw's landmarks towards the middle of the face."""
    home = np.zeros((478, 2), np.float32)
    home[:468] = _table().home
    line = landmarks68_from_478(home)[:17].astype(np.float64)
    inward = np.linspace(1, 0.25, 14)
    places = np.stack(np.broadcast_arrays(line[:, None, 0] * inward, line[:, None, 1]), axis=2)
    corners, shares = _on_triangles(places.reshape(-1, 2))
    return corners.reshape(17, 14, 3), shares.reshape(17, 14, 3)


def _outline(frame: Frame) -> Floats:
    """Return the `(17, 3)` outline of the jaw, as `project_px` does."""
    corners, shares = _outline_paths()
    skin = frame.person.parts["skin"]
    points = np.einsum("ijc,ijcx->ijx", shares, frame.staged.places[skin][corners])
    normals = np.einsum("ijc,ijcx->ijx", shares, frame.staged.normals[skin][corners])
    facing = np.sum(normals * ((0, -22.0, frame.take.lens.distance_mm) - points), axis=2) > 0
    first = np.where(facing.any(axis=1), facing.argmax(axis=1), 0)
    return project_px(frame, points[np.arange(17), first])


def face_of(frame: Frame) -> Faces:
    """Return the performer's face with every landmark, pose and expression."""
    lens = frame.take.lens
    spatial = project_px(frame, landmarks_mm(frame))
    visible478 = seen(frame, spatial)
    pose = head_pose(frame.take.posture, lens.distance_mm)
    middle = float(pose.translation[2]) + 80.0
    flat = spatial.copy()
    flat[:, 2] = (spatial[:, 2] - middle) * lens.focal_px / middle
    few = landmarks68(frame, spatial)
    box = np.concatenate([flat[:468, :2].min(axis=0), flat[:468, :2].max(axis=0)]).astype(np.float32)
    face = Face(
        box,
        flat,
        few[:, :2].copy(),
        pose=pose,
        expression=Expression(frame.take.expression),
        visible478=visible478,
        visible68=seen(frame, few),
    )
    return Faces((face,), lens.width, lens.height)


def boundary_maps(frame: Frame, points: Floats) -> Boundary:
    """Return heat maps of the `BOUNDARIES`: 1 on a curve, falling off with a deviation of 1 % of the height.

    Args:
        frame: What was filmed.
        points: `(68, 2)` landmarks and `(10, 2)` irises, in px.
    """
    import torch

    lens = frame.take.lens
    maps = np.zeros((len(BOUNDARIES), lens.height, lens.width), np.float32)
    closed = np.concatenate([points[:68], _closed(points[68:73]), _closed(points[73:78])]).astype(np.float32)
    for number, curve in enumerate(BOUNDARIES.values()):
        line = closed[list(curve)]
        _draw(maps[number], line, max(0.01 * lens.height, 0.5))
    return Boundary(torch.from_numpy(maps))


def _closed(iris: Floats) -> Floats:
    """Return the rim of an iris as a closed curve of five points."""
    return np.concatenate([iris[1:], iris[1:2]])


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _draw(heat: Floats, line: Floats, sigma: float) -> None:
    """Draw a line of `(N, 2)` points, softly."""
    height, width = heat.shape
    reach = 3.5 * sigma
    for number in range(line.shape[0] - 1):
        ax, ay, bx, by = line[number, 0], line[number, 1], line[number + 1, 0], line[number + 1, 1]
        dx, dy = bx - ax, by - ay
        squared = max(dx * dx + dy * dy, 1e-9)
        left, right = max(int(min(ax, bx) - reach), 0), min(int(max(ax, bx) + reach) + 1, width)
        top, bottom = max(int(min(ay, by) - reach), 0), min(int(max(ay, by) + reach) + 1, height)
        for row in range(top, bottom):
            for column in range(left, right):
                x, y = column + 0.5 - ax, row + 0.5 - ay
                share = min(max((x * dx + y * dy) / squared, 0.0), 1.0)
                away = (x - share * dx) ** 2 + (y - share * dy) ** 2
                if away < reach * reach:
                    heat[row, column] = max(heat[row, column], math.exp(-away / (2 * sigma * sigma)))
