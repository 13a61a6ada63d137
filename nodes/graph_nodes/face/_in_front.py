"""What is in front of one person's face, from frame to frame: landmarks that stay put, and the occluder's matte."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from graph_nodes.face._atlas import at_vertices, roll, unroll
from graph_nodes.face._edges import log_colour, snap_to_edges
from graph_nodes.face._follow import Followed, carry, remember
from graph_nodes.face._hair import hair_in_face
from graph_nodes.face._memory import Memory, Sensitivity, Sighting, begin
from graph_nodes.face._mesh_warp import Box, box_around
from graph_nodes.face._occlusion import notice, with_hair
from graph_nodes.face._regions import face_width, smoothstep
from graph_nodes.face._rigid import head_axes

__all__ = ["Person", "draw_in_front", "look", "watch_hair"]

Floats = NDArray[np.float32]

_BARE = 0.003
"""Share of the face's square that may seem hidden while the detector is believed without question."""

_SURE = 0.96
"""Share of the bare face that then looks as remembered."""

_COVERED = 0.06
"""Share of the square that is hidden when detectors begin to lose their way."""

_MARGIN = 0.03
"""By how much more of the face must look as remembered for the detector to be believed on a covered face."""

_STEP = 0.25
"""How much trust in the detector changes in a frame, so that the landmarks do not jump."""

_LOST = 0.3
"""Distance between detector and optical flow, in widths of the face, that only a cut explains."""


@dataclass(frozen=True)
class Person:
    """What is known of one person after a frame."""

    memory: Memory
    followed: Followed

    @property
    def points(self) -> Floats:
        """Landmarks to believe, `(478, 3)`."""
        return self.followed.points

    def to_state(self) -> dict[str, Any]:
        """Return all of it as arrays and numbers."""
        return {"memory": self.memory.to_state(), "followed": self.followed.to_state()}

    @classmethod
    def of_state(cls, state: dict[str, Any]) -> Person:
        """Make it again from what `to_state` returned."""
        return cls(Memory(**state["memory"]), Followed(**state["followed"]))


def look(
    person: Person | None,
    picture: Floats,
    detected: Floats,
    sensitivity: Sensitivity,
    known: Floats | None = None,
) -> Person:
    """Return what is known after one more frame.

    A detector is right about a bare face and loses its way on a covered one. From the last frame without doubt
    on, optical flow carries the landmarks along with what can still be seen of the face; while a good part is
    covered they are believed, unless the detector's make the bare rest look more as it is remembered.

    Args:
        person: What was known before; None when first seen.
        picture: `(3, H, W)`, scene-linear.
        detected: `(478, 3)` landmarks that the detector found.
        sensitivity: When something counts as an occluder.
        known: `(1, H, W)` matte of what is known to be in front.
    """
    if person is None:
        memory = _noticed(begin(detected), picture, detected, sensitivity, known)
        return Person(memory, remember(picture, detected, detected))
    before = person.followed
    by_detector = _noticed(person.memory, picture, detected, sensitivity, known)
    if before.trust == 1 and by_detector.hidden.mean() < _BARE and by_detector.agreement > _SURE:
        return Person(by_detector, remember(picture, detected, detected))
    carried = carry(before, picture, at_vertices(person.memory.hidden, person.memory.places))
    by_flow = _noticed(person.memory, picture, carried, sensitivity, known)
    better = by_detector.agreement - by_flow.agreement
    apart = float(np.linalg.norm((detected - carried)[:468, :2], axis=1).mean()) / face_width(detected)
    if apart > _LOST or better > 2 * _MARGIN:
        carried, by_flow = detected, by_detector
    is_covered = by_flow.hidden.mean() > _COVERED
    trust = before.trust + _STEP
    if better < -3 * _MARGIN:
        trust = 0.0
    elif is_covered and better < _MARGIN:
        trust = before.trust - _STEP
    trust = min(max(trust, 0.0), 1.0)
    if trust == 1 or carried is detected:
        return Person(by_detector, remember(picture, detected, carried, trust))
    points = (carried + trust * (detected - carried)).astype(np.float32)
    memory = by_flow if trust == 0 else _noticed(person.memory, picture, points, sensitivity, known)
    return Person(memory, remember(picture, points, carried, trust))


def _noticed(memory: Memory, picture: Floats, points: Floats, sensitivity: Sensitivity, known: Floats | None) -> Memory:
    texture, facing = unroll(picture, points, memory.places)
    covered = None if known is None else unroll(known, points, memory.places)[0][0] > 0.5
    return notice(memory, Sighting(texture, facing, head_axes(points)[2], covered), sensitivity)


def watch_hair(person: Person, picture: Floats) -> Person:
    """Return the person with the hair of one more frame, `(3, H, W)`, averaged in."""
    points, memory = person.points, person.memory
    box = _around(points, picture)
    if box[2] <= box[0] or box[3] <= box[1]:
        return person
    hair = hair_in_face(picture, points, box)
    moved = (points - np.array((*box[:2], 0))).astype(np.float32)
    rolled, facing = unroll(hair[None], moved, memory.places)
    return replace(person, memory=with_hair(memory, rolled[0], facing))


def draw_in_front(person: Person, picture: Floats, hair: bool, feather: float) -> tuple[Box, Floats]:
    """Draw what is in front of a face, its edges moved to those of the picture.

    Args:
        person: What is known after this frame.
        picture: `(3, H, W)`, scene-linear.
        hair: Whether hair counts.
        feather: Softness of the edge, in widths of the face.

    Returns:
        A part of the picture and the matte of it, `(H, W)`.
    """
    points, memory = person.points, person.memory
    box = left, top, right, bottom = _around(points, picture)
    hidden = np.maximum(memory.hidden, memory.hair) if hair else memory.hidden
    if hidden.max() < 0.05 or right <= left or bottom <= top:
        return box, np.zeros((bottom - top, right - left), dtype=np.float32)
    width = face_width(points)
    rolled, inside = roll(hidden, points, memory.places, box)
    soft = max(0.01 * width, 1.0)
    # Beyond the outline what is hidden just within it goes on.
    near = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), soft)
    rolled = cv2.GaussianBlur(rolled, (0, 0), soft) / np.maximum(near, 0.05)
    colours = log_colour(picture[:, top:bottom, left:right])
    snapped = snap_to_edges(rolled, colours, np.ones_like(rolled), max(int(0.02 * width), 2), 0.06)
    drawn = smoothstep(0.3, 0.7, snapped)
    if feather > 0:
        drawn = cv2.GaussianBlur(drawn, (0, 0), max(feather * width / 2, 0.3))
    return box, drawn


def _around(points: Floats, picture: Floats) -> Box:
    return box_around(points[:468], picture.shape[2], picture.shape[1], 0.05 * face_width(points))
