"""Notice what comes in front of a face: remember how the bare face looks, texel by texel, and what departs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from graph_nodes.face._atlas import SIDE, contour_texels
from graph_nodes.face._edges import log_colour, snap_to_edges
from graph_nodes.face._memory import Memory, Sensitivity, Sighting, begin
from graph_nodes.face._topology import LEFT_EYE, LIPS_INNER, LIPS_OUTER, RIGHT_EYE

__all__ = ["notice", "with_hair"]

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

_SEEN = 0.3
"""How far a texel faces the camera to be judged: beyond, the picture is too stretched."""

_STEP = np.array([0.16, 0.05, 0.05], dtype=np.float32)
"""Differences in `log_colour` that a face makes by itself, with its folds and shades."""

_ALIKE = 0.25
"""Difference of facing up to which a texel looks as it did; it is judged against nothing else."""

_TURNED = 0.9
"""Steps of brightness, as a logarithm, that a head's turn by one radian makes: light falls on it anew."""

_LENIENT = 0.6
"""How much of a departure counts where the face moves much by itself."""

_LEARN = 0.03
"""Share of a new frame in what is remembered, once there is something."""

_JAW = np.array(
    [
        *(57, 43, 106, 182, 83, 18, 313, 406, 335, 273, 287, 432, 422, 430, 394),
        *(379, 378, 400, 377, 152, 148, 176, 149, 150, 169, 210, 202, 212),
    ],
    dtype=np.int32,
)


def notice(memory: Memory, sighting: Sighting, sensitivity: Sensitivity) -> Memory:
    """Look at one more frame and return what is known after it; `hidden` is the answer.

    A texel departs by as many steps as its colour lies outside of what was seen there and around; the mouth,
    the eyes and, less strictly, the chin are let move, and brightness counts less while the head is turned.
    Departures that hold together, follow the picture's edges and come in from the outline are an occluder; its
    colours then tell where else it is. Hidden texels are not learned.
    """
    colour = log_colour(np.stack([cv2.GaussianBlur(plane, (0, 0), 0.8) for plane in sighting.texture]))
    seen = sighting.facing > _SEEN
    memory = _forgotten(memory, sighting.facing)
    known = memory.seen > 0
    covered = np.zeros_like(seen) if sighting.covered is None else sighting.covered & seen
    silent = _silent(memory.places)
    judged = seen & known & ~silent & (np.abs(sighting.facing - memory.view) < _ALIKE)
    light = _follow_light(memory, colour, judged & ~covered & (_grown(memory.hidden, 3) < 0.5))
    even = colour - _light_field(light)
    departure = _departure(memory, even, sighting.axis) * judged
    hidden = _hidden(memory, even, departure, seen, judged, sensitivity)
    bare = judged & ~covered
    agreement = float((departure < 1)[bare].mean()) if bare.any() else 0.0
    departure = np.where(_mobile(memory.places), _LENIENT * departure, departure)
    if known.any() and hidden.sum() > 0.6 * seen.sum() and memory.hidden.sum() < 0.2 * seen.sum():
        # Nothing covers a face between two frames: the shot was cut, and this is somebody else.
        return notice(replace(begin(memory.places), places=memory.places), sighting, sensitivity)
    hidden = hidden | covered
    waited = np.where(hidden, memory.waited + 1, 0).astype(np.float32)
    if sensitivity.patience > 0:
        hidden = hidden & (waited <= sensitivity.patience)
    mean, variance, count = _learned(memory, even, departure, seen, hidden)
    view = np.where(count > memory.seen, memory.view + (sighting.facing - memory.view) / count.clip(1, 30), memory.view)
    occluder = _occluder(memory.occluder, even, hidden & judged & (departure > 1))
    if not hidden.any():
        occluder = np.full((4, 3), np.nan)
    return Memory(
        places=memory.places,
        mean=mean,
        variance=variance,
        seen=count,
        view=view.astype(np.float32),
        hidden=hidden.astype(np.float32),
        waited=waited,
        light=light,
        occluder=occluder,
        hair=memory.hair,
        axis=memory.axis + (sighting.axis - memory.axis) * (_LEARN if known.any() else 1.0),
        agreement=agreement,
    )


def _forgotten(memory: Memory, facing: Floats) -> Memory:
    """Return the memory without bare texels that are now seen far better than when they were learned."""
    better = (facing > memory.view + _ALIKE) & (memory.seen > 0) & (_grown(memory.hidden, 5) < 0.5)
    return replace(memory, seen=np.where(better, 0, memory.seen).astype(np.float32)) if better.any() else memory


def with_hair(memory: Memory, hair: Floats, facing: Floats) -> Memory:
    """Return the memory with this frame's hair, `(SIDE, SIDE)`, averaged into that of the frames before."""
    seen = facing > _SEEN
    rate = np.where(memory.hair < 0, 1.0, 0.1)
    averaged = np.where(seen, memory.hair + rate * (hair - memory.hair), memory.hair)
    return replace(memory, hair=averaged.astype(np.float32))


def _grown(mask: NDArray[Any], texels: int) -> Floats:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * texels + 1, 2 * texels + 1))
    grown: Floats = cv2.dilate(mask.astype(np.float32), kernel)
    return grown


def _silent(places: Floats) -> Bools:
    """Texels that say nothing: between the lips and between the lids anything may show."""
    parts = [contour_texels(places, contour, grow=3) for contour in (LIPS_INNER, RIGHT_EYE, LEFT_EYE)]
    silent: Bools = np.logical_or.reduce(parts)
    return silent


def _mobile(places: Floats) -> Bools:
    """Texels that change much by themselves: lips and chin."""
    return contour_texels(places, LIPS_OUTER, grow=6) | contour_texels(places, _JAW)


def _basis() -> Floats:
    across, down = np.meshgrid(*[(np.arange(SIDE, dtype=np.float32) + 0.5) / SIDE - 0.5] * 2)
    return np.stack([np.ones_like(across), across, down])


def _light_field(light: NDArray[np.float64]) -> Floats:
    brightness = np.tensordot(light[:3].astype(np.float32), _basis(), axes=1)
    flat = [np.full_like(brightness, value) for value in light[3:]]
    return np.stack([brightness, *flat])


def _follow_light(memory: Memory, colour: Floats, judged: Bools) -> NDArray[np.float64]:
    """Fit how the light changed since the face was learned, by the texels that agree with the last frame's."""
    if judged.sum() < 200:
        return memory.light
    change = (colour - memory.mean)[:, judged].astype(np.float64)
    basis = _basis()[:, judged].astype(np.float64)
    light = memory.light
    count = basis.shape[1]
    # Sudden slopes are less likely than a change all over: an occluder must not pass for a light.
    calm = np.diag([0.01, 0.06, 0.06]) * count
    for _ in range(4):
        off = change[0] - light[:3] @ basis
        tint = np.abs(change[1] - light[3]) + np.abs(change[2] - light[4])
        weight = 1 / (1 + (off / 0.06) ** 2 + (tint / 0.06) ** 2) ** 2
        plane = np.linalg.solve((basis * weight) @ basis.T + calm, (basis * weight) @ change[0] + calm @ light[:3])
        hold = 0.02 * count
        tints = (change[1:] @ weight + hold * light[3:]) / (weight.sum() + hold)
        light = np.concatenate([plane, tints])
    return light


def _departure(memory: Memory, even: Floats, axis: NDArray[np.float64]) -> Floats:
    """Return how far each texel lies outside of the colours seen there and two texels around, in steps."""
    # The step that a turn adds begins beyond the small motion of a head that talks.
    steps = (
        _STEP + np.array([_TURNED * max(float(np.linalg.norm(axis - memory.axis)) - 0.1, 0), 0, 0]) * memory.seen.any()
    )
    spread, known = np.sqrt(memory.variance), memory.seen > 0
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    squared = np.zeros((SIDE, SIDE), dtype=np.float32)
    for plane, mean, deviation, step in zip(even, memory.mean, spread, steps, strict=True):
        highest = cv2.dilate(np.where(known, mean + deviation, -9).astype(np.float32), kernel)
        lowest = cv2.erode(np.where(known, mean - deviation, 9).astype(np.float32), kernel)
        squared += (np.maximum(np.maximum(plane - highest, lowest - plane), 0) / step) ** 2
    departure: Floats = np.sqrt(squared)
    return departure


def _hidden(
    memory: Memory, even: Floats, departure: Floats, seen: Bools, judged: Bools, sensitivity: Sensitivity
) -> Bools:
    before = memory.hidden > 0.5
    near, around = _grown(before, 3) > 0.5, _grown(before, 10) > 0.5
    speaks = judged.astype(np.float32)
    mobile = _mobile(memory.places)
    evidence = 0.5 * np.minimum(np.where(mobile, _LENIENT * departure, departure), 4) ** 2 - 0.8
    if np.isfinite(memory.occluder).all():
        evidence = np.where(around, np.maximum(_likeness(memory, even, departure), 0.5 * evidence), evidence)
    evidence = np.clip(evidence, -3, 3).astype(np.float32)
    belief = snap_to_edges(evidence, even, speaks, 5, 0.063)
    blurred = cv2.GaussianBlur(departure, (0, 0), 1.5) / np.maximum(cv2.GaussianBlur(speaks, (0, 0), 1.5), 0.3)
    fresh = (blurred > sensitivity.threshold) & ~mobile
    seeds = (fresh | (near & (belief > 0.8))) & seen & (belief > 0.3)
    parts, count = ndimage.label((belief > 0) & seen)
    if count == 0:
        return np.zeros((SIDE, SIDE), dtype=bool)
    numbers = np.arange(1, count + 1)
    rim = seen & ~ndimage.binary_erosion(seen, iterations=4)
    is_large = ndimage.sum(seeds, parts, numbers) > sensitivity.smallest * SIDE * SIDE
    comes_in = ndimage.sum(rim | before, parts, numbers) > 6
    hidden = np.isin(parts, numbers[is_large & comes_in])
    # What says nothing is hidden when most of what surrounds it is.
    share = cv2.blur(hidden * speaks, (15, 15)) / np.maximum(cv2.blur(speaks, (15, 15)), 0.1)
    hidden = np.where(judged, hidden, share > 0.6) & seen
    whole: Bools = ndimage.binary_fill_holes(ndimage.binary_opening(hidden))
    return whole


def _likeness(memory: Memory, even: Floats, departure: Floats) -> Floats:
    """Return how much better the occluder's colours explain each texel than the face's, as a log likelihood."""
    centre, covariance = memory.occluder[0], memory.occluder[1:]
    off = (even - centre[:, None, None]).reshape(3, -1)
    distance = np.einsum("in,ij,jn->n", off, np.linalg.inv(covariance), off).reshape(SIDE, SIDE)
    as_occluder = -0.5 * distance - 0.5 * np.linalg.slogdet(covariance)[1]
    as_face = -0.5 * np.minimum(departure, 5) ** 2 - np.log((0.12, 0.05, 0.05)).sum()
    likeness: Floats = (np.clip(as_occluder - as_face, -4, 4) - 0.3).astype(np.float32)
    return likeness


def _occluder(before: NDArray[np.float64], even: Floats, core: Bools) -> NDArray[np.float64]:
    """Return the colours of what is in front: those of this frame, mixed into those known before."""
    if core.sum() < 50:
        return before
    colours = even[:, core].astype(np.float64)
    centre = np.median(colours, axis=1)
    off = colours - centre[:, None]
    usual = (np.abs(off) < np.array([[0.5], [0.25], [0.25]])).all(axis=0)
    least = np.diag([0.08, 0.03, 0.03]) ** 2
    spread = np.cov(off[:, usual]) + least if usual.sum() > 30 else np.diag([0.3, 0.1, 0.1]) ** 2
    now = np.concatenate([centre[None], spread])
    return np.where(np.isfinite(before), 0.8 * before + 0.2 * now, now)


def _learned(
    memory: Memory, even: Floats, departure: Floats, seen: Bools, hidden: Bools
) -> tuple[Floats, Floats, Floats]:
    """Return mean, variance and count with this frame's bare texels taken in."""
    known = memory.seen > 0
    bare = seen & (_grown(hidden, 5) < 0.5) & ((departure < 1) | ~known)
    if hidden.any():
        bare &= known
    rate = np.where(known, np.maximum(1 / (memory.seen + 1), _LEARN), 1.0).astype(np.float32)
    change = even - memory.mean
    mean = np.where(bare, memory.mean + rate * change, memory.mean).astype(np.float32)
    wider = np.where(known, (1 - rate) * (memory.variance + rate * change**2), 0)
    variance = np.where(bare, wider, memory.variance).astype(np.float32)
    return mean, variance, (memory.seen + bare).astype(np.float32)
