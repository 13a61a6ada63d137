import numpy as np
import torch
from graph_plugin_mediapipe_faces._guided import guided
from graph_plugin_mediapipe_faces.person import Person

from graph_core import Image


def linear_image(srgb):
    value = np.asarray(srgb) / 255
    value = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)
    return Image(torch.from_numpy(np.ascontiguousarray(value.transpose(2, 0, 1))))


def test_the_astronaut_is_covered_and_the_wall_behind_her_is_not(portrait, ctx):
    matte = Person().process(linear_image(portrait), ctx=ctx)
    matte.validate()
    coverage = matte.pixels[0]
    assert coverage.shape == (512, 512)
    assert all(float(coverage[y, x]) > 0.9 for x, y in ((224, 130), (222, 60), (200, 350)))
    assert all(float(coverage[y, x]) < 0.1 for x, y in ((90, 60), (380, 60), (340, 150)))


def test_a_small_person_is_looked_at_twice(portrait, ctx):
    wide = np.full((720, 1600, 3), 120, np.uint8)
    wide[208:, 900:1412] = portrait
    image = linear_image(wide)
    once, twice = (Person(closer=closer, edge=0).process(image, ctx=ctx).pixels[0] for closer in (False, True))
    alone = Person(edge=0).process(linear_image(portrait), ctx=ctx).pixels[0]
    region = (slice(208, 400), slice(1000, 1300))
    inner = (slice(0, 192), slice(100, 400))
    assert (twice[region] - alone[inner]).abs().mean() < (once[region] - alone[inner]).abs().mean()


def test_nobody_there_is_said(ctx, reports):
    matte = Person().process(Image(torch.full((3, 50, 70), 0.3)), ctx=ctx)
    assert float(matte.pixels.max()) < 0.5
    assert reports == ["no person"]


def test_gain_hardens_the_edge(portrait, ctx):
    soft, hard = (Person(gain=gain).process(linear_image(portrait), ctx=ctx).pixels for gain in (1.0, 4.0))
    partial = [int(((matte > 0.05) & (matte < 0.95)).sum()) for matte in (soft, hard)]
    assert partial[1] < partial[0]


def test_one_pixel(ctx):
    assert Person().process(Image(torch.zeros(3, 1, 1)), ctx=ctx).pixels.shape == (1, 1, 1)


def test_guided_filter_keeps_what_is_already_a_function_of_the_colour():
    guide = np.random.default_rng(0).random((24, 30, 3)).astype(np.float32)
    matte = np.clip(0.3 * guide[..., 0] + 0.5 * guide[..., 2], 0, 1).astype(np.float32)
    np.testing.assert_allclose(guided(matte, guide, 3, 1e-6), matte, atol=1e-3)


def test_guided_filter_moves_a_soft_edge_to_the_pictures():
    guide = np.zeros((32, 32, 3), np.float32)
    guide[:, 16:] = 0.8
    ramp = np.clip((np.arange(32) - 11) / 10, 0, 1).astype(np.float32)
    fine = guided(np.tile(ramp, (32, 1)), guide, 4, 1e-4)
    # The given edge rises by 0.1 from pixel to pixel.
    assert fine[16, 16] - fine[16, 15] > 0.4


def test_guided_filter_averages_where_the_picture_is_flat():
    matte = np.zeros((9, 9), np.float32)
    matte[4, 4] = 1
    fine = guided(matte, np.full((9, 9, 3), 0.5, np.float32), 1, 1e-4)
    # Two means over 3 x 3: the peak is spread over 5 x 5.
    assert fine[4, 4] == np.float32(9 / 81)
