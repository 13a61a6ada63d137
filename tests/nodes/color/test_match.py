from fractions import Fraction

import pytest
import torch
from graph_nodes.color._spaces import lab_from_linear
from graph_nodes.color.match import Match
from torch.testing import assert_close

from graph_core import Context, Format, FrameRange, Image, Matte, Shot, Window

METHODS = ("reinhard", "affine", "histogram")


@pytest.fixture
def messages():
    return []


@pytest.fixture
def ctx(messages):
    return Context(Shot(Format(64, 48), Fraction(25), FrameRange(1001, 1003)), report=messages.append)


def now(value):
    return Window((value,), 0)


def noise(seed, gain=(1.0, 1.0, 1.0), height=48, width=64):
    rgb = torch.rand(3, height, width, generator=torch.Generator().manual_seed(seed))
    return Image(rgb * torch.tensor(gain).view(3, 1, 1) * 0.6 + 0.1)


def moments(image):
    lab = lab_from_linear(image.unpremultiplied).flatten(1)
    return lab.mean(1), torch.cov(lab)


@pytest.mark.parametrize("method", METHODS)
def test_the_result_measures_like_the_reference(ctx, method):
    image, reference = noise(1), noise(2, (1.0, 0.6, 0.4))
    out = Match(method=method, clip=0).process(now(image), now(reference), ctx=ctx)
    (mean, covariance), (goal_mean, goal_covariance) = moments(out), moments(reference)
    assert_close(mean, goal_mean, atol=0.1, rtol=0)
    assert_close(covariance.diag(), goal_covariance.diag(), atol=0, rtol=0.03)
    if method == "affine":
        assert_close(covariance, goal_covariance, atol=0.5, rtol=0.01)


@pytest.mark.parametrize("method", METHODS)
def test_a_picture_matched_to_itself_stays(ctx, method):
    image = noise(3)
    out = Match(method=method).process(now(image), now(image), ctx=ctx)
    assert_close(out.pixels, image.pixels, atol=2e-5, rtol=0)


def test_a_known_change_of_light_is_undone(ctx):
    reference = noise(4)
    darker = Image(reference.pixels * 0.5)
    out = Match(method="reinhard", clip=0).process(now(darker), now(reference), ctx=ctx)
    # Halving light multiplies Lab's cube root by a constant, which mean and deviation take back fully.
    assert_close(out.pixels, reference.pixels, atol=2e-3, rtol=0)


def test_mattes_say_where_to_measure(ctx):
    left = Matte(torch.zeros(1, 48, 64).index_fill(2, torch.arange(32), 1.0))
    image, reference = noise(5), noise(6, (0.5, 0.5, 1.0))
    spoiled = Image(torch.where(left.pixels > 0, reference.pixels, torch.tensor(9.0)))
    node = Match(method="affine")
    expected = node.process(now(image), now(Image(reference.pixels[..., :32])), ctx=ctx)
    out = node.process(now(image), now(spoiled), None, now(left), ctx=ctx)
    assert_close(out.pixels, expected.pixels, atol=1e-4, rtol=0)


def test_outliers_do_not_pull(ctx):
    image, reference = noise(7), noise(8)
    glint = reference.pixels.clone()
    glint[:, :2, :2] = 50.0
    clean = Match(clip=0).process(now(image), now(reference), ctx=ctx).pixels
    clipped = Match(clip=3).process(now(image), now(Image(glint)), ctx=ctx).pixels
    pulled = Match(clip=0).process(now(image), now(Image(glint)), ctx=ctx).pixels
    assert (clipped - clean).abs().mean() < 0.2 * (pulled - clean).abs().mean()


def test_strength_and_mask(ctx):
    image, reference = noise(9), noise(10, (1.0, 0.5, 0.5))
    assert Match(strength=0).process(now(image), now(reference), ctx=ctx) is image
    nowhere = Matte(torch.zeros(1, 48, 64))
    out = Match().process(now(image), now(reference), None, None, nowhere, ctx=ctx)
    assert_close(out.pixels, image.pixels)
    half, full = (moments(Match(strength=s, clip=0).process(now(image), now(reference), ctx=ctx))[0] for s in (0.5, 1))
    assert_close(half - moments(image)[0], (full - moments(image)[0]) / 2, atol=0.05, rtol=0.02)


def test_keep(ctx):
    image, reference = noise(11), noise(12, (0.4, 0.3, 0.2))
    before = lab_from_linear(image.pixels)
    lightness = lab_from_linear(Match(keep="lightness").process(now(image), now(reference), ctx=ctx).pixels)
    assert_close(lightness[0], before[0], atol=1e-2, rtol=0)
    color = lab_from_linear(Match(keep="color").process(now(image), now(reference), ctx=ctx).pixels)
    assert_close(color[1:], before[1:], atol=1e-2, rtol=0)
    assert (color[0].mean() - before[0].mean()).abs() > 5


def test_an_empty_matte_is_told_and_changes_nothing(ctx, messages):
    image, empty = noise(13), Matte(torch.zeros(1, 48, 64))
    assert Match().process(now(image), now(noise(14)), now(empty), ctx=ctx) is image
    assert messages == ["nothing to measure in image"]


def test_a_flat_picture_is_shifted_not_torn(ctx):
    flat = Image(torch.full((3, 8, 8), 0.2))
    for method in METHODS:
        out = Match(method=method).process(now(flat), now(noise(15)), ctx=ctx).pixels
        assert out.isfinite().all()
        assert out.std(dim=(1, 2)).max() < 1e-5


def test_smoothing_takes_neighbours_and_steadies_the_match(ctx):
    node = Match(smooth=2, method="reinhard")
    assert node.input_frames("reference", 1010) == (1008, 1009, 1010, 1011, 1012)
    assert node.input_frames("mask", 1010) == (1010,)
    assert Match().input_frames("image", 1010) == (1010,)
    image = noise(16)
    flickering = [Image(noise(17).pixels * gain) for gain in (1.0, 1.5, 1.0, 1.5, 1.0)]
    still = Window((image,) * 5, 2)
    bright = node.process(still, Window(tuple(flickering[1:] + flickering[1:2]), 2), ctx=ctx).pixels.mean()
    dark = node.process(still, Window(tuple(flickering), 2), ctx=ctx).pixels.mean()
    alone = [Match(method="reinhard").process(now(image), now(f), ctx=ctx).pixels.mean() for f in flickering[:2]]
    assert (bright - dark).abs() < 0.5 * (alone[1] - alone[0]).abs()


def test_alpha_is_kept_and_transparent_pixels_are_not_measured(ctx):
    image, reference = noise(18), noise(19, (0.5, 1.0, 1.0))
    alpha = torch.zeros(1, 48, 64).index_fill(1, torch.arange(24), 1.0)
    half = Image(torch.cat([image.pixels * alpha, alpha]))
    out = Match().process(now(half), now(reference), ctx=ctx)
    expected = Match().process(now(Image(image.pixels[:, :24])), now(reference), ctx=ctx)
    assert_close(out.pixels[:3, :24], expected.pixels, atol=1e-4, rtol=0)
    assert out.pixels[:, 24:].eq(0).all()
