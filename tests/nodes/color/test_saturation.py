import torch
from graph_nodes.color.saturation import Saturation
from torch.testing import assert_close

from graph_core import Image, Matte

RED = torch.tensor([1.0, 0.0, 0.0]).view(3, 1, 1)


def test_one_leaves_the_picture():
    image = Image(RED)
    assert Saturation().process(image) is image


def test_zero_gives_the_grey_of_the_chosen_weights():
    for grey, value in (("rec709", 0.2126), ("rec601", 0.299), ("average", 1 / 3), ("maximum", 1.0)):
        out = Saturation(saturation=0, grey=grey).process(Image(RED)).pixels
        assert_close(out, torch.full((3, 1, 1), value))


def test_two_doubles_the_distance_from_grey():
    out = Saturation(saturation=2).process(Image(RED)).pixels.flatten()
    assert_close(out, torch.tensor([1.7874, -0.2126, -0.2126]))


def test_premultiplied_equals_unpremultiplied():
    opaque = Image(torch.rand(3, 3, 3))
    soft = Image(torch.cat([opaque.pixels * 0.4, torch.full((1, 3, 3), 0.4)]))
    node = Saturation(saturation=1.7)
    assert_close(node.process(soft).unpremultiplied, node.process(opaque).pixels)
    assert_close(node.process(soft).alpha, soft.alpha)


def test_mask_limits_it():
    image = Image(RED.expand(3, 1, 2).clone())
    out = Saturation(saturation=0).process(image, Matte(torch.tensor([0.0, 1.0]).view(1, 1, 2))).pixels
    assert_close(out[:, 0, 0], RED.flatten())
    assert_close(out[:, 0, 1], torch.full((3,), 0.2126))
