"""Everything of one moment put in its place and seen from the camera: points, normals, and which triangle is where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_plugin_performer._acting.posing import PIVOT, Posture, move_strands, turn
from graph_plugin_performer._acting.rig import gaze_angles, hinge, move_skin, weight_of
from graph_plugin_performer._arrays import Floats, Ints
from graph_plugin_performer._person.parts import Part
from graph_plugin_performer._person.person import Hair, Person
from graph_plugin_performer._picture.camera import Lens, project
from graph_plugin_performer._render.raster import rasterise, vertex_normals

__all__ = ["NO_TURN", "Mesh", "Staged", "mesh_with", "posed", "stage"]

NO_TURN = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Mesh:
    """What does not change from moment to moment: a person's solid parts and whatever is before the face.

    Attributes:
        triangles: `(T, 3)`; the person's first.
        kinds: `(T, 2)` material and label.
        surface: `(V, 10)` as in `Solids`, where normal and share of the key light are still empty.
        others: `(U, 3)` triangles of the parts that are not the person's, by the numbers of their own vertices.
    """

    triangles: Ints
    kinds: NDArray[np.uint8]
    surface: Floats
    others: Ints


@dataclass(frozen=True, slots=True)
class Staged:
    """One moment.

    Attributes:
        places: `(V, 3)` solid vertices in mm: to the picture's right, up, to the camera.
        normals: `(V, 3)` unit.
        edges: `(2 Q, 3)` of the hair's ribbons in mm.
        strand_normals, tangents: `(Q, 3)`.
        points, strand_points: The same places in samples, and nearness.
        nearness, owner: `(2 H, 2 W)` as `rasterise` fills them.
        hair: In the density it is seen in.
    """

    places: Floats
    normals: Floats
    edges: Floats
    strand_normals: Floats
    tangents: Floats
    points: Floats
    strand_points: Floats
    nearness: Floats
    owner: Ints
    hair: Hair


def mesh_with(person: Person, *others: Part, without_torso: bool = False) -> Mesh:
    """Return a person's solid parts, with others after them."""
    surface = _surface(person.uv, person.tint, person.openness)
    kinds = np.stack([person.materials, person.labels], axis=1)
    own = person.triangles
    if without_torso:
        torso = person.parts["torso"]
        kept = (own[:, 0] < torso.start) | (own[:, 0] >= torso.stop)
        own, kinds = own[kept], kinds[kept]
    triangles, all_kinds, surfaces, count = [own], [kinds], [surface], 0
    for part in others:
        triangles.append(part.triangles + len(person.vertices) + count)
        all_kinds.append(np.tile(np.asarray((part.material, part.label), np.uint8), (len(part.triangles), 1)))
        surfaces.append(_surface(part.uv, part.colour, part.openness))
        count += len(part.vertices)
    joined = np.concatenate(triangles).astype(np.int32)
    return Mesh(
        joined, np.concatenate(all_kinds), np.concatenate(surfaces), joined[len(own) :] - np.int32(len(person.vertices))
    )


def _surface(uv: Floats, tint: Floats, openness: Floats) -> Floats:
    surface = np.zeros((len(uv), 10), np.float32)
    surface[:, :2], surface[:, 2:5], surface[:, 9] = uv, tint, openness
    return surface


def posed(person: Person, weights: Floats, posture: Posture) -> tuple[Floats, Floats]:
    """Return the `(V, 3)` solid vertices of a person in mm, and how far the expression moves the skin."""
    points = person.vertices.copy()
    skin = move_skin(person.mesh.vertices, person.rig, weights)
    points[person.parts["skin"]] = skin
    for name, side in (("left_eye", "Left"), ("right_eye", "Right")):
        yaw, pitch = gaze_angles(weights, side)
        place = person.parts[name]
        x, y, z = person.marks.eye
        centre = (x if side == "Left" else -x, y, z)
        whole = np.ones(place.stop - place.start, np.float32)
        points[place] = turn(points[place], whole, (yaw, pitch, 0.0), centre, NO_TURN)
    _move_jaw_parts(points, person, weights)
    points += person.skew
    turned: Floats = turn(points, person.carried, posture.angles, PIVOT, posture.shift)
    return turned, skin - person.mesh.vertices


def _move_jaw_parts(points: Floats, person: Person, weights: Floats) -> None:
    jaw = np.float32(weight_of(weights, "jawOpen"))
    out = np.float32(weight_of(weights, "tongueOut"))
    slide = np.asarray(
        (
            6.0 * (weight_of(weights, "jawLeft") - weight_of(weights, "jawRight")),
            0.0,
            5.0 * weight_of(weights, "jawForward"),
        ),
        np.float32,
    )
    for name in ("lower_teeth", "tongue"):
        place = person.parts[name]
        part = points[place]
        if name == "tongue" and out > 0:
            # The tip goes far, the root stays.
            ahead = np.clip((part[:, 2] - part[:, 2].min()) / np.ptp(part[:, 2]), 0, 1)
            part = part + (np.asarray((0, 5.0, 34.0), np.float32) * out) * ahead[:, None] ** np.float32(1.3)
            part[:, 1] -= 9 * out * np.clip(ahead - 0.6, 0, 1)
        if jaw > 0:
            hinge(part, np.full(len(part), jaw, np.float32))
        points[place] = part + slide


def _normals(person: Person, mesh: Mesh, places: Floats, weights: Floats, posture: Posture) -> Floats:
    """Return the normals of solid vertices: of the skin from its triangles, of the rest as they are carried."""
    normals = np.empty_like(places)
    count = len(person.vertices)
    normals[:count] = turn(person.normals, person.carried, posture.angles, NO_TURN, NO_TURN)
    skin = person.parts["skin"]
    normals[skin] = vertex_normals(places[skin], person.mesh.triangles)
    for name, side in (("left_eye", "Left"), ("right_eye", "Right")):
        yaw, pitch = gaze_angles(weights, side)
        place = person.parts[name]
        whole = np.ones(place.stop - place.start, np.float32)
        straight = turn(person.normals[place], whole, (yaw, pitch, 0.0), NO_TURN, NO_TURN)
        normals[place] = turn(straight, whole, posture.angles, NO_TURN, NO_TURN)
    if len(mesh.others):
        normals[count:] = vertex_normals(places[count:], mesh.others)
    return normals


def stage(person: Person, mesh: Mesh, moment: tuple[Floats, Posture, Floats | None], lens: Lens, keep: int) -> Staged:
    """Put everything in its place and find out what is seen.

    Args:
        person: Who acts.
        mesh: As `mesh_with` made it.
        moment: `(52,)` expression, posture, and where the vertices of what else is in the mesh are.
        lens: The camera.
        keep: Which density of hair, as for `Person.hair`.
    """
    weights, posture, others = moment
    places, moved = posed(person, weights, posture)
    if others is not None:
        places = np.concatenate([places, others])
    hair = person.hair(keep)
    strands = hair.strands
    count = len(strands.knots)
    edges = np.empty((2 * count, 3), np.float32)
    strand_normals, tangents = np.empty((count, 3), np.float32), np.empty((count, 3), np.float32)
    moved = moved + person.skew[person.parts["skin"]]
    move_strands(
        (strands.knots, strands.across, strands.normals, strands.tangents, strands.roots),
        moved,
        hair.carried,
        posture.angles,
        (PIVOT, posture.shift),
        (edges, strand_normals, tangents),
    )
    points, strand_points = np.empty_like(places), np.empty_like(edges)
    numbers = lens.numbers
    project(places, numbers, 2.0, points)
    project(edges, numbers, 2.0, strand_points)
    nearness = np.zeros((2 * lens.height, 2 * lens.width), np.float32)
    owner = np.full((2 * lens.height, 2 * lens.width), -1, np.int32)
    rasterise(points, mesh.triangles, nearness, owner, 0, True)
    rasterise(strand_points, hair.triangles, nearness, owner, len(mesh.triangles), False)
    return Staged(
        places,
        _normals(person, mesh, places, weights, posture),
        edges,
        strand_normals,
        tangents,
        points,
        strand_points,
        nearness,
        owner,
        hair,
    )
