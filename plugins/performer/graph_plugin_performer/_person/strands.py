"""Ribbons of hair: where they are rooted and what they are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph_plugin_performer._arrays import Floats, Ints, unit
from graph_plugin_performer._person.measures import Measures
from graph_plugin_performer._person.sculpt import Landmarks
from graph_plugin_performer._person.skin import HeadMesh

__all__ = ["Ground", "Roots", "Strands", "hair_colour", "join", "ribbons", "scatter"]

_PER_KNOT = ("knots", "across", "tangents", "normals", "colour", "openness", "roots")


@dataclass(frozen=True, slots=True)
class Ground:
    """The skin hair grows from, at rest, with its `(V, 3)` normals."""

    who: Measures
    marks: Landmarks
    mesh: HeadMesh
    normals: Floats


@dataclass(frozen=True, slots=True)
class Roots:
    """Places on the skin.

    Attributes:
        points: `(N, 3)` in mm.
        normals: `(N, 3)` unit, away from the head.
        vertices: `(N,)` number of the nearest vertex of the skin, which the hair moves with.
    """

    points: Floats
    normals: Floats
    vertices: Ints


@dataclass(frozen=True, slots=True)
class Strands:
    """Ribbons, one after another: `Q` knots in all, each with two edges.

    Attributes:
        knots: `(Q, 3)` middle of the ribbons, from root to tip.
        across: `(Q, 3)` from the middle to one edge.
        tangents, normals: `(Q, 3)` unit, from root to tip and away from the head.
        colour: `(Q, 3)` linear.
        openness: `(Q,)` less deep inside the hair and at the roots.
        roots: `(Q,)` vertex of the skin that the ribbon is fastened to.
        starts: `(N + 1,)` first knot of every ribbon, and the end.
        labels: `(N,)` parsing label of every ribbon.
    """

    knots: Floats
    across: Floats
    tangents: Floats
    normals: Floats
    colour: Floats
    openness: Floats
    roots: Ints
    starts: Ints
    labels: Ints

    @property
    def triangles(self) -> Ints:
        """`(T, 3)` of vertices `2 q` and `2 q + 1`, the edges at knot `q`."""
        last = np.zeros(len(self.knots), bool)
        last[self.starts[1:] - 1] = True
        first = 2 * np.nonzero(~last)[0][:, None]
        pairs = np.stack([first + np.asarray((0, 1, 3)), first + np.asarray((0, 3, 2))], axis=1)
        triangles: Ints = pairs.reshape(-1, 3).astype(np.int32)
        return triangles

    @property
    def triangle_labels(self) -> Ints:
        """`(T,)` parsing labels, in the order of `triangles`."""
        return np.repeat(self.labels, 2 * (np.diff(self.starts) - 1)).astype(np.uint8)

    def thinned(self, keep: int) -> Strands:
        """Return every `keep`-th ribbon, wider by as much as the hair loses in cover."""
        if keep == 1:
            return self
        chosen = np.arange(0, len(self.labels), keep)
        lengths = np.diff(self.starts)[chosen]
        ends = np.cumsum(lengths)
        knots = np.arange(ends[-1]) + np.repeat(self.starts[chosen] - ends + lengths, lengths)
        return Strands(
            self.knots[knots],
            self.across[knots] * np.float32(keep**0.85),
            self.tangents[knots],
            self.normals[knots],
            self.colour[knots],
            self.openness[knots],
            self.roots[knots],
            np.concatenate([[0], ends]).astype(np.int32),
            self.labels[chosen],
        )


def hair_colour(who: Measures) -> Floats:
    """Return the linear colour of a person's hair."""
    tones = np.asarray([(0.011, 0.009, 0.008), (0.028, 0.016, 0.010), (0.075, 0.038, 0.019), (0.15, 0.062, 0.022),
                        (0.27, 0.165, 0.072), (0.46, 0.34, 0.18)])  # fmt: skip
    at = np.clip(who.hair_tone, 0, 1) * (len(tones) - 1)
    colour = np.asarray([np.interp(at, np.arange(len(tones)), tones[:, channel]) for channel in range(3)])
    mixed: Floats = colour + (np.asarray((0.30, 0.30, 0.31)) - colour) * min(who.grey, 0.85)
    return mixed


def scatter(ground: Ground, density: Floats, count: int, rng: np.random.Generator) -> Roots:
    """Choose `count` places on the outside of the skin by area and by a density at its vertices."""
    mesh = ground.mesh
    triangles = mesh.triangles[mesh.depth[mesh.triangles].max(axis=1) == 0]
    corners = mesh.vertices[triangles].astype(np.float64)
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    weight = area * density[triangles].mean(axis=1)
    chosen = np.searchsorted(np.cumsum(weight), rng.uniform(0, weight.sum(), count)).clip(0, len(triangles) - 1)
    mix = rng.dirichlet((1, 1, 1), count)
    points = np.einsum("nc,ncx->nx", mix, corners[chosen])
    outward = np.einsum("nc,ncx->nx", mix, ground.normals[triangles[chosen]].astype(np.float64))
    return Roots(points, unit(outward), triangles[chosen, mix.argmax(axis=1)])


def ribbons(
    path: Floats, outward: Floats, colour: Floats, layer: Floats, roots: Ints, width: Floats | float, labels: Ints | int
) -> Strands:
    """Give paths of hair a width.

    Args:
        path: `(N, K, 3)` points from root to tip.
        outward: `(N, K, 3)` unit, away from the head.
        colour: `(N, 3)` linear.
        layer: `(N,)` 0 deep inside the hair to 1 outermost.
        roots: `(N,)` vertex of the skin.
        width: In mm, of all or of each; long ribbons stay wide to the tip.
        labels: Parsing label of all, or of each.
    """
    count, knots = path.shape[:2]
    along = np.linspace(0, 1, knots)
    tangents = unit(np.gradient(path, axis=1))
    tip = 0.45 if knots > 11 else 0.12
    half = np.interp(along, (0, 0.25, 0.65, 1), (0.55, 1, 0.9, tip))[:, None] * np.reshape(width, (-1, 1, 1)) / 2
    across = half * unit(np.cross(tangents, outward))
    openness = (0.30 + 0.70 * layer[:, None]) * np.interp(along, (0, 0.35, 1), (0.55, 1, 1))
    lighter_tips = 0.85 + 0.3 * along[:, None]

    def flat(values: Floats) -> Floats:
        return values.reshape(count * knots, -1).astype(np.float32)

    return Strands(
        knots=flat(path),
        across=flat(across),
        tangents=flat(tangents),
        normals=flat(outward),
        colour=flat(colour[:, None] * lighter_tips),
        openness=flat(openness)[:, 0],
        roots=np.repeat(roots, knots).astype(np.int32),
        starts=np.arange(0, count * knots + 1, knots, dtype=np.int32),
        labels=np.broadcast_to(np.asarray(labels, np.uint8), (count,)).copy(),
    )


def join(parts: list[Strands]) -> Strands:
    """Return several sets of strands as one."""
    offsets = np.cumsum([0, *(len(part.knots) for part in parts)])
    starts = [part.starts[:-1] + offset for part, offset in zip(parts, offsets, strict=False)]
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _PER_KNOT}
    return Strands(
        **joined,
        starts=np.concatenate([*starts, offsets[-1:]]).astype(np.int32),
        labels=np.concatenate([part.labels for part in parts]),
    )
