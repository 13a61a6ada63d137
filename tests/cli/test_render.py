import json
import shlex
import signal
import time

import pytest


def events(text):
    return [json.loads(line) for line in text.splitlines()]


def test_it_writes_the_frames_and_sums_up(studio):
    result = studio.run("render", "shot.json")

    assert result.exit_code == 0
    assert studio.saved() == [1, 2, 3, 4, 5, 6]
    assert "6 frames in" in result.stdout
    assert "6 files" in result.stdout
    assert "credentials written, development certificate" in result.stdout
    assert "look: no face: frames 2, 4-5" in result.stdout


def test_files_without_credentials_are_told(studio):
    result = studio.run("render", "shot.json", "--set", "save.is_signed=off")

    assert "no credentials" in result.stdout


def test_json_has_an_event_a_line(studio):
    result = studio.run("render", "shot.json", "--json", "--frames", "2-4")

    start, *middle, done = events(result.stdout)
    assert (start["event"], start["first"], start["last"], start["total"]) == ("start", 2, 4, 3)
    frames = [event for event in middle if event["event"] == "frame"]
    assert [(event["frame"], event["done"]) for event in frames] == [(2, 1), (3, 2), (4, 3)]
    assert frames[-1]["seconds_left"] == 0
    assert sorted(event["frame"] for event in middle if event["event"] == "report") == [2, 4]
    assert (done["event"], done["frames"]) == ("done", 3)
    assert done["reports"] == [{"node": "look", "text": "no face", "frames": [2, 4]}]
    (file,) = done["files"]
    assert (file["count"], file["credentials"], file["trust"]) == (3, "valid", "development")
    assert file["size_bytes"] == sum(path.stat().st_size for path in studio.folder.glob("out.*.png"))


def test_knobs_can_be_set(studio):
    assert studio.run("render", "shot.json", "--set", "look.fails_at=1", "--frames", "2-3").exit_code == 0
    assert studio.run("render", "shot.json", "--set", "look.fails_at=2", "--frames", "2-3").exit_code == 4


def test_paths_given_on_the_command_line_begin_at_the_current_folder(studio, monkeypatch):
    elsewhere = studio.folder / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)

    studio.run("render", "../shot.json", "--frames", "1-1", "--set", "save.path=set.%04d.png")
    studio.run("render", "../shot.json", "--frames", "2-2", "--out", "out.%04d.png")

    assert sorted(path.name for path in elsewhere.iterdir()) == ["out.0002.png", "set.0001.png"]


def test_out_needs_one_node_that_writes(studio):
    second = {"id": "clitest.save", "inputs": {"image": "look"}, "params": {"path": "second.%04d.png"}}
    studio.write("two.json", second=second)
    studio.write("none.json", save=None)

    result = studio.run("render", "two.json", "--out", "x.%04d.png")
    assert result.exit_code == 2
    assert "save, second" in result.stderr
    assert studio.run("render", "none.json", "--out", "x.%04d.png").exit_code == 2

    result = studio.run("render", "two.json", "--out", "x.%04d.png", "--node", "second", "--frames", "1")
    assert result.exit_code == 0
    assert studio.saved("x.*.png") == [1]
    assert studio.saved() == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["--set", "look.wait"],
        ["--frames", "ten"],
        ["--frames", "5-2"],
        ["--memory", "much"],
        ["--device", "gpu"],
        ["--dtype", "int8"],
        ["--no-cache", "--cache-dir", "."],
        ["--colour"],
    ],
)
def test_wrong_usage_ends_with_2(studio, arguments):
    result = studio.run("render", "shot.json", *arguments)

    assert result.exit_code == 2
    assert studio.saved() == []


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["shoot.json"], "shoot.json cannot be read", "shot.json"),
        (["shot.json", "--set", "lok.wait=1"], "no node named 'lok'", "did you mean look?"),
        (["shot.json", "--set", "look.wai=1"], "has no knob 'wai'", "did you mean wait?"),
        (["shot.json", "--set", "look.wait=-1"], "Knob look.wait cannot be -1.0", "at least 0"),
        (["shot.json", "--set", "look.wait=soon"], "Knob look.wait cannot be 'soon'", "a number"),
        (["shot.json", "--node", "sve"], "no node named 'sve'", "did you mean save?"),
        (["shot.json", "--frames", "1-9"], "outside the shot", "1-6"),
    ],
)
def test_what_is_wrong_with_a_project_ends_with_3(studio, arguments, message, hint):
    result = studio.run("render", *arguments)

    assert result.exit_code == 3
    red, *rest = result.stderr.splitlines()
    assert red.startswith("error: ")
    assert message in red
    assert any(line.startswith("hint: ") and hint in line for line in rest)
    assert "Traceback" not in result.stderr
    assert "continue with" not in result.stderr


def test_a_failed_frame_ends_with_4_and_the_command_that_continues(studio):
    result = studio.run("render", "shot.json", "--no-cache", "--set", "look.fails_at=4")

    assert result.exit_code == 4
    assert "4" in result.stderr.splitlines()[1]
    assert "The lens broke" in result.stderr
    assert "hint: mend it" in result.stderr
    assert "3 of 6 frames are finished" in result.stderr
    assert "Traceback" not in result.stderr
    assert studio.saved() == [1, 2, 3]
    (line,) = (line for line in result.stderr.splitlines() if line.startswith("continue with: "))
    words = shlex.split(line.removeprefix("continue with: "))
    assert words == ["semblance", "render", "shot.json", "--no-cache", "--set", "look.fails_at=4", "--continue"]

    before = {frame: (studio.folder / f"out.{frame:04d}.png").stat().st_mtime_ns for frame in (1, 2, 3)}
    result = studio.run(*words[1:], "--set", "look.fails_at=0")

    assert result.exit_code == 0
    assert "3 frames in" in result.stdout
    assert studio.saved() == [1, 2, 3, 4, 5, 6]
    assert {frame: (studio.folder / f"out.{frame:04d}.png").stat().st_mtime_ns for frame in (1, 2, 3)} == before
    assert "Nothing was left to do" in studio.run(*words[1:]).stdout


def test_errors_are_events_too(studio):
    result = studio.run("render", "shot.json", "--json", "--set", "look.fails_at=4")
    error = events(result.stdout)[-1]
    assert (error["event"], error["exit_code"], error["frame"], error["node"]) == ("error", 4, 4, "look")
    assert error["continue"].endswith("--continue")

    result = studio.run("render", "shot.json", "--json", "--set", "look.wait=-1")
    (error,) = events(result.stdout)
    assert (error["kind"], error["knob"], error["exit_code"], error["continue"]) == ("ParamError", "wait", 3, "")


def test_debug_shows_the_traceback(studio):
    result = studio.run("render", "shot.json", "--debug", "--set", "look.fails_at=4")

    assert result.exit_code == 4
    assert "Traceback" in result.stderr
    assert "raise ExecutionError" in result.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_at_the_next_frame_and_the_rest_can_be_made_later(studio, number):
    process = studio.start("render", "shot.json", "--json", "--no-cache", "--set", "look.wait=0.4")
    while json.loads(process.stdout.readline())["event"] != "frame":
        pass
    process.send_signal(number)
    sent = time.monotonic()
    text, _ = process.communicate(timeout=30)

    assert process.returncode == 130
    assert time.monotonic() - sent < 3
    assert events(text)[-1]["kind"] == "Cancelled"
    assert list(studio.folder.glob("*.part")) == []
    done = studio.saved()
    assert 1 <= len(done) < 6
    assert done == list(range(1, len(done) + 1))

    assert studio.run(*shlex.split(events(text)[-1]["continue"])[1:]).exit_code == 0
    assert studio.saved() == [1, 2, 3, 4, 5, 6]
