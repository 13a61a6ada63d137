"""Photograph a person: pose, light, project, draw."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from graph_nodes.generate._arrays import Floats, Ints, smoothstep
from graph_nodes.generate._layout import lid_edges
from graph_nodes.generate._light import MATERIALS, key_exposure, lamps, shade_strands
from graph_nodes.generate._performance import Pose
from graph_nodes.generate._person import Person
from graph_nodes.generate._raster import Studio, Surface, rasterise, shade, vertex_normals
from graph_nodes.generate._rig import PIVOT, hinge, move_skin, turn_head

__all__ = ["Framing", "photograph", "posed", "project"]

HEAD_MM = 225.0
DISTANCE_MM = 1150.0
AIM_MM = -22.0


@dataclass(frozen=True, slots=True)
class Framing:
    """How the camera sees the head.

    Attributes:
        width, height: Of the picture in px.
        pixel_aspect: Width of a pixel over its height.
        size: Height of the head as a share of the picture's.
        shift_x, shift_y: Where the head stands off the middle, in shares of the picture's height; right and down.
    """

    width: int
    height: int
    pixel_aspect: float = 1.0
    size: float = 0.52
    shift_x: float = 0.0
    shift_y: float = 0.0

    @property
    def focal_px(self) -> float:
        """Focal length in px of the picture's height."""
        return self.size * self.height * DISTANCE_MM / HEAD_MM

    @property
    def centre_px(self) -> tuple[float, float]:
        """Where the camera's axis meets the picture."""
        return (
            self.width / 2 + self.shift_x * self.height / self.pixel_aspect,
            self.height / 2 + self.shift_y * self.height,
        )


def project(points: Floats, framing: Framing) -> Floats:
    """Return `(V, 3)` x, y in px and 1 / distance of posed points in mm."""
    near = 1 / (DISTANCE_MM - points[:, 2])
    x = framing.centre_px[0] + framing.focal_px / framing.pixel_aspect * points[:, 0] * near
    y = framing.centre_px[1] - framing.focal_px * (points[:, 1] - AIM_MM) * near
    projected: Floats = np.stack([x, y, near], axis=1).astype(np.float32)
    return projected


def posed(person: Person, pose: Pose) -> Floats:
    """Return the `(V, 3)` vertices of all parts in a pose, in mm."""
    points = person.vertices.copy()
    parts = person.parts
    skin = move_skin(person.mesh.vertices, person.rig, pose)
    points[parts["skin"]] = skin
    for name, side in (("left_eye", 1.0), ("right_eye", -1.0)):
        centre = np.asarray(person.marks.eye, np.float32) * np.asarray((side, 1, 1), np.float32)
        angles = (math.radians(pose.gaze_x), -math.radians(pose.gaze_y), 0.0)
        pivot = tuple(float(value) for value in centre)
        whole = np.ones(len(points[parts[name]]), np.float32)
        points[parts[name]] = turn_head(points[parts[name]], whole, angles, pivot)
    for name in ("lower_teeth", "tongue"):
        hinge(points[parts[name]], 1.0, pose.jaw)
    moved = skin - person.mesh.vertices
    roots = person.strands.roots
    points[parts["strands"]] += moved[roots]
    if pose.hand > 0:
        points[parts["hand"]] = _place_hand(points[parts["hand"]], pose.hand)
    angles = (math.radians(pose.yaw), math.radians(pose.pitch), math.radians(pose.roll))
    turned: Floats = turn_head(points, person.carried, angles, PIVOT)
    return turned


def _place_hand(hand: Floats, amount: float) -> Floats:
    """Raise the hand from below the picture, palm to the face, until it covers nose and mouth."""
    way = amount * amount * (3 - 2 * amount)
    tilt = math.radians(24 - 12 * way)
    x = hand[:, 0] * math.cos(tilt) + hand[:, 1] * math.sin(tilt)
    y = hand[:, 1] * math.cos(tilt) - hand[:, 0] * math.sin(tilt)
    shift = np.asarray((-140 + 150 * way, -430 + 385 * way, 190 - 30 * way), np.float32)
    placed: Floats = np.stack([x, y, hand[:, 2]], axis=1).astype(np.float32) + shift
    return placed


def photograph(person: Person, pose: Pose, framing: Framing, background: Floats, light_degrees: float) -> Floats:
    """Return the `(3, H, W)` scene-linear picture of a person before a background of that size."""
    points = posed(person, pose)
    triangles, material_of, solid = person.triangles, person.material_of, person.solid
    if pose.hand <= 0:
        shown = np.r_[0 : person.handless, person.solid : len(triangles)]
        triangles, material_of, solid = triangles[shown], material_of[shown], person.handless
    lights = lamps(light_degrees)
    attributes = _light_vertices(person, pose, points, triangles, solid, lights)
    picture = background.copy()
    height, width = picture.shape[1:]
    samples = project(points, framing)
    samples[:, :2] *= 2
    owner = np.full((2 * height, 2 * width), -1, np.int32)
    rasterise(samples, triangles, solid, np.zeros((2 * height, 2 * width), np.float32), owner)
    camera = np.asarray((2 * framing.focal_px, 2 * framing.centre_px[0], 2 * framing.centre_px[1]), np.float32)
    surface = Surface(samples, triangles, material_of, attributes)
    shade(owner, surface, Studio(person.texture, MATERIALS, lights, camera), picture)
    return picture


def _light_vertices(person: Person, pose: Pose, points: Floats, triangles: Ints, solid: int, lights: Floats) -> Floats:
    attributes = person.attributes.copy()
    normals = vertex_normals(points, triangles[:solid])
    hair = person.parts["strands"]
    angles = (math.radians(pose.yaw), math.radians(pose.pitch), math.radians(pose.roll))
    still = (0.0, 0.0, 0.0)
    strands = person.strands
    normals[hair] = turn_head(strands.normals, person.carried[hair], angles, still)
    tangents = turn_head(strands.tangents, person.carried[hair], angles, still)
    attributes[:, 2:5] = normals
    # Half the hair throws the shadow of all of it: ribbons lie several deep.
    casters = triangles[: solid + (len(triangles) - solid) // 2]
    attributes[:, 5] = key_exposure(points, normals, casters, lights)
    lit = np.empty_like(tangents)
    shade_strands(normals[hair], tangents, strands.colour, attributes[hair, 5], attributes[hair, 6], lights, lit)
    attributes[hair, 7:] = lit
    _shade_eyes(person, pose, attributes)
    return attributes


def _shade_eyes(person: Person, pose: Pose, attributes: Floats) -> None:
    """Let the upper lid and its lashes darken the eyeball beneath them."""
    for name, side in (("left_eye", 1.0), ("right_eye", -1.0)):
        place = person.parts[name]
        offset = person.vertices[place] - np.asarray(person.marks.eye, np.float32) * np.asarray((side, 1, 1))
        upper, lower = lid_edges(np.clip(offset[:, 0] * side / person.marks.eye_half_width, -1, 1), person.marks)
        edge = upper + (lower - upper) * pose.blink
        # The eyeball is looked up at rest; a glance up or down moves it by little more than a millimetre.
        under = smoothstep(-0.5, 5.0, edge - offset[:, 1])
        attributes[place, 5] *= 0.30 + 0.70 * under
        attributes[place, 6] = 0.30 + 0.55 * under
