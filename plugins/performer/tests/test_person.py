"""Identities, heads and how they move."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from graph_plugin_performer._acting.performance import named_weights
from graph_plugin_performer._acting.rig import build_rig, move_skin
from graph_plugin_performer._acting.shapes import NOT_FIELDS
from graph_plugin_performer._person.measures import COMPONENTS, HAIR_STYLES, draw_identity, measures_of, with_style
from graph_plugin_performer._person.parts import strip, surface_nets
from graph_plugin_performer._person.person import Person, build_person
from graph_plugin_performer._person.sculpt import capsule, carve, ellipsoid, landmarks_of, merge
from graph_plugin_performer._person.skin import HeadMesh, build_head
from graph_plugin_performer._picture.props import build_hand
from graph_plugin_performer._render.staging import posed
from graph_plugin_performer._truth.coefficients import expression_basis, expression_code, random_weights
from graph_plugin_performer.take import Posture, Studio

from graph_core import ARKIT_NAMES


@pytest.fixture(scope="module")
def person(studio: Studio) -> Person:
    return studio.person(draw_identity(3))


def test_every_number_of_an_identity_counts() -> None:
    base = np.zeros(80)
    mesh = build_head(measures_of(base), landmarks_of(measures_of(base)))
    for name in ("skull_height", "nose_hump", "relief_2", "skew_mouth"):
        moved = base.copy()
        moved[COMPONENTS.index(name)] = 2.0
        who = measures_of(moved)
        other = build_head(who, landmarks_of(who))
        shift = np.abs(other.vertices + other.skew - mesh.vertices - mesh.skew).max()
        assert 0.3 < shift < 12, name


def test_heads_share_their_triangles_and_their_features(person: Person) -> None:
    other = measures_of(draw_identity(12))
    mesh = build_head(other, landmarks_of(other))
    np.testing.assert_array_equal(mesh.triangles, person.mesh.triangles)
    np.testing.assert_array_equal(mesh.home, person.mesh.home)
    for one in (mesh, person.mesh):
        ahead = np.where(one.depth == 0, one.vertices[:, 2], 0)
        assert abs(one.home[ahead.argmax(), 0]) < 4


def test_seeds_spread() -> None:
    vectors = np.stack([draw_identity(seed) for seed in range(1000)])
    assert np.abs(vectors.mean(axis=0)).max() < 0.15
    assert 0.85 < vectors.std(axis=0).min() < vectors.std(axis=0).max() < 1.15
    away = np.sqrt(np.square(vectors[:, None, ::2] - vectors[None, :, ::2]).sum(axis=2))
    np.fill_diagonal(away, np.inf)
    # 40 independent normal numbers are 8.9 apart on average.
    assert away.min() > 3.5
    assert away.min(axis=1).mean() > 5
    people = [measures_of(vector) for vector in vectors]
    assert {who.hair_style for who in people} == set(HAIR_STYLES)
    shares = np.histogram([who.melanin for who in people], 5, (0, 1))[0]
    assert shares.min() > 150
    assert 0.4 < np.mean([who.femininity > 0.5 for who in people]) < 0.6


@pytest.mark.parametrize("style", HAIR_STYLES)
def test_every_cut_can_be_asked_for(style: str) -> None:
    for seed in (1, 2):
        assert measures_of(with_style(draw_identity(seed), style)).hair_style == style


def test_an_identity_is_built_the_same_twice(person: Person) -> None:
    fresh = build_person(draw_identity(3))
    for name in ("vertices", "triangles", "uv", "texture", "texture_labels", "normals"):
        np.testing.assert_array_equal(getattr(fresh, name), getattr(person, name))
    np.testing.assert_array_equal(fresh.strands.knots, person.strands.knots)


def test_every_blendshape_moves_the_face(person: Person) -> None:
    neutral, _ = posed(person, named_weights(), Posture())
    for name in ARKIT_NAMES:
        moved, _ = posed(person, named_weights(**{name: 1.0}), Posture())
        reach = np.linalg.norm(moved - neutral, axis=1)
        # Closing the lips means something only while the jaw is open.
        assert reach.max() > 1.0 or name == "mouthClose", name
        assert reach.max() < 60, name


def test_left_and_right_mirror_each_other() -> None:
    who = replace(measures_of(np.zeros(80)))
    mesh = build_head(who, landmarks_of(who))
    rig = build_rig(mesh, landmarks_of(who))
    for name in ("mouthSmile", "browDown", "noseSneer", "eyeBlink"):
        shifts = [move_skin(mesh.vertices, rig, named_weights(**{f"{name}{side}": 1.0})) for side in ("Left", "Right")]
        reach = [np.abs(moved - mesh.vertices).sum() for moved in shifts]
        assert reach[0] == pytest.approx(reach[1], rel=1e-3)
        middle = [(np.abs(moved - mesh.vertices).sum(axis=1) * mesh.vertices[:, 0]).sum() for moved in shifts]
        assert middle[0] > 0 > middle[1]


def test_a_closed_mouth_on_an_open_jaw(person: Person) -> None:
    half = len(person.mesh.lips) // 2
    up, down = person.mesh.lips[half // 2], person.mesh.lips[half + half // 2]

    def gap(**weights: float) -> float:
        skin = move_skin(person.mesh.vertices, person.rig, named_weights(**weights))
        return float(skin[up, 1] - skin[down, 1])

    assert abs(gap()) < 0.6
    assert 8 < gap(jawOpen=0.4) < gap(jawOpen=1.0) < 60
    assert gap(jawOpen=0.4, mouthClose=0.4) < 0.45 * gap(jawOpen=0.4)


def crossings(mesh: HeadMesh, skin: np.ndarray, person: Person) -> tuple[float, float, float]:
    """Return how far lips and lids cross and how deep the lids' edges are in the eyeballs, in mm."""
    half = np.arange(2, len(mesh.lips) // 2 - 1)
    lips = skin[mesh.lips[-half], 1] - skin[mesh.lips[half], 1]
    lids, deep = [], []
    for loop, side in zip(mesh.lids, (1, -1), strict=True):
        half = np.arange(2, len(loop) // 2 - 1)
        lids.append((skin[loop[-half], 1] - skin[loop[half], 1]).max())
        centre = np.asarray(person.marks.eye) * (side, 1, 1)
        deep.append(person.marks.eye_radius - np.linalg.norm(skin[loop] - centre, axis=1).min())
    return float(lips.max()), max(lids), max(deep)


def test_lips_and_lids_do_not_cross(person: Person) -> None:
    rng = np.random.default_rng(5)
    worst = np.zeros(3)
    for _ in range(1500):
        skin = move_skin(person.mesh.vertices, person.rig, random_weights(rng))
        worst = np.maximum(worst, crossings(person.mesh, skin, person))
    lips, lids, deep = worst
    assert lips < 0.6
    assert lids < 0.8
    assert deep < 0.3


def test_expression_codes_span_random_faces() -> None:
    basis = expression_basis()
    np.testing.assert_allclose(basis.directions @ basis.directions.T, np.eye(64), atol=1e-6)
    rng = np.random.default_rng(9)
    codes = np.stack([expression_code(random_weights(rng)) for _ in range(200)])
    assert 0.5 < codes[:, :20].std() < 1.5
    assert np.abs(expression_code(named_weights()) - expression_code(named_weights(jawOpen=1))).max() > 1


def test_fields_and_turns_make_up_all_names() -> None:
    assert set(ARKIT_NAMES) >= NOT_FIELDS


def test_distances_of_simple_volumes() -> None:
    points = np.asarray([(5.0, 0, 0), (0, 2, 0), (0, 0, 0)])
    np.testing.assert_allclose(ellipsoid(points[:2], (0, 0, 0), (3, 3, 3)), [2, -1])
    np.testing.assert_allclose(capsule(points, (0, 0, 0), (4, 0, 0), 1), [0, 1, -1])
    first, second = np.asarray([1.0, 9.0, 2.0]), np.asarray([9.0, 1.0, 2.0])
    np.testing.assert_allclose(merge(first, second, 4), [1, 1, 1])
    np.testing.assert_allclose(carve(np.asarray([-5.0]), np.asarray([-1.0]), 2), [1.0])


def test_meshed_sphere_is_closed_and_faces_outwards() -> None:
    vertices, triangles = surface_nets(lambda points: np.linalg.norm(points, axis=1) - 5, (-7,) * 3, (7,) * 3, 1.0)
    np.testing.assert_allclose(np.linalg.norm(vertices, axis=1), 5, atol=0.15)
    corners = vertices[triangles]
    outward = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert (np.sum(outward * corners.mean(axis=1), axis=1) > 0).all()
    assert len(strip(3, 4, closed=True)) == 16


def test_hand_has_five_fingers() -> None:
    vertices, _ = build_hand(0.0)
    high = vertices[(vertices[:, 1] > 78) & (vertices[:, 1] < 84)][:, 0]
    thumb = vertices[vertices[:, 0] < -58]
    assert (np.diff(np.sort(high)) > 4).sum() + 1 == 4
    assert len(thumb) > 10
    bent, _ = build_hand(1.0)
    assert bent[:, 1].max() < vertices[:, 1].max() - 10
