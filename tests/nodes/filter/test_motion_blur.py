import torch
from graph_nodes.filter.motion_blur import MotionBlur
from torch.testing import assert_close

from graph_core import Image, Matte


def test_zero_leaves_the_picture():
    image = Image(torch.rand(3, 4, 4))
    assert MotionBlur(length=0).process(image) is image


def test_a_point_becomes_a_line_about_itself():
    pixels = torch.zeros(3, 31, 31)
    pixels[:, 15, 15] = 1
    for angle, line in ((0, (slice(15, 16), slice(None))), (90, (slice(None), slice(15, 16)))):
        out = MotionBlur(length=10, angle=angle).process(Image(pixels)).pixels[0]
        assert_close(out[line].sum().item(), 1.0, rtol=1e-4, atol=0)
        assert_close(out, out.flip(0, 1), atol=1e-6, rtol=0)
        assert (out[line] > 0.05).sum() in (9, 10, 11)


def test_alpha_moves_with_it_and_mask_limits_it():
    pixels = torch.zeros(4, 9, 40)
    pixels[:, :, 20:] = 1
    out = MotionBlur(length=8).process(Image(pixels)).pixels
    assert_close(out[0], out[3])
    assert 0 < out[3, 4, 18] < out[3, 4, 21] < 1
    image = Image(torch.rand(3, 5, 7))
    assert torch.equal(MotionBlur().process(image, Matte(torch.zeros(1, 5, 7))).pixels, image.pixels)
