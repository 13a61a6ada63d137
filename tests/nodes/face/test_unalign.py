from fractions import Fraction

import numpy as np
import pytest
import torch
from graph_nodes.face._align import resample
from graph_nodes.face.unalign import Unalign

from graph_core import Alignment, Context, ExecutionError, Format, FrameRange, Image, Matte, Shot


@pytest.fixture
def ctx():
    return Context(Shot(Format(64, 64), Fraction(25), FrameRange(1, 1)))


def turned(size=32, angle=0.2, scale=1.3):
    cos, sin = scale * np.cos(angle), scale * np.sin(angle)
    return Alignment(np.array([[cos, -sin, -6.0], [sin, cos, -14.0]]), size, "ffhq")


def spot(size=32):
    y, x = np.mgrid[:size, :size] + 0.5
    distance = np.hypot(x - size / 2, y - size / 2)
    return Matte(torch.from_numpy(np.clip(size / 3 - distance, 0, 1)).float()[None])


def test_pixels_outside_the_matte_are_the_plates_to_the_bit(ctx):
    plate, crop, alignment = Image(torch.rand(3, 47, 61)), Image(torch.rand(3, 32, 32)), turned()
    result = Unalign().process(crop, alignment, plate, spot(), ctx=ctx)
    share = resample(spot().pixels, alignment.matrix, 47, 61).clamp(0, 1)[0]
    assert 0 < int((share > 0).sum()) < share.numel() / 2
    assert torch.equal(result.pixels[:, share == 0], plate.pixels[:, share == 0])
    assert not torch.equal(result.pixels[:, share == 1], plate.pixels[:, share == 1])


def test_identity_alignment_pastes_the_crop_pixel_for_pixel(ctx):
    plate, crop = Image(torch.zeros(3, 8, 8)), Image(torch.rand(3, 4, 4))
    alignment = Alignment(np.array([[1.0, 0, -2], [0, 1, -3]]), 4, "ffhq")
    pasted = Unalign(filter="linear").process(crop, alignment, plate, ctx=ctx).pixels
    torch.testing.assert_close(pasted[:, 3:7, 2:6], crop.pixels, atol=1e-5, rtol=0)
    assert float(pasted.sum()) == pytest.approx(float(crop.pixels.sum()), abs=1e-3)


def test_half_matte_mixes_half(ctx):
    plate, crop = Image(torch.full((3, 4, 4), 1.0)), Image(torch.full((3, 4, 4), 3.0))
    alignment = Alignment(np.array([[1.0, 0, 0], [0, 1, 0]]), 4, "ffhq")
    mixed = Unalign().process(crop, alignment, plate, Matte(torch.full((1, 4, 4), 0.5)), ctx=ctx)
    torch.testing.assert_close(mixed.pixels[:, 1:3, 1:3], torch.full((3, 2, 2), 2.0), atol=1e-5, rtol=0)


def test_alpha_of_the_crop_lets_the_plate_through(ctx):
    plate = Image(torch.full((3, 4, 4), 1.0))
    crop = Image(torch.tensor([0.4, 0.4, 0.4, 0.25]).reshape(4, 1, 1).expand(4, 4, 4))
    alignment = Alignment(np.array([[1.0, 0, 0], [0, 1, 0]]), 4, "ffhq")
    mixed = Unalign().process(crop, alignment, plate, ctx=ctx)
    # Premultiplied over: 0.4 + (1 - 0.25) * 1.
    torch.testing.assert_close(mixed.pixels[:, 1:3, 1:3], torch.full((3, 2, 2), 1.15), atol=1e-5, rtol=0)


def test_onto_transparent_gives_the_matte_as_alpha(ctx):
    plate, alignment = Image(torch.rand(3, 47, 61)), turned()
    layer = Unalign(onto="transparent").process(Image(torch.ones(3, 32, 32)), alignment, plate, spot(), ctx=ctx)
    share = resample(spot().pixels, alignment.matrix, 47, 61).clamp(0, 1)
    torch.testing.assert_close(layer.alpha, share, atol=1e-5, rtol=0)
    torch.testing.assert_close(layer.rgb, share.expand(3, -1, -1), atol=1e-5, rtol=0)


def test_scaled_crop_fills_the_same_square(ctx):
    plate, alignment = Image(torch.zeros(3, 47, 61)), turned()
    one = Unalign().process(Image(torch.ones(3, 32, 32)), alignment, plate, spot(32), ctx=ctx)
    two = Unalign().process(Image(torch.ones(3, 64, 64)), alignment, plate, spot(64), ctx=ctx)
    assert (one.pixels - two.pixels).abs().mean() < 0.01


def test_cut_and_paste_changes_little(ctx):
    y, x = torch.meshgrid(torch.linspace(0, 9, 60), torch.linspace(0, 9, 60), indexing="ij")
    plate = Image(torch.stack([x.sin(), y.cos(), (x + y).sin()]) * 0.4 + 0.5)
    alignment = turned(size=48, scale=1.4)
    crop = Image(resample(plate.pixels, alignment.inverse, 48, 48))
    back = Unalign().process(crop, alignment, plate, spot(48), ctx=ctx)
    assert (back.pixels - plate.pixels).abs().max() < 2e-3


def test_no_face_passes_the_plate_on(ctx):
    plate = Image(torch.rand(3, 5, 5))
    empty = Alignment(np.zeros((2, 3)), 0, "ffhq")
    assert Unalign().process(Image(torch.zeros(4, 8, 8)), empty, plate, ctx=ctx) is plate


def test_crop_beside_the_plate_passes_it_on(ctx):
    plate = Image(torch.rand(3, 5, 5))
    away = Alignment(np.array([[1.0, 0, 500], [0, 1, 0]]), 8, "ffhq")
    assert Unalign().process(Image(torch.ones(3, 8, 8)), away, plate, ctx=ctx) is plate


def test_matte_of_another_size_is_refused(ctx):
    with pytest.raises(ExecutionError, match="8x8"):
        Unalign().process(Image(torch.ones(3, 4, 4)), turned(), Image(torch.ones(3, 9, 9)), spot(8), ctx=ctx)


def test_inputs_are_left_alone(ctx):
    plate, crop, matte = Image(torch.rand(4, 9, 9)), Image(torch.rand(4, 8, 8)), spot(8)
    before = [value.pixels.clone() for value in (plate, crop, matte)]
    Unalign().process(crop, turned(8, scale=0.9), plate, matte, ctx=ctx)
    assert all(torch.equal(value.pixels, copy) for value, copy in zip((plate, crop, matte), before, strict=True))
