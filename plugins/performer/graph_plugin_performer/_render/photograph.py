"""Light what has been staged and read the picture and its truth off it."""

from __future__ import annotations

import numpy as np

from graph_plugin_performer._acting.rig import weight_of
from graph_plugin_performer._arrays import Floats, smoothstep
from graph_plugin_performer._person.layout import lid_edges
from graph_plugin_performer._person.person import Person
from graph_plugin_performer._picture.camera import Lens
from graph_plugin_performer._picture.light import Light, key_exposure, shade_strands
from graph_plugin_performer._render.passes import Look, Passes, Ribbons, Solids, empty_passes, shade
from graph_plugin_performer._render.staging import Mesh, Staged

__all__ = ["hair_density", "photograph"]


def hair_density(lens: Lens) -> int:
    """Return how many ribbons of hair one drawn ribbon stands for: more the smaller the head is in the picture."""
    px_per_mm = lens.focal_px / lens.distance_mm
    return int(np.clip(round(0.95 / px_per_mm), 1, 5))


def photograph(
    person: Person,
    mesh: Mesh,
    moments: tuple[Staged, Staged],
    setting: tuple[Lens, Light, Floats, Floats],
    *,
    with_truth: bool,
) -> Passes:
    """Return picture and truth of a staged moment.

    Args:
        person, mesh: Who was staged.
        moments: Now, and at the next frame.
        setting: Camera, lamps, the background `(3, H, W)` and the `(52,)` expression.
        with_truth: Whether anything but the picture is asked for.
    """
    now, after = moments
    lens, light, background, weights = setting
    lights = light.table
    exposure, strand_exposure = _exposure(mesh, now, lights)
    surface = mesh.surface.copy()
    surface[:, 5:8], surface[:, 8] = now.normals, exposure
    _shade_eyes(person, weights, surface)
    strands = now.hair.strands
    knots = np.empty((len(strands.knots), 9), np.float32)
    shade_strands(
        now.strand_normals, now.tangents, strands.colour, strand_exposure, strands.openness, lights, knots[:, :3]
    )
    knots[:, 3:6], knots[:, 6:] = strands.colour, now.strand_normals
    passes = empty_passes(background, lens.distance_mm, with_truth=with_truth)
    solids = Solids(now.points, after.points, mesh.triangles, mesh.kinds, surface)
    ribbons = Ribbons(now.strand_points, after.strand_points, now.hair.triangles, now.hair.labels, knots)
    look = Look(person.texture, person.texture_labels, lights, lens.numbers, after.nearness)
    shade(now.owner, solids, ribbons, look, passes)
    return passes


def _exposure(mesh: Mesh, now: Staged, lights: Floats) -> tuple[Floats, Floats]:
    """Return the share of the key light at solid vertices and at knots of the hair."""
    # Half the hair throws the shadow of all of it: ribbons lie several deep.
    some = now.hair.triangles[: len(now.hair.triangles) // 2]
    middles = 0.5 * (now.edges[0::2] + now.edges[1::2])
    places = np.concatenate([now.places, middles])
    normals = np.concatenate([now.normals, now.strand_normals])
    middle = (float(now.places[0, 0]) * 0.0, 0.0)
    seen = key_exposure((places, normals), [(now.places, mesh.triangles), (now.edges, some)], lights, middle)
    return seen[: len(now.places)], seen[len(now.places) :]


def _shade_eyes(person: Person, weights: Floats, surface: Floats) -> None:
    """Let the upper lid and its lashes darken the eyeball beneath them."""
    for name, side, sign in (("left_eye", "Left", 1.0), ("right_eye", "Right", -1.0)):
        place = person.parts[name]
        offset = person.vertices[place] - np.asarray(person.marks.eye, np.float32) * np.asarray((sign, 1, 1))
        upper, lower = lid_edges(np.clip(offset[:, 0] * sign / person.marks.eye_half_width, -1, 1), person.marks)
        edge = upper + (lower - upper) * weight_of(weights, f"eyeBlink{side}")
        # The eyeball is looked up at rest; a glance up or down moves it by little more than a millimetre.
        under = smoothstep(-0.5, 5.0, edge - offset[:, 1])
        surface[place, 8] *= 0.30 + 0.70 * under
        surface[place, 9] = 0.30 + 0.55 * under
