import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from graph_core import Image
from graph_core.editor.viewer._picture import Picture
from graph_core.editor.viewer._rasters import picture_of
from graph_core.editor.viewer._sample import Placement, sample
from graph_core.editor.viewer._view import View


def numbered(width: int, height: int) -> Picture:
    """A picture whose red is the column and whose green is the row."""
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    return picture_of(Image(torch.from_numpy(np.stack([columns, rows, np.zeros_like(rows)]))))


def test_at_one_to_one_every_pixel_is_where_it_belongs():
    seen = sample(numbered(50, 40), Placement(7, 5, 1), (20, 10))
    assert (seen.left, seen.top) == (0, 0)
    assert seen.pixels[..., 0].tolist() == [list(range(7, 27))] * 10
    assert seen.pixels[:, 0, 1].tolist() == list(range(5, 15))


@given(zoom=st.sampled_from([2, 3, 8, 16]), left=st.integers(0, 30), top=st.integers(0, 20))
def test_enlarged_pixels_are_squares_without_a_blur(zoom, left, top):
    seen = sample(numbered(50, 40), Placement(left, top, zoom), (48, 48))
    expected = left + np.arange(48) // zoom
    assert (seen.pixels[0, :, 0] == expected[: seen.pixels.shape[1]]).all()
    assert (seen.pixels[:, 0, 1] == top + np.arange(seen.pixels.shape[0]) // zoom).all()


@pytest.mark.parametrize("factor", [2, 3, 5])
def test_reduced_pixels_are_the_mean_of_those_they_cover(factor):
    values = torch.rand(3, 60, 60, generator=torch.Generator().manual_seed(1))
    seen = sample(picture_of(Image(values)), Placement(0, 0, 1 / factor), (60 // factor, 60 // factor))
    mean = values.numpy().reshape(3, 60 // factor, factor, 60 // factor, factor).mean(axis=(2, 4))
    np.testing.assert_allclose(seen.pixels[..., :3], mean.transpose(1, 2, 0), atol=1e-6)


@given(zoom=st.floats(0.02, 40), left=st.floats(-100, 300), top=st.floats(-100, 300))
def test_an_even_picture_stays_even_at_any_zoom(zoom, left, top):
    flat = picture_of(Image(torch.full((4, 97, 211), 0.25)))
    seen = sample(flat, Placement(left, top, zoom), (83, 61))
    if seen is not None:
        np.testing.assert_allclose(seen.pixels, 0.25, atol=1e-5)
        height, width = seen.pixels.shape[:2]
        assert 0 <= seen.left <= seen.left + width <= 83
        assert 0 <= seen.top <= seen.top + height <= 61


def test_what_lies_beside_the_picture_is_not_sampled():
    seen = sample(numbered(10, 10), Placement(-5, -2, 1), (30, 30))
    assert (seen.left, seen.top, seen.pixels.shape[:2]) == (5, 2, (10, 10))
    assert sample(numbered(10, 10), Placement(50, 0, 1), (30, 30)) is None


def test_a_draft_lies_where_the_full_picture_lies():
    full = sample(numbered(40, 40), Placement(0, 0, 2), (80, 80))
    values = torch.rand(3, 20, 20)
    draft = sample(picture_of(Image(values), (40, 40)), Placement(0, 0, 2), (80, 80))
    assert draft.pixels.shape == full.pixels.shape
    assert (draft.pixels[:4, :4, 0] == float(values[0, 0, 0])).all()


def test_zooming_keeps_the_place_under_the_mouse():
    view, size, at = View(centre=(50, 40), zoom=1), (301, 200), (37, 150)
    before = view.at(*at, size)
    for zoom in (0.1, 3, 17.5):
        assert view.zoomed(zoom, at, size).at(*at, size) == pytest.approx(before)


def test_fit_shows_all_of_the_picture():
    view = View().fitted((1920, 1080), (1180, 400))
    left, top = view.placement((1180, 400)).to_screen(0, 0)
    right, bottom = view.placement((1180, 400)).to_screen(1920, 1080)
    assert left >= 0 and top >= 0 and right <= 1180 and bottom <= 400
    assert bottom - top > 380


def test_panning_moves_the_picture_with_the_mouse():
    view, size = View(centre=(50, 40), zoom=2.5), (300, 200)
    x, y = view.placement(size).to_screen(10, 10)
    assert view.panned(13, -7).placement(size).to_screen(10, 10) == pytest.approx((x + 13, y - 7))
