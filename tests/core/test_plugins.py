"""Plugins: the good ones load, whatever is wrong with the others."""

import importlib.metadata
import sys
import types

import pytest
import toy_nodes
from toy_nodes import Grey, Number

from graph_core import DuplicateNodeError, PluginLoadError, Registry, UnknownNodeError, Weights, hookimpl


class Plugin:
    """A plugin that registers what it is given."""

    def __init__(self, *nodes, weights=()):
        self.nodes, self.weights = list(nodes), list(weights)

    @hookimpl
    def register_nodes(self):
        return self.nodes

    @hookimpl
    def register_weights(self):
        return self.weights


def test_a_plugin_brings_nodes_and_weights():
    registry = Registry()
    weights = Weights("tiny/1", "0" * 64, "Apache-2.0", 1.5)
    registry.add(Plugin(Grey, Number, weights=[weights]), "good", "good 1.0")
    assert [cls.id for cls in registry] == ["toy.grey", "toy.number"]
    assert registry.node("toy.grey") is Grey and registry.weights == {"tiny/1": weights}
    (entry,) = registry.report
    assert (entry.name, entry.package, entry.nodes, entry.error) == (
        "good", "good 1.0", ("toy.grey", "toy.number"), None,
    )  # fmt: skip


class Failing:
    @hookimpl
    def register_nodes(self):
        raise RuntimeError("no such luck")


class Unmarked:
    def register_nodes(self):
        return [Grey]


class Misspelt:
    @hookimpl
    def register_nodse(self):
        return []


@pytest.mark.parametrize(
    ("plugin", "error", "match"),
    [
        (Failing(), PluginLoadError, "RuntimeError: no such luck"),
        (Plugin(int), PluginLoadError, "is no Node with an id"),
        (Plugin("toy.grey"), PluginLoadError, "is no Node with an id"),
        (Plugin(None), PluginLoadError, "is no Node with an id"),
        (Plugin(toy_nodes.Node), PluginLoadError, "is no Node with an id"),
        (Plugin(Grey), DuplicateNodeError, r"first and second both have a node toy\.grey"),
        (Plugin(Number, Number), DuplicateNodeError, r"second has two nodes toy\.number"),
        (Unmarked(), PluginLoadError, "implements no hook"),
        (Misspelt(), PluginLoadError, "implements register_nodse, which .* is none"),
        (types.ModuleType("empty"), PluginLoadError, "implements no hook"),
    ],
    ids=["raises", "no node", "a word", "none", "abstract", "taken", "twice", "unmarked", "misspelt", "empty"],
)
def test_a_bad_plugin_is_reported_and_brings_nothing(plugin, error, match):
    registry = Registry()
    registry.add(Plugin(Grey), "first")
    registry.add(plugin, "second")
    registry.add(Plugin(toy_nodes.Add), "third")
    assert [cls.id for cls in registry] == ["toy.add", "toy.grey"]
    failure = registry.report[1]
    assert failure.name == "second" and type(failure.error) is error
    with pytest.raises(error, match=match):
        raise failure.error
    assert failure.error.hint


def test_a_hook_that_gives_none_is_reported():
    registry = Registry()

    class Nothing:
        @hookimpl
        def register_nodes(self):
            return 7

    registry.add(Nothing(), "nothing")
    assert isinstance(registry.report[0].error, PluginLoadError)


def _install(folder, monkeypatch, **modules):
    """Put packages with entry points where Python finds them."""
    monkeypatch.syspath_prepend(str(folder))
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text)
        info = folder / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[graph_core.plugins]\n{name} = {name}\n")
    importlib.invalidate_caches()


@pytest.fixture
def restore_modules():
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if name.startswith("strange_"):
            del sys.modules[name]


@pytest.mark.usefixtures("restore_modules")
def test_an_installed_plugin_that_cannot_be_imported_does_not_stop_the_others(tmp_path, monkeypatch, caplog):
    good = (
        "from graph_core import Node, hookimpl\n"
        "class One(Node, id='strange.one'):\n    '''Give one.'''\n    def process(self) -> int:\n        return 1\n"
        "@hookimpl\ndef register_nodes():\n    return [One]\n"
    )
    _install(
        tmp_path,
        monkeypatch,
        strange_good=good,
        strange_import="import a_library_that_is_not_there\n",
        strange_syntax="def broken(:\n",
        strange_node=good.replace("-> int", "").replace("strange.one", "strange.two"),
        strange_thief=good.replace("strange.one", "color.grade"),
    )
    registry = Registry.load()
    report = {entry.name: entry for entry in registry.report}
    assert report["standard"].error is None and len(report["standard"].nodes) > 50
    assert report["strange_good"].nodes == ("strange.one",) and report["strange_good"].package == "strange_good 1.0"
    assert registry.node("strange.one").id == "strange.one"
    assert "ModuleNotFoundError" in report["strange_import"].error.message
    assert isinstance(report["strange_import"].error.__cause__, ModuleNotFoundError)
    assert "SyntaxError" in report["strange_syntax"].error.message
    assert "no return type" in report["strange_node"].error.message
    assert isinstance(report["strange_thief"].error, DuplicateNodeError)
    assert "uninstall one of them; standard is used" in report["strange_thief"].error.hint
    assert registry.node("color.grade").__module__ == "graph_nodes.color.grade"
    assert "Plugin strange_import could not be loaded" in caplog.text


def test_a_missing_node_points_at_the_plugin_that_failed():
    registry = Registry()
    registry.add(Failing(), "depths")
    with pytest.raises(UnknownNodeError, match=r"(?s)no node depth\.tiny.*a plugin failed to load \(depths\)"):
        registry.node("depth.tiny")
