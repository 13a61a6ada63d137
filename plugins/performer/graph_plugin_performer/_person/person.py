"""A whole person, ready to be posed: solid parts, and hair in several densities."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from graph_plugin_performer._acting.posing import carried_by_head
from graph_plugin_performer._acting.rig import SkinRig, build_rig
from graph_plugin_performer._arrays import Floats, Ints, smoothstep
from graph_plugin_performer._person import parts as _parts
from graph_plugin_performer._person.fuzz import grow_beard, grow_brows, grow_lashes
from graph_plugin_performer._person.hair import grow_hair, scalp_cover
from graph_plugin_performer._person.layout import GIRTH, skin_places, surface_at
from graph_plugin_performer._person.measures import Measures, Vector, measures_of
from graph_plugin_performer._person.parts import Label, Material, Part
from graph_plugin_performer._person.sculpt import Landmarks, head_distance, landmarks_of, skewed
from graph_plugin_performer._person.skin import HeadMesh, build_head
from graph_plugin_performer._person.strands import Ground, Strands, join
from graph_plugin_performer._person.texture import paint_texture
from graph_plugin_performer._render.raster import vertex_normals

__all__ = ["Hair", "Person", "build_person", "rigid", "skin_part"]


# Tint and openness of the mouth's inside, from the lips inwards.
_MOUTH_RINGS = (
    ((0.85, 0.6, 0.6), 0.55),
    ((0.6, 0.26, 0.25), 0.34),
    ((0.34, 0.11, 0.10), 0.2),
    ((0.10, 0.03, 0.03), 0.1),
)


@dataclass(frozen=True, slots=True)
class Hair:
    """Hair in one density, with what is worked out of it once.

    Attributes:
        strands: Hair, brows, beard and lashes.
        triangles: `(T, 3)` of the edges of its knots.
        labels: `(T,)` parsing labels.
        carried: `(Q,)` how far each knot follows the head's turn.
    """

    strands: Strands
    triangles: Ints
    labels: Ints
    carried: Floats


@dataclass(frozen=True, slots=True)
class Person:
    """One identity's head and shoulders at rest.

    Attributes:
        who, marks: Measures and places of features.
        mesh, rig: The skin, which is the first of the parts, and how it moves.
        vertices: `(V, 3)` of the solid parts, straight.
        skew: `(V, 3)` what makes them lopsided.
        triangles: `(T, 3)` of the solid parts.
        materials, labels: `(T,)` `Material` and `Label` of every triangle.
        uv: `(V, 2)` place in the texture.
        tint: `(V, 3)` the texture is multiplied by it.
        openness: `(V,)` how much of the surroundings it sees.
        carried: `(V,)` how far each follows the head's turn.
        normals: `(V, 3)` unit, at rest.
        parts: Where each part's vertices lie.
        strands: All hair.
        texture: `(1024, 1024, 4)`.
        texture_labels: `(1024, 1024)`.
    """

    who: Measures
    marks: Landmarks
    mesh: HeadMesh
    rig: SkinRig
    vertices: Floats
    skew: Floats
    triangles: Ints
    materials: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    uv: Floats
    tint: Floats
    openness: Floats
    carried: Floats
    normals: Floats
    parts: dict[str, slice]
    strands: Strands
    texture: Floats
    texture_labels: NDArray[np.uint8]
    _hair: dict[int, Hair] = field(default_factory=dict)

    def hair(self, keep: int) -> Hair:
        """Return the hair with every `keep`-th ribbon left."""
        if keep not in self._hair:
            strands = self.strands.thinned(keep)
            is_rigid = bool(self.carried.min() == 1)
            carried = np.ones(len(strands.knots)) if is_rigid else carried_by_head(strands.knots)
            self._hair[keep] = Hair(strands, strands.triangles, strands.triangle_labels, carried.astype(np.float32))
        return self._hair[keep]


def rigid(person: Person) -> Person:
    """Return the person with a neck that follows the head as a whole, for a body that bends below it."""
    return replace(person, carried=np.ones_like(person.carried), _hair={})


def build_person(vector: Vector) -> Person:
    """Build the person of an identity; takes a second."""
    who = measures_of(vector)
    marks = landmarks_of(who)
    mesh = build_head(who, marks)
    normals = vertex_normals(mesh.vertices, mesh.triangles)
    parts = _solid_parts(who, marks, mesh, normals)
    places: dict[str, slice] = {}
    triangles, materials, labels, count = [], [], [], 0
    for name, part in parts.items():
        places[name] = slice(count, count + len(part.vertices))
        triangles.append(part.triangles + count)
        materials.append(np.full(len(part.triangles), part.material, np.uint8))
        labels.append(np.full(len(part.triangles), part.label, np.uint8))
        count += len(part.vertices)
    labels[0][:] = _skin_labels(mesh)
    vertices = np.concatenate([part.vertices for part in parts.values()]).astype(np.float32)
    all_triangles = np.concatenate(triangles).astype(np.int32)
    texture, texture_labels = paint_texture(who, marks, mesh)
    return Person(
        who=who,
        marks=marks,
        mesh=mesh,
        rig=build_rig(mesh, marks),
        vertices=vertices,
        skew=_skew(vertices, places, who, marks),
        triangles=all_triangles,
        materials=np.concatenate(materials),
        labels=np.concatenate(labels),
        uv=np.concatenate([part.uv for part in parts.values()]).astype(np.float32),
        tint=np.concatenate([part.colour for part in parts.values()]).astype(np.float32),
        openness=np.concatenate([part.openness for part in parts.values()]).astype(np.float32),
        carried=_carried(vertices, places),
        normals=vertex_normals(vertices, all_triangles),
        parts=places,
        strands=_strands(Ground(who, marks, mesh, normals)),
        texture=texture,
        texture_labels=texture_labels.astype(np.uint8),
    )


def _carried(vertices: Floats, places: dict[str, slice]) -> Floats:
    carried = carried_by_head(vertices)
    carried[places["torso"]] = 0
    for name, place in places.items():
        if name not in ("skin", "torso"):
            carried[place] = 1
    return carried.astype(np.float32)


def _skew(vertices: Floats, places: dict[str, slice], who: Measures, marks: Landmarks) -> Floats:
    skew = skewed(vertices, who, marks) - vertices
    for name, side in (("left_eye", 1.0), ("right_eye", -1.0)):
        centre = np.asarray([marks.eye]) * (side, 1, 1)
        skew[places[name]] = skewed(centre, who, marks) - centre
    return skew.astype(np.float32)


def _solid_parts(who: Measures, marks: Landmarks, mesh: HeadMesh, normals: Floats) -> dict[str, Part]:
    root = surface_at(np.asarray([[GIRTH * 1.62, 6.0]]), who, marks)[0]
    ear = skin_part(*_parts.build_ear(who, root), (GIRTH * 1.0, -10.0), (1.0, 0.90, 0.88), 0.72, Label.LEFT_EAR)
    eye = _parts.build_eye(marks)
    parts = {
        "skin": _face_part(who, marks, mesh, normals),
        "left_eye": eye,
        "right_eye": _parts.mirrored(eye),
        "upper_teeth": _parts.build_teeth(marks, upper=True),
        "lower_teeth": _parts.build_teeth(marks, upper=False),
        "tongue": _parts.build_tongue(marks),
        "left_ear": ear,
        "right_ear": _parts.mirrored(ear),
        "torso": _parts.build_torso(who),
    }
    if who.glasses:
        parts["glasses"] = _parts.build_glasses(who, marks)
    return parts


def _face_part(who: Measures, marks: Landmarks, mesh: HeadMesh, normals: Floats) -> Part:
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
    uv = skin_places(mesh.home)
    uv[lid_rings] = _parts.in_tile(_parts.PLAIN_TILE, np.asarray(0.5), np.asarray(0.5))
    return Part(mesh.vertices, mesh.triangles, uv, colour, openness, Material.SKIN, Label.PAINTED)


def _skin_labels(mesh: HeadMesh) -> Ints:
    """Return the label of each triangle of the skin: painted outside, mouth within the lips, skin in the lids."""
    deep = mesh.depth[mesh.triangles].max(axis=1)
    in_mouth = np.isin(mesh.anchors, mesh.lips)[mesh.triangles].all(axis=1)
    labels = np.full(len(deep), Label.PAINTED, np.uint8)
    labels[deep > 0] = Label.SKIN
    labels[(deep > 1) & in_mouth] = Label.MOUTH
    # The first ring inside the lips is still lip.
    upper = mesh.vertices[mesh.anchors[mesh.triangles], 1].mean(axis=1) > mesh.vertices[mesh.lips, 1].mean()
    labels[(deep == 1) & in_mouth] = np.where(upper, Label.UPPER_LIP, Label.LOWER_LIP)[(deep == 1) & in_mouth]
    return labels


def skin_part(
    vertices: Floats,
    triangles: Ints,
    place: tuple[float, float],
    tint: tuple[float, float, float],
    openness: float,
    label: Label,
) -> Part:
    """Return a part with the colour that the head's skin has at one place of the unrolled surface."""
    count = len(vertices)
    uv = np.repeat(skin_places(np.asarray([place])), count, axis=0)
    return Part(vertices, triangles, uv, np.tile(tint, (count, 1)), np.full(count, openness), Material.SKIN, label)


def _openness(points: Floats, normals: Floats, who: Measures, marks: Landmarks) -> Floats:
    """Return how much of the surroundings points of the head see, by probing the distance along the normal."""
    hidden = np.zeros(len(points))
    for reach, weight in ((3.0, 0.22), (7.0, 0.24), (14.0, 0.24), (28.0, 0.20), (50.0, 0.16)):
        probe = (points + reach * normals).astype(np.float64)
        hidden += weight * np.clip(1 - head_distance(probe, who, marks) / reach, 0, 1)
    openness = np.clip(1 - 1.15 * hidden, 0.12, 1)
    shaded = scalp_cover(points, who) * (0.0 if who.hair_style in ("buzz", "receding", "bald") else 0.45)
    above_collar = 0.35 + 0.65 * smoothstep(-178, -135, points[:, 1])
    seen: Floats = openness * (1 - shaded) * above_collar
    return seen


def _strands(ground: Ground) -> Strands:
    grown = [grow_hair(ground), grow_brows(ground), grow_lashes(ground)]
    if ground.who.beard > 0.4:
        grown.append(grow_beard(ground))
    return join(grown)
