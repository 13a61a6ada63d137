from fractions import Fraction

import pytest
import torch
from graph_nodes.transform.resize import Resize
from torch.testing import assert_close

from graph_core import Context, Format, FrameRange, Image, Matte, Parsing, Shot


@pytest.fixture
def ctx():
    return Context(Shot(Format(40, 20), Fraction(25), FrameRange(1001, 1010)))


def test_takes_the_projects_format(ctx):
    image = Image(torch.rand(3, 20, 40))
    assert Resize().process(image, ctx=ctx) is image
    assert Resize().process(Image(torch.rand(3, 10, 20)), ctx=ctx).pixels.shape == (3, 20, 40)
    assert Resize(width=80).process(image, ctx=ctx).width == 80


def test_halving_with_linear_by_hand(ctx):
    # A triangle two result pixels wide: weights 1 3 3 1 / 8 on four source pixels.
    row = torch.tensor([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0])
    out = Resize(width=4, height=1, mode="stretch", filter="linear").process(Image(row.expand(3, 1, 8)), ctx=ctx)
    expected = [(1 + 3 * 1 + 3 * 2 + 4) / 8, (2 + 3 * 4 + 3 * 8 + 16) / 8, (8 + 3 * 16 + 3 * 32 + 64) / 8]
    assert_close(out.pixels[0, 0, :3], torch.tensor(expected))


@pytest.mark.parametrize("name", ["nearest", "linear", "cubic", "lanczos"])
def test_flat_stays_flat(ctx, name):
    for height, width in ((7, 9), (45, 120), (1, 1)):
        out = Resize(mode="stretch", filter=name).process(Image(torch.full((3, height, width), 0.3)), ctx=ctx).pixels
        assert_close(out, torch.full((3, 20, 40), 0.3))


def test_modes(ctx):
    square = Image(torch.ones(3, 10, 10))
    fit = Resize(mode="fit").process(square, ctx=ctx).pixels
    assert fit[3, 10].nonzero().flatten().tolist() == list(range(10, 30))
    assert fit[0].equal(fit[3])
    assert Resize(mode="height").process(square, ctx=ctx).pixels.equal(fit)
    for mode in ("fill", "width", "stretch"):
        assert_close(Resize(mode=mode).process(square, ctx=ctx).pixels, torch.ones(3, 20, 40))
    kept = Resize(mode="none").process(Image(torch.rand(3, 11, 13)), ctx=ctx)
    assert kept.pixels[3].sum() == 11 * 13
    repeated = Resize(mode="fit", edges="repeat").process(square, ctx=ctx)
    assert repeated.pixels.shape[0] == 3


def test_no_mode_keeps_pixels_exactly(ctx):
    image = Image(torch.rand(3, 11, 13))
    out = Resize(mode="none").process(image, ctx=ctx).pixels
    assert torch.equal(out[:3, 4:15, 13:26], image.pixels)


def test_detail_is_averaged_not_skipped(ctx):
    stripes = (torch.arange(200) % 2).float().expand(3, 100, 200).clone()
    out = Resize(mode="stretch").process(Image(stripes), ctx=ctx).pixels
    assert_close(out[..., 1:-1], torch.full((3, 20, 38), 0.5), atol=0.015, rtol=0)


def test_labels_are_not_mixed_and_mattes_stay_in_range(ctx):
    labels = Resize(mode="stretch").process(Parsing(torch.arange(4).float().view(1, 1, 4) * 5), ctx=ctx)
    assert set(labels.pixels.unique().tolist()) == {0.0, 5.0, 10.0, 15.0}
    matte = Resize(mode="stretch", filter="lanczos").process(Matte(torch.eye(6)[None]), ctx=ctx).pixels
    assert 0 <= matte.min() <= matte.max() <= 1
