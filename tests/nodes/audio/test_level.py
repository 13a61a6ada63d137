import numpy as np
import pytest
from graph_nodes.audio.level import Level

from graph_core import Audio


def test_each_frame_is_measured_alone(process):
    # At 24 fps and 48 Hz a frame has two samples.
    audio = Audio(np.float32([[0, 0, 0.3, -0.4, 1, 1]]), 48)
    levels = [process(Level(), audio, frame=frame) for frame in (1001, 1002, 1003)]
    assert levels[0] == (0, 0)
    assert levels[1] == pytest.approx((0.125**0.5, 0.4))
    assert levels[2] == (1, 1)


def test_all_channels_count(process):
    audio = Audio(np.float32([[0.6, 0.6], [0.0, 0.0]]), 48)
    assert process(Level(), audio) == pytest.approx((0.18**0.5, 0.6))


def test_where_there_is_no_sound_it_is_silent(process):
    audio = Audio(np.ones((1, 48), np.float32), 48, start_s=100.0)
    assert process(Level(), audio) == (0, 0)


def test_rates_below_that_of_the_frames(process):
    assert process(Level(), Audio(np.ones((1, 5), np.float32), 1)) == (0, 0)
