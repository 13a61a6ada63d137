"""Find hands and the 21 joints of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_plugin_mediapipe_faces._boxes import Detector, decode, merge_overlapping
from graph_plugin_mediapipe_faces._crops import Floats, Square, cut
from graph_plugin_mediapipe_faces._network import Network, NetworkFile
from graph_plugin_mediapipe_faces._search import is_same_place, tiles

__all__ = ["HAND", "PALM", "Hand", "HandNetworks", "find_hands"]

PALM = Detector(NetworkFile("palm_detection/palm_detection_full.tflite", 192, 2), ((8, 2), (16, 6)), 7)
HAND = NetworkFile("hand_landmark/hand_landmark_full.tflite", size=224, outputs=4)
_LEAST_SCORE = 0.35
_WRIST, _MIDDLE_FINGER = 0, 2  # among a palm's seven keypoints
_STEADY = np.array([0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18])  # joints that a hand's square is laid around


@dataclass(frozen=True, slots=True)
class HandNetworks:
    """The loaded networks that finding hands takes."""

    palm: Network
    hand: Network

    def close(self) -> None:
        """Let go of both."""
        self.palm.close()
        self.hand.close()


@dataclass(frozen=True, slots=True)
class Hand:
    """A hand: joints `(21, 3)` in px (x, y, relative depth) and the probability that it is one."""

    joints: Floats
    presence: float

    @property
    def palm_length(self) -> float:
        """From the wrist to the root of the middle finger, or across the palm if that is longer, in px."""
        along = np.linalg.norm(self.joints[9] - self.joints[0])
        across = np.linalg.norm(self.joints[5] - self.joints[17])
        return float(max(along, 1.4 * across))


def find_hands(networks: HandNetworks, rgb: Floats, *, most: int, least_presence: float) -> list[Hand]:
    """Find the hands of one picture: in the whole of it, then, when there are none, in overlapping halves.

    Args:
        networks: The loaded networks.
        rgb: `(3, H, W)` scene-linear.
        most: How many at most; the surest are kept.
        least_presence: How sure to be of a hand, 0 to 1.

    Returns:
        The hands, surest first.
    """
    height, width = rgb.shape[1:]
    longer = max(width, height)
    for squares in ([Square(width / 2, height / 2, longer)], tiles(width, height, longer / 2)):
        hands: list[tuple[Hand, Square]] = []
        for candidate in _palms(networks.palm, rgb, squares):
            hand, square = _read_twice(networks.hand, rgb, candidate)
            if hand.presence >= least_presence and not any(is_same_place(square, other) for _, other in hands):
                hands.append((hand, square))
        if hands:
            return sorted((hand for hand, _ in hands), key=lambda hand: -hand.presence)[:most]
    return []


def _palms(network: Network, rgb: Floats, squares: list[Square]) -> list[Square]:
    """Return the squares to read hands in, surest palm first."""
    found = []
    for square in squares:
        values, logits = network(cut(rgb, square, PALM.file.size))
        points, scores = merge_overlapping(*decode(PALM, values, logits, _LEAST_SCORE))
        found += [(float(score), _hand_of_palm(square, shape)) for shape, score in zip(points, scores, strict=True)]
    found.sort(key=lambda pair: -pair[0])
    distinct: list[Square] = []
    for _, square in found:
        if not any(is_same_place(square, other) for other in distinct):
            distinct.append(square)
    return distinct


def _hand_of_palm(square: Square, points: Floats) -> Square:
    """Return the square of the hand whose palm was seen, fingers up: 2.6 palms wide and half a palm further up."""
    places = square.to_picture(points)
    wrist, finger = places[2 + _WRIST], places[2 + _MIDDLE_FINGER]
    side = float((points[1] - points[0]).max()) * square.side
    return _upright(places[:2].mean(axis=0), finger - wrist, side, grow=2.6, shift=0.5)


def _hand_of_joints(joints: Floats) -> Square:
    """Return the square a hand is read in again: twice the extent of palm and finger roots."""
    points = joints[_STEADY, :2].astype(np.float64)
    up = joints[[5, 9, 13], :2].astype(np.float64).mean(axis=0) - points[0]
    cos, sin = np.array([-up[1], up[0]]) / max(float(np.hypot(*up)), 1e-6)
    turn = np.array([[cos, -sin], [sin, cos]])
    turned = points @ turn
    low, high = turned.min(axis=0), turned.max(axis=0)
    return _upright(turn @ ((low + high) / 2), up, float((high - low).max()), grow=2.0, shift=0.1)


def _upright(middle: NDArray[Any], up: NDArray[Any], side: float, *, grow: float, shift: float) -> Square:
    angle = float(np.arctan2(up[0], -up[1]))
    x, y = middle + shift * side * np.array([np.sin(angle), -np.cos(angle)])
    return Square(float(x), float(y), grow * side, angle)


def _read_twice(network: Network, rgb: Floats, square: Square) -> tuple[Hand, Square]:
    """Read the joints, then again in the square that they suggest."""
    hand = _read(network, rgb, square)
    square = _hand_of_joints(hand.joints)
    return _read(network, rgb, square), square


def _read(network: Network, rgb: Floats, square: Square) -> Hand:
    joints, presence, _, _ = network(cut(rgb, square, HAND.size, repeat_edge=True))
    points = joints.reshape(21, 3) / HAND.size
    placed = np.concatenate([square.to_picture(points[:, :2]), points[:, 2:] * square.side], axis=1)
    return Hand(placed.astype(np.float32), float(presence[0]))
