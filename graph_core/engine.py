"""The one way from a project to pictures: load, plan, run. Command line, editor and scripts all go through it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from graph_core.cache import Cache
from graph_core.errors import DeviceMemoryError, ExecutionError, GraphError, ParamError
from graph_core.executor import Event, Executor
from graph_core.graph import Graph, Source
from graph_core.models import Models
from graph_core.node import Request, Shot
from graph_core.plan import FileDigests, Plan, plan
from graph_core.project import Project
from graph_core.values import FrameRange

__all__ = ["Engine", "check_device", "writing_nodes"]


class Engine:
    """Evaluates and renders projects on one device, with one cache. It does one thing at a time.

    ```python
    project = Project.load("shot.json", Registry.load())
    with Engine() as engine:
        picture = engine.evaluate(project, "grade", frame=12)
        for frame, _ in engine.render(project):
            print(frame)
    ```

    Args:
        device: Torch device such as "cpu", "cuda" or "cuda:1".
        dtype: "float32", or "float16" for pictures on a GPU.
        cache: Where results are kept; 1 GiB of memory when not given.
        threads: How many threads may work beside the caller's.
        validate: Check every value a node gives; for tests and for finding faults.
    """

    def __init__(
        self,
        *,
        device: str = "cpu",
        dtype: str = "float32",
        cache: Cache | None = None,
        threads: int | None = None,
        validate: bool = False,
    ) -> None:
        check_device(device, dtype)
        self.cache = cache if cache is not None else Cache()
        folder = self.cache.folder
        self._digests = FileDigests(folder / "media-digests.json" if folder else None)
        self._salt = f"{device.partition(':')[0]} {dtype}"
        models = Models((folder or Cache.default_folder()) / "weights", device)
        self._executor = Executor(
            self.cache, device=device, dtype=dtype, models=models, threads=threads, validate=validate
        )

    def __enter__(self) -> Engine:
        """Use the engine in a `with` block, which closes it."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the files and threads it has open."""
        self._digests.save()
        self._executor.close()

    def shot(self, project: Project) -> Shot:
        """Return the project's format, rate and frames: those of the node it follows, or its own."""
        if not project.follow:
            return project.shot
        graph = project.graph
        entry = graph.node(project.follow)
        if entry.cls is None or entry.disabled:
            return project.shot
        values = {name: graph.param(entry.name, name) for name in entry.cls.params}
        node = entry.cls.of_checked(values)
        try:
            return node.shot() or project.shot
        except ExecutionError as error:
            error.node = error.node or entry.name
            raise

    def plan(self, project: Project, targets: Sequence[str], shot: Shot | None = None, scale: float = 1.0) -> Plan:
        """Say what must run for some nodes or outputs (`"blur"`, `"crop.matte"`).

        Safe to call while the engine renders, with a project of its own.

        Raises:
            GraphError: If a target or an input is missing.
        """
        graph = project.graph
        sources = [_target(graph, target) for target in targets]
        return plan(graph, sources, shot or self.shot(project), self._salt, self._digests, scale)

    def evaluate(
        self,
        project: Project,
        target: str,
        frame: int | None = None,
        *,
        scale: float = 1.0,
        on_event: Callable[[Event], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> Any:
        """Return one output at one frame (the first of the shot when not said).

        Args:
            project: What to evaluate.
            target: Node or output.
            frame: At which frame.
            scale: Less than 1 for a proxy, with everything that much smaller.
            on_event: Told what happens, from any thread; it must be quick.
            cancel: Set it to stop.

        Raises:
            GraphError: If the graph is not complete above it.
            ExecutionError: If a node failed.
            Cancelled: If it was stopped.
        """
        planned = self.plan(project, [target], scale=scale)
        at = planned.shot.frames.first if frame is None else frame
        for _, values in self._executor.run(planned, [at], listen=on_event, cancel=cancel):
            return values[0]
        raise AssertionError("a run of one frame gives one result")

    def frames(
        self,
        project: Project,
        targets: Sequence[str],
        frames: Iterable[int],
        *,
        scale: float = 1.0,
        on_event: Callable[[Event], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Yield some frames with the targets' values, in the order they are asked for.

        Each frame is asked for as late as possible, so that whoever plays may skip; what comes of it is as in
        `render`. Frames in order are made fastest.

        Args:
            project: What to evaluate.
            targets: Nodes or outputs.
            frames: Which frames; it must be quick.
            scale: Less than 1 for a proxy, with everything that much smaller.
            on_event: Told what happens, from any thread; it must be quick.
            cancel: Set it to stop within a frame.

        Raises:
            GraphError: If the graph is not complete.
            ExecutionError: If a node failed.
            Cancelled: If it was stopped.
        """
        planned = self.plan(project, targets, scale=scale)
        yield from self._executor.run(planned, frames, listen=on_event, cancel=cancel)

    def render(
        self,
        project: Project,
        targets: Sequence[str] | None = None,
        frames: FrameRange | None = None,
        *,
        resume: bool = False,
        on_event: Callable[[Event], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Yield every frame with the targets' values (None for a node that writes), in order.

        Args:
            project: What to render.
            targets: Nodes or outputs; every node that writes when not given.
            frames: Which part of the shot; all of it when not given.
            resume: Make only the frames that an interrupted render has not written.
            on_event: Told what happens, from any thread; it must be quick.
            cancel: Set it to stop within a frame; files are closed and what is finished is kept.

        Raises:
            GraphError: If there is nothing to render or the graph is not complete.
            ParamError: If the frames lie outside the shot.
            ExecutionError: If a node failed.
            Cancelled: If it was stopped.
        """
        shot = self.shot(project)
        names = list(targets) if targets else writing_nodes(project.graph)
        wanted = _inside(frames or shot.frames, shot)
        request = Request(wanted, resume)
        parts = {tuple(names): list(wanted)}
        if resume:
            parts = _missing(self.plan(project, names, shot), wanted)
        for part, missing in parts.items():
            planned = self.plan(project, part, shot)
            yield from self._executor.run(planned, missing, listen=on_event, cancel=cancel, request=request)


def writing_nodes(graph: Graph) -> list[str]:
    """Return the names of the nodes that write, in the order of the graph.

    Raises:
        GraphError: If there is none.
    """
    names = [node.name for node in graph if node.cls is not None and node.cls.side_effects and not node.disabled]
    if not names:
        raise GraphError("The project has no node that writes.", hint="add an io.write, or name a node to evaluate")
    return names


def _target(graph: Graph, target: str) -> Source:
    node = graph.node(target.partition(".")[0])
    if node.cls is not None and not node.cls.signature.outputs:
        return Source(node.name, "out")
    name, _, port = target.partition(".")
    return graph.source(Source(name, port or "out"))


def _inside(frames: FrameRange, shot: Shot) -> FrameRange:
    if frames.first < shot.frames.first or frames.last > shot.frames.last:
        raise ParamError(
            f"Frames {frames} reach outside the shot, which has {shot.frames}.",
            hint=f"render within {shot.frames}, or change the project's frames",
        )
    return frames


def _missing(planned: Plan, wanted: FrameRange) -> dict[tuple[str, ...], list[int]]:
    """Group the nodes that write by the frames each of them lacks."""
    groups: dict[tuple[int, ...], list[str]] = {}
    for step, _ in planned.targets:
        assert step.node is not None
        lacking = step.node.missing_frames(wanted)
        if lacking:
            groups.setdefault(tuple(lacking), []).append(step.name)
    return {tuple(names): list(frames) for frames, names in groups.items()}


def check_device(device: str, dtype: str) -> None:
    """Refuse a device that is not there, or numbers it does not compute with.

    Raises:
        ParamError: If the words are none we know.
        DeviceMemoryError: If there is no such device.
    """
    if dtype not in ("float32", "float16"):
        raise ParamError(f"Pictures cannot be {dtype}.", hint="choose float32 or float16")
    if device == "cpu":
        if dtype == "float16":
            raise ParamError("Pictures on the CPU are float32.", hint="leave --dtype out, or use --device cuda")
        return
    kind, _, number = device.partition(":")
    if kind != "cuda" or (number and not number.isdigit()):
        raise ParamError(f"There is no device {device!r}.", hint="choose cpu, cuda or cuda:1")
    import torch

    if not torch.cuda.is_available() or (number and int(number) >= torch.cuda.device_count()):
        found = torch.cuda.device_count() if torch.cuda.is_available() else 0
        raise DeviceMemoryError(
            f"Device {device} is not there: {found} CUDA device{'s' if found != 1 else ''} found.",
            hint="use --device cpu, or install a CUDA build of torch",
        )
