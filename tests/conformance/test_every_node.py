"""Every installed node, ours and those of plugins, keeps the rules that `check_node` proves."""

import inspect
import re
from pathlib import Path

import pytest

from graph_core import Node, Registry
from graph_core.testing import check_import, check_node

REGISTRY = Registry.load()
STANDARD = [cls for cls in REGISTRY if cls.__module__.startswith("graph_nodes.")]


def test_every_plugin_loads():
    assert [entry.error for entry in REGISTRY.report] == [None] * len(REGISTRY.report)
    assert len(STANDARD) > 50


@pytest.mark.parametrize("cls", list(REGISTRY), ids=lambda cls: cls.id)
def test_node_keeps_the_rules(cls: type[Node]):
    check_node(cls)


@pytest.mark.parametrize("cls", STANDARD, ids=lambda cls: cls.id)
def test_id_class_and_file_agree(cls: type[Node]):
    category, _, name = cls.id.partition(".")
    assert cls.__module__ == f"graph_nodes.{category}.{name}"
    assert Path(inspect.getfile(cls)).parts[-3:] == ("graph_nodes", category, f"{name}.py")
    assert re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower() == name


def test_importing_nodes_loads_no_heavy_library():
    check_import("graph_core", "graph_core.cli", *sorted({cls.__module__ for cls in REGISTRY}))
