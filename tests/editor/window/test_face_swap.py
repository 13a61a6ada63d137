"""A person's work from an empty canvas to a rendered clip, by mouse and keys alone."""

import shutil
import subprocess

import av
import numpy as np
from editor_window import PROGRAM
from window_projects import write_project

ADDED = (
    ("head", (0.06, 0.12)),
    ("head", (0.06, 0.62)),
    ("detect faces", (0.26, 0.32)),
    ("detect faces", (0.26, 0.78)),
    ("face warp", (0.46, 0.62)),
    ("face matte", (0.46, 0.12)),
    ("merge merge", (0.66, 0.2)),
)
LINKS = (
    ("output head.out", "input detect.plate"),
    ("output head2.out", "input detect2.plate"),
    ("output head2.out", "input warp.source"),
    ("output detect2.out", "input warp.source_faces"),
    ("output detect.out", "input warp.target"),
    ("output detect.out", "input matte.faces"),
    ("output warp.image", "input merge.a"),
    ("output head.out", "input merge.b"),
    ("output matte.out", "input merge.mask"),
)


def on_canvas(look, share):
    """Return a place on the canvas by its share of width and height."""
    left, bottom = look.place("canvas", "corner")
    right, top = look.size[0] * 0.72, look.size[1] * 0.56
    return (left + (right - left) * share[0], top + (bottom - top) * share[1])


def add(window, words, share):
    """Add a node through the palette; return its name."""
    before = set(window.look().nodes)
    window.move(on_canvas(window.look(), share))
    window.key("Tab")
    window.type(words)
    window.key("Return")
    return window.wait(lambda look: set(look.nodes) - before, f"the node {words!r}").pop()


def link(window, begin, end):
    """Drag a link from a port to a port."""
    look = window.look()
    window.drag(look.place("canvas", begin), look.place("canvas", end))
    wanted = [begin.removeprefix("output ").removesuffix(".out"), end.removeprefix("input ")]
    window.wait(lambda look: wanted in look.links, f"the link from {begin} to {end}")


def turn(window, knob, value):
    """Type a value into a knob of the selected node."""
    left, top, width, height = window.item(knob, "Drawlist").rect
    window.fill((left + width + 60, top + height / 2), value)


def frames_of(path):
    with av.open(str(path)) as clip:
        return [frame.to_ndarray() for frame in clip.decode(video=0)]


def test_a_face_swap_from_an_empty_canvas_to_a_clip(open_window, tmp_path):  # noqa: PLR0915 - one story
    project = write_project(tmp_path / "swap.json", {}, frames="1-5", size="320x180")
    window = open_window(project)
    for words, share in ADDED:
        add(window, words, share)
    assert window.look().nodes == ["head", "head2", "detect", "detect2", "warp", "matte", "merge"]
    window.click(window.look().place("canvas", "node head2"))
    turn(window, "seed", "7")
    window.wait(lambda look: look.knobs["seed"] == 7, "the other person")
    window.move(on_canvas(window.look(), (0.9, 0.9)))
    window.key("a")
    for begin, end in LINKS:
        link(window, begin, end)

    # A link dropped on nothing asks for a node that fits.
    look = window.look()
    window.drag(look.place("canvas", "output merge.out"), on_canvas(look, (0.86, 0.25)))
    window.type("io write")
    window.key("Return")
    window.wait(lambda look: ["merge", "write.image"] in look.links, "the node that writes")

    window.click(window.look().place("canvas", "node merge"))
    window.key("1")
    window.wait(
        lambda look: look.viewed.get("1") == "merge" and not look.is_computing, "the picture of frame 1", limit_s=60
    )
    look = window.look()
    window.drag(look.place("timeline", "frame 1"), look.place("timeline", "frame 5"))
    window.wait(lambda look: look.frame == 5 and not look.is_computing, "the picture of frame 5", limit_s=60)

    window.click(window.look().place("canvas", "node matte"))
    window.wait(lambda look: "feather" in look.knobs, "the knobs of the matte")
    feather = window.look().knobs["feather"]
    turn(window, "feather", "9")
    window.wait(lambda look: look.knobs["feather"] == 9, "the feather that was typed")
    turn(window, "feather", "25")
    window.wait(lambda look: look.knobs["feather"] == 25, "the other feather")
    window.key("ctrl+z")
    window.wait(lambda look: look.knobs["feather"] == 9, "the feather before")
    assert feather != 9
    window.key("ctrl+s")
    window.wait(lambda look: not look.is_modified, "that it is saved")

    window.key("F5")
    dialog = window.item("write", "Checkbox", "Render")
    field = window.look().items(kind="InputText", window="Render")[0]
    assert field.rect[1] > dialog.rect[1]
    window.fill(field.middle, "edited.mov", enter=False)
    window.press("Render", "Button", "Render")
    window.wait(lambda look: [status for _, status in look.renders] == ["done"], "the clip", limit_s=90)
    window.key("ctrl+s", "ctrl+q")
    assert window.wait_closed() == 0

    headless = tmp_path / "headless"
    headless.mkdir()
    shutil.copy(project, headless)
    command = [*PROGRAM, "render", str(headless / "swap.json"), "--no-cache"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    edited, rendered = frames_of(tmp_path / "edited.mov"), frames_of(headless / "edited.mov")
    assert len(edited) == len(rendered) == 5
    assert all(np.array_equal(one, other) for one, other in zip(edited, rendered, strict=True))
    assert not np.array_equal(rendered[0], rendered[4])
