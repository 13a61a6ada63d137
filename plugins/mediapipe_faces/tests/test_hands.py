import numpy as np
import pytest
import torch
from graph_plugin_mediapipe_faces._hand_matte import flesh_depth, hand_matte
from graph_plugin_mediapipe_faces._hands import HAND, PALM, HandNetworks, find_hands
from graph_plugin_mediapipe_faces._network import Network
from graph_plugin_mediapipe_faces.hands import Hands

from graph_core import Image


def linear(srgb):
    value = np.asarray(srgb) / 255
    value = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)
    return np.ascontiguousarray(value.transpose(2, 0, 1))


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_joints_of_a_drawn_hand_are_found(drawn_hand, turns):
    picture, joints, _ = drawn_hand
    networks = HandNetworks(Network(PALM.file), Network(HAND))
    (hand,) = find_hands(networks, linear(np.rot90(picture, turns)), most=2, least_presence=0.6)
    networks.close()
    places = hand.joints[:, :2] - 200
    for _ in range(turns):  # back, clockwise on the screen
        places = np.stack([-places[:, 1], places[:, 0]], axis=1)
    assert np.hypot(*(places + 200 - joints).T).mean() < 8


def test_the_matte_covers_the_hand_and_little_else(drawn_hand, ctx):
    picture, joints, coverage = drawn_hand
    matte = Hands(forearm=2).process(Image(torch.from_numpy(linear(picture))), ctx=ctx)
    matte.validate()
    found = matte.pixels[0].numpy()
    shared, together = np.minimum(found, coverage).sum(), np.maximum(found, coverage).sum()
    assert shared / together > 0.9
    assert all(found[int(y), int(x)] > 0.9 for x, y in joints)


def test_without_a_hand_the_matte_is_black(ctx, reports):
    matte = Hands().process(Image(torch.full((3, 60, 80), 0.2)), ctx=ctx)
    assert matte.pixels.shape == (1, 60, 80)
    assert float(matte.pixels.max()) == 0
    assert reports == ["no hand"]


def test_flesh_depth_by_hand():
    # All joints at one place but the index finger's tip: a capsule from (0, 0) to (10, 0).
    joints = np.zeros((21, 2))
    joints[8] = (10, 0)
    places = np.array([[(5.0, 0.0), (5.0, 20.0)]])
    depth = flesh_depth(joints, 10.0, 0.0, places)
    # Half way the finger is 0.09 palms = 0.9 px to either side and one unit is 0.1 palms = 1 px. The place far off is
    # nearest to the root of the palm, which is 2.5 px to either side.
    assert depth[0, 0] == pytest.approx(0.9, abs=1e-5)
    assert depth[0, 1] == pytest.approx(2.5 - np.hypot(5, 20), abs=1e-5)


def test_colour_decides_where_the_joints_are_a_little_off(drawn_hand):
    picture, joints, coverage = drawn_hand
    display = np.sqrt(linear(picture).transpose(1, 2, 0))
    grey = np.full_like(display, 0.5)
    off = joints + np.array([6, 0])

    def agreement(guide):
        matte = hand_matte(off, 100.0, guide, forearm=2.0, grow=0.0)
        return np.minimum(matte, coverage).sum() / np.maximum(matte, coverage).sum()

    assert agreement(display) > agreement(grey) + 0.05


def test_grow_widens(drawn_hand, ctx):
    image = Image(torch.from_numpy(linear(drawn_hand[0])))
    thin, thick = (Hands(grow=grow).process(image, ctx=ctx).pixels.sum() for grow in (0.0, 1.0))
    assert thick > 1.1 * thin


def test_a_hand_beyond_the_picture_leaves_nothing():
    joints = np.random.default_rng(0).normal(-500, 20, (21, 2))
    assert hand_matte(joints, 60.0, np.zeros((20, 30, 3), np.float32), forearm=0.5, grow=0).max() == 0
