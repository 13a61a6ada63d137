import pytest
import torch
from graph_nodes.merge._seamless import decode, encode, rim
from graph_nodes.merge.seamless import Seamless
from torch.testing import assert_close

from graph_core import ExecutionError, Image, Matte

SIZE = 72


def disc(radius, soft=1.0):
    place = torch.arange(SIZE) + 0.5 - SIZE / 2
    return Matte(((radius - torch.hypot(place[:, None], place[None, :])) / soft + 0.5).clamp(0, 1)[None])


def scene(seed=1):
    generator = torch.Generator().manual_seed(seed)
    ramp = torch.linspace(0.1, 0.6, SIZE).expand(3, SIZE, SIZE)
    return Image(ramp * (1 + 0.2 * torch.rand(3, SIZE, SIZE, generator=generator)))


def core(image):
    return image.pixels[:, 20:52, 20:52]


@pytest.mark.parametrize("soft", [1.0, 12.0])
def test_outside_the_matte_not_a_bit_changes(soft):
    plate, matte = scene(), disc(24, soft)
    out = Seamless().process(scene(2), plate, matte)
    outside = matte.pixels[0] == 0
    assert torch.equal(out.pixels[:, outside], plate.pixels[:, outside])
    assert not torch.equal(out.pixels[:, ~outside], plate.pixels[:, ~outside])


@pytest.mark.parametrize(("light", "change"), [("linear", lambda x: x + 0.3), ("log", lambda x: x * 1.7)])
def test_another_light_on_the_foreground_is_taken_off(light, change):
    plate = scene()
    out = Seamless(light=light, smooth=0).process(Image(change(plate.pixels)), plate, disc(24))
    assert_close(out.pixels, plate.pixels, atol=5e-3, rtol=0)


def test_light_that_falls_off_sideways_is_taken_off():
    plate = scene()
    slope = torch.linspace(-0.2, 0.3, SIZE).expand(3, SIZE, SIZE)
    out = Seamless(light="linear", smooth=0).process(Image(plate.pixels + slope), plate, disc(26))
    assert_close(out.pixels, plate.pixels, atol=4e-3, rtol=0)


def test_detail_is_the_foregrounds():
    plate, flat = scene(), Image(torch.full((3, SIZE, SIZE), 0.3))
    detail = torch.zeros(3, SIZE, SIZE)
    detail[:, 34:38, 34:38] = 0.2
    out = Seamless(light="linear").process(Image(plate.pixels + 0.4 + detail), plate, disc(26))
    without = Seamless(light="linear").process(Image(plate.pixels + 0.4), plate, disc(26))
    assert_close(out.pixels - without.pixels, detail, atol=1e-5, rtol=0)
    assert_close(Seamless().process(flat, flat, disc(20)).pixels, flat.pixels)


def test_strength_and_mix():
    plate, bright, matte = scene(), Image(scene().pixels + 0.4), disc(24)
    plain = Seamless(strength=0).process(bright, plate, matte)
    assert_close(core(plain), core(bright))
    half = Seamless(strength=0.5, light="linear").process(bright, plate, matte)
    assert_close(core(half), core(plate) + 0.2, atol=5e-3, rtol=0)
    assert Seamless(mix=0).process(bright, plate, matte) is plate
    mixed = Seamless(mix=0.5, strength=0).process(bright, plate, matte)
    assert_close(core(mixed), core(plate) + 0.2)


def test_smoothing_keeps_noise_at_the_rim_from_running_inside():
    flat = Image(torch.full((3, SIZE, SIZE), 0.3))
    bright, matte = Image(flat.pixels + 0.2), disc(24)
    noisy = Image(flat.pixels + 0.05 * torch.randn(3, SIZE, SIZE, generator=torch.Generator().manual_seed(5)))
    ring = (matte.pixels[0] == 1) & (disc(20).pixels[0] < 1)
    rough, calm = (
        (Seamless(light="linear", smooth=size).process(bright, noisy, matte).pixels[:, ring] - 0.3).std()
        for size in (0.0, 4.0)
    )
    assert calm < 0.8 * rough


def test_the_foregrounds_alpha_limits_it():
    plate, matte = scene(), disc(20)
    cut = Image(torch.cat([(plate.pixels + 0.3) * matte.pixels, matte.pixels]))
    alone = Seamless(light="linear").process(cut, plate)
    together = Seamless(light="linear").process(cut, plate, disc(30))
    assert_close(alone.pixels, together.pixels)
    assert_close(alone.pixels, plate.pixels, atol=5e-3, rtol=0)
    assert alone.pixels.shape[0] == 3


def test_a_plate_with_alpha_is_covered():
    plate = Image(torch.zeros(4, SIZE, SIZE))
    out = Seamless(strength=0).process(scene(), plate, disc(20, 8.0)).pixels
    assert_close(out[3:], disc(20, 8.0).pixels)
    assert_close(out[:3], scene().pixels * disc(20, 8.0).pixels)


def test_bright_light_and_negative_values_stay_finite():
    plate = Image(scene().pixels * 400)
    plate.pixels[:, 30:40, :10] = -0.5
    out = Seamless().process(Image(scene(2).pixels - 0.2), plate, disc(34))
    assert out.pixels.isfinite().all()


def test_no_edge_or_no_matte():
    plate, front = scene(), scene(2)
    assert Seamless().process(front, plate, Matte(torch.zeros(1, SIZE, SIZE))) is plate
    assert_close(Seamless().process(front, plate).pixels, front.pixels)
    with pytest.raises(ExecutionError, match='"matte"'):
        Seamless().process(front, plate, Matte(torch.ones(1, 2, 2)))


def test_inputs_are_left_alone():
    plate, front, matte = scene(), scene(2), disc(24)
    copies = [value.pixels.clone() for value in (plate, front, matte)]
    Seamless().process(front, plate, matte)
    assert all(torch.equal(value.pixels, copy) for value, copy in zip((plate, front, matte), copies, strict=True))


def test_stops_can_be_undone_and_double():
    light = torch.tensor([-3.0, -0.01, 0.0, 0.001, 0.18, 50.0])
    assert_close(decode(encode(light, is_log=True), is_log=True), light)
    two = encode(torch.tensor([4.0, 8.0]), is_log=True)
    assert_close(two[1] - two[0], torch.tensor(1.0), atol=2e-3, rtol=0)


def test_rim_by_hand():
    inside = torch.ones(1, 4, 5, dtype=torch.bool)
    inside[:, :, 4] = False
    assert rim(inside)[0].int().tolist() == [[0, 0, 0, 1, 0]] * 4
