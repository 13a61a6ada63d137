"""Film a whole figure: the body under the head, both moved by one skeleton."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph_core import Body
from graph_plugin_performer._acting.performance import perform
from graph_plugin_performer._acting.posing import AIM_MM, Posture, posture_with, rotation
from graph_plugin_performer._arrays import Floats
from graph_plugin_performer._body.figure import Figure, build_figure, moved
from graph_plugin_performer._body.skeleton import REST, Stance, bone_frames, joint_places
from graph_plugin_performer._person.measures import Vector
from graph_plugin_performer._person.person import Person, build_person, rigid
from graph_plugin_performer._picture.camera import Lens, project
from graph_plugin_performer._picture.light import Light
from graph_plugin_performer._render.passes import Passes
from graph_plugin_performer._render.photograph import hair_density, photograph
from graph_plugin_performer._render.staging import Mesh, Staged, mesh_with, stage

__all__ = ["FigureTake", "Performer", "acted", "body_of", "build_performer", "film_figure"]

_HIDDEN_MM = 140.0  # joints lie inside the limbs, under so much flesh


@dataclass(frozen=True, slots=True)
class Performer:
    """A person with a body."""

    person: Person
    figure: Figure
    mesh: Mesh


@dataclass(frozen=True, slots=True, eq=False)
class FigureTake:
    """What decides a frame of a figure: stance of the body, expression, what the head does over it, camera, lamps."""

    stance: Stance
    weights: Floats
    head: Posture
    lens: Lens
    light: Light


def build_performer(identity: Vector) -> Performer:
    """Build a person with a body; takes two seconds."""
    person = rigid(build_person(identity))
    figure = build_figure(person.who)
    return Performer(person, figure, mesh_with(person, *figure.parts, without_torso=True))


def acted(seed: int, stance: Stance, time_s: float, setting: tuple[Lens, Light]) -> FigureTake:
    """Return a take of a stance, in which the head idles."""
    act = perform(seed, "idle", time_s)
    head = Posture(act.posture.yaw, act.posture.pitch, act.posture.roll)
    return FigureTake(stance, act.weights, head, *setting)


def film_figure(performer: Performer, now: FigureTake, after: FigureTake, background: Floats) -> tuple[Passes, Staged]:
    """Return picture and truth of a figure, and where everything is."""
    staged, following = (_stage(performer, take) for take in (now, after))
    setting = (now.lens, now.light, background, now.weights)
    passes = photograph(performer.person, performer.mesh, (staged, following), setting, with_truth=True)
    return passes, staged


def _stage(performer: Performer, take: FigureTake) -> Staged:
    turned, start = bone_frames(take.stance)["neck"]
    posture = posture_with(turned @ rotation(take.head.angles), start, np.asarray(REST["neck"], np.float64))
    others = moved(performer.figure, take.stance)
    moment = (take.weights, posture, others)
    return stage(performer.person, performer.mesh, moment, take.lens, hair_density(take.lens))


def body_of(take: FigureTake, staged: Staged) -> Body:
    """Return the joints in the picture, with 1 for what is seen and 0 for what is hidden or outside."""
    places = joint_places(take.stance).astype(np.float32)
    points = np.empty_like(places)
    project(places, take.lens.numbers, 1.0, points)
    height, width = staged.nearness.shape
    column, row = np.floor(2 * points[:, 0]).astype(int), np.floor(2 * points[:, 1]).astype(int)
    inside = (column >= 0) & (row >= 0) & (column < width) & (row < height)
    there = staged.nearness[row.clip(0, height - 1), column.clip(0, width - 1)]
    hidden = (there > 0) & (1 / np.maximum(there, 1e-9) < 1 / points[:, 2] - _HIDDEN_MM)
    joints = np.column_stack([points[:, :2], (inside & ~hidden).astype(np.float32)]).astype(np.float32)
    seen = np.stack(
        [places[:, 0], np.float32(AIM_MM) - places[:, 1], np.float32(take.lens.distance_mm) - places[:, 2]], axis=1
    )
    return Body(joints, seen.astype(np.float32))
