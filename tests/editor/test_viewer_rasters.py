"""How rasters become pictures, and what the read-out tells of them."""

from dataclasses import dataclass

import numpy as np
import pytest
import torch

from graph_core import Boundary, Depth, Flow, Image, Matte, Parsing, Raster
from graph_core.editor.viewer._rasters import picture_of
from graph_core.editor.viewer._readout import describe, pixel_words, region_words
from graph_core.editor.viewer._scopes import figures_of


def test_an_image_is_light_and_keeps_its_numbers():
    picture = picture_of(Image(torch.tensor([0.5, -0.25, 7.0])[:, None, None].expand(3, 4, 6)))
    assert picture.is_light and picture.names == ("R", "G", "B")
    assert picture.at(5.9, 3.9) == pytest.approx((0.5, -0.25, 7.0))
    assert picture.at(6, 0) is None and picture.at(-0.1, 0) is None
    assert picture.levels[0][0, 0].tolist() == pytest.approx([0.5, -0.25, 7.0, 1.0])


def test_levels_halve_down_to_a_small_one():
    picture = picture_of(Image(torch.rand(3, 300, 401)))
    sizes = [level.shape[:2] for level in picture.levels]
    assert sizes[:2] == [(300, 401), (150, 201)]
    assert min(sizes[-1]) <= 64
    assert picture.levels[-1].mean() == pytest.approx(picture.levels[0].mean(), abs=1e-3)


def test_a_half_precision_picture_is_shown():
    assert picture_of(Image(torch.ones(3, 2, 2, dtype=torch.float16))).at(0, 0) == (1, 1, 1)


def test_depth_is_coloured_from_near_to_far():
    depth = torch.linspace(2, 12, 8).expand(1, 4, 8)
    picture = picture_of(Depth(depth))
    near, far = picture.levels[0][0, 0, :3], picture.levels[0][0, -1, :3]
    assert near[0] > near[2] and far[2] > far[0], "near is warm, far is cold"
    assert picture.legend == "near 2, far 12" and picture.at(0, 0) == (2,)


@pytest.mark.parametrize(
    "value", [Depth(torch.full((1, 3, 3), 5.0)), Matte(torch.zeros(1, 3, 3)), Flow(torch.zeros(2, 3, 3))]
)
def test_an_even_value_is_no_trouble(value):
    assert np.isfinite(picture_of(value).levels[0]).all()


def test_motion_is_told_in_px_of_full_resolution():
    motion = torch.tensor([3.0, 4.0])[:, None, None].expand(2, 10, 20)
    draft = picture_of(Flow(motion), (40, 20))
    assert draft.at(39, 19) == (6, 8)
    assert draft.legend == "full colour at 10 px"


def test_unknown_motion_is_black():
    motion = torch.full((2, 2, 2), float("nan"))
    assert picture_of(Flow(motion)).levels[0][..., :3].max() == 0


def test_labels_have_names():
    picture = picture_of(Parsing(torch.full((1, 4, 4), 17.0)))
    assert pixel_words(picture, 1.5, 2.5) == "x 1  y 2     17 hair"


def test_neighbouring_labels_have_colours_of_their_own():
    picture = picture_of(Parsing(torch.arange(19.0).reshape(1, 1, 19)))
    assert len(np.unique(picture.levels[0][0, :, :3], axis=0)) == 19


def test_of_heat_maps_the_strongest_is_shown():
    maps = torch.zeros(15, 2, 2)
    maps[7, 1, 1] = 0.75
    assert picture_of(Boundary(maps)).levels[0][1, 1, 0] == 0.75


@dataclass(frozen=True, eq=False)
class Heat(Raster):
    """A plugin's own raster."""


def test_a_raster_nobody_knows_is_shown_in_grey():
    picture = picture_of(Heat(torch.linspace(-10, 30, 12).reshape(1, 3, 4)))
    assert picture.legend == "black -10, white 30"
    assert picture.levels[0][0, 0, 0] == 0 and picture.levels[0][-1, -1, 0] == 1


def test_the_pixel_under_the_mouse_is_told_as_light_and_as_codes():
    picture = picture_of(Image(torch.tensor([1.0, 0.18, 0.0])[:, None, None].expand(3, 4, 4)))
    words = pixel_words(picture, 2.7, 3.2)
    assert words == "x 2  y 3     R 1.0000  G 0.1800  B 0.0000     sRGB 255 118 0  #FF7600"
    assert pixel_words(picture, 40, 3) == "x 40  y 3"


def test_in_a_draft_places_are_those_of_full_resolution():
    values = torch.arange(16.0).reshape(1, 4, 4).expand(3, 4, 4)
    assert picture_of(Image(values), (8, 8)).at(7.5, 1) == (3, 3, 3)


def test_a_region_has_mean_least_and_most():
    values = torch.arange(48.0).reshape(1, 6, 8).expand(3, 6, 8)
    figures = figures_of(picture_of(Image(values)), (2, 1, 5, 3))
    part = values[0, 1:3, 2:5]
    assert figures.pixels == 6
    assert figures.mean[0] == pytest.approx(float(part.mean()))
    assert (figures.least[1], figures.most[2]) == (float(part.min()), float(part.max()))
    assert region_words(figures, (2, 1, 5, 3))[0] == "3 x 2 px at 2, 1"


def test_a_region_leaves_out_what_is_no_number():
    values = torch.ones(3, 4, 4)
    values[0, 0, 0] = float("nan")
    figures = figures_of(picture_of(Image(values)), (0, 0, 4, 4))
    assert figures.pixels == 15 and figures.mean == (1, 1, 1)


def test_a_region_beside_the_picture_has_no_figures():
    assert figures_of(picture_of(Image(torch.ones(3, 4, 4))), (9, 9, 12, 12)) is None


def test_nothing_is_said_of_nothing():
    assert describe(None, None, "generated") == []
