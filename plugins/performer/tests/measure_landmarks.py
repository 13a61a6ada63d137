"""Measure the performer with a detector of real faces, and place the landmarks where it sees them.

    python plugins/performer/tests/measure_landmarks.py agree --seeds 10000-10099
    python plugins/performer/tests/measure_landmarks.py place --seeds 0-59

`agree` prints, by yaw, how many faces are found and how far the detector's landmarks lie from the true ones, in per
cent of the distance between the pupils. `place` writes `landmarks478.csv`: where on the unrolled template, or along the
edges of lids and lips, each of the 478 points is seen on average. Measure on other seeds than were used to place.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import graph_plugin_performer
import numpy as np
from graph_nodes.face._topology import LEFT_EYE, MIRROR, RIGHT_EYE
from graph_plugin_mediapipe_faces._mesh import MESH
from graph_plugin_mediapipe_faces._network import Network
from graph_plugin_mediapipe_faces._search import FAR, NEAR, Networks, find_faces
from graph_plugin_performer._acting.performance import named_weights
from graph_plugin_performer._person.measures import draw_identity
from graph_plugin_performer._render.raster import rasterise
from graph_plugin_performer._truth.landmarks import face_of, landmarks_mm
from graph_plugin_performer.take import Frame, Lens, Light, Posture, Studio, Take

from graph_core import landmarks68_from_478

SIDE = 320
UPPER_INNER = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LOWER_INNER = (95, 88, 178, 87, 14, 317, 402, 318, 324)
EXPRESSIONS = (
    named_weights(),
    named_weights(mouthSmile=0.6, cheekSquint=0.3),
    named_weights(jawOpen=0.3, browInnerUp=0.5),
    named_weights(jawOpen=0.15, mouthFunnel=0.5),
)
PLACING = (Posture(), Posture(0.2), Posture(-0.2, 0.1), Posture(pitch=-0.15))
YAWS = (0, 15, 30, 45, 60)


def networks() -> Networks:
    return Networks(Network(FAR.file), Network(NEAR.file), Network(MESH))


def look(nets: Networks, picture: Any, views: int) -> Any:
    found = find_faces(nets, picture, most=1, least_score=0.5, views=views, reach="closer when empty")
    return found[0].landmarks if found else None


def filmed(seeds: range, postures: Any) -> Iterator[tuple[int, int, Frame]]:
    studio = Studio(2)
    for seed in seeds:
        light = Light(azimuth=(-35, 35, 0, -60)[seed % 4])
        for number, posture in enumerate(postures(seed)):
            weights = EXPRESSIONS[(seed + number) % 4]
            take = Take(draw_identity(seed), weights, Lens(SIDE, SIDE, size=0.62), posture, light, seed)
            yield seed, number, studio.film(take)


def seed_range(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


@click.group()
def main() -> None:
    """Measure the performer with a detector of real faces."""


@main.command()
@click.option("--seeds", default="10000-10099")
@click.option("--views", default=4)
def agree(seeds: str, views: int) -> None:
    """Print how many faces are found and how far the landmarks lie off, by yaw."""
    nets = networks()
    rows: dict[int, list[Any]] = {yaw: [] for yaw in YAWS}

    def postures(seed: int) -> list[Posture]:
        return [Posture(np.radians(yaw if seed % 2 else -yaw)) for yaw in YAWS]

    for _, number, frame in filmed(seed_range(seeds), postures):
        seen = look(nets, frame.picture, views)
        if seen is None:
            rows[YAWS[number]].append(None)
            continue
        face = face_of(frame).faces[0]
        pupils = landmarks_mm(frame)[[468, 473]]
        lens = frame.take.lens
        between = np.linalg.norm(pupils[0] - pupils[1]) * lens.focal_px / (lens.distance_mm - pupils[:, 2].mean())
        off = np.linalg.norm(face.landmarks478[:, :2] - seen[:, :2], axis=1) / between * 100
        few = np.linalg.norm(face.landmarks68 - landmarks68_from_478(seen), axis=1) / between * 100
        rows[YAWS[number]].append((off, few))
    rng = np.random.default_rng(0)
    for yaw, results in rows.items():
        known = [result for result in results if result is not None]
        means = np.asarray([result[0].mean() for result in known])
        spread = np.percentile([rng.choice(means, len(means)).mean() for _ in range(1000)], (2.5, 97.5))
        worst = np.mean([result[0] for result in known], axis=0).argsort()[::-1][:6]
        print(
            f"yaw {yaw:2}: found {len(known)} of {len(results)}; 478 points {means.mean():.2f} % "
            f"({spread[0]:.2f} to {spread[1]:.2f}), 68 points {np.mean([result[1] for result in known]):.2f} %; "
            f"farthest {worst.tolist()}",
            flush=True,
        )


@main.command()
@click.option("--seeds", default="0-59")
def place(seeds: str) -> None:
    """Write where the detector sees each point."""
    nets = networks()
    home, lids, lips = [], [], []
    for _, _, frame in filmed(seed_range(seeds), lambda seed: PLACING):
        seen = look(nets, frame.picture, 4)
        if seen is None:
            continue
        home.append(_home(frame, seen))
        points, mesh = frame.staged.points[:, :2] / 2, frame.person.mesh
        along = np.full(478, np.nan)
        for ids, loop in ((LEFT_EYE, mesh.lids[0]), (RIGHT_EYE, mesh.lids[1])):
            along[ids] = [_along(points[np.append(loop, loop[0])], seen[number, :2]) for number in ids]
        lids.append(along)
        along = np.full(478, np.nan)
        half, edge = len(mesh.lips) // 2, points[np.append(mesh.lips, mesh.lips[0])]
        if frame.take.expression.max() > 0.1:
            along[list(UPPER_INNER)] = [_along(edge[: half + 1], seen[number, :2]) for number in UPPER_INNER]
            along[list(LOWER_INNER)] = [half + _along(edge[half:], seen[number, :2]) for number in LOWER_INNER]
        lips.append(along)
    _write(np.asarray(home), np.asarray(lids), np.asarray(lips))


def _home(frame: Frame, seen: Any) -> Any:
    """Return the `(478, 2)` places on the unrolled template where points are seen, NaN beside the bare skin."""
    mesh, points = frame.person.mesh, frame.staged.points
    near, owner = np.zeros_like(frame.staged.nearness), np.full_like(frame.staged.owner, -1)
    rasterise(points, mesh.triangles, near, owner, 0, True)
    column, row = np.floor(2 * seen[:, :2]).astype(int).clip(0, 2 * SIDE - 1).T
    number = owner[row, column]
    outside = (mesh.depth[mesh.triangles] == 0).all(axis=1)
    good = (number >= 0) & outside[number]
    corners = mesh.triangles[number[good]]
    offset = points[corners, :2] - 2 * seen[good, None, :2]
    (ax, ay), (bx, by), (cx, cy) = (offset[:, corner].T for corner in range(3))
    shares = np.stack([bx * cy - cx * by, cx * ay - ax * cy, ax * by - bx * ay], axis=1) * points[corners, 2]
    places = np.full((478, 2), np.nan)
    places[good] = np.einsum("nc,ncx->nx", shares / shares.sum(axis=1, keepdims=True), mesh.home[corners])
    return places


def _along(line: Any, point: Any) -> float:
    """Return where along a line of points another one is nearest, in points."""
    first, step = line[:-1], np.diff(line, axis=0)
    share = np.clip(((point - first) * step).sum(axis=1) / np.square(step).sum(axis=1).clip(1e-9), 0, 1)
    nearest = int(np.linalg.norm(first + share[:, None] * step - point, axis=1).argmin())
    return float(nearest + share[nearest])


def _round_mean(values: Any, count: int) -> Any:
    """Return the mean of places on a ring of so many points."""
    turn = np.angle(np.nanmean(np.exp(2j * np.pi * values / count), axis=0))
    return (turn / (2 * np.pi) * count) % count


def _write(home: Any, lids: Any, lips: Any) -> None:
    middle = np.nanmedian(home, axis=0)
    both = np.nanmean(np.stack([middle, middle[MIRROR] * (-1, 1)]), axis=0)
    lid, lip = _round_mean(lids, 40), _round_mean(lips, 72)
    lines = []
    for number in range(468):
        twin = int(MIRROR[number])
        if number in LEFT_EYE or number in RIGHT_EYE:
            place_on = _round_mean(np.asarray([lid[number], lid[twin]]), 40)
            lines.append(f"lid.{'left' if number in LEFT_EYE else 'right'},{place_on:.2f},0")
        elif number in UPPER_INNER + LOWER_INNER:
            place_on = _round_mean(np.asarray([lip[number], (36 - lip[twin]) % 72]), 72)
            lines.append(f"lip,{place_on:.2f},0")
        else:
            lines.append(f"skin,{both[number, 0]:.2f},{both[number, 1]:.2f}")
    lines += [f"iris.{side},{number},0" for side in ("right", "left") for number in range(5)]
    path = Path(graph_plugin_performer.__file__).parent / "_truth" / "landmarks478.csv"
    path.write_text("part,along,up\n" + "\n".join(lines) + "\n")
    print(path)


if __name__ == "__main__":
    sys.exit(main())
