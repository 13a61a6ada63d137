import pytest

from graph_core.editor.canvas._view import Detail, Rect, View


def settle(view: View) -> None:
    while view.advance(1 / 60):
        pass


def made() -> View:
    view = View()
    view.size = (800.0, 600.0)
    return view


def test_a_place_goes_to_the_surface_and_back():
    view = made()
    view.zoom(3, 100, 50)
    settle(view)
    assert view.to_canvas(*view.to_surface(12.5, -7)) == pytest.approx((12.5, -7))


def test_zooming_keeps_what_is_under_the_mouse_all_the_way():
    view = made()
    view.pan(31, 17)
    under = view.to_canvas(640, 120)
    view.zoom(-4, 640, 120)
    view.zoom(9, 640, 120)
    while view.advance(1 / 60):
        assert view.to_canvas(640, 120) == pytest.approx(under, abs=0.5)
    assert view.scale == pytest.approx(1.18**5)


def test_zoom_ends_somewhere():
    view = made()
    view.zoom(-1000, 0, 0)
    settle(view)
    assert view.scale == pytest.approx(0.04)
    view.zoom(1000, 0, 0)
    settle(view)
    assert view.scale == pytest.approx(3.0)


def test_framing_shows_all_of_it_in_the_middle_and_not_too_close():
    view = made()
    view.frame(Rect(1000, 1000, 5000, 1100), at_once=True)
    assert view.rect.left == pytest.approx(1000)
    assert view.rect.right == pytest.approx(5000)
    assert (view.rect.top + view.rect.bottom) / 2 == pytest.approx(1050)
    view.frame(Rect(0, 0, 10, 10), at_once=True)
    assert view.scale == pytest.approx(1.0)


def test_more_can_be_read_the_closer_it_is():
    view = made()
    found = []
    for width in (8000, 2000, 800):
        view.frame(Rect(0, 0, width, 10), at_once=True)
        found.append(view.detail)
    assert found == [Detail.FAR, Detail.MIDDLE, Detail.NEAR]


def test_panning_stops_a_glide():
    view = made()
    view.frame(Rect(0, 0, 8000, 6000))
    view.advance(1 / 60)
    view.pan(5, 0)
    assert not view.advance(1 / 60)
