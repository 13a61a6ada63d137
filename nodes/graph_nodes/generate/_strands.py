"""Ribbons of hair: where they are rooted and what they are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph_nodes.generate._arrays import Floats, Ints, unit
from graph_nodes.generate._identity import Identity
from graph_nodes.generate._mesh import HeadMesh
from graph_nodes.generate._sculpt import Landmarks

__all__ = ["Ground", "Roots", "Strands", "hair_colour", "join", "ribbons", "scatter"]


@dataclass(frozen=True, slots=True)
class Ground:
    """The skin hair grows from, at rest, with its `(V, 3)` normals."""

    who: Identity
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
    """Ribbons, `V` vertices in all.

    Attributes:
        vertices: `(V, 3)` both edges of every ribbon, from root to tip.
        triangles: `(T, 3)`.
        tangents, normals: `(V, 3)` unit, from root to tip and away from the head.
        colour: `(V, 3)` linear.
        openness: `(V,)` less deep inside the hair and at the roots.
        roots: `(V,)` vertex of the skin that the ribbon is fastened to.
    """

    vertices: Floats
    triangles: Ints
    tangents: Floats
    normals: Floats
    colour: Floats
    openness: Floats
    roots: Ints


def hair_colour(who: Identity) -> Floats:
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


def ribbons(path: Floats, outward: Floats, colour: Floats, layer: Floats, roots: Ints, width: float) -> Strands:
    """Give paths of hair a width.

    Args:
        path: `(N, K, 3)` points from root to tip.
        outward: `(N, K, 3)` unit, away from the head.
        colour: `(N, 3)` linear.
        layer: `(N,)` 0 deep inside the hair to 1 outermost.
        roots: `(N,)` vertex of the skin.
        width: In mm; long ribbons stay wide to the tip.
    """
    count, knots = path.shape[:2]
    along = np.linspace(0, 1, knots)
    tangents = unit(np.gradient(path, axis=1))
    tip = 0.6 if knots > 11 else 0.12
    half = np.interp(along, (0, 0.25, 0.65, 1), (0.55, 1, 0.9, tip))[:, None] * width / 2
    across = half * unit(np.cross(tangents, outward))
    edges = np.stack([path - across, path + across], axis=2)
    ring = 2 * np.arange(knots - 1)[:, None]
    single = np.concatenate([ring + np.asarray((0, 1, 3)), ring + np.asarray((0, 3, 2))])
    triangles = (np.arange(count)[:, None, None] * (2 * knots) + single).reshape(-1, 3)
    openness = (0.30 + 0.70 * layer[:, None]) * np.interp(along, (0, 0.35, 1), (0.55, 1, 1))
    lighter_tips = 0.85 + 0.3 * along[:, None]

    def on_edges(values: Floats) -> Floats:
        return np.repeat(values.reshape(count * knots, -1), 2, axis=0)

    return Strands(
        vertices=edges.reshape(-1, 3),
        triangles=triangles.astype(np.int32),
        tangents=on_edges(tangents).astype(np.float32),
        normals=on_edges(outward).astype(np.float32),
        colour=on_edges(colour[:, None] * lighter_tips).astype(np.float32),
        openness=on_edges(openness)[:, 0].astype(np.float32),
        roots=np.repeat(roots, knots * 2),
    )


def join(parts: list[Strands]) -> Strands:
    """Return several sets of strands as one."""
    offsets = np.cumsum([0, *(len(part.vertices) for part in parts[:-1])])
    return Strands(
        vertices=np.concatenate([part.vertices for part in parts]),
        triangles=np.concatenate([part.triangles + offset for part, offset in zip(parts, offsets, strict=True)]),
        tangents=np.concatenate([part.tangents for part in parts]),
        normals=np.concatenate([part.normals for part in parts]),
        colour=np.concatenate([part.colour for part in parts]),
        openness=np.concatenate([part.openness for part in parts]),
        roots=np.concatenate([part.roots for part in parts]),
    )
