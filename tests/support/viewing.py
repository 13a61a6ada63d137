"""A session of small nodes with a watcher and a monitor, as the window has them, but without a window."""

import time
from collections.abc import Callable
from fractions import Fraction

import value_nodes

from graph_core import Engine, Format, FrameRange, Graph, Node, Project, Shot
from graph_core.editor.evaluator import Evaluator
from graph_core.editor.log import Log
from graph_core.editor.renders import RenderQueue
from graph_core.editor.session import Session
from graph_core.editor.settings import Settings
from graph_core.editor.viewer import prepare
from graph_core.editor.viewer._controls import Controls
from graph_core.editor.viewer._monitor import Monitor
from graph_core.editor.watcher import Watcher


class Viewing:
    """What the viewer's panel drives in every turn of the loop."""

    def __init__(self) -> None:
        self.registry = value_nodes.registry()
        evaluator = Evaluator(Engine, self.registry, prepare)
        self.session = Session(
            self.registry, Settings(draft_scale=0.5), evaluator, RenderQueue(Engine, self.registry), Log()
        )
        self.watcher = Watcher(self.session)
        self.monitor = Monitor(self.session, self.watcher)
        self.controls = Controls(self.session, self.monitor)

    def open(self, *nodes: tuple[str, type[Node]], **links: str) -> Graph:
        """Open a project: `open(("plate", Picture), ("faces", Found), faces="plate")`."""
        graph = Graph(self.registry)
        for name, cls in nodes:
            graph.add(name, cls)
        for target, source in links.items():
            cls = graph.node(target).cls
            assert cls is not None
            graph.link(source, f"{target}.{cls.signature.inputs[0].name}")
        shot = Shot(Format(64, 48), Fraction(25), FrameRange(1, 20))
        self.session.take(Project(graph, shot))
        return graph

    def turn(self) -> None:
        self.watcher.update()
        self.monitor.update()

    def until(self, condition: Callable[[], object], seconds: float = 5.0) -> None:
        """Take turns until something is so."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "it does not come about"
            self.turn()
            time.sleep(0.002)

    def settle(self) -> None:
        """Take turns until everything that is wanted has been answered."""
        for _ in range(3):
            self.turn()
            self.until(lambda: not self.session.evaluator.is_busy)
            self.turn()
