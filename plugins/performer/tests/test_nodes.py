"""The nodes: they keep the rules of all nodes, and do in a graph what their knobs say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from graph_plugin_performer.identity import Identity
from graph_plugin_performer.performance import Performance
from graph_plugin_performer.render import Filmed, Render
from graph_plugin_performer.voice import Voice

from graph_core import ARKIT_NAMES, ExecutionError, Expression, Face, Faces, HeadPose, Image, Latent, Phonemes, Window
from graph_core.testing import check_node

Make = Callable[..., Any]


def test_nodes_keep_the_rules() -> None:
    check_node(Identity)
    check_node(Performance)
    check_node(Voice)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_render_keeps_the_rules() -> None:
    check_node(Render, {"identity": Identity(seed=3).process()})


@pytest.fixture
def shoot(context: Make) -> Callable[..., Filmed]:
    def take(seed: int = 3, inputs: dict[str, Any] | None = None, frame: int = 1001, **knobs: Any) -> Filmed:
        node = Render(**knobs)
        return node.process(Identity(seed=seed).process(), **(inputs or {}), ctx=context(node, frame))

    return take


def test_identity_knobs_move_one_number(context: Make) -> None:
    plain = Identity(seed=4).process().code
    wide = Identity(seed=4, nose_width=1.5).process().code
    assert (plain != wide).sum() == 1
    assert Identity(seed=4, glasses="yes").process().code[-3] == 2.5


def test_a_latent_of_another_kind_is_refused(context: Make) -> None:
    import torch

    node = Render()
    with pytest.raises(ExecutionError) as caught:
        node.process(Latent(torch.zeros(512), "stylegan-w"), ctx=context(node))
    assert "performer.identity" in caught.value.hint


def test_every_port_holds_what_it_promises(shoot: Callable[..., Filmed]) -> None:
    filmed = shoot(in_front="hand", raised=0.9)
    for value in filmed:
        value.validate()
    assert filmed.image.pixels.shape == (3, 64, 64)
    assert filmed.occluder.pixels.max() == 1
    face = filmed.faces.faces[0]
    assert face.visible478 is not None
    assert not face.visible478.all()
    assert filmed.expression64.code.shape == (64,)
    assert filmed.light.code.shape == (9, 3)
    assert filmed.boundary.pixels.shape == (15, 64, 64)


def test_the_expression_from_the_graph_is_shown(shoot: Callable[..., Filmed]) -> None:
    weights = np.zeros(52, np.float32)
    weights[ARKIT_NAMES.index("jawOpen")] = 0.6
    window = Window((Expression(weights), Expression(weights)), 0)
    filmed = shoot(inputs={"expression": window})
    points = filmed.faces.faces[0].landmarks478
    assert points[14, 1] - points[13, 1] > 1.5
    np.testing.assert_array_equal(filmed.faces.faces[0].expression.weights, weights)


def test_the_pose_from_the_graph_is_the_pose_of_the_face(shoot: Callable[..., Filmed]) -> None:
    pose = HeadPose(np.asarray((0.3, 0.1, -0.1), np.float32), np.asarray((10, -20, 1050), np.float32))
    filmed = shoot(inputs={"pose": Window((pose, pose), 0)}, focal=1150 * 24 * 0.6 / 225)
    np.testing.assert_allclose(filmed.pose.angles, pose.angles, atol=1e-6)
    np.testing.assert_allclose(filmed.pose.translation, pose.translation, atol=0.01)


def test_the_pose_agrees_with_the_landmarks(shoot: Callable[..., Filmed]) -> None:
    """The pupils are seen where the pose puts the middle between them."""
    pose = HeadPose(np.asarray((0.0, 0.0, 0.0), np.float32), np.asarray((30, -40, 1100), np.float32))
    filmed = shoot(inputs={"pose": Window((pose, pose), 0)})
    x, y, z = filmed.pose.translation
    seen = filmed.faces.faces[0].landmarks478[[468, 473], :2].mean(axis=0)
    expected = filmed.camera.centre_px + filmed.camera.focal_px * np.asarray((x, y)) / z
    assert np.abs(seen - expected).max() < 0.02 * 64


def test_flow_follows_the_next_pose(shoot: Callable[..., Filmed]) -> None:
    poses = [HeadPose(np.zeros(3, np.float32), np.asarray((x, -39, 1066.5), np.float32)) for x in (0.0, 5.0)]
    filmed = shoot(inputs={"pose": Window(tuple(poses), 0)})
    x, y = filmed.faces.faces[0].landmarks478[4, :2].astype(int)
    assert filmed.flow.pixels[0, y, x] > 0.5
    assert abs(filmed.flow.pixels[1, y, x]) < 0.05


def test_a_transparent_backdrop_gives_an_alpha(shoot: Callable[..., Filmed]) -> None:
    filmed = shoot(backdrop="transparent")
    image = filmed.image
    assert image.has_alpha
    assert (image.rgb[:, image.alpha[0] == 0] == 0).all()
    np.testing.assert_array_equal(image.alpha, filmed.matte.pixels)


def test_a_linked_plate_is_behind(shoot: Callable[..., Filmed]) -> None:
    import torch

    plate = Image(torch.full((3, 64, 64), 0.125))
    assert (shoot(inputs={"background": plate}).image.pixels[:, :6, :6] == 0.125).all()
    with pytest.raises(ExecutionError, match="background"):
        shoot(inputs={"background": Image(torch.zeros(3, 32, 64))})


def test_noise_changes_with_the_frame_and_nothing_else_does(shoot: Callable[..., Filmed]) -> None:
    assert Render().frame_key(1) == Render().frame_key(2)
    one, other = (shoot(frame=frame, noise=1.0).image.pixels for frame in (1001, 1002))
    assert not one.equal(other)
    assert shoot(frame=1001).image.pixels.equal(shoot(frame=1002).image.pixels)


def test_a_mouth_follows_linked_phonemes(context: Make) -> None:
    spoken = Phonemes(("ˈɑː",), np.asarray([(0.0, 0.4)], np.float32))
    node = Performance(performance="still")
    opened = node.process(spoken, ctx=context(node, 1006)).expression.weight("jawOpen")
    shut = node.process(spoken, ctx=context(node, 1050)).expression.weight("jawOpen")
    assert opened > 0.3
    assert shut < 0.02


def test_a_real_face_is_acted_after(context: Make) -> None:
    weights = np.zeros(52, np.float32)
    weights[3] = 0.5
    pose = HeadPose(np.asarray((0.2, 0.0, 0.1), np.float32), np.asarray((0, -20, 900), np.float32))
    points = np.ones((478, 3), np.float32)
    face = Face(np.ones(4, np.float32), points, points[:68, :2], pose=pose, expression=Expression(weights))
    node = Performance()
    acting = node.process(None, Faces((face,), 64, 64), ctx=context(node))
    np.testing.assert_array_equal(acting.expression.weights, weights)
    np.testing.assert_allclose(acting.pose.angles, pose.angles, atol=1e-6)
    np.testing.assert_allclose(acting.pose.translation, pose.translation, atol=0.01)


def test_keyframed_knobs_add_to_the_acting(context: Make) -> None:
    plain, turned = (Performance(yaw=yaw, smile=smile) for yaw, smile in ((0, 0), (20, 0.5)))
    first, second = (node.process(ctx=context(node)) for node in (plain, turned))
    assert second.pose.angles[0] - first.pose.angles[0] == pytest.approx(np.radians(20), abs=1e-5)
    assert second.expression.weight("mouthSmileLeft") > first.expression.weight("mouthSmileLeft") + 0.4


def test_a_voice_without_text_babbles_for_the_shot(context: Make) -> None:
    node = Voice(rate=16000)
    spoken = node.process(ctx=context(node, frames=50))
    assert spoken.sound.samples.shape == (1, 32000)
    assert len(spoken.phonemes.symbols) > 4
    spoken.phonemes.validate()


def test_a_text_begins_when_asked(context: Make) -> None:
    pytest.importorskip("espeakng_loader")
    node = Voice(text="Yes.", start=0.5)
    spoken = node.process(ctx=context(node))
    assert spoken.phonemes.times_s[0, 0] >= 0.5
    assert np.abs(spoken.sound.samples[0, : int(0.49 * 48000)]).max() == 0
    assert np.abs(spoken.sound.samples).max() > 0.1
