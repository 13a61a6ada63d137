from pathlib import Path

import numpy as np
import PIL
import pytest
import torch
from graph_nodes.draw._text import TextStyle, block_size, draw_block
from graph_nodes.draw.text import Text
from torch.testing import assert_close

from graph_core import Color, MediaError, Point


def box(coverage):
    rows, columns = (np.flatnonzero(coverage.amax(dim=axis)) for axis in (1, 0))
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1


def middle(coverage):
    x = torch.arange(coverage.shape[1]) + 0.5
    return float((coverage.sum(dim=0) * x).sum() / coverage.sum())


def test_letters_lie_inside_the_measured_box():
    style = TextStyle(40)
    width, height = block_size("Hxg", style)
    left, top, right, bottom = box(draw_block("Hxg", style, 10, 20, 100, 200))
    assert left >= 9
    assert top >= 20
    assert right <= 10 + width + 1
    assert bottom <= 20 + height + 1
    assert right - left > width * 0.8


def test_size_scales_the_letters():
    small, large = (box(draw_block("H", TextStyle(size), 0, 0, 300, 300)) for size in (50, 200))
    assert (large[3] - large[1]) / (small[3] - small[1]) == pytest.approx(4, rel=0.05)


def test_text_moves_by_fractions_of_a_pixel():
    still, moved = (middle(draw_block("o", TextStyle(30), 20 + step, 10, 60, 80)) for step in (0, 0.25))
    assert moved - still == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize(("align", "share"), [("left", 0.0), ("centre", 0.5), ("right", 1.0)])
def test_lines_share_the_edge_they_are_aligned_to(align, share):
    style = TextStyle(30, align=align)
    long, short = block_size("IIIIII", style)[0], block_size("II", style)[0]
    coverage = draw_block("IIIIII\nII", style, 5, 5, 100, 120)
    line = int(5 + block_size("I", style)[1])
    first, second = coverage[: line - 2], coverage[line + 2 :]
    assert middle(second) - middle(first) == pytest.approx((short - long) / 2 + share * (long - short), abs=0.3)


def test_tracking_adds_room_between_letters_only():
    assert block_size("III", TextStyle(30, tracking_px=5))[0] - block_size("III", TextStyle(30))[0] == 10
    spread, tight = (draw_block("II", TextStyle(30, tracking_px=t), 5, 5, 60, 80) for t in (12, 0))
    assert box(spread)[2] - box(tight)[2] == 12
    assert_close(spread.sum(), tight.sum())


def test_text_beyond_the_picture_is_cut_off():
    whole = draw_block("Hello", TextStyle(40), 20, 20, 120, 200)
    assert_close(draw_block("Hello", TextStyle(40), -20, -20, 80, 160), whole[40:, 40:])
    assert not draw_block("Hello", TextStyle(40), 500, 0, 50, 50).any()


def test_empty_lines_draw_nothing():
    assert not draw_block("", TextStyle(40), 0, 0, 10, 10).any()
    assert block_size("\n", TextStyle(40)) == (0, 2 * block_size("x", TextStyle(40))[1])


@pytest.mark.parametrize("align", ["left", "centre", "right"])
@pytest.mark.parametrize("vertical", ["top", "middle", "bottom"])
def test_node_aligns_to_its_position(process, align, vertical):
    text = Text(text="HHH", size=30, position=Point(100.0, 50.0), align=align, vertical=vertical)
    left, top, right, bottom = box(process(text, width=200, height=100).pixels[3])
    if align == "left":
        assert 100 <= left <= 105
    elif align == "right":
        assert 95 <= right <= 100
    else:
        assert (left + right) / 2 == pytest.approx(100, abs=1)
    assert {"top": top >= 50, "bottom": bottom <= 50, "middle": top < 50 < bottom}[vertical]


def test_colour_and_opacity_are_premultiplied(process):
    text = Text(text="M", size=400, position=Point(0.5, 0.5), opacity=0.5, color=Color(2.0, 0.0, 0.0, 0.5))
    out = process(text, width=40, height=40).pixels
    assert_close(out[0], out[3] * 2)
    assert out[3].max().item() == pytest.approx(0.25)


def test_placeholders_follow_the_frame_and_only_they_make_it_timed(process):
    text = Text(text="{frame}", size=12, position=Point(20.0, 10.0))
    frames = [process(text, width=40, height=20, frame=frame).pixels for frame in (1001, 1002)]
    assert not frames[0].equal(frames[1])
    assert frames[0].equal(process(Text(text="1001", size=12, position=Point(20.0, 10.0)), width=40, height=20).pixels)
    assert text.is_timed()
    assert not Text(text="still").is_timed()


def test_a_font_file_is_used_and_its_content_counts(process, tmp_path):
    found = sorted(Path(PIL.__file__).parent.parent.glob("**/DejaVuSans.ttf"))
    if not found:
        pytest.skip("no font file in this environment")
    text = Text(text="Hg", size=24, font=str(found[0]), position=Point(30.0, 20.0))
    assert text.files(None) == (str(found[0]),)
    assert not process(text, width=60, height=40).pixels.equal(
        process(Text(text="Hg", size=24, position=Point(30.0, 20.0)), width=60, height=40).pixels
    )


def test_a_file_that_is_no_font_is_named(process, tmp_path):
    path = tmp_path / "broken.ttf"
    path.write_bytes(b"no font")
    with pytest.raises(MediaError, match=r"broken\.ttf"):
        process(Text(font=str(path)))


def test_letters_that_the_font_lacks_are_named(process):
    said = []
    process(Text(text="Größe: {frame}\nö…"), report=said.append)
    assert said == ["the font has no ö ß; choose a font file that has"]
    process(Text(text="Plain words"), report=said.append)
    assert len(said) == 1
