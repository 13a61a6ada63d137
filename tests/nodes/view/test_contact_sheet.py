import pytest
import torch
from graph_nodes.view.contact_sheet import ContactSheet
from torch.testing import assert_close

from graph_core import Color, ExecutionError, Image

BLACK = Color(0.0, 0.0, 0.0)


def flat(value, height=4, width=4, channels=3):
    return Image(torch.full((channels, height, width), value))


def test_cells_are_filled_row_by_row(process):
    sheet = ContactSheet(columns=2, width=10, gap=2, background=BLACK)
    out = process(sheet, flat(1.0), flat(2.0), flat(3.0)).pixels
    assert out.shape == (3, 10, 10)
    assert_close(out[0, :4, :4], torch.full((4, 4), 1.0))
    assert_close(out[0, :4, 6:], torch.full((4, 4), 2.0))
    assert_close(out[0, 6:, :4], torch.full((4, 4), 3.0))
    assert not out[:, :, 4:6].any()
    assert not out[:, 6:, 6:].any()


def test_pictures_keep_their_shape(process):
    out = process(ContactSheet(columns=2, width=8, gap=0, background=BLACK), flat(1.0), flat(1.0, 2, 4)).pixels[0]
    assert_close(out[:, 4], torch.tensor([0.0, 1.0, 1.0, 0.0]))


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 2), (4, 2), (5, 3)])
def test_sheet_is_about_square_by_itself(process, count, columns):
    rows = -(-count // columns)
    out = process(ContactSheet(width=12, gap=0), *[flat(0.5)] * count).pixels
    assert out.shape[1] == rows * 12 // columns


def test_large_pictures_are_averaged_down(process):
    stripes = torch.tensor([0.0, 1.0]).repeat(32).expand(3, 64, 64).clone()
    out = process(ContactSheet(width=8, gap=0, background=BLACK), Image(stripes)).pixels
    assert_close(out[:, :, 2:6], torch.full((3, 8, 4), 0.5), atol=0.02, rtol=0)


def test_background_shows_through_transparent_pictures(process):
    sheet = ContactSheet(width=4, background=Color(1.0, 0.0, 0.0))
    out = process(sheet, flat(0.5, channels=4)).pixels
    assert_close(out[:, 0, 0], torch.tensor([1.0, 0.5, 0.5]))


def test_transparent_background_makes_rgba(process):
    out = process(ContactSheet(columns=1, width=4, gap=2, background=Color(1.0, 1.0, 1.0, 0.0)), flat(1.0), flat(1.0))
    assert_close(out.pixels[3, :, 0], torch.tensor([1.0, 1, 1, 1, 0, 0, 1, 1, 1, 1]))


def test_labels_are_written_into_their_cells(process):
    plain, named = (
        process(ContactSheet(width=200, gap=0, columns=2, labels=text), flat(0.5), flat(0.5)).pixels
        for text in ("", "\nB")
    )
    differs = (plain - named).abs().amax(dim=(0, 1))
    assert differs[:96].max() == 0
    assert differs[100:].max() > 0.3


def test_says_what_is_wrong(process):
    with pytest.raises(ExecutionError, match="no pictures"):
        process(ContactSheet())
    with pytest.raises(ExecutionError, match="do not fit"):
        process(ContactSheet(columns=2, width=8, gap=8), flat(1.0), flat(1.0))


def test_one_pixel(process):
    assert process(ContactSheet(width=1), flat(0.5, 1, 1)).pixels.shape == (3, 1, 1)
