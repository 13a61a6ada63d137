"""Move the landmarks of a portrait as somebody else's moved: head, lids, gaze, lips, each by its own measure."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from graph_nodes.face._eyeballs import EYES, eye_of
from graph_nodes.face._regions import face_width
from graph_nodes.face._rigid import STEADY, Similarity, fit_similarity
from graph_nodes.face._topology import LIPS_INNER

__all__ = ["Driven", "Motion", "drive"]

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

_FARTHEST = 0.35
"""How far a head travels at most, in widths of the face: beyond, its surroundings would smear."""

_WIDEST = 1.6


class Motion(NamedTuple):
    """How much of the driver's motion is taken over; 1 is all of it.

    Attributes:
        pose: Turning and nodding of the head.
        travel: Moving across the picture, and nearer or farther.
        expression: Everything within the face.
    """

    pose: float = 1.0
    travel: float = 1.0
    expression: float = 1.0


class Driven(NamedTuple):
    """A portrait in a new pose and expression.

    Attributes:
        points: `(478, 3)` its landmarks.
        head: How the head as a whole moved, for hair and neck.
    """

    points: Floats
    head: Similarity


def drive(portrait: Floats, rest: Floats, driver: Floats, motion: Motion) -> Driven:
    """Move a portrait's landmarks by what changed between two frames of a driver.

    The driver's head is followed by the vertices that no expression moves. What is left is expression; it is
    enlarged and turned to the portrait's head. Lids close by the share that the driver's close, so that eyes
    of any size shut; lips meet but do not cross.

    Args:
        portrait: `(478, 3)` landmarks of the still, in px.
        rest: `(478, 3)` landmarks of the driver when it looks as the portrait does.
        driver: `(478, 3)` landmarks of the driver now.
        motion: How much of which motion is taken over.
    """
    moved = fit_similarity(rest[STEADY], driver[STEADY])
    to_portrait = fit_similarity(rest[STEADY], portrait[STEADY])
    at_rest = ((driver - moved.offset) @ moved.rotation / moved.scale).astype(np.float32)
    change = to_portrait.scale * (at_rest - rest) @ to_portrait.rotation.T
    face = (portrait + motion.expression * change).astype(np.float32)
    _look(face, portrait, rest, at_rest, motion.expression)
    _part_lips(face, portrait, rest, at_rest, to_portrait.scale, motion.expression)
    head = _head(portrait, rest, driver, moved, to_portrait.scale, motion)
    return Driven(head.apply(face), head)


def _head(
    portrait: Floats, rest: Floats, driver: Floats, moved: Similarity, enlarged: float, motion: Motion
) -> Similarity:
    rotation = Rotation.from_rotvec(Rotation.from_matrix(moved.rotation).as_rotvec() * motion.pose).as_matrix()
    scale = float(np.clip(moved.scale, 0.5, 2.0)) ** motion.travel
    centre = portrait[STEADY].mean(axis=0).astype(np.float64)
    way = enlarged * (driver[STEADY].mean(axis=0) - rest[STEADY].mean(axis=0)).astype(np.float64) * motion.travel
    # Depth of a single picture is relative to its own face: it says nothing of how far a head went.
    way[2] = 0
    farthest = _FARTHEST * face_width(portrait)
    way *= farthest / (farthest + np.linalg.norm(way))
    return Similarity(scale, rotation, centre + way - scale * rotation @ centre)


def _look(face: Floats, portrait: Floats, rest: Floats, driver: Floats, amount: float) -> None:
    """Set lids and irises of `face`: opened by the driver's share, looking as far aside as the driver does."""
    for contour, iris, _ in EYES:
        own, before, now = eye_of(portrait, contour, iris), eye_of(rest, contour, iris), eye_of(driver, contour, iris)
        share = 1 + (now.opening / max(before.opening, 1e-3) - 1) * amount
        share = min(max(share, 0.0), _WIDEST)
        place = eye_of(face, contour, iris)
        upper, lower = own.rim[1:8], own.rim[:8:-1]
        # A shut eye's line lies near the lower lid, for the upper one does the closing.
        line = lower + 0.2 * (upper - lower)
        rim = own.rim.copy()
        rim[1:8], rim[:8:-1] = line + (upper - line) * share, line + (lower - line) * share
        face[contour, :2] = place.in_picture(rim)
        centre = own.centre + (now.centre - before.centre) * amount
        offsets = portrait[iris : iris + 5, :2] - portrait[iris, :2]
        face[iris : iris + 5, :2] = place.in_picture(np.array(centre)) + offsets


def _part_lips(face: Floats, portrait: Floats, rest: Floats, driver: Floats, enlarged: float, amount: float) -> None:
    """Set the gap between the lips of `face`: opened by as much as the driver's, closed by the same share.

    An open smile thus shuts when the driver's does, however wide each is, and lips never cross.
    """
    least = 0.02 * face_width(portrait)
    upper, lower = LIPS_INNER[1:10], LIPS_INNER[:10:-1]
    own = _gap(portrait)
    before, now = _gap(rest) * enlarged, _gap(driver) * enlarged
    closed = own * (np.maximum(now, 0) + least) / (np.maximum(before, 0) + least)
    wanted = own + (np.where(now < before, closed, own + now - before) - own) * amount
    down = _down(face)
    shift = ((np.maximum(wanted, 0) - _gap(face)) / 2)[:, None] * down
    face[upper, :2] -= shift
    face[lower, :2] += shift


def _down(points: Floats) -> Doubles:
    way = (points[152, :2] - points[10, :2]).astype(np.float64)
    return way / max(float(np.linalg.norm(way)), 1e-6)


def _gap(points: Floats) -> Doubles:
    """Return the gap between the lips' inner edges at nine places, in px; below 0 where they cross."""
    gap: Doubles = (points[LIPS_INNER[:10:-1], :2] - points[LIPS_INNER[1:10], :2]) @ _down(points)
    return gap
