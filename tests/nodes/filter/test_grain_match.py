from fractions import Fraction

import numpy as np
import pytest
import torch
from graph_nodes.filter._grain import GrainModel, grain_field
from graph_nodes.filter.grain_match import GrainMatch
from torch.testing import assert_close

from graph_core import Context, Format, FrameRange, Image, Matte, Shot

LIGHT = torch.linspace(0.05, 0.7, 400).expand(3, 300, 400)


@pytest.fixture
def messages():
    return []


@pytest.fixture
def ctx(messages):
    return Context(Shot(Format(400, 300), Fraction(25), FrameRange(1001, 1010)), frame=1004, report=messages.append)


def grainy(slope, seed):
    model = GrainModel(np.full(3, 1e-5), np.full(3, slope), 0.6, 0.4)
    return Image(LIGHT + grain_field(300, 400, 0.6, 0.4, seed) * model.variance(LIGHT).sqrt())


def test_a_clean_foreground_gets_the_plates_grain(ctx):
    plate = grainy(4e-4, 1)
    out = GrainMatch(own=False).process(Image(LIGHT.clone()), plate, ctx=ctx).pixels - LIGHT
    wanted = plate.pixels - LIGHT
    for part in (slice(0, 130), slice(130, 260), slice(260, 400)):
        assert_close(out[..., part].std(), wanted[..., part].std(), rtol=0.12, atol=0)
    neighbours = [(noise[..., 1:] * noise[..., :-1]).mean() / noise.var() for noise in (out, wanted)]
    assert_close(neighbours[0], neighbours[1], atol=0.08, rtol=0)


def test_grain_of_its_own_is_taken_into_account(ctx):
    plate = grainy(4e-4, 1)
    alike = GrainMatch().process(grainy(4e-4, 2), plate, ctx=ctx).pixels - LIGHT
    assert_close(alike.std(), (plate.pixels - LIGHT).std(), rtol=0.12, atol=0)
    half = GrainMatch().process(grainy(2e-4, 2), plate, ctx=ctx).pixels - LIGHT
    assert_close(half.std(), (plate.pixels - LIGHT).std(), rtol=0.12, atol=0)


def test_amount_and_mask(ctx):
    plate, clean = grainy(4e-4, 1), Image(LIGHT.clone())
    assert GrainMatch(amount=0).process(clean, plate, ctx=ctx) is clean
    once, twice = (GrainMatch(own=False, amount=a).process(clean, plate, ctx=ctx).pixels - LIGHT for a in (1, 2))
    assert_close(twice, 2 * once, atol=1e-6, rtol=1e-4)
    out = GrainMatch().process(clean, plate, Matte(torch.zeros(1, 300, 400)), ctx=ctx)
    assert torch.equal(out.pixels, clean.pixels)


def test_a_tiny_plate_is_told(ctx, messages):
    clean = Image(LIGHT.clone())
    assert GrainMatch().process(clean, Image(torch.rand(3, 8, 8)), ctx=ctx) is clean
    assert messages == ["the plate is too small to measure its grain"]
