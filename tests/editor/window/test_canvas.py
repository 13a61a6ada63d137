"""The canvas under mouse and keys."""

import json
from pathlib import Path

import pytest
from window_projects import write_project

GRAPH = {
    "card": {"id": "draw.test_card", "position": [0, 0]},
    "soft": {"id": "filter.blur", "inputs": {"image": "card"}, "position": [260, 0]},
    "over": {"id": "merge.merge", "inputs": {"a": "soft", "b": "card"}, "position": [560, 120]},
    "key": {"id": "matte.key", "position": [260, 200]},
    "gone": {"id": "nobody.knows", "inputs": {"plate": "card"}, "position": [0, 260]},
}


@pytest.fixture
def window(open_window, tmp_path):
    window = open_window(write_project(tmp_path / "graph.json", GRAPH))
    window.wait(lambda look: look.places["canvas"].get("node over"), "the graph")
    window.key("Escape")
    window.settle(20)
    return window


def place(window, name):
    return window.look().place("canvas", name)


def between(window, source, target, share=0.5):
    """Return where a straight line from an output to an input is."""
    begin, end = place(window, f"output {source}"), place(window, f"input {target}")
    return tuple(one + (two - one) * share for one, two in zip(begin, end, strict=True))


def beside(window, name, dx, dy):
    x, y = place(window, name)
    return (x + dx, y + dy)


def wait_for_box(window, title):
    window.wait(lambda look: look.items(window=title), f"the box {title!r}", limit_s=5)


def links(window):
    return {target: source for source, target in window.look().links}


def test_nodes_are_selected_moved_and_put_back(window):
    window.click(place(window, "node soft"))
    assert window.look().selection == ["soft"]
    window.click(place(window, "node over"), keys="shift")
    assert window.look().selection == ["soft", "over"]
    before = place(window, "node soft"), place(window, "node card")
    window.drag(before[0], beside(window, "node soft", 30, 60))
    assert place(window, "node soft")[1] == pytest.approx(before[0][1] + 60, abs=8)
    assert place(window, "node card") == before[1]
    assert window.look().undo == "Move 2 nodes"
    window.key("ctrl+z")
    assert place(window, "node soft") == before[0]
    corner = window.look().place("canvas", "corner")
    window.drag(corner, beside(window, "node card", 5, 0))
    assert set(window.look().selection) == {"card", "gone"}
    window.key("Escape")
    assert window.look().selection == []


def test_escape_takes_a_drag_back(window):
    before = place(window, "node soft")
    with window.dragging(before, beside(window, "node soft", 50, 80)):
        assert place(window, "node soft") != before
        window.key("Escape")
        assert place(window, "node soft") == before
    assert place(window, "node soft") == before
    assert not window.look().undo


def test_links_are_drawn_pulled_off_and_moved(window):
    window.drag(place(window, "output card.out"), place(window, "input key.image"))
    assert links(window)["key.image"] == "card"
    window.drag(place(window, "output key.matte"), place(window, "input over.mask"))
    assert links(window)["over.mask"] == "key.matte"
    window.drag(place(window, "input over.a"), beside(window, "input over.a", -60, 90))
    assert "over.a" not in links(window)
    window.drag(place(window, "input over.b"), place(window, "input over.a"))
    assert links(window) == {
        "soft.image": "card", "key.image": "card", "gone.plate": "card", "over.a": "card", "over.mask": "key.matte",
    }  # fmt: skip
    assert window.look().undo == "Move link from over.b to over.a"


def test_a_link_dropped_on_nothing_asks_for_a_node_that_fits(window):
    with window.dragging(place(window, "output soft.out"), beside(window, "output soft.out", 40, -70)):
        pass
    wait_for_box(window, "Add a node that fits")
    window.type("invert")
    window.key("Return")
    name = window.wait(lambda look: set(look.nodes) - set(GRAPH), "the node").pop()
    assert name == "invert"
    assert links(window)["invert.image"] == "soft"
    assert window.look().selection == ["invert"]


def test_a_refused_link_offers_what_fits_between(window):
    window.drag(place(window, "output soft.out"), place(window, "input over.mask"))
    wait_for_box(window, "This link does not fit")
    assert any("Image" in problem and "Matte" in problem for problem in window.look().problems)
    window.key("Return")
    added = window.wait(lambda look: set(look.nodes) - set(GRAPH), "the node between").pop()
    now = links(window)
    assert now["over.mask"].partition(".")[0] == added
    assert "soft" in {source for target, source in now.items() if target.startswith(f"{added}.")}
    window.key("ctrl+z")
    assert set(window.look().nodes) == set(GRAPH)


def test_the_palette_is_steered_by_keys_and_puts_the_node_at_the_mouse(window):
    where = beside(window, "node over", -30, 70)
    window.move(where)
    window.key("Tab")
    window.type("blur")
    window.key("Down", "Up", "Return")
    window.wait(lambda look: "blur" in look.nodes, "the node")
    left, top, _, _ = window.look().places["canvas"]["node blur"]
    assert (left, top) == pytest.approx(where, abs=4)
    window.click(where, button=3)
    window.key("Escape")
    window.move(window.look().place("canvas", "corner"))
    window.key("Tab")
    window.key("Escape")
    assert len(window.look().nodes) == len(GRAPH) + 1


def test_a_node_dropped_on_a_link_goes_between(window):
    window.move(beside(window, "node over", 0, 90))
    window.key("Tab")
    window.type("invert")
    window.key("Return")
    window.wait(lambda look: "invert" in look.nodes, "the node")
    window.drag(place(window, "node invert"), between(window, "soft.out", "over.a"))
    assert links(window)["over.a"] == "invert"
    assert links(window)["invert.image"] == "soft"
    assert window.look().undo == "Insert invert"


def test_keys_edit_what_is_selected(window):
    window.click(place(window, "node soft"))
    window.key("d")
    assert window.look().undo == "Disable soft"
    window.key("ctrl+d")
    assert "soft2" in window.look().nodes
    window.key("ctrl+c")
    window.move(beside(window, "node key", 10, 60))
    window.key("ctrl+v")
    look = window.wait(lambda look: "soft3" in look.nodes and look, "what was pasted")
    assert look.selection == ["soft3"]
    window.key("Delete")
    window.click(place(window, "node soft"))
    window.key("Delete")
    assert links(window)["over.a"] == "card", "what came in goes on"
    window.click(place(window, "node over"))
    window.key("ctrl+Up")
    assert set(window.look().selection) == {"card", "over"}
    window.key("ctrl+a", "ctrl+x")
    assert window.look().nodes == []
    window.key("ctrl+v")
    assert set(window.look().nodes) == {"card", "over", "key", "gone", "soft2"}


def test_a_name_is_written_in_its_place(window):
    window.click(place(window, "node soft"))
    window.key("F2")
    window.settle(5)
    window.type("blurred")
    window.key("Return")
    look = window.wait(lambda look: "blurred" in look.nodes and look, "the new name")
    assert look.selection == ["blurred"]
    assert links(window)["over.a"] == "blurred"
    window.key("F2")
    window.settle(5)
    window.type("other")
    window.key("Escape")
    window.settle(5)
    assert "blurred" in window.look().nodes


def test_a_backdrop_is_named_and_takes_its_nodes_along(window):
    window.click(place(window, "node soft"))
    window.key("shift+B")
    window.settle(5)
    window.type("Softening")
    window.key("Return")
    window.settle(5)
    before = place(window, "node soft"), place(window, "node over")
    title = beside(window, "node soft", -20, -60)
    left, top, _, height = window.look().places["canvas"]["node soft"]
    title = (left + 10, top - height * 0.6)
    window.drag(title, (title[0] + 20, title[1] - 60))
    assert place(window, "node soft") == pytest.approx((before[0][0] + 20, before[0][1] - 60), abs=3)
    assert place(window, "node over") == before[1]
    window.key("ctrl+s")
    path = window.look().project
    window.wait(lambda look: not look.is_modified, "the file")
    saved = json.loads(Path(path).read_text())
    assert [backdrop["title"] for backdrop in saved["backdrops"]] == ["Softening"]
    assert saved["nodes"]["gone"]["inputs"] == {"plate": "card"}


def test_the_view_is_panned_zoomed_and_framed(window):
    before = place(window, "node over")
    window.drag(before, (before[0] - 100, before[1] + 20), button=2)
    assert place(window, "node over") == pytest.approx((before[0] - 100, before[1] + 20), abs=2)
    with window._holding("space"):
        at = window.look().place("canvas", "corner")
        window.drag(at, (at[0] + 100, at[1] - 20))
    assert place(window, "node over") == pytest.approx(before, abs=4)
    assert not window.look().is_playing
    window.wheel(before, 4)
    window.settle(30)
    assert place(window, "node over") == pytest.approx(before, abs=6)
    assert window.look().places["canvas"]["node over"][2] > 200
    window.key("a")
    window.settle(40)
    assert len([name for name in window.look().places["canvas"] if name.startswith("node ")]) == len(GRAPH)
    window.key("ctrl+f")
    window.type("key")
    window.key("Return")
    window.wait(lambda look: look.selection == ["key"], "the node that was looked for")


def test_tidying_leaves_no_nodes_over_each_other(window):
    window.move(window.look().place("canvas", "corner"))
    window.key("ctrl+a", "l")
    assert window.look().undo.startswith("Tidy")
    boxes = [box for name, box in window.look().places["canvas"].items() if name.startswith("node ")]
    for number, (left, top, width, height) in enumerate(boxes):
        for other_left, other_top, other_width, other_height in boxes[number + 1 :]:
            apart = left + width <= other_left or other_left + other_width <= left
            assert apart or top + height <= other_top or other_top + other_height <= top
