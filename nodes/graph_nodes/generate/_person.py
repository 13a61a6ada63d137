"""A whole person, ready to be posed: all parts in one list of vertices and triangles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_nodes.generate import _parts
from graph_nodes.generate._arrays import Floats, Ints, smoothstep
from graph_nodes.generate._fuzz import grow_beard, grow_brows, grow_lashes
from graph_nodes.generate._hair import grow_hair, scalp_cover
from graph_nodes.generate._identity import Identity, draw_identity
from graph_nodes.generate._layout import GIRTH, surface_at
from graph_nodes.generate._mesh import HeadMesh, build_head
from graph_nodes.generate._parts import Material, Part
from graph_nodes.generate._raster import vertex_normals
from graph_nodes.generate._rig import SkinRig, build_rig, carried_by_head
from graph_nodes.generate._sculpt import Landmarks, head_distance, landmarks_of
from graph_nodes.generate._skin import paint_texture, skin_places
from graph_nodes.generate._strands import Ground, Strands, join

__all__ = ["Person", "build_person"]


# Tint and openness of the mouth's inside, from the lips inwards.
_MOUTH_RINGS = (
    ((0.85, 0.6, 0.6), 0.5),
    ((0.5, 0.22, 0.2), 0.25),
    ((0.2, 0.06, 0.05), 0.1),
    ((0.05, 0.02, 0.02), 0.05),
)


@dataclass(frozen=True, slots=True)
class Person:
    """One seed's head, shoulders and hand at rest.

    Attributes:
        who, marks: Measures and places of features.
        mesh, rig: The skin, which is the first of the parts, and how it moves.
        vertices: `(V, 3)` of all parts.
        triangles: `(T, 3)`; solid parts first, then the hand, then hair.
        solid, handless: How many triangles come before the hair; and before the hand.
        material_of: `(T,)` `Material` of every triangle.
        attributes: `(V, 10)` as the rasteriser reads them; normals and exposure are still empty.
        carried: `(V,)` how far each follows the head's turn.
        parts: Where each part's vertices lie.
        strands: Hair, brows, beard and lashes, the last of the parts.
        texture: `(1024, 1024, 4)`.
    """

    who: Identity
    marks: Landmarks
    mesh: HeadMesh
    rig: SkinRig
    vertices: Floats
    triangles: Ints
    solid: int
    handless: int
    material_of: NDArray[np.uint8]
    attributes: Floats
    carried: Floats
    parts: dict[str, slice]
    strands: Strands
    texture: Floats


def build_person(seed: int) -> Person:
    """Build the person of a seed; takes a second or two."""
    who = draw_identity(seed)
    marks = landmarks_of(who)
    mesh = build_head(who, marks)
    normals = vertex_normals(mesh.vertices, mesh.triangles)
    parts = _solid_parts(who, marks, mesh, normals)
    strands = _strands(Ground(who, marks, mesh, normals))
    parts["strands"] = _strand_part(strands)
    places: dict[str, slice] = {}
    triangles, material_of, count = [], [], 0
    for name, part in parts.items():
        places[name] = slice(count, count + len(part.vertices))
        triangles.append(part.triangles + count)
        material_of.append(np.full(len(part.triangles), part.material, np.uint8))
        count += len(part.vertices)
    vertices = np.concatenate([part.vertices for part in parts.values()]).astype(np.float32)
    attributes = np.zeros((count, 10), np.float32)
    attributes[:, :2] = np.concatenate([part.uv for part in parts.values()])
    attributes[:, 5] = 1
    attributes[:, 6] = np.concatenate([part.openness for part in parts.values()])
    attributes[:, 7:] = np.concatenate([part.colour for part in parts.values()])
    carried = carried_by_head(vertices)
    carried[places["torso"]] = carried[places["hand"]] = 0
    for name in ("left_eye", "right_eye", "upper_teeth", "lower_teeth", "tongue"):
        carried[places[name]] = 1
    before_hand = sum(len(parts[name].triangles) for name in parts if name not in ("hand", "strands"))
    return Person(
        who=who,
        marks=marks,
        mesh=mesh,
        rig=build_rig(mesh, marks),
        vertices=vertices,
        triangles=np.concatenate(triangles).astype(np.int32),
        solid=before_hand + len(parts["hand"].triangles),
        handless=before_hand,
        material_of=np.concatenate(material_of),
        attributes=attributes,
        carried=carried.astype(np.float32),
        parts=places,
        strands=strands,
        texture=paint_texture(who, marks, mesh),
    )


def _solid_parts(who: Identity, marks: Landmarks, mesh: HeadMesh, normals: Floats) -> dict[str, Part]:
    root = surface_at(np.asarray([[GIRTH * 1.62, 6.0]]), who, marks)[0]
    ear = _skin_coloured(*_parts.build_ear(who, root), (GIRTH * 1.0, -10.0), (1.0, 0.90, 0.88), 0.72)
    eye = _parts.build_eye(marks)
    hand = _skin_coloured(*_parts.build_hand(), (GIRTH * 0.25, 66.0), (1.0, 0.93, 0.9), 0.95)
    return {
        "skin": _skin_part(who, marks, mesh, normals),
        "left_eye": eye,
        "right_eye": _parts.mirrored(eye),
        "upper_teeth": _parts.build_teeth(marks, upper=True),
        "lower_teeth": _parts.build_teeth(marks, upper=False),
        "tongue": _parts.build_tongue(marks),
        "left_ear": ear,
        "right_ear": _parts.mirrored(ear),
        "torso": _parts.build_torso(who),
        "hand": hand,
    }


def _skin_part(who: Identity, marks: Landmarks, mesh: HeadMesh, normals: Floats) -> Part:
    openness = _openness(mesh.vertices, normals, who, marks)
    colour = np.ones((len(mesh.vertices), 3))
    lip_rings = np.isin(mesh.anchors, mesh.lips)
    for ring, (tint, light) in enumerate(_MOUTH_RINGS, start=1):
        colour[lip_rings & (mesh.depth == ring)] = tint
        openness[lip_rings & (mesh.depth == ring)] = light
    lid_rings = (mesh.depth > 0) & ~lip_rings
    pink = np.asarray((0.48, 0.24, 0.20)) * (1 - 0.5 * who.melanin) + 0.02
    colour[lid_rings] = pink
    openness[lid_rings] = 0.65
    uv = skin_places(mesh.unrolled)
    uv[lid_rings] = _parts.in_tile(_parts.PLAIN_TILE, np.asarray(0.5), np.asarray(0.5))
    return Part(mesh.vertices, mesh.triangles, uv, colour, openness, Material.SKIN)


def _skin_coloured(
    vertices: Floats, triangles: Ints, place: tuple[float, float], tint: tuple[float, float, float], openness: float
) -> Part:
    """Return a part with the colour that the head's skin has at one place of the unrolled surface."""
    count = len(vertices)
    uv = np.repeat(skin_places(np.asarray([place])), count, axis=0)
    return Part(vertices, triangles, uv, np.tile(tint, (count, 1)), np.full(count, openness), Material.SKIN)


def _openness(points: Floats, normals: Floats, who: Identity, marks: Landmarks) -> Floats:
    """Return how much of the surroundings points of the head see, by probing the distance along the normal."""
    hidden = np.zeros(len(points))
    for reach, weight in ((3.0, 0.22), (7.0, 0.24), (14.0, 0.24), (28.0, 0.20), (50.0, 0.16)):
        probe = (points + reach * normals).astype(np.float64)
        hidden += weight * np.clip(1 - head_distance(probe, who, marks) / reach, 0, 1)
    openness = np.clip(1 - 1.15 * hidden, 0.12, 1)
    shaded = scalp_cover(points, who) * (0.0 if who.hair_style in ("buzz", "receding") else 0.45)
    above_collar = 0.35 + 0.65 * smoothstep(-178, -135, points[:, 1])
    seen: Floats = openness * (1 - shaded) * above_collar
    return seen


def _strands(ground: Ground) -> Strands:
    grown = [grow_hair(ground), grow_brows(ground), grow_lashes(ground)]
    if ground.who.beard > 0.4:
        grown.append(grow_beard(ground))
    return join(grown)


def _strand_part(strands: Strands) -> Part:
    plain = _parts.plain(strands.vertices, strands.triangles, (0.0, 0.0, 0.0), Material.STRAND)
    return Part(plain.vertices, plain.triangles, plain.uv, plain.colour, strands.openness, Material.STRAND)
