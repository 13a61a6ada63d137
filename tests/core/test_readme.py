"""What the README shows works as it says."""

import re
from pathlib import Path

import pytest

from graph_core import Engine, FrameRange, Project, Registry
from graph_core.testing import check_node

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_the_node_it_writes_keeps_the_rules_and_registers():
    (code,) = (block for block in BLOCKS if "class Fade" in block)
    names: dict[str, object] = {"__name__": "readme"}
    exec(compile(code, "README.md", "exec"), names)
    check_node(names["Fade"])
    registry = Registry()
    plugin = type("Plugin", (), {"register_nodes": staticmethod(names["register_nodes"])})
    registry.add(plugin, "mine")
    assert [(entry.name, entry.nodes) for entry in registry.report] == [("mine", ("mine.fade",))]


def test_the_script_it_shows_renders(tmp_path, monkeypatch, capsys):
    (code,) = (block for block in BLOCKS if "engine.render(" in block)
    project = Project.load(ROOT / "projects" / "composite.json", Registry.load())
    project.graph.set_param("write", "path", str(tmp_path / "out.mp4"))
    project.save(tmp_path / "composite.json")
    code = code.replace("projects/composite.json", str(tmp_path / "composite.json")).replace("10)", "3)")
    exec(compile(code, "README.md", "exec"), {"Engine": Engine, "FrameRange": FrameRange})
    assert capsys.readouterr().out.split() == ["1", "2", "3"]
    assert (tmp_path / "out.mp4").exists()


@pytest.mark.parametrize("name", re.findall(r"`([a-z_]+\.json)`", README))
def test_projects_it_names_are_shipped(name):
    assert (ROOT / "projects" / name).is_file()
