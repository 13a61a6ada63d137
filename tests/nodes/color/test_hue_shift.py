import torch
from graph_nodes.color._matrix import luma
from graph_nodes.color.hue_shift import HueShift
from torch.testing import assert_close

from graph_core import Image, Matte


def test_whole_turns_leave_the_picture():
    image = Image(torch.rand(3, 2, 2))
    assert HueShift().process(image) is image
    assert HueShift(angle=-360).process(image) is image


def test_grey_and_brightness_stay():
    image = Image(torch.rand(3, 4, 4))
    out = HueShift(angle=77).process(image)
    assert_close(luma(out.pixels), luma(image.pixels))
    grey = torch.full((3, 2, 2), 0.4)
    assert_close(HueShift(angle=77).process(Image(grey)).pixels, grey)


def test_a_third_of_a_turn_makes_red_green():
    red = torch.tensor([1.0, 0.0, 0.0]).view(3, 1, 1)
    out = HueShift(angle=120).process(Image(red)).pixels.flatten()
    # (0, 1, 0), with the same amount taken off every channel so that luma is red's 0.2126
    assert_close(out, torch.tensor([0.0, 1.0, 0.0]) - (0.7152 - 0.2126))


def test_turning_back_gives_the_picture_again():
    image = Image(torch.rand(4, 3, 3))
    out = HueShift(angle=-50).process(HueShift(angle=50).process(image))
    assert_close(out.pixels, image.pixels, atol=1e-5, rtol=1e-5)


def test_mask_limits_it():
    image = Image(torch.rand(3, 1, 2))
    out = HueShift(angle=90).process(image, Matte(torch.tensor([0.0, 1.0]).view(1, 1, 2)))
    assert_close(out.pixels[:, :, 0], image.pixels[:, :, 0])
    assert not torch.allclose(out.pixels[:, :, 1], image.pixels[:, :, 1])
