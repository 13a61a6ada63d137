import pytest
import torch
from graph_nodes.color.grade import Grade
from torch.testing import assert_close

from graph_core import Color, Image, Matte, ParamError


def picture(*values):
    return Image(torch.tensor(values)[None, None].expand(3, 1, -1).clone())


def test_leaves_the_picture_at_its_defaults():
    image = Image(torch.rand(3, 3, 5) * 2 - 0.5)
    assert Grade().process(image) is image


def test_line_is_nukes():
    grade = Grade(
        black_point=Color(0.1, 0.1, 0.1),
        white_point=Color(0.9, 0.9, 0.9),
        lift=Color(0.05, 0.05, 0.05),
        gain=Color(1.25, 1.25, 1.25),
        multiply=Color(2.0, 2.0, 2.0),
        offset=Color(0.3, 0.3, 0.3),
    )
    # slope 2 * 1.2 / 0.8 = 3, intercept 0.3 + 0.05 - 3 * 0.1 = 0.05
    out = grade.process(picture(0.0, 0.1, 0.5, 1.0)).pixels[0, 0]
    assert_close(out, torch.tensor([0.05, 0.35, 1.55, 3.05]))


def test_gamma_bends_between_black_and_white_only():
    out = Grade(gamma=Color(2.0, 2.0, 2.0)).process(picture(-0.5, 0.0, 0.25, 1.0, 3.0)).pixels[0, 0]
    assert_close(out, torch.tensor([-0.5, 0.0, 0.5, 1.0, 2.0]))


def test_channels_are_graded_apart():
    out = Grade(gain=Color(2.0, 1.0, 0.5)).process(picture(0.5)).pixels[:, 0, 0]
    assert_close(out, torch.tensor([1.0, 0.5, 0.25]))


def test_reverse_takes_the_grade_out():
    knobs = {"lift": Color(0.1, 0.0, 0.2), "gamma": Color(0.7, 1.5, 2.0), "offset": Color(0.02, -0.1, 0.0)}
    image = Image(torch.rand(3, 4, 4) * 3 - 1)
    there = Grade(**knobs).process(image)
    assert_close(Grade(**knobs, reverse=True).process(there).pixels, image.pixels, atol=1e-5, rtol=1e-5)


def test_soft_edges_are_graded_unpremultiplied():
    half = Image(torch.tensor([0.1, 0.1, 0.1, 0.5]).view(4, 1, 1))
    out = Grade(offset=Color(0.2, 0.2, 0.2)).process(half).pixels[:, 0, 0]
    assert_close(out, torch.tensor([0.2, 0.2, 0.2, 0.5]))  # (0.1 / 0.5 + 0.2) * 0.5


def test_transparent_pixels_stay_empty():
    empty = Image(torch.zeros(4, 1, 1))
    assert Grade(offset=Color(0.2, 0.2, 0.2)).process(empty).pixels.eq(0).all()


def test_clamps():
    grade = Grade(multiply=Color(2.0, 2.0, 2.0), clamp_black=True, clamp_white=True)
    assert_close(grade.process(picture(-1.0, 0.2, 0.8)).pixels[0, 0], torch.tensor([0.0, 0.4, 1.0]))


def test_mask_and_mix_limit_it():
    image, before = picture(0.5, 0.5, 0.5), picture(0.5, 0.5, 0.5).pixels
    mask = Matte(torch.tensor([0.0, 0.5, 1.0]).view(1, 1, 3))
    out = Grade(multiply=Color(3.0, 3.0, 3.0), mix=0.5).process(image, mask)
    assert_close(out.pixels[0, 0], torch.tensor([0.5, 0.75, 1.0]))
    assert_close(image.pixels, before, rtol=0, atol=0)


def test_impossible_knobs_are_refused():
    with pytest.raises(ParamError, match="Black point and white point"):
        Grade(white_point=Color(0.0, 1.0, 1.0)).process(picture(0.5))
    with pytest.raises(ParamError, match="Gamma is 0 in blue"):
        Grade(gamma=Color(1.0, 1.0, 0.0)).process(picture(0.5))
    with pytest.raises(ParamError, match="cannot be reversed"):
        Grade(gain=Color(0.0, 1.0, 1.0), reverse=True).process(picture(0.5))
