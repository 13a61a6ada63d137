import numpy as np
import pytest
from graph_nodes.audio._signal import sweep
from graph_nodes.audio.tone import Tone


def test_sine_has_its_pitch_level_and_length(process):
    audio = process(Tone(frequency=1000, level=-6, rate=48000), frames=24)
    assert audio.samples.shape == (1, 48000)
    assert (audio.rate, audio.start_s) == (48000, 0.0)
    spectrum = np.abs(np.fft.rfft(audio.samples[0]))
    assert spectrum.argmax() == 1000
    assert np.abs(audio.samples).max() == pytest.approx(10 ** (-6 / 20), rel=1e-4)
    assert audio.samples[0, 0] == 0


def test_sweep_moves_evenly_in_octaves():
    rate = 48000
    track = sweep(4 * rate, rate, 100.0, 1600.0)

    def pitch(second):
        piece = track[int(second * rate) - 2400 : int(second * rate) + 2400] * np.hanning(4800)
        return np.abs(np.fft.rfft(piece, 48000)).argmax()

    assert [pitch(second) for second in (1, 2, 3)] == pytest.approx([200, 400, 800], rel=0.02)


def test_sweep_to_the_same_pitch_is_a_sine(process):
    level = {"frequency": 440, "last_frequency": 440}
    assert np.array_equal(process(Tone(kind="sweep", **level)).samples, process(Tone(**level)).samples)


def test_clicks_are_loudest_on_the_moment(process):
    audio = process(Tone(kind="click", interval=0.5, level=0, rate=8000), frames=36)
    loud = np.flatnonzero(audio.samples[0] > 0.99)
    assert loud.tolist() == [0, 4000, 8000]
    assert not audio.samples[0, 400:4000].any()


def test_noise_is_white_and_follows_its_seed(process):
    first, again, other = (process(Tone(kind="noise", level=0, seed=seed), frames=24).samples for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert abs(np.corrcoef(first[0], other[0])[0, 1]) < 0.02
    assert first.std() == pytest.approx(3**-0.5, rel=0.02)
    assert abs(np.corrcoef(first[0, :-1], first[0, 1:])[0, 1]) < 0.02


def test_channels_are_alike(process):
    samples = process(Tone(channels=2), frames=1).samples
    assert samples.shape == (2, 2000)
    assert np.array_equal(samples[0], samples[1])
