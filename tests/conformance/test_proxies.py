"""Every installed node works at a share of the resolution, on what its inputs are there."""

import types

import pytest

from graph_core import Engine, Format, Graph, GraphCoreError, Node, Project, Raster, Registry, Shot
from graph_core.project import DEFAULT_SHOT
from graph_core.testing import sample
from graph_core.values import scaled_px

REGISTRY = Registry.load()
SEEN = [cls for cls in REGISTRY if not cls.side_effects]
SHOT = Shot(Format(96, 64), DEFAULT_SHOT.fps, DEFAULT_SHOT.frames)


def giving(kind):
    def process(self):
        return sample(kind, width=96, height=64)

    process.__annotations__["return"] = kind
    body = {"__doc__": "Stand for what is linked.", "process": process, "__module__": __name__}
    return types.new_class("Given", (Node,), {"id": "testing.given"}, lambda namespace: namespace.update(body))


def project_of(cls):
    graph = Graph(REGISTRY)
    graph.add("node", cls)
    for port in cls.signature.inputs:
        graph.add(f"given_{port.name}", giving(port.type))
        graph.link(f"given_{port.name}", f"node.{port.name}")
    return Project(graph, SHOT)


@pytest.mark.parametrize("cls", SEEN, ids=lambda cls: cls.id)
def test_a_proxy_is_as_much_smaller_as_was_asked_for(cls):
    project = project_of(cls)
    for port in cls.signature.outputs:
        target = f"node.{port.name}"
        with Engine() as engine:
            try:
                full = engine.evaluate(project, target, 3)
            except GraphCoreError:
                return  # it wants a file, or has nothing to work on
        for scale in (0.5, 0.25):
            with Engine(validate=True) as engine:
                proxy = engine.evaluate(project, target, 3, scale=scale)
            assert type(proxy) is type(full)
            if isinstance(full, Raster):
                wanted = (scaled_px(full.width, scale), scaled_px(full.height, scale))
                assert (proxy.width, proxy.height) == pytest.approx(wanted, abs=1)
