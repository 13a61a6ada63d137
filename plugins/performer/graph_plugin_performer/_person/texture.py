"""The texture of a person: skin with its reds, lips, shadows and freckles; iris, teeth and cloth."""

from __future__ import annotations

import colorsys

import cv2
import numpy as np

from graph_plugin_performer._arrays import Floats, Ints, smoothstep
from graph_plugin_performer._person.fuzz import beard_cover, brow_cover
from graph_plugin_performer._person.hair import scalp_cover
from graph_plugin_performer._person.layout import lid_edges, lip_line, skin_places
from graph_plugin_performer._person.measures import Measures
from graph_plugin_performer._person.parts import CLOTH_TILE, EYE_TILE, PLAIN_TILE, TEETH_TILE, TILE, Label
from graph_plugin_performer._person.sculpt import Landmarks
from graph_plugin_performer._person.skin import HeadMesh
from graph_plugin_performer._person.strands import hair_colour
from graph_plugin_performer._render.raster import rasterise

__all__ = ["paint_texture", "skin_tone"]

SIDE = 1024


def skin_tone(who: Measures) -> Floats:
    """Return the linear colour of a person's skin where it is neither red nor shaded."""
    tones = np.asarray([(0.71, 0.47, 0.365), (0.60, 0.36, 0.25), (0.44, 0.245, 0.15), (0.27, 0.135, 0.078),
                        (0.145, 0.070, 0.042), (0.075, 0.038, 0.026)])  # fmt: skip
    at = np.clip(who.melanin, 0, 1) * (len(tones) - 1)
    tone: Floats = np.asarray([np.interp(at, np.arange(len(tones)), tones[:, channel]) for channel in range(3)])
    return tone


def paint_texture(who: Measures, marks: Landmarks, mesh: HeadMesh) -> tuple[Floats, Ints]:
    """Return the `(1024, 1024, 4)` linear texture of a person, whose fourth channel is gloss, and its labels."""
    rng = np.random.default_rng((who.seed, 21))
    texture = np.ones((SIDE, SIDE, 4), np.float32)
    place = _positions(mesh)
    texture[: SIDE * 3 // 4] = _paint_skin(place, who, marks, rng)
    labels = np.full((SIDE, SIDE), Label.SKIN, np.uint8)
    labels[: SIDE * 3 // 4] = _label_skin(place, who, marks)
    for tile, picture in (
        (EYE_TILE, _paint_eye(who, rng)),
        (TEETH_TILE, _paint_teeth(who, rng)),
        (CLOTH_TILE, _paint_cloth(who, rng)),
        (PLAIN_TILE, np.ones((SIDE // 4, SIDE // 4, 4))),
    ):
        left, top = int(tile[0] * SIDE), int(tile[1] * SIDE)
        size = int(TILE * SIDE)
        texture[top : top + size, left : left + size] = picture
    return texture, labels


def _label_skin(place: Floats, who: Measures, marks: Landmarks) -> Ints:
    """Return the parsing label of every texel of the skin."""
    flat, shape = place.reshape(-1, 3), (place.shape[0], place.shape[1])
    x, y, z = place[..., 0], place[..., 1], place[..., 2]
    labels = np.full(shape, Label.SKIN, np.uint8)
    labels[(y < marks.chin_y + 4 - 0.55 * np.clip(marks.chin_z - 8 - z, 0, 60) * (z < 60)) & (y < -40)] = Label.NECK
    labels[(y < -75) & (z < 30)] = Label.NECK
    wing = np.interp(y, (marks.nose_base_y - 2, marks.nose_base_y + 8, marks.eye[1] - 6, marks.eye[1] + 12),
                     (marks.nose_half_width - 3, marks.nose_half_width + 1.5, 8.5, 6.5))  # fmt: skip
    nose = (np.abs(x) < wing) & (y > marks.nose_base_y - 1.5) & (y < marks.eye[1] + 10) & (z > 60)
    labels[nose] = Label.NOSE
    slit = lip_line(np.abs(x), marks)
    red = _lip_cover(place, marks) > 0.5
    labels[red & (y >= slit)] = Label.UPPER_LIP
    labels[red & (y < slit)] = Label.LOWER_LIP
    brow = brow_cover(flat, who, marks).reshape(shape) > 0.5
    labels[brow & (x > 0)] = Label.LEFT_BROW
    labels[brow & (x < 0)] = Label.RIGHT_BROW
    labels[scalp_cover(flat, who).reshape(shape) > 0.5] = Label.HAIR
    return labels


def _positions(mesh: HeadMesh) -> Floats:
    """Return the place on the head, in mm, of every texel of the skin `(H, W, 3)`."""
    height, width = SIDE * 3 // 4, SIDE
    outside = (mesh.depth[mesh.triangles] == 0).all(axis=1)
    triangles = mesh.triangles[outside]
    points = np.empty((len(mesh.vertices), 3), np.float32)
    points[:, :2] = skin_places(mesh.home) * SIDE
    points[:, 2] = 1
    owner = np.full((height, width), -1, np.int32)
    rasterise(points, triangles, np.zeros((height, width), np.float32), owner, first=0, single_sided=False)
    row, column = np.nonzero(owner >= 0)
    corners = triangles[owner[row, column]]
    offset = points[corners, :2] - np.stack([column, row], axis=1)[:, None].astype(np.float32) - np.float32(0.5)
    (ax, ay), (bx, by), (cx, cy) = (offset[:, k].T for k in range(3))
    parts = np.stack([bx * cy - cx * by, cx * ay - ax * cy, ax * by - bx * ay], axis=1)
    parts /= parts.sum(axis=1, keepdims=True)
    place = np.zeros((height, width, 3), np.float32)
    place[row, column] = np.einsum("nc,ncx->nx", parts, mesh.vertices[corners])
    # Texels inside the openings of lids and lips take the value of the nearest painted one.
    holes = np.ones((height, width), np.uint8)
    holes[row, column] = 0
    _, nearest = cv2.distanceTransformWithLabels(holes, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)
    lookup = np.zeros((nearest.max() + 1, 3), np.float32)
    lookup[nearest[row, column]] = place[row, column]
    filled: Floats = lookup[nearest]
    return filled


def _noise(rng: np.random.Generator, shape: tuple[int, int], grain: int) -> Floats:
    """Return smooth noise of unit variance whose bumps are about `grain` texels wide."""
    small = rng.normal(0, 1, (shape[0] // grain + 3, shape[1] // grain + 3)).astype(np.float32)
    noise: Floats = cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return noise


def _blob(place: Floats, x: float, y: float, wide: float, high: float) -> Floats:
    """Return a soft spot on both sides of the face, 1 in its middle."""
    away = ((np.abs(place[..., 0]) - x) / wide) ** 2 + ((place[..., 1] - y) / high) ** 2
    spot: Floats = np.exp(-away) * (place[..., 2] > 0)
    return spot


def _paint_skin(place: Floats, who: Measures, marks: Landmarks, rng: np.random.Generator) -> Floats:
    shape = (place.shape[0], place.shape[1])
    flat = place.reshape(-1, 3)
    tone = skin_tone(who)
    mottle = _noise(rng, shape, 48) * 0.5 + _noise(rng, shape, 14) * 0.35 + _noise(rng, shape, 5) * 0.25
    pores = _noise(rng, shape, 2)
    skin = np.tile(tone, (*shape, 1)) * (1 + 0.035 * mottle + 0.03 * pores)[..., None]

    red = 0.55 * _blob(place, 40, -14, 19, 15) + 0.5 * _blob(place, 0, marks.nose_tip[1], 13, 10)
    red += 0.25 * _blob(place, 0, marks.chin_y + 15, 16, 12) + 0.35 * _blob(
        place, marks.eye[0], marks.eye[1] + 9, 16, 5
    )
    red += 0.3 * _blob(place, 72, 0, 14, 40) + 0.10 * mottle
    skin = _tint(skin, red * (0.75 - 0.3 * who.melanin), (1.03, 0.68, 0.64))
    hollow = 0.5 * _blob(place, marks.eye[0] - 5, marks.eye[1] - 10.5, 13, 4.5) * (0.5 + 0.7 * who.age)
    hollow += 0.35 * _blob(place, marks.eye[0] - 15, marks.eye[1] + 4, 7, 8)
    skin = _tint(skin, hollow, (0.72, 0.66, 0.68))
    skin = _tint(skin, _wrinkles(place, who, marks), (0.62, 0.52, 0.50))
    skin = _tint(skin, _freckles(place, who, rng), (0.62, 0.46, 0.36))

    if who.femininity < 0.5:
        stubble = beard_cover(flat, marks).reshape(shape) * np.clip(0.75 + 0.35 * pores, 0, 1.2)
        skin = _mix(skin, stubble * (0.13 + 0.6 * who.beard), hair_colour(who) * 0.6 + tone * 0.25)
    nostril = _blob(place, marks.nose_half_width - 9.0, marks.nose_base_y + 0.3, 2.8, 2.0)
    skin = _mix(skin, np.clip(nostril * 1.3 - 0.1, 0, 1) * 0.8, tone * (0.10, 0.05, 0.05))
    lips, gloss = _lips(place, who, marks, rng)
    lip_tone = tone * (0.80, 0.46, 0.47) * (1 - 0.1 * who.femininity) + np.asarray((0.02, 0.0, 0.004))
    seam = 1 - 0.45 * np.exp(-(((place[..., 1] - lip_line(place[..., 0], marks)) / 1.1) ** 2))
    skin = _mix(skin, lips, lip_tone * (seam * (1 + 0.05 * mottle))[..., None])
    skin = _mix(skin, _lash_lines(place, who, marks), np.asarray((0.012, 0.008, 0.007)))
    skin = _mix(skin, brow_cover(flat, who, marks).reshape(shape) * 0.72, hair_colour(who) * 0.7 + tone * 0.10)
    scalp = scalp_cover(flat, who).reshape(shape)
    scalp = scalp * np.clip(1 + 0.35 * _noise(rng, shape, 3) * (1 - scalp), 0, 1)
    thin = 0.85 if who.hair_style in ("buzz", "receding", "bald") else 0.97
    skin = _mix(skin, scalp * thin, hair_colour(who) * 0.5 + tone * 0.04)

    oily = 0.55 + 0.45 * _blob(place, 0, 50, 34, 30) + 0.5 * _blob(place, 0, marks.nose_tip[1] + 8, 10, 26)
    oily += 0.25 * _blob(place, 38, -4, 16, 12) + 0.10 * pores + 0.1 * mottle
    oily = oily * (1 - 0.85 * scalp) * (1 - lips) + gloss
    painted: Floats = np.concatenate([skin, oily[..., None]], axis=-1).clip(0.002, 2).astype(np.float32)
    return painted


def _tint(skin: Floats, amount: Floats, factor: tuple[float, float, float]) -> Floats:
    tinted: Floats = skin * (1 + np.clip(amount, 0, 1)[..., None] * (np.asarray(factor) - 1))
    return tinted


def _mix(skin: Floats, amount: Floats, colour: Floats) -> Floats:
    mixed: Floats = skin + np.clip(amount, 0, 1)[..., None] * (colour - skin)
    return mixed


def _lips(place: Floats, who: Measures, marks: Landmarks, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return the cover of the red of the lips, and its gloss."""
    inside = _lip_cover(place, marks)
    creases = _noise(rng, (1, place.shape[1]), 3)
    gloss: Floats = inside * (0.75 + 0.5 * who.femininity + 0.25 * creases)
    return inside * (0.82 + 0.15 * who.femininity), gloss


def _lip_cover(place: Floats, marks: Landmarks) -> Floats:
    x = np.abs(place[..., 0])
    share = np.clip(x / marks.mouth_half_width, 0, 1.2)
    above = place[..., 1] - lip_line(x, marks)
    bow = np.interp(share, (0, 0.16, 0.26, 0.6, 1.0), (0.84, 1.0, 1.0, 0.62, 0.04)) * marks.upper_lip
    low = np.interp(share, (0, 0.35, 0.7, 1.0), (1.0, 0.96, 0.62, 0.04)) * marks.lower_lip
    inside = np.where(above > 0, smoothstep(1.1, -1.1, above - bow), smoothstep(1.8, -1.2, -above - low))
    cover: Floats = inside * smoothstep(1.05, 0.97, share) * (place[..., 2] > 55)
    return cover


def _lash_lines(place: Floats, who: Measures, marks: Landmarks) -> Floats:
    """Return the dark lines along the lids' edges, and the fold of the upper lid."""
    across = (np.abs(place[..., 0]) - marks.eye[0]) / marks.eye_half_width
    up = place[..., 1] - marks.eye[1]
    upper, lower = lid_edges(np.clip(across, -1, 1), marks)
    near = smoothstep(1.10, 0.95, np.abs(across)) * (place[..., 2] > 45)
    line = near * smoothstep(1.2 + 0.7 * who.femininity, 0.2, np.abs(up - upper)) * (0.55 + 0.3 * who.femininity)
    line += near * smoothstep(0.9, 0.2, np.abs(up - lower)) * 0.28
    crease = near * np.exp(-(((up - upper - 4.6 - 0.8 * who.lid_height) / 1.0) ** 2)) * 0.22
    lines: Floats = np.clip(line + crease, 0, 1)
    return lines


def _wrinkles(place: Floats, who: Measures, marks: Landmarks) -> Floats:
    x, y = np.abs(place[..., 0]), place[..., 1]
    forehead = sum(
        np.exp(-(((y - height - 3 * np.cos(place[..., 0] / 26)) / 1.3) ** 2)) * smoothstep(46, 22, x)
        for height in (50, 60, 70)
    )
    fold_x = np.interp(y, (marks.mouth_y - 10, marks.mouth_y, marks.nose_base_y + 6),
                       (marks.mouth_half_width + 9, marks.mouth_half_width + 7, marks.nose_half_width + 3))  # fmt: skip
    fold = np.exp(-(((x - fold_x) / 1.8) ** 2)) * smoothstep(marks.mouth_y - 10, marks.mouth_y + 4, y)
    fold = fold * smoothstep(marks.nose_base_y + 10, marks.nose_base_y + 2, y)
    angle = np.arctan2(y - marks.eye[1], x - marks.eye[0] - 10)
    feet = np.exp(-(((angle * 4.5 + 0.4) % 1.6 - 0.8) ** 2) / 0.02) * _blob(
        place, marks.eye[0] + 23, marks.eye[1], 7, 8
    )
    folds: Floats = (who.age**1.5 * (0.45 * forehead + 0.5 * feet) + (0.14 + 0.4 * who.age) * fold) * (
        place[..., 2] > 0
    )
    return folds


def _freckles(place: Floats, who: Measures, rng: np.random.Generator) -> Floats:
    shape = (place.shape[0], place.shape[1])
    spots = np.clip(_noise(rng, shape, 4) + 0.35 * _noise(rng, shape, 60) - 1.5, 0, 1) * 0.9
    moles = np.clip(_noise(rng, shape, 5) - 3.1, 0, 0.6) * 2
    where = _blob(place, 24, 0, 36, 26) * who.freckles
    speckle: Floats = spots * where + moles
    return speckle


def _paint_eye(who: Measures, rng: np.random.Generator) -> Floats:
    size = SIDE // 4
    across = (np.arange(size) + 0.5) / size * 2 - 1
    x, y = np.meshgrid(across / 0.96, across / 0.96)
    radius, angle = np.hypot(x, y) * 1.75, np.arctan2(y, x)
    tones = np.asarray([(0.045, 0.020, 0.009), (0.12, 0.055, 0.020), (0.13, 0.12, 0.045), (0.10, 0.19, 0.27),
                        (0.22, 0.28, 0.31)])  # fmt: skip
    at = who.iris * (len(tones) - 1)
    tone = np.asarray([np.interp(at, np.arange(len(tones)), tones[:, channel]) for channel in range(3)])
    iris, pupil = 0.475, 0.185
    ray = np.interp(angle, np.linspace(-np.pi, np.pi, 160), rng.normal(0, 1, 160))
    fibre = 1 + 0.22 * ray * smoothstep(pupil, iris, radius) + 0.5 * np.exp(-(((radius - pupil - 0.07) / 0.05) ** 2))
    ring = 1 - 0.72 * smoothstep(iris - 0.10, iris, radius)
    white = np.asarray((0.66, 0.60, 0.57)) * (1 - 0.25 * smoothstep(0.7, 1.4, radius))[..., None]
    veins = np.clip(_noise(rng, (size, size), 9), 0, 2) * smoothstep(0.6, 1.2, radius)
    white = white * (1 - 0.10 * veins[..., None] * np.asarray((0.2, 1, 1)))
    inside = tone * (fibre * ring)[..., None]
    eye = white + smoothstep(iris + 0.035, iris - 0.03, radius)[..., None] * (inside - white)
    eye = eye * smoothstep(pupil - 0.025, pupil + 0.025, radius)[..., None] + 0.003
    return np.concatenate([eye, np.ones((size, size, 1))], axis=-1)


def _paint_teeth(who: Measures, rng: np.random.Generator) -> Floats:
    size = SIDE // 4
    u, v = np.meshgrid((np.arange(size) + 0.5) / size, (np.arange(size) + 0.5) / size)
    edge = 0.40 + 0.05 * np.abs(np.cos(u * np.pi * 8))
    gap = np.abs((u * 8 + 0.0) % 1 - 0.5)
    tooth = np.asarray((0.86, 0.80, 0.69)) * (1 - 0.16 * who.age) * (1 - 0.38 * smoothstep(0.46, 0.5, gap))[..., None]
    gum = np.asarray((0.40, 0.12, 0.11)) * (1 - 0.3 * who.melanin)
    colour = np.where((v > edge)[..., None], tooth, gum)
    colour = colour * (1 + 0.04 * _noise(rng, (size, size), 12))[..., None]
    return np.concatenate([colour, np.ones((size, size, 1))], axis=-1)


def _paint_cloth(who: Measures, rng: np.random.Generator) -> Floats:
    size = SIDE // 4
    value = 0.10 + 0.4 * float(rng.uniform()) ** 1.5
    base = np.asarray(colorsys.hsv_to_rgb(who.shirt, float(rng.uniform(0.15, 0.75)), value))
    _, v = np.meshgrid(np.arange(size) / size, np.arange(size) / size)
    knit = 1 + 0.05 * _noise(rng, (size, size), 2) + 0.04 * _noise(rng, (size, size), 24)
    seam = 1 - 0.35 * np.exp(-(((v - 0.20) / 0.008) ** 2))
    colour = base * (knit * seam)[..., None]
    return np.concatenate([colour, np.full((size, size, 1), 0.4)], axis=-1)
