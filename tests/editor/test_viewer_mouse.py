"""What the mouse does in the viewer."""

import math
from dataclasses import replace

import pytest
from value_nodes import Coverage, Picture, Sound
from viewing import Viewing

pytest.importorskip("dearpygui", reason="the mouse comes from the window")

from graph_core.editor.surface import LEFT, MIDDLE, RIGHT, Mouse
from graph_core.editor.viewer._mouse import KNOB_PX, MouseTool, handle_of

SIZE = (400, 300)


@pytest.fixture
def viewing():
    made = Viewing()
    made.open(("plate", Picture), ("matte", Coverage), ("sound", Sound), matte="plate")
    made.session.viewed.view(2, "matte")
    made.session.viewed.view(1, "plate")
    made.settle()
    made.monitor.fit(SIZE)
    yield made
    made.session.close()


@pytest.fixture
def tool(viewing):
    return MouseTool(viewing.session, viewing.monitor, lambda: SIZE)


def drag(tool, *places, **options):
    """Press at the first place, go through the others, and let go at the last."""
    tool.press(Mouse(*places[0], **options))
    for place in places[1:]:
        tool.move(Mouse(*place, **options))
    tool.release(Mouse(*places[-1], **options))


def test_the_wheel_zooms_about_the_mouse(viewing, tool):
    before = viewing.monitor.view
    place = before.at(130, 90, SIZE)
    tool.wheel(Mouse(130, 90, wheel=2))
    assert viewing.monitor.view.zoom > before.zoom
    assert viewing.monitor.view.at(130, 90, SIZE) == pytest.approx(place)
    assert not viewing.monitor.view.is_fitted


@pytest.mark.parametrize("options", [{"button": MIDDLE}, {"button": LEFT, "alt": True}])
def test_dragging_pans(viewing, tool, options):
    place = viewing.monitor.view.at(100, 100, SIZE)
    drag(tool, (100, 100), (120, 90), (150, 160), **options)
    assert viewing.monitor.view.at(150, 160, SIZE) == pytest.approx(place)


def test_nothing_moves_without_a_button(viewing, tool):
    before = viewing.monitor.view
    tool.move(Mouse(10, 10))
    tool.move(Mouse(90, 50))
    assert viewing.monitor.view == before


def test_the_line_of_a_wipe_follows_the_mouse_and_stays_on_the_picture(viewing, tool):
    monitor = viewing.monitor
    viewing.controls.compare("wipe")
    (x, y), _ = handle_of(monitor, SIZE)
    drag(tool, (x, y + 30), (x + 300, y + 30), (x + 40, y + 30))
    assert handle_of(monitor, SIZE)[0] == pytest.approx((x + 40, y))
    drag(tool, (x + 40, y), (9000, y))
    assert monitor.view.wipe.x == 1


def test_the_knob_turns_the_line(viewing, tool):
    monitor = viewing.monitor
    viewing.controls.compare("wipe")
    (x, y), knob = handle_of(monitor, SIZE)
    drag(tool, knob, (x + 60, y - 60), (x + KNOB_PX, y))
    assert monitor.view.wipe.angle == pytest.approx(math.pi / 2)
    drag(tool, (x + KNOB_PX, y), (x + 50, y - 47), shift=True)
    assert monitor.view.wipe.angle == pytest.approx(math.pi / 4)


def test_beside_the_line_nothing_is_grabbed(viewing, tool):
    monitor = viewing.monitor
    viewing.controls.compare("wipe")
    (x, y), _ = handle_of(monitor, SIZE)
    before = monitor.view
    drag(tool, (x + 60, y), (x + 90, y + 20))
    assert monitor.view == before


def test_a_box_is_a_region_of_whole_pixels_and_a_click_takes_it_away(viewing, tool):
    monitor = viewing.monitor
    monitor.change(replace(monitor.view, zoom=4.0, centre=(32, 24), is_fitted=False))
    x, y = monitor.view.placement(SIZE).to_screen(10.5, 20.2)
    drag(tool, (x, y), (x + 40, y - 30), ctrl=True)
    assert monitor.region == (10, 12, 21, 21)
    drag(tool, (5, 5), (5, 5))
    assert monitor.region is None


def test_a_click_makes_no_region(viewing, tool):
    drag(tool, (50, 50), (51, 50), ctrl=True)
    assert viewing.monitor.region is None


def test_dragging_along_a_sound_sets_the_frame_with_drafts(viewing, tool):
    viewing.session.viewed.view(1, "sound")
    viewing.settle()
    axis = viewing.monitor.axis(SIZE[0])
    timeline = viewing.session.timeline
    tool.press(Mouse(axis.place(5) + 1, 50))
    assert timeline.frame == 5 and timeline.is_dragging
    tool.move(Mouse(axis.place(9) + 1, 50))
    assert timeline.frame == 9
    tool.release(Mouse(axis.place(9) + 1, 50))
    assert not timeline.is_dragging


def test_nothing_is_zoomed_or_moved_before_there_is_a_picture():
    viewing = Viewing()
    try:
        tool = MouseTool(viewing.session, viewing.monitor, lambda: SIZE)
        before = viewing.monitor.view
        tool.wheel(Mouse(10, 10, wheel=3))
        drag(tool, (10, 10), (50, 50), button=MIDDLE)
        assert viewing.monitor.view == before
    finally:
        viewing.session.close()


def test_a_place_is_picked_by_the_next_click_alone(viewing, tool):
    picked = []
    tool.picking = lambda x, y: picked.append((x, y))
    viewing.controls.compare("wipe")
    before = viewing.monitor.view
    drag(tool, (200, 150), (260, 150))
    drag(tool, (100, 100), (100, 100))
    assert picked == [pytest.approx((32, 24))]
    assert viewing.monitor.view == before


def test_another_button_picks_nothing(viewing, tool):
    picked = []
    tool.picking = lambda x, y: picked.append((x, y))
    drag(tool, (200, 150), (200, 150), button=RIGHT)
    drag(tool, (200, 150), (200, 150))
    assert picked == [] and tool.picking is None
