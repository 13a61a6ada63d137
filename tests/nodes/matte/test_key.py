import pytest
import torch
from graph_nodes.matte.key import Key
from torch.testing import assert_close

from graph_core import Color, Image, Matte, ParamError

SCREEN = Color(0.05, 0.4, 0.08)
SKIN = (0.5, 0.3, 0.2)


def mixed(share, foreground=SKIN):
    values = [share * a + (1 - share) * b for a, b in zip(foreground, SCREEN[:3], strict=True)]
    return Image(torch.tensor(values).view(3, 1, 1))


def test_screen_goes_and_foreground_stays():
    assert_close(Key().process(mixed(0.0)).image.pixels.flatten(), torch.zeros(4))
    out = Key().process(mixed(1.0))
    assert out.matte.pixels.item() == 1
    assert_close(out.image.pixels.flatten(), torch.tensor([*SKIN, 1.0]))


@pytest.mark.parametrize("share", [0.25, 0.5, 0.9])
def test_a_mixture_is_taken_apart(share):
    grey = (0.3, 0.3, 0.3)  # stands exactly on the limit where the mixture is known
    out = Key().process(mixed(share, grey))
    assert_close(out.matte.pixels.item(), share, rtol=1e-4, atol=0)
    assert_close(out.image.pixels.flatten(), torch.tensor([0.3 * share] * 3 + [share]), rtol=1e-3, atol=1e-5)


def test_spill_is_taken_off():
    greenish = Image(torch.tensor([0.3, 0.34, 0.3]).view(3, 1, 1))
    red, green, blue, alpha = Key(white=0.8).process(greenish).image.pixels.flatten().tolist()
    assert alpha == 1
    assert green <= max(red, blue)
    tinted = Key(white=0.8, despill=0).process(greenish).image.pixels.flatten()
    assert_close(tinted, torch.tensor([0.3, 0.34, 0.3, 1.0]))


def test_points_clean_screen_and_core():
    assert Key(black=0.2).process(mixed(0.1, (0.3, 0.3, 0.3))).matte.pixels.item() == 0
    assert Key(white=0.8).process(mixed(0.9, (0.3, 0.3, 0.3))).matte.pixels.item() == 1


def test_a_core_is_kept_whatever_its_colour():
    out = Key(despill=0).process(mixed(0.0), Matte(torch.ones(1, 1, 1)))
    assert_close(out.image.pixels.flatten(), torch.tensor([*SCREEN[:3], 1.0]))
    limited = Key().process(mixed(0.0), Matte(torch.ones(1, 1, 1))).image.pixels.flatten()
    assert_close(limited, torch.tensor([0.05, 0.08, 0.08, 1.0]))


def test_blue_screen():
    blue = Color(0.05, 0.1, 0.5)
    assert Key(color=blue).process(Image(torch.tensor(blue[:3]).view(3, 1, 1))).matte.pixels.item() == 0
    assert Key(color=blue).process(mixed(1.0)).matte.pixels.item() == 1


def test_luma_keeps_what_is_bright():
    ramp = Image(torch.tensor([0.0, 0.3, 0.5, 2.0]).expand(3, 1, 4).clone())
    out = Key(method="luma", black=0.2, white=0.4).process(ramp)
    assert_close(out.matte.pixels.flatten(), torch.tensor([0.0, 0.5, 1.0, 1.0]))
    assert_close(out.image.pixels[0, 0], torch.tensor([0.0, 0.15, 0.5, 2.0]))
    plain = Key(method="luma").process(ramp).matte.pixels
    assert_close(plain.flatten(), torch.tensor([0.0, 0.3, 0.5, 1.0]))


def test_alpha_is_kept():
    soft = Image(torch.tensor([*(value * 0.5 for value in SKIN), 0.5]).view(4, 1, 1))
    out = Key().process(soft)
    assert_close(out.matte.pixels.item(), 0.5)
    assert_close(out.image.pixels, soft.pixels)


def test_a_grey_screen_and_crossed_points_are_refused():
    with pytest.raises(ParamError, match="stands out"):
        Key(color=Color(0.5, 0.5, 0.5)).process(mixed(0.5))
    with pytest.raises(ParamError, match="not below"):
        Key(black=0.6, white=0.5).process(mixed(0.5))
