"""Read 478 landmarks off a face whose place is roughly known."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_plugin_mediapipe_faces._crops import Floats, Square, cut
from graph_plugin_mediapipe_faces._network import Network, NetworkFile

__all__ = ["MESH", "MOST_VIEWS", "combine", "face_square", "read_mesh", "settle"]

MESH = NetworkFile("face_landmark/face_landmark_with_attention.tflite", size=192, outputs=7)


def _indices(text: str) -> NDArray[np.int64]:
    return np.array(text.split(), dtype=np.int64)


# Which vertices the network's finer looks at lips and eyes answer for.
_LIPS = _indices(
    "61 146 91 181 84 17 314 405 321 375 291 185 40 39 37 0 267 269 270 409 78 95 88 178 87 14 317 402 318 324 "
    "308 191 80 81 82 13 312 311 310 415 76 77 90 180 85 16 315 404 320 307 306 184 74 73 72 11 302 303 304 408 "
    "62 96 89 179 86 15 316 403 319 325 292 183 42 41 38 12 268 271 272 407"
)
_RIGHT_EYE = _indices(
    "33 7 163 144 145 153 154 155 133 246 161 160 159 158 157 173 130 25 110 24 23 22 26 112 243 247 30 29 27 28 "
    "56 190 226 31 228 229 230 231 232 233 244 113 225 224 223 222 221 189 35 124 46 53 52 65 143 111 117 118 119 "
    "120 121 128 245 156 70 63 105 66 107 55 193"
)
_LEFT_EYE = _indices(
    "263 249 390 373 374 380 381 382 362 466 388 387 386 385 384 398 359 255 339 254 253 252 256 341 463 467 260 "
    "259 257 258 286 414 446 261 448 449 450 451 452 453 464 342 445 444 443 442 441 413 265 353 276 283 282 295 "
    "372 340 346 347 348 349 350 357 465 383 300 293 334 296 336 285 417"
)
_IRISES = ((slice(468, 473), _RIGHT_EYE[:16]), (slice(473, 478), _LEFT_EYE[:16]))

# Where the crops of one face lie beside its own square: shift in shares of the side, growth, turn in radians.
# They differ by fractions of the network's cells, so that its errors differ and average out.
_VIEWS = (
    (0.0, 0.0, 1.0, 0.0),
    (0.017, -0.011, 1.06, 0.06),
    (-0.013, 0.019, 0.95, -0.06),
    (-0.021, -0.009, 1.03, -0.03),
    (0.011, 0.015, 0.98, 0.03),
    (0.006, -0.021, 1.09, -0.09),
    (-0.007, 0.007, 0.93, 0.09),
    (0.019, 0.004, 1.01, 0.045),
)  # fmt: skip
MOST_VIEWS = len(_VIEWS)
_MARGIN = 1.25  # how far beyond the face's square the crops may reach
_FINE = 1.5  # finer than the crops: sampled twice, they would lose detail


def combine(outputs: list[Floats]) -> tuple[Floats, float]:
    """Merge the network's coarse mesh with its finer lips, eyes and irises.

    Args:
        outputs: Mesh, lips, right eye, left eye, right iris, left iris, presence; px of the crop.

    Returns:
        Landmarks `(478, 3)` in px of the crop and the probability that there is a face.
    """
    mesh, lips, right_eye, left_eye, right_iris, left_iris, presence = outputs
    points = np.empty((478, 3), np.float32)
    points[:468] = mesh.reshape(468, 3)
    for vertices, finer in ((_LIPS, lips), (_RIGHT_EYE, right_eye), (_LEFT_EYE, left_eye)):
        points[vertices, :2] = finer.reshape(-1, 2)
    for (rows, lids), iris in zip(_IRISES, (right_iris, left_iris), strict=True):
        points[rows, :2] = iris.reshape(5, 2)
        points[rows, 2] = points[lids, 2].mean()
    return points, float(1 / (1 + np.exp(-float(presence[0]))))


def face_square(landmarks: Floats) -> Square:
    """Return the square a face is read in: upright along the face, half as large again as its landmarks."""
    points = landmarks[:468, :2].astype(np.float64)
    eyes, mouth = points[[33, 133]].mean(axis=0), points[[61, 291]].mean(axis=0)
    other_eye = points[[263, 362]].mean(axis=0)
    across, down = other_eye - eyes, mouth - (eyes + other_eye) / 2
    # In profile the eyes nearly coincide, so the way from eyes to mouth has its say too.
    upright = across + np.array([down[1], -down[0]])
    angle = float(np.arctan2(upright[1], upright[0]))
    cos, sin = np.cos(angle), np.sin(angle)
    turned = points @ np.array([[cos, -sin], [sin, cos]])
    low, high = turned.min(axis=0), turned.max(axis=0)
    middle = np.array([[cos, -sin], [sin, cos]]) @ ((low + high) / 2)
    return Square(float(middle[0]), float(middle[1]), float(1.5 * (high - low).max()), angle)


def read_mesh(network: Network, rgb: Floats, square: Square) -> tuple[Floats, float]:
    """Read the landmarks in one crop.

    Args:
        network: `MESH`, loaded.
        rgb: `(3, H, W)` scene-linear picture.
        square: Where the face is.

    Returns:
        Landmarks `(478, 3)` in px of the picture and the probability that there is a face.
    """
    points, presence = combine(network(cut(rgb, square, MESH.size, repeat_edge=True)))
    return _placed(points / MESH.size, square), presence


def settle(network: Network, rgb: Floats, square: Square, views: int) -> Floats:
    """Average what several crops around a face say.

    Args:
        network: `MESH`, loaded.
        rgb: `(3, H, W)` scene-linear picture.
        square: The face's own square.
        views: How many crops, 1 to `MOST_VIEWS`.

    Returns:
        Landmarks `(478, 3)` in px of the picture.
    """
    whole = Square(square.x, square.y, square.side * _MARGIN, square.angle)
    pixels = cut(rgb, whole, round(MESH.size * _MARGIN * _FINE), repeat_edge=True)
    reads = [_read_view(network, pixels, view) for view in _VIEWS[:views]]
    return _placed(np.mean(reads, axis=0, dtype=np.float64), square)


def _read_view(network: Network, pixels: NDArray[np.uint8], view: tuple[float, ...]) -> Floats:
    """Read one crop out of the crop of the whole face; landmarks in shares of the face's square."""
    import cv2

    across, down, growth, turn = view
    inside = Square(0.5 + across, 0.5 + down, growth, turn)
    corners = (inside.to_picture(np.array([(0, 0), (1, 0), (0, 1)])) - 0.5) * (len(pixels) / _MARGIN) + len(pixels) / 2
    steps = np.stack([corners[1] - corners[0], corners[2] - corners[0]], axis=1) / MESH.size
    matrix = np.concatenate([steps, (corners[0] + steps @ (0.5, 0.5) - 0.5)[:, None]], axis=1)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    crop = cv2.warpAffine(pixels, matrix, (MESH.size, MESH.size), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    points, _ = combine(network(crop))
    return _placed(points / MESH.size, inside)


def _placed(points: NDArray[Any], square: Square) -> Floats:
    flat = square.to_picture(points[:, :2])
    placed: Floats = np.concatenate([flat, points[:, 2:] * square.side], axis=1).astype(np.float32)
    return placed
