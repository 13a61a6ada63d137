import itertools

import numpy as np
import pytest
from graph_plugin_mediapipe_faces._crops import Square, cut, srgb_bytes
from graph_plugin_mediapipe_faces._search import tiles


def test_every_8_bit_code_comes_out_as_it_went_in():
    codes = np.arange(256)
    value = codes / 255
    assert srgb_bytes(np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)).tolist() == list(
        codes
    )


def test_values_beyond_the_range_are_clipped():
    assert srgb_bytes(np.array([-3.0, 7.0])).tolist() == [0, 255]


def test_a_square_of_the_same_size_is_cut_pixel_by_pixel():
    rgb = np.random.default_rng(0).random((3, 9, 12)).astype(np.float32)
    assert np.array_equal(cut(rgb, Square(6, 5, 4), 4), srgb_bytes(rgb[:, 3:7, 4:8]).transpose(1, 2, 0))


def test_a_quarter_turn_is_clockwise():
    rgb = np.zeros((3, 4, 4), np.float32)
    rgb[:, 0, 3] = 1  # top right of the picture is where the turned square has its top left
    assert cut(rgb, Square(2, 2, 4, np.pi / 2), 4)[0, 0].tolist() == [255] * 3


def test_reduction_averages_all_that_a_pixel_covers():
    board = np.indices((64, 64)).sum(axis=0) % 2
    rgb = np.repeat(board[None].astype(np.float32), 3, axis=0)
    assert np.ptp(cut(rgb, Square(32, 32, 64), 8)) == 0


def test_beyond_the_picture_is_black_or_its_edge():
    rgb = np.ones((3, 4, 4), np.float32)
    assert cut(rgb, Square(50, 50, 4), 4).max() == 0
    assert cut(rgb, Square(50, 50, 4), 4, repeat_edge=True).min() == 255


def test_to_picture_by_hand():
    square = Square(10, 20, 4, np.pi / 2)
    np.testing.assert_allclose(square.to_picture(np.array([(0.5, 0.5), (1, 0.5)])), [(10, 20), (10, 22)], atol=1e-12)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (512, 512), (40, 900)])
def test_tiles_cover_the_picture_and_overlap_by_half(width, height):
    side = max(width, height) / 4
    squares = tiles(width, height, side)
    for length, centres in ((width, sorted({s.x for s in squares})), (height, sorted({s.y for s in squares}))):
        assert centres[0] - side / 2 <= 1e-6
        assert centres[-1] + side / 2 >= length - 1e-6
        assert all(after - before <= side / 2 + 1e-6 for before, after in itertools.pairwise(centres))
