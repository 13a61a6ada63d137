"""Project files: what goes in comes out, old files open, and a failed save leaves the old one."""

import difflib
import json
import os
from fractions import Fraction
from pathlib import Path

import pytest
from toy_nodes import Add, Everything, Grey, Lines, Number, Soft, Split, Stack, Write, graph, registry

from graph_core import (
    Color,
    Curve,
    Engine,
    Format,
    FrameRange,
    Key,
    Project,
    ProjectError,
    ProjectFormatError,
    ProjectVersionError,
    Registry,
    Shot,
    UnknownNodeError,
)
from graph_core.graph import KnobLink

GOLDEN = Path(__file__).parents[1] / "golden" / "projects"


def full_project(path=None):
    """Make a project with every kind of thing in it."""
    made = graph(("grey", Grey), ("other", Grey), ("split", Split), ("stack", Stack), ("soft", Soft))
    made.add("every", Everything, amount=1.5, mode="plus", words='a "quote"\né', tint=[0.1, 0.2, 0.3, 0.5], on=True)
    made.set_param("every", "count", Curve((Key(1, 2, "linear"), Key(9, 7)), "loop"))
    made.set_param("other", "level", KnobLink("grey", "level"))
    made.set_param("every", "place", Curve((Key(1, (1, 2)), Key(5, (3, 4), "constant"))))
    made.link("grey", "split.image")
    made.link("split.matte", "soft.mask")
    made.link("split", "soft.image")
    for source in ("soft", "other", "grey", "other"):
        made.link(source, "stack.layers")
    made.set_disabled("soft", True)
    made.node("soft").position, made.node("soft").label = (12.5, -3.0), "a remark"
    return Project(made, Shot(Format(640, 480, 2.0), Fraction(30000, 1001), FrameRange(-5, 12)), "grey", path)


def contents(project):
    return {
        node.name: (node.id, node.params, node.inputs, node.disabled, node.position, node.label)
        for node in project.graph
    }


def test_everything_comes_back_from_a_file(tmp_path):
    project = full_project()
    project.save(tmp_path / "shot.json")
    again = Project.load(tmp_path / "shot.json", registry())
    assert contents(again) == contents(project)
    assert (again.shot, again.follow, again.path, again.problems) == (
        project.shot, "grey", tmp_path / "shot.json", [],
    )  # fmt: skip
    assert again.to_json() == project.to_json() == (tmp_path / "shot.json").read_text()


def test_the_text_does_not_depend_on_the_order_things_were_made_in():
    first, second = graph(("a", Number), ("b", Number), ("sum", Add)), graph(("sum", Add), ("b", Number), ("a", Number))
    for made in (first, second):
        made.link("b", "sum.numbers")
        made.link("a", "sum.numbers")
    assert Project(first).to_json() == Project(second).to_json()


def test_turning_one_knob_changes_one_line():
    project = full_project()
    before = project.to_json().splitlines()
    project.graph.set_param("every", "amount", 2.5)
    after = project.to_json().splitlines()
    changes = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
    assert len(changes) == 2 and "2.5" in changes[1]


def test_paths_are_kept_relative_and_survive_moving_the_folder(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    (old / "media").mkdir(parents=True)
    made = graph(("inside", Lines), ("outside", Lines), ("write", Write))
    made.set_param("inside", "path", str(old / "media" / "a.txt"))
    made.set_param("outside", "path", str(tmp_path / "b.txt"))
    Project(made).save(old / "shot.json")
    text = (old / "shot.json").read_text()
    assert '"media/a.txt"' in text and str(old) not in text
    old.rename(new)
    moved = Project.load(new / "shot.json", registry())
    assert moved.graph.param("inside", "path") == str(new / "media" / "a.txt")
    assert moved.graph.param("outside", "path") == str(tmp_path / "b.txt")


def test_a_path_above_the_project_stays_where_it_points(tmp_path):
    folder = tmp_path / "shots" / "one"
    folder.mkdir(parents=True)
    (folder / "shot.json").write_text(
        '{"semblance": 2, "nodes": {"a": {"id": "toy.lines", "params": {"path": "../../media/a.txt"}}}}'
    )
    project = Project.load(folder / "shot.json", registry())
    assert project.graph.param("a", "path") == str(tmp_path / "media" / "a.txt")


def test_loading_from_another_working_directory_finds_the_same_files(tmp_path, monkeypatch):
    (tmp_path / "shot.json").write_text(
        '{"semblance": 2, "nodes": {"a": {"id": "toy.lines", "params": {"path": "a.txt"}}}}'
    )
    monkeypatch.chdir(tmp_path)
    project = Project.load("shot.json", registry())
    assert project.graph.param("a", "path") == str(tmp_path / "a.txt")
    project.save()
    assert '"a.txt"' in (tmp_path / "shot.json").read_text()


def test_a_node_whose_plugin_is_missing_keeps_everything():
    text = (GOLDEN / "version_2.json").read_text()
    project = Project.parse(text, Registry.load())
    (problem,) = project.problems
    assert isinstance(problem, UnknownNodeError) and "depth.tiny" in problem.message and problem.node == "gone"
    assert json.loads(project.to_json()) == json.loads(text)
    project.graph.rename("plate", "footage")
    written = json.loads(project.to_json())["nodes"]["gone"]
    assert written["inputs"] == {"plate": "footage"}
    assert written["params"] == json.loads(text)["nodes"]["gone"]["params"]


def test_a_node_saved_by_a_newer_plugin_becomes_a_placeholder():
    text = '{"semblance": 2, "nodes": {"a": {"id": "toy.everything", "version": 9, "params": {"new": 1}}}}'
    project = Project.parse(text, registry())
    assert project.graph.node("a").cls is None
    assert "version 9 of toy.everything; installed is 3" in project.problems[0].message
    assert json.loads(project.to_json())["nodes"]["a"] == {"id": "toy.everything", "version": 9, "params": {"new": 1}}


def test_a_knob_that_follows_a_missing_node_survives():
    text = (
        '{"semblance": 2, "nodes": {"a": {"id": "toy.grey", "params": {"level": {"knob": "lost.x"}}},'
        ' "lost": {"id": "gone.node", "params": {"x": 1}}}}'
    )
    project = Project.parse(text, registry())
    assert json.loads(project.to_json())["nodes"]["a"]["params"] == {"level": {"knob": "lost.x"}}


def test_a_node_of_an_older_version_is_brought_up_to_date():
    text = (
        '{"semblance": 2, "nodes": {"n": {"id": "toy.number"}, "a": {"id": "toy.everything", "version": 1,'
        ' "params": {"strength": 2.0}, "inputs": {"value": "n"}}}}'
    )
    project = Project.parse(text, registry())
    assert project.graph.param("a", "amount") == 2.0
    assert str(project.graph.node("a").inputs["number"]) == "n"
    assert json.loads(project.to_json())["nodes"]["a"]["version"] == 3


def test_a_file_of_version_1_still_opens():
    project = Project.load(GOLDEN / "version_1.json", Registry.load())
    assert project.problems == []
    assert project.shot == Shot(Format(640, 360), Fraction(30000, 1001), FrameRange(1001, 1024))
    assert project.graph.param("soft", "size") == 6.5
    assert project.graph.param("warm", "gamma") == Color(1.1, 1.0, 0.9, 1.0)
    assert str(project.graph.node("warm").inputs["image"]) == "soft"
    project.shot = Shot(Format(8, 8), project.shot.fps, project.shot.frames)
    with Engine(validate=True) as engine:
        assert engine.evaluate(project, "warm").pixels.shape == (3, 8, 8)


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_every_old_file_opens_and_is_saved_in_todays_form(path):
    registry = Registry.load()
    project = Project.load(path, registry)
    text = project.to_json()
    assert json.loads(text)["semblance"] == 2
    project = Project.parse(text, registry, path)
    assert project.to_json() == text


def test_a_file_of_a_newer_release_is_refused():
    with pytest.raises(ProjectVersionError, match=r"(?s)newer release \(file version 99, this one knows 2\).*upgrade"):
        Project.parse('{"semblance": 99, "something": "new"}', registry())
    for version in (0, -1):
        with pytest.raises(ProjectVersionError, match="unknown file version"):
            Project.parse(f'{{"semblance": {version}}}', registry())


def test_a_file_that_cannot_be_read_says_so_and_names_the_nearest(tmp_path):
    (tmp_path / "shot.json").write_text('{"semblance": 2}')
    with pytest.raises(ProjectError, match=r"(?s)cannot be read: No such file.*did you mean shot\.json") as caught:
        Project.load(tmp_path / "shto.json", registry())
    assert caught.value.file == tmp_path / "shto.json"
    with pytest.raises(ProjectError, match="cannot be read: Is a directory"):
        Project.load(tmp_path, registry())
    with pytest.raises(ProjectError, match="cannot be read"):
        Project.load(tmp_path / "nowhere" / "shot.json", registry())


def test_a_failing_save_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    project = full_project()
    project.save(tmp_path / "shot.json")
    before = (tmp_path / "shot.json").read_text()
    project.graph.set_param("grey", "level", 0.125)

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProjectError, match=r"cannot be written: No space left") as caught:
        project.save()
    assert caught.value.file == tmp_path / "shot.json"
    assert (tmp_path / "shot.json").read_text() == before
    assert [file.name for file in tmp_path.iterdir()] == ["shot.json"]
    monkeypatch.undo()
    project.save()
    assert "0.125" in (tmp_path / "shot.json").read_text()


def test_a_save_that_fails_does_not_move_the_project(tmp_path):
    project = full_project(tmp_path / "shot.json")
    with pytest.raises(ProjectError, match="cannot be written"):
        project.save(tmp_path / "nowhere" / "shot.json")
    assert project.path == tmp_path / "shot.json"
    with pytest.raises(ProjectError, match="has no file yet"):
        full_project().save()


def test_a_save_keeps_text_that_is_not_ascii(tmp_path):
    made = graph(("every", Everything))
    made.set_param("every", "words", "Größe 面 \u2028")
    Project(made).save(tmp_path / "shot.json")
    assert "Größe 面" in (tmp_path / "shot.json").read_text(encoding="utf-8")
    assert Project.load(tmp_path / "shot.json", registry()).graph.param("every", "words") == "Größe 面 \u2028"


def node(text):
    """Write a project of one node named a."""
    return f'{{"semblance": 2, "nodes": {{"a": {text}}}}}'


@pytest.mark.parametrize(
    ("text", "match", "hint"),
    [
        ("", "no Semblance project", "semblance"),
        ("{}", "no Semblance project", "semblance"),
        ("[]", "Expected `object`, got `array`", ""),
        ("{", "not valid JSON, line 1", "cut off"),
        ('{"semblance": 2,\n"nodes": }', "not valid JSON, line 2", "cut off"),
        ('{"semblance": "2"}', "semblance", ""),
        ('{"semblance": 2, "node": {}}', "unknown field `node`", "did you mean nodes"),
        ('{"semblance": 2, "shot": {"format": "0x5"}}', "the format is '0x5'", "1280x720"),
        ('{"semblance": 2, "shot": {"fps": "1/0"}}', "the rate is '1/0'", "30000/1001"),
        ('{"semblance": 2, "shot": {"fps": "1e9999"}}', "the rate is", "30000/1001"),
        ('{"semblance": 2, "shot": {"frames": "9-1"}}', "frame range ends", "1-100"),
        ('{"semblance": 2, "shot": {"pixel_aspect": 0}}', "the format is", "1280x720"),
        ('{"semblance": 2, "shot": {"follow": "plaet"}, "nodes": {"plate": {"id": "toy.grey"}}}',
         "follows 'plaet'", "did you mean plate"),
        (node('{"id": "toy.grey", "parms": {}}'), "node a: .*`parms`", "did you mean params"),
        (node('{}'), "node a: .*missing required field `id`", ""),
        ('{"semblance": 2, "nodes": {"a b": {"id": "toy.grey"}}}', "cannot be named 'a b'", "letters"),
        (node('{"id": "toy.grey", "params": {"lvel": 1}}'), "no knob 'lvel'", "level"),
        ('{"semblance": 2, "nodes": {"a": {"id": "toy.grey", "params": {"level": {"x": 1}}}}}',
         r"Knob a\.level is set to", "write a value"),
        (node('{"id": "toy.grey", "params": {"level": 1e999}}'), "", ""),
        (node('{"id": "toy.soft", "inputs": {"image": "b"}}'), "no node named 'b'", ""),
        (node('{"id": "toy.soft", "inputs": {"image": "a"}}'), "a loop: a → a", ""),
        (node('{"id": "toy.soft", "inputs": {"image": ["a"]}}'), r"no input 'image\[0\]'", ""),
        (node('{"id": "toy.lines", "params": {"path": "a\\u0000b"}}'), "null character", ""),
    ],
    ids=range(23),
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_named(text, match, hint, tmp_path):
    path = tmp_path / "shot.json"
    path.write_text(text)
    with pytest.raises(Exception, match=f"(?s){match}.*{hint}") as caught:
        Project.load(path, registry())
    assert isinstance(caught.value, (ProjectFormatError, UnknownNodeError)) or caught.value.file == path
    assert caught.value.file == path and caught.value.hint


NEWER = """{"semblance": 3, "mood": "blue", "shot": {"frames": "1-8", "shutter": 180, "follow": "ghost"}, "nodes": {
  "a": {"id": "toy.grey", "version": 1, "params": {"level": 0.25}, "pinned": true},
  "b": {"id": "toy.soft", "version": 1, "params": {"size": {"script": "frame * 2"}}, "inputs": {"image": "a"}}},
  "backdrops": [{"title": "T", "color": [1, 2, 3], "position": [0, 0], "size": [9, 9], "folded": true}]}"""


def test_what_is_known_of_a_newer_release_s_file_can_be_looked_at():
    with pytest.raises(ProjectVersionError):
        Project.parse(NEWER, registry())
    made = Project.parse(NEWER, registry(), newer=True)
    assert made.graph.param("a", "level") == 0.25
    assert made.graph.node("b").inputs["image"].node == "a"
    assert made.shot.frames == FrameRange(1, 8)
    assert [backdrop.title for backdrop in made.backdrops] == ["T"]
    assert len(made.problems) == 2  # the knob that is set in an unknown way, and the lost node that is followed
    assert Project.parse(made.to_json(), registry()).to_json() == made.to_json()


LOST = """{"semblance": 2, "nodes": {
  "a": {"id": "toy.grey", "version": 1},
  "lost": {"id": "gone.node", "version": 4, "inputs": {"image": "a", "more": ["a"]}, "params": {
    "level": {"knob": "a.level"}, "odd": {"script": "x"}, "size": {"keys": [[1, [1, 2], "linear"]]}}}}}"""


def test_a_placeholder_s_knobs_are_kept_and_follow_a_node_that_is_renamed():
    made = Project.parse(LOST, registry())
    made.graph.rename("a", "b")
    node = json.loads(made.to_json())["nodes"]["lost"]
    assert (node["version"], node["inputs"]) == (4, {"image": "b", "more": ["b"]})
    assert node["params"] == {
        "level": {"knob": "b.level"}, "odd": {"script": "x"}, "size": {"keys": [[1, [1, 2], "linear"]]},
    }  # fmt: skip
    made.graph.remove("b")
    assert json.loads(made.to_json())["nodes"]["lost"]["params"]["level"] == 0.5
