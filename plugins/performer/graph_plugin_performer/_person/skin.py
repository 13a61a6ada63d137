"""The skin of a head as a mirror-symmetric mesh, dense at eyes, nose and mouth, open at lids and lips."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_matrix
from scipy.spatial import Delaunay

from graph_plugin_performer._arrays import Floats, Ints, smoothstep, unit
from graph_plugin_performer._person.layout import LIP_GAP, Layout, fit_layout, lay_out, lip_line, surface_at
from graph_plugin_performer._person.measures import COMPONENTS, Measures, measures_of
from graph_plugin_performer._person.sculpt import Landmarks, head_distance, landmarks_of, skewed

__all__ = ["HeadMesh", "Template", "build_head", "outside", "template"]


class Template(NamedTuple):
    """The average head that all others are moved from, so that a vertex means the same on everyone.

    Attributes:
        who, marks: Measures and features, of the mean of everything.
        layout: Places of the left half's vertices on the unrolled surface.
        triangles: `(T, 3)` of the left half.
    """

    who: Measures
    marks: Landmarks
    layout: Layout
    triangles: Ints


@dataclass(frozen=True, slots=True)
class HeadMesh:
    """The skin at rest, with as many vertices and the same triangles on everyone.

    Attributes:
        vertices: `(V, 3)` in mm, mirror-symmetric.
        triangles: `(T, 3)`, counter-clockwise seen from outside.
        unrolled: `(V, 2)` place on this head's unrolled surface.
        home: `(V, 2)` place on the template's unrolled surface.
        skew: `(V, 3)` what makes the head lopsided, in mm; added when all else is done.
        depth: `(V,)` 0 on the outside; 1 to 4 for the rings that fold inwards behind lids and lips.
        anchors: `(V,)` the vertex on the outside that each one moves with; itself there.
        lids: Two loops (left, right) of vertex numbers along the lids' edges, from the outer corner over the top.
        lips: Loop of vertex numbers along the lips' edges, from the left corner over the top.
    """

    vertices: Floats
    triangles: Ints
    unrolled: Floats
    home: Floats
    skew: Floats
    depth: Ints
    anchors: Ints
    lids: tuple[Ints, Ints]
    lips: Ints


@dataclass(frozen=True, slots=True)
class _Fold:
    """A loop of the skin continued inwards by rings of as many points; `clockwise` as seen from outside."""

    loop: Ints
    rings: list[Floats]
    clockwise: bool


@lru_cache(maxsize=1)
def template() -> Template:
    """Return the template; takes half a second the first time."""
    who = measures_of(np.zeros(len(COMPONENTS)))
    marks = landmarks_of(who)
    layout = lay_out(who, marks)
    triangles = Delaunay(layout.places).simplices
    for loop in (np.arange(layout.lids), layout.lids + np.arange(layout.lips)):
        # What only joins points of one edge spans the opening.
        triangles = triangles[~np.isin(triangles, loop).all(axis=1)]
    return Template(who, marks, layout, triangles)


@lru_cache(maxsize=1)
def outside() -> tuple[Ints, Floats, Ints]:
    """Return what the outsides of all heads share, both halves joined.

    Returns:
        The mirror image's number of each vertex of the left half, the vertices' places on the template, triangles.
    """
    places, triangles = template().layout.places, template().triangles
    in_middle = places[:, 0] == 0
    mirror = np.arange(len(places))
    mirror[~in_middle] = len(places) + np.arange(np.count_nonzero(~in_middle))
    home = np.concatenate([places, places[~in_middle] * np.asarray((-1, 1))])
    return mirror, home, np.concatenate([triangles, mirror[triangles][:, ::-1]])


def build_head(who: Measures, marks: Landmarks) -> HeadMesh:
    """Build the skin of a person."""
    average = template()
    places = fit_layout(average.layout, (average.who, average.marks), who, marks).places
    lid_count, lip_count = average.layout.lids, average.layout.lips
    lid, lip = np.arange(lid_count), lid_count + np.arange(lip_count)
    triangles = average.triangles
    in_middle = average.layout.places[:, 0] == 0
    points = surface_at(places, who, marks)
    points[in_middle, 0] = 0
    points = _even_out_nose(points, triangles, who, marks)
    points = _shape_lips(points, places, marks)

    mirror, home, triangles = outside()
    vertices = np.concatenate([points, points[~in_middle] * np.asarray((-1, 1, 1))])
    unrolled = np.concatenate([places, places[~in_middle] * np.asarray((-1, 1))])
    corner = lip_count // 2
    upper, lower = lip[: corner + 1], lip[corner + 1 :]
    lips = np.concatenate([upper[::-1], mirror[upper[1:]], mirror[lower[:-1]], lower[::-1]])
    lids = (lid, mirror[lid])
    folds = [
        _Fold(lids[0], _lid_rings(vertices[lids[0]], marks, 1.0), clockwise=False),
        _Fold(lids[1], _lid_rings(vertices[lids[1]], marks, -1.0), clockwise=True),
        _Fold(lips, _mouth_rings(vertices[lips], marks), clockwise=False),
    ]
    own = np.arange(len(vertices))
    flat = HeadMesh(vertices, triangles, unrolled, home, np.zeros_like(vertices), np.zeros_like(own), own, lids, lips)
    return _skew(_fold_inwards(flat, folds), who, marks)


def _skew(mesh: HeadMesh, who: Measures, marks: Landmarks) -> HeadMesh:
    return replace(mesh, skew=(skewed(mesh.vertices, who, marks) - mesh.vertices).astype(np.float32))


def _even_out_nose(points: Floats, triangles: Ints, who: Measures, marks: Landmarks) -> Floats:
    """Spread the vertices of the nose, whose walls the rays graze, and put them back on the surface."""
    x, y, z = points.T
    reach = np.square(x / 25) + np.square((y - marks.nose_base_y - 24) / 32)
    loose = np.nonzero((reach < 1) & (z > 70))[0]
    share = (0.8 * smoothstep(1.0, 0.6, reach[loose]))[:, None]
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    edges = np.unique(np.concatenate([edges, edges[:, ::-1]]), axis=0)
    joined = coo_matrix((np.ones(len(edges)), edges.T), shape=(len(points),) * 2).tocsr()[loose]
    count = np.asarray(joined.sum(axis=1))
    in_middle = x[loose] == 0
    moved = points.copy()
    for _ in range(8):
        here = moved[loose]
        here = here + share * (joined @ moved / count - here)
        here[in_middle, 0] = 0
        distance = head_distance(here, who, marks)
        slope = np.stack([head_distance(here + 0.5 * axis, who, marks) - distance for axis in np.eye(3)], axis=1)
        here = here - distance[:, None] * unit(slope)
        here[in_middle, 0] = 0
        moved[loose] = here
    return moved


def _shape_lips(points: Floats, places: Floats, marks: Landmarks) -> Floats:
    """Close the mouth and give the lips their swell: rolled in at the slit, full, then flat again."""
    x = points[:, 0]
    above = places[:, 1] - lip_line(x, marks)
    share = np.clip(np.abs(x) / marks.mouth_half_width, 0, 1.3)
    near = (points[:, 2] > 50) & (np.abs(above) < 30)
    closing = -LIP_GAP * np.sign(above) * np.exp(-((above / 6.0) ** 2)) * smoothstep(1.15, 0.9, share)
    # Forward swell in mm over the height of the lip, from the slit past the edge of the red.
    upper = np.interp(above / marks.upper_lip, (0, 0.10, 0.28, 0.55, 0.85, 1.05, 1.6, 2.4),
                      (-3.6, -0.4, 2.2, 3.3, 2.5, 1.3, -0.2, 0))  # fmt: skip
    lower = np.interp(-above / marks.lower_lip, (0, 0.10, 0.26, 0.5, 0.8, 1.05, 1.6, 2.4),
                      (-3.6, -0.2, 2.7, 4.2, 3.2, 0.8, -1.9, 0))  # fmt: skip
    upper = upper * (0.75 + 0.033 * marks.upper_lip)
    lower = lower * (0.75 + 0.026 * marks.lower_lip)
    swell = np.where(above >= 0, upper, lower) * np.clip(1 - share**2.6, 0, 1) ** 0.75
    philtrum = -0.9 * np.exp(-((x / 3.2) ** 2) - ((above - marks.upper_lip - 6) / 6) ** 2)
    moved = points.copy()
    moved[:, 1] += np.where(near, closing, 0)
    moved[:, 2] += np.where(near, swell + philtrum, 0)
    return moved


def _lid_rings(rim: Floats, marks: Landmarks, side: float) -> list[Floats]:
    """Return the inner edge of the lids, close to the eyeball, and a ring inside it that fills the corners."""
    centre = np.asarray(marks.eye) * np.asarray((side, 1, 1))
    offset = rim - centre
    squared = np.square(offset[:, :2]).sum(axis=1)
    on_ball = np.sqrt(np.clip((marks.eye_radius + 0.15) ** 2 - squared, 4, None))
    first = np.column_stack([offset[:, :2], np.minimum(on_ball, offset[:, 2] - 0.8)])
    inner = offset[:, :2] * np.asarray((0.8, 0.9))
    squared = np.square(inner).sum(axis=1)
    second = np.column_stack([inner, np.sqrt(np.clip((marks.eye_radius - 0.8) ** 2 - squared, 1, None))])
    return [first + centre, second + centre]


def _mouth_rings(rim: Floats, marks: Landmarks) -> list[Floats]:
    """Return the inside of the lips and of the mouth, down to its closed end."""
    centre = np.asarray((0, marks.mouth_y, 0))
    up = np.sin(np.linspace(0, 2 * np.pi, len(rim), endpoint=False))
    up = np.sign(up) * np.abs(up) ** 0.45
    rings = []
    for wide, tall, high, back in ((1.0, 1.0, 0.0, 4.0), (1.08, 1.0, 13.0, 7.0), (1.0, 1.0, 17.0, 30.0),
                                   (0.01, 0.01, 0.0, 52.0)):  # fmt: skip
        ring = (rim - centre) * np.asarray((wide, tall, 1)) + centre
        ring[:, 1] += high * up
        ring[:, 2] -= back
        rings.append(ring)
    return rings


def _fold_inwards(mesh: HeadMesh, folds: list[_Fold]) -> HeadMesh:
    """Return the mesh with the rings of every fold joined to its loop."""
    vertices, triangles = [mesh.vertices], [mesh.triangles]
    unrolled, home = [mesh.unrolled], [mesh.home]
    depth, anchors = [mesh.depth], [mesh.anchors]
    count = len(mesh.vertices)
    for fold in folds:
        before = fold.loop
        for number, ring in enumerate(fold.rings, start=1):
            after = count + np.arange(len(ring))
            count += len(ring)
            quad = np.stack([before, np.roll(before, -1), np.roll(after, -1), after], axis=1)
            quad = quad[:, ::-1] if fold.clockwise else quad
            triangles += [quad[:, [0, 1, 2]], quad[:, [0, 2, 3]]]
            vertices.append(ring)
            unrolled.append(mesh.unrolled[fold.loop])
            home.append(mesh.home[fold.loop])
            depth.append(np.full(len(ring), number))
            anchors.append(fold.loop)
            before = after
    return HeadMesh(
        np.concatenate(vertices).astype(np.float32),
        np.concatenate(triangles).astype(np.int32),
        np.concatenate(unrolled).astype(np.float32),
        np.concatenate(home).astype(np.float32),
        np.zeros((count, 3), np.float32),
        np.concatenate(depth).astype(np.int32),
        np.concatenate(anchors).astype(np.int32),
        mesh.lids,
        mesh.lips,
    )
