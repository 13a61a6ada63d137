"""What keeps work from being lost, in a real window."""

import json
import os
import subprocess

import pytest
from editor_window import PROGRAM
from window_projects import CARD, write_project


@pytest.fixture
def project(tmp_path):
    return write_project(tmp_path / "card.json", CARD)


def add(window, words):
    """Add a node through the palette, in an empty corner of the canvas."""
    names = set(window.look().nodes)
    window.move(window.look().place("canvas", "corner"))
    window.key("Tab")
    window.type(words)
    window.key("Return")
    return window.wait(lambda look: set(look.nodes) - names, f"the node {words!r}").pop()


def test_work_survives_a_crash(open_window, project, tmp_path):
    window = open_window(project)
    name = add(window, "saturation")
    folder = tmp_path / "semblance_home" / "recovery"
    window.wait(lambda _: any(name in file.read_text() for file in folder.glob("*.json")), "what is kept", limit_s=5)
    window.kill()
    assert name not in json.loads(project.read_text())["nodes"]

    window = open_window()
    window.wait(
        lambda look: [
            item for item in look.items(window="Welcome") if str(item.value).startswith("card.json, 5 nodes")
        ],
        "what the crash has left",
    )
    window.press("Open", "Button", window="Welcome")
    look = window.wait(lambda look: name in look.nodes and look, "the node of before the crash")
    assert look.is_modified
    assert look.project == str(project)
    window.key("ctrl+s")
    window.wait(lambda look: not look.is_modified, "that it is saved")
    assert name in json.loads(project.read_text())["nodes"]
    window.key("ctrl+q")
    assert window.wait_closed() == 0
    assert not list(folder.glob("*.json"))


def test_closing_asks_what_becomes_of_unsaved_work(open_window, project):
    window = open_window(project)
    name = add(window, "saturation")
    window.key("ctrl+q")
    window.press("Cancel", window="Save before closing?")
    window.wait(lambda look: not look.items(window="Save before closing?"), "that the question is gone")
    assert window.look().is_modified
    window.key("ctrl+q")
    window.press("Save", window="Save before closing?")
    assert window.wait_closed() == 0
    assert name in json.loads(project.read_text())["nodes"]


def test_a_project_of_a_newer_release_is_shown_and_left_alone(open_window, tmp_path):
    project = write_project(tmp_path / "newer.json", CARD, version=99)
    before = project.read_bytes()
    window = open_window(project)
    look = window.wait(lambda look: look.nodes and look, "its nodes")
    assert look.is_read_only
    window.click(look.place("canvas", "node soft"))
    window.key("Delete")
    look = window.look()
    assert "soft" in look.nodes
    assert any("read-only" in problem for problem in look.problems)
    window.key("ctrl+q")
    assert window.wait_closed() == 0
    assert project.read_bytes() == before


@pytest.mark.parametrize("display", [None, ":4711"])
def test_without_a_screen_one_sentence_says_how_to_render(project, display):
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    if display:
        environment["DISPLAY"] = display
    ran = subprocess.run(
        [*PROGRAM, "edit", str(project)], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 2
    assert "display" in ran.stderr
    assert "semblance render" in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 2
