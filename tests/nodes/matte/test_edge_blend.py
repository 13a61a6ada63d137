import torch
from graph_nodes.matte._morphology import diameter
from graph_nodes.matte.edge_blend import EdgeBlend
from torch.testing import assert_close

from graph_core import Matte


def disc(size, radius):
    place = torch.arange(size) + 0.5 - size / 2
    return Matte((radius + 0.5 - torch.hypot(place[:, None], place[None, :])).clamp(0, 1)[None])


def test_diameter_is_that_of_the_disc():
    assert_close(diameter(disc(120, 40).pixels), 80.0, rtol=2e-3, atol=0)


def test_never_reaches_outside():
    matte = disc(100, 35)
    out = EdgeBlend().process(matte).pixels
    assert (out <= matte.pixels).all()
    assert out[0, 50, 50] > 0.99


def test_inset_moves_the_edge_by_its_share():
    out = EdgeBlend(inset=10, softness=0).process(disc(120, 40)).pixels
    assert_close(diameter(out), 64.0, rtol=0.01, atol=0)


def test_a_face_twice_as_large_gets_a_blend_twice_as_wide():
    small = EdgeBlend(inset=5, softness=20).process(disc(100, 30)).pixels[0, 50]
    large = EdgeBlend(inset=5, softness=20).process(disc(200, 60)).pixels[0, 100]
    assert_close(large.view(-1, 2).mean(1), small, atol=0.03, rtol=0)


def test_border():
    full = Matte(torch.ones(1, 40, 40))
    faded = EdgeBlend(inset=0, softness=20).process(full).pixels[0]
    assert faded[0].max() < 0.2
    assert faded[20, 20] > 0.99
    kept = EdgeBlend(inset=5, softness=20, fade_border=False).process(full).pixels
    assert_close(kept, full.pixels)


def test_an_empty_matte_stays_empty():
    empty = Matte(torch.zeros(1, 8, 8))
    assert EdgeBlend().process(empty).pixels.eq(0).all()
