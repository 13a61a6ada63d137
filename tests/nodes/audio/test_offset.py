import numpy as np
import pytest
from graph_nodes.audio.offset import Offset

from graph_core import Audio

AUDIO = Audio(np.ones((1, 4), np.float32), 10, 0.5)


def test_later_and_earlier_in_frames(process):
    assert process(Offset(frames=12), AUDIO).start_s == pytest.approx(1.0)
    assert process(Offset(frames=-18), AUDIO).start_s == pytest.approx(-0.25)
    assert process(Offset(frames=12), AUDIO).samples is AUDIO.samples


def test_zero_passes_the_sound_on(process):
    assert process(Offset(), AUDIO) is AUDIO
