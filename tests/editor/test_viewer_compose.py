import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from graph_core import Image
from graph_core.editor.viewer._compose import Scene, compose
from graph_core.editor.viewer._look import Look
from graph_core.editor.viewer._paper import GROUND
from graph_core.editor.viewer._rasters import picture_of
from graph_core.editor.viewer._view import View, Wipe

SIZE = (40, 30)
VIEW = View(centre=(20, 15), zoom=1)


def flat(red, green, blue, width=40, height=30):
    pixels = torch.tensor([red, green, blue], dtype=torch.float32)[:, None, None].expand(3, height, width)
    return picture_of(Image(pixels.contiguous()))


WHITE, BLACK, RED = flat(1, 1, 1), flat(0, 0, 0), flat(1, 0, 0)


def test_a_picture_is_shown_on_its_ground():
    canvas = compose(Scene(VIEW, (60, 30), RED))
    assert canvas.shape == (30, 60, 3) and canvas.dtype == np.uint8
    assert canvas[15, 30].tolist() == [255, 0, 0]
    assert canvas[15, 2].tolist() == list(GROUND)


def test_nothing_is_shown_without_a_picture():
    assert (compose(Scene(VIEW, SIZE)) == GROUND).all()


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 1.0])
def test_a_wipe_shows_a_at_its_left_and_b_at_its_right(share):
    view = replace(VIEW, mode="wipe", wipe=Wipe(share, 0.5))
    row = compose(Scene(view, SIZE, WHITE, RED))[15, :, 1]
    assert (row == np.where(np.arange(40) < 40 * share, 255, 0)).all()


def test_a_wipe_turns_about_its_handle():
    view = replace(VIEW, mode="wipe", wipe=Wipe(0.5, 0.5, math.pi / 2))
    canvas = compose(Scene(view, SIZE, WHITE, RED))
    assert (canvas[:15, :, 1] == 255).all() and (canvas[15:, :, 1] == 0).all()


def test_a_wipe_stays_on_the_picture_when_it_is_panned():
    view = replace(VIEW, mode="wipe", wipe=Wipe(0.5, 0.5)).panned(5, 0)
    row = compose(Scene(view, SIZE, WHITE, RED))[15, 5:, 1]
    assert (row[:20] == 255).all() and (row[20:] == 0).all()


def test_equal_pictures_have_no_difference():
    view = replace(VIEW, mode="difference", gain=1000)
    assert compose(Scene(view, SIZE, RED, RED)).max() == 0


def test_a_difference_is_brighter_with_gain():
    near = flat(0.5, 0.5, 0.5), flat(0.49, 0.5, 0.5)
    plain = compose(Scene(replace(VIEW, mode="difference"), SIZE, *near))[15, 20]
    bright = compose(Scene(replace(VIEW, mode="difference", gain=50), SIZE, *near))[15, 20]
    assert plain[0] < 30 and bright[0] > 150 and bright[1:].tolist() == [0, 0]


def test_side_by_side_shows_the_same_place_twice():
    view = replace(VIEW, mode="side").fitted((40, 30), (200, 60))
    canvas = compose(Scene(view, (200, 60), WHITE, RED))
    assert canvas[30, 50].tolist() == [255] * 3 and canvas[30, 150].tolist() == [255, 0, 0]
    assert view.at(50, 30, (200, 60)) == view.at(150, 30, (200, 60))


def test_b_alone_changes_nothing_while_nothing_is_compared():
    assert (compose(Scene(VIEW, SIZE, WHITE, RED)) == compose(Scene(VIEW, SIZE, WHITE))).all()


def test_a_grid_parts_the_pixels_from_eight_times_on():
    deep = replace(VIEW, zoom=8.0)
    assert len(np.unique(compose(Scene(replace(VIEW, zoom=7.0), SIZE, WHITE)))) == 1
    canvas = compose(Scene(deep, SIZE, WHITE))
    lines = np.flatnonzero(canvas[1, :, 0] != 255)
    assert set(np.diff(lines)) == {8}


def test_an_old_picture_is_dimmed():
    assert compose(Scene(VIEW, SIZE, WHITE, is_dimmed=True)).max() < 100


def test_marks_are_painted_over_everything():
    def mark(canvas, placement):
        x, y = placement.to_screen(3, 4)
        canvas[round(y), round(x)] = (1, 2, 3)

    view = replace(VIEW, look=Look("g"))
    assert compose(Scene(view, SIZE, WHITE, marks=(mark,)))[4, 3].tolist() == [1, 2, 3]
