import numpy as np
import torch
from graph_nodes.color._matrix import light_xyz, xyz_matrix
from graph_nodes.color.exposure import Exposure
from torch.testing import assert_close

from graph_core import Image, Matte

GREY = torch.full((3, 1, 1), 0.18)


def test_defaults_leave_the_picture():
    image = Image(GREY)
    assert Exposure().process(image) is image


def test_a_stop_doubles_the_light():
    assert_close(Exposure(stops=1).process(Image(GREY)).pixels, GREY * 2)
    assert_close(Exposure(stops=-2).process(Image(GREY)).pixels, GREY / 4)


def test_the_set_light_becomes_as_neutral_as_6500_kelvin():
    to_rgb = np.linalg.inv(xyz_matrix("rec709"))
    tungsten = torch.tensor(to_rgb @ light_xyz(3200, 20), dtype=torch.float32).view(3, 1, 1)
    daylight = torch.tensor(to_rgb @ light_xyz(6500, 0), dtype=torch.float32).view(3, 1, 1)
    assert_close(Exposure(temperature=3200, tint=20).process(Image(tungsten)).pixels, daylight)


def test_lower_is_cooler_and_tint_is_magenta():
    red, _, blue = Exposure(temperature=4000).process(Image(GREY)).pixels.flatten().tolist()
    assert blue > 0.18 > red
    red, green, blue = Exposure(tint=60).process(Image(GREY)).pixels.flatten().tolist()
    assert red > 0.18 > green
    assert blue > 0.18


def test_alpha_stays_and_mask_limits_it():
    image = Image(torch.tensor([0.1, 0.1, 0.1, 0.5]).view(4, 1, 1).expand(4, 1, 2).clone())
    out = Exposure(stops=1).process(image, Matte(torch.tensor([1.0, 0.0]).view(1, 1, 2))).pixels
    assert_close(out[:, 0, 0], torch.tensor([0.2, 0.2, 0.2, 0.5]))
    assert_close(out[:, 0, 1], image.pixels[:, 0, 1])
