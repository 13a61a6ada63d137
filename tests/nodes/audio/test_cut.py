import numpy as np
import pytest
from graph_nodes.audio.cut import Cut

from graph_core import Audio, ParamError


def test_piece_keeps_its_place_and_is_padded(process):
    audio = Audio(np.arange(1, 6, dtype=np.float32)[None], 10, 0.2)
    out = process(Cut(start=0.1, end=0.4), audio)
    assert out.samples.tolist() == [[0, 1, 2]]
    assert out.start_s == 0.1
    assert process(Cut(start=0.5, end=0.9), audio).samples.tolist() == [[4, 5, 0, 0]]
    assert process(Cut(start=5, end=5.1), audio).samples.tolist() == [[0]]


def test_end_must_lie_after_the_start(process):
    with pytest.raises(ParamError, match="ends at 1 s, before it begins at 2 s"):
        process(Cut(start=2, end=1), Audio(np.zeros((1, 4), np.float32), 10))
