import pytest
import torch
from graph_nodes.metric._plot import Axis, curve_coverage, fit_axis
from graph_nodes.metric.plot import Plot
from torch.testing import assert_close

from graph_core import Color, ExecutionError, Stream


def heights(coverage):
    """Row of the middle of the line in each column, from the bottom."""
    rows = torch.arange(coverage.shape[0]) + 0.5
    return coverage.shape[0] - (coverage * rows[:, None]).sum(dim=0) / coverage.sum(dim=0)


def test_curve_goes_through_its_values():
    coverage = curve_coverage([0.0, 1.0, 0.5], Axis(-1.0, 2.0), height=91, width=41, thickness_px=3.0)
    found = heights(coverage)
    assert_close(found[[0, 20, 40]], torch.tensor([30.5, 60.5, 45.5]), atol=1.0, rtol=0)
    assert found[10].item() == pytest.approx(45.5, abs=0.05)


def test_steep_lines_are_as_thick_as_flat_ones():
    flat = curve_coverage([0.5, 0.5], Axis(0.0, 1.0), 101, 101, 4.0)
    steep = curve_coverage([0.0, 1.0], Axis(0.0, 1.0), 101, 101, 4.0)
    assert flat[:, 50].sum().item() == pytest.approx(4, abs=0.01)
    assert steep[:, 50].sum().item() == pytest.approx(4 * 2**0.5, rel=0.03)


def test_one_value_is_a_level_line():
    coverage = curve_coverage([3.0], fit_axis([3.0]), 21, 9, 1.0)
    assert_close(heights(coverage), torch.full((9,), 10.5))


def test_plot_covers_the_whole_shot(process):
    out = process(Plot(width=120, height=60, color=Color(1.0, 0.0, 0.0)), Stream.of(0.0, 1.0))
    out.validate()
    assert out.pixels.shape == (3, 60, 120)
    red = out.pixels[0] - out.pixels[1]
    # Rising: the lower half of the line lies on the left.
    assert red[30:, :60].sum() > 5 * red[:30, :60].sum()


def test_fixed_axis_moves_the_curve(process):
    def height_of_line(**knobs):
        red = process(Plot(width=60, height=61, color=Color(1.0, 0.0, 0.0), **knobs), Stream.of(1.0, 1.0)).pixels
        return (red[0] - red[1])[:, 30].argmax().item()

    assert height_of_line() == 30
    assert height_of_line(low=0.0, high=4.0) == 45


def test_label_and_mean_are_written(process):
    plain, named = (process(Plot(label=label), Stream.of(0.0, 1.0)).pixels for label in ("", "PSNR"))
    differs = (plain - named).abs().sum(dim=0)
    assert differs[:60, 600:].sum() > 0
    assert differs[160:].sum() == 0


def test_numbers_that_cannot_be_drawn_name_their_frame(process):
    with pytest.raises(ExecutionError, match="nan at frame 1002"):
        process(Plot(), Stream.of(1.0, float("nan")))


def test_one_pixel(process):
    assert process(Plot(width=1, height=1), Stream.of(1.0, 2.0)).pixels.shape == (3, 1, 1)
