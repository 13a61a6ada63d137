import numpy as np
import pytest

from graph_core.editor.viewer._look import Look, srgb_codes, to_codes


def shown(light, look=None, **options):
    return to_codes(np.array([[light]], np.float32), look or Look(), **options)[0, 0].tolist()


def test_light_is_shown_through_the_srgb_curve_to_the_last_code():
    light = np.linspace(0, 1, 20_000, dtype=np.float32)
    pixels = np.stack([light, light, light, np.ones_like(light)], axis=1)[None]
    exact = srgb_codes(light.astype(np.float64)) * 255
    assert np.abs(to_codes(pixels, Look())[0, :, 0] - exact).max() <= 0.502


def test_measures_are_shown_as_they_are():
    assert shown((0.6, 0.6, 0.6, 1), is_light=False) == [153] * 3
    assert shown((0, 0, 0, 0.6), Look("a")) == [153] * 3


@pytest.mark.parametrize(("channels", "code"), [("r", 255), ("g", 0), ("b", 188)])
def test_one_channel_is_grey(channels, code):
    assert shown((1, 0, 0.5, 1), Look(channels)) == [code] * 3


def test_luminance_weighs_the_channels():
    assert shown((1, 0, 0, 1), Look("y"))[0] == round(float(srgb_codes(np.array(0.2126))) * 255)


def test_a_stop_doubles_the_light():
    assert shown((0.2, 0.1, 0.05, 1), Look(exposure=1)) == shown((0.4, 0.2, 0.1, 1))


def test_gamma_lifts_the_shadows():
    assert shown((0.25, 0.25, 0.25, 1), Look(gamma=2)) == shown((0.5, 0.5, 0.5, 1))


def test_stripes_mark_what_is_out_of_range():
    pixels = np.zeros((1, 16, 4), np.float32)
    pixels[0, :8, :3] = 1.5
    pixels[0, 8:, 2] = -0.1
    codes = to_codes(pixels, Look(is_striped=True))[0].tolist()
    assert codes.count([255, 0, 0]) == 3 and codes.count([0, 0, 255]) == 3
    assert to_codes(pixels, Look())[0].tolist().count([255, 0, 0]) == 0


def test_no_number_is_magenta():
    assert shown((np.nan, np.nan, np.nan, 1)) == [255, 0, 255]


def test_the_ground_is_chequered_where_there_is_no_alpha():
    pixels = np.zeros((24, 24, 4), np.float32)
    pixels[:, 12:, 3] = 1
    codes = to_codes(pixels, Look(is_checkered=True))
    assert len(np.unique(codes[:, :12])) == 2 and codes[:, :12].min() > 0
    assert codes[:, 12:].max() == 0


def test_no_number_is_magenta_in_one_channel_too():
    assert shown((0, np.nan, 0, 1), Look("g")) == [255, 0, 255]
