"""Find faces: look at the picture from several distances and angles, then read the landmarks of each candidate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from graph_plugin_mediapipe_faces._boxes import Detector, decode, merge_overlapping, overlap
from graph_plugin_mediapipe_faces._crops import Floats, Square, cut
from graph_plugin_mediapipe_faces._mesh import face_square, read_mesh, settle
from graph_plugin_mediapipe_faces._network import Network, NetworkFile

__all__ = ["FAR", "NEAR", "Networks", "Reach", "Sighting", "find_faces", "is_same_place", "tiles"]

Reach = Literal["whole picture", "closer when empty", "everywhere"]

FAR = Detector(NetworkFile("face_detection/face_detection_full_range_sparse.tflite", 192, 2, -1), ((4, 1),), 6)
NEAR = Detector(NetworkFile("face_detection/face_detection_short_range.tflite", 128, 2, -1), ((8, 2), (16, 6)), 6)
_LEAST_SCORE = 0.3  # of a candidate; whether it is a face the mesh decides
_MOST_CANDIDATES = 24
_SURE = 0.7  # upside-down faces are read as upright ones with less
_CERTAIN = 0.75  # from the quick detector: the other need not be asked
_SAME_FACE = 0.3
_CLOSER = 1.2  # side of the square for the second look, in sides of the face's own
_TURNS = tuple(np.deg2rad(angle) for angle in (45, -45, 90, -90, 135, -135, 180))


@dataclass(frozen=True, slots=True)
class Networks:
    """The loaded networks that finding faces takes."""

    far: Network
    near: Network
    mesh: Network

    def close(self) -> None:
        """Let go of all of them."""
        for network in (self.far, self.near, self.mesh):
            network.close()


@dataclass(frozen=True, slots=True)
class Sighting:
    """A face: landmarks `(478, 3)` in px and how sure we are of it, 0 to 1."""

    landmarks: Floats
    score: float

    @property
    def box(self) -> Floats:
        """Bounds of the landmarks: left, top, right, bottom in px."""
        points = self.landmarks[:468, :2]
        bounds: Floats = np.concatenate([points.min(axis=0), points.max(axis=0)]).astype(np.float32)
        return bounds

    @property
    def area(self) -> float:
        """Of the box, in px."""
        left, top, right, bottom = self.box.tolist()
        return float((right - left) * (bottom - top))


def tiles(width: int, height: int, side: float) -> list[Square]:
    """Return squares that cover a picture and overlap by at least half of their side."""
    across, down = (
        np.linspace(side / 2, length - side / 2, max(1, int(np.ceil((length - side) / (side / 2))) + 1))
        if length > side
        else np.array([length / 2])
        for length in (width, height)
    )
    return [Square(float(x), float(y), float(side)) for y in down for x in across]


def _looks(width: int, height: int, reach: Reach) -> Iterator[list[Square]]:
    """Yield what to look at, farther and farther from the obvious."""
    whole = Square(width / 2, height / 2, max(width, height))
    if reach == "whole picture":
        yield [whole]
        return
    turned = [Square(whole.x, whole.y, whole.side, angle) for angle in _TURNS]
    nearer = [tiles(width, height, whole.side / parts) for parts in (2, 4)]
    if reach == "everywhere":
        yield [whole, *turned, *nearer[0], *nearer[1]]
        return
    yield from ([whole], turned, *nearer)


def _detect(networks: Networks, rgb: Floats, square: Square, least_score: float) -> Iterator[tuple[Floats, Floats]]:
    """Yield what each detector sees in a square, the quick one first: points `(N, 8, 2)` in [0, 1], scores `(N,)`."""
    import cv2

    pixels = cut(rgb, square, FAR.file.size)
    for detector, network in ((NEAR, networks.near), (FAR, networks.far)):
        size = detector.file.size
        fitting = pixels if len(pixels) == size else cv2.resize(pixels, (size, size), interpolation=cv2.INTER_AREA)
        values, logits = network(fitting)
        yield decode(detector, values, logits, least_score)


def _candidates(networks: Networks, rgb: Floats, squares: list[Square], most: int) -> list[Square]:
    """Return where the detectors see faces, best first; of one face only the first that is certain."""
    found, scores = [], []
    for square in squares:
        for points, sure in _detect(networks, rgb, square, _LEAST_SCORE):
            for shape, score in zip(*merge_overlapping(points, sure), strict=True):
                found.append(_face_of(square, shape))
                scores.append(float(score))
            if most == 1 and max(scores, default=0.0) >= _CERTAIN:
                break
    distinct: list[Square] = []
    for number in np.argsort(-np.array(scores), kind="stable"):
        if not any(is_same_place(found[number], other) for other in distinct):
            distinct.append(found[number])
    return distinct[:_MOST_CANDIDATES]


def is_same_place(one: Square, other: Square) -> bool:
    """Return whether reading both squares would read one face twice."""
    away = np.hypot(one.x - other.x, one.y - other.y) / other.side
    turn = abs((one.angle - other.angle + np.pi) % (2 * np.pi) - np.pi)
    return bool(away < 0.2 and 0.7 < one.side / other.side < 1.4 and turn < 0.6)


def _face_of(square: Square, points: Floats) -> Square:
    """Return the square to read a detected face in, upright along its eyes."""
    (x, y), size = points[:2].mean(axis=0), float((points[1] - points[0]).max())
    eyes = points[3] - points[2]
    middle = square.to_picture(np.array([x, y]))
    angle = square.angle + float(np.arctan2(eyes[1], eyes[0]))
    return Square(float(middle[0]), float(middle[1]), 1.5 * size * square.side, angle)


def find_faces(
    networks: Networks, rgb: Floats, *, most: int, least_score: float, views: int, reach: Reach
) -> list[Sighting]:
    """Find the faces of one picture.

    Args:
        networks: The loaded networks.
        rgb: `(3, H, W)` scene-linear.
        most: How many faces at most; the largest of the certain ones are kept, then the largest doubtful ones.
        least_score: How sure to be of a face, 0 to 1.
        views: Crops averaged for each face.
        reach: How thoroughly to look.

    Returns:
        The faces, largest first.
    """
    height, width = rgb.shape[1:]
    seen: list[Sighting] = []
    for squares in _looks(width, height, reach):
        read = [
            _confirm(networks, rgb, candidate, least_score) for candidate in _candidates(networks, rgb, squares, most)
        ]
        seen = _without_doubles(seen + [sighting for sighting in read if sighting is not None])
        if seen and seen[0].score >= _SURE:
            break
    # A doubtful large face must not displace a certain small one.
    chosen = sorted(seen, key=lambda sighting: (sighting.score < _SURE, -sighting.area))[:most]
    return [
        Sighting(settle(networks.mesh, rgb, face_square(one.landmarks), views), one.score)
        for one in sorted(chosen, key=lambda sighting: -sighting.area)
    ]


def _confirm(networks: Networks, rgb: Floats, candidate: Square, least_score: float) -> Sighting | None:
    """Read a candidate twice, the second time in its own square, and ask the detectors again; None if it is no face.

    The mesh alone takes coins and headlights for faces. Seen upright and filling the picture, true faces (from 16 px
    upwards) got more than 0.73 from the quick detector and false ones at most 0.7; the geometric mean of both
    detectors' scores was above 0.7 for true ones and below 0.6 for nearly all false ones.
    """
    square = candidate
    for _ in range(2):
        landmarks, presence = read_mesh(networks.mesh, rgb, square)
        if presence < least_score:
            return None
        square = face_square(landmarks)
    closer = Square(square.x, square.y, square.side * _CLOSER, square.angle)
    looks = _detect(networks, rgb, closer, 0.01)
    score = _score_of_middle(*next(looks))
    if score < _CERTAIN:
        score = float(np.sqrt(score * _score_of_middle(*next(looks))))
    score *= presence
    return Sighting(landmarks, score) if score >= least_score else None


def _score_of_middle(points: Floats, scores: Floats) -> float:
    """Return the best score of a detection that lies in the middle of the square and fills it as a face would."""
    if not len(scores):
        return 0.0
    off_centre = np.abs(points[:, :2].mean(axis=1) - 0.5).max(axis=1)
    filling = (points[:, 1] - points[:, 0]).max(axis=1) * _CLOSER * 1.5
    fits = (off_centre < 0.15) & (filling > 0.5) & (filling < 1.6)
    return float(scores[fits].max(initial=0.0))


def _without_doubles(sightings: list[Sighting]) -> list[Sighting]:
    """Keep the surest of those that show the same face, surest first."""
    kept: list[Sighting] = []
    for sighting in sorted(sightings, key=lambda sighting: -sighting.score):
        boxes = np.stack([other.box for other in kept]) if kept else np.empty((0, 4), np.float32)
        if not (overlap(sighting.box, boxes) > _SAME_FACE).any():
            kept.append(sighting)
    return kept
