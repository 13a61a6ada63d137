"""What every node promises, proved one by one."""

from __future__ import annotations

import tempfile
import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from graph_core.errors import GraphCoreError
from graph_core.graph import Graph, Source
from graph_core.node import Color, Format, Node, ParamSpec, Point, Shot
from graph_core.plan import FileDigests, plan
from graph_core.plugins import Registry, hookimpl
from graph_core.project import DEFAULT_SHOT, Project
from graph_core.testing._run import CASES, check_batch, check_case
from graph_core.testing._sample import sample

__all__ = ["check_node"]


def check_node(cls: type[Node], inputs: Mapping[str, Any] | None = None, /, **knobs: Any) -> None:
    """Prove that a node class keeps what every node promises.

    It is documented down to each port and knob; it can be made with its defaults; a project file keeps it as it is;
    each knob that changes the result changes the cache key; the same input gives the same output; inputs stay as they
    are; outputs are what the node declares and can be kept on disk; odd sizes and a single pixel are no trouble; and
    `process_batch` gives what `process` gives. An error of ours with a hint, such as that a file is missing, is an
    answer too.

    ```python
    def test_it_keeps_the_rules():
        check_node(TinyDepth, detail="high")
    ```

    Args:
        cls: Class of the node.
        inputs: Values for ports of a type that only the plugin can make.
        knobs: Knobs to run it with; the others stay at their default.

    Raises:
        AssertionError: If it breaks a promise; the message says which.
    """
    check_documentation(cls)
    cls()
    check_project(cls, knobs)
    check_keys(cls, knobs)
    node = cls(**knobs)
    for case in CASES:
        check_case(node, case, inputs or {})
    if cls.batch > 1:
        check_batch(node, inputs or {})


def check_documentation(cls: type[Node]) -> None:
    """Prove that the node, its ports and its knobs say what they are for."""
    import docstring_parser

    title = cls.title()
    _require(0 < len(title) <= 80 and title.endswith("."), cls, f"its first line is no short sentence: {title!r}")
    process: Any = cls.process  # type: ignore[attr-defined]
    parsed = docstring_parser.parse(process.__doc__ or "", docstring_parser.DocstringStyle.GOOGLE)
    told = {entry.arg_name.lstrip("*") for entry in parsed.params if entry.description}
    for port in cls.signature.inputs:
        _require(port.name in told, cls, f"input {port.name} is not described under Args: of process")
    unknown = told - {port.name for port in cls.signature.inputs} - {"ctx"}
    _require(not unknown, cls, f"Args: of process describes {', '.join(unknown)}, which it does not take")
    if cls.signature.outputs:
        returns = parsed.returns.description if parsed.returns else None
        _require(bool(returns), cls, "process has no Returns:")
    for spec in cls.params.values():
        _require(len(spec.help) > 8, cls, f"knob {spec.name} has no help worth the name: {spec.help!r}")
        hard = [limit for limit in (spec.low, spec.high) if limit is not None]
        _require(all(abs(limit) < 1e12 for limit in hard), cls, f"knob {spec.name} has a limit beyond sense")


def check_project(cls: type[Node], knobs: Mapping[str, Any]) -> None:
    """Prove that a project file keeps the node with any knobs."""
    graph = Graph(_registry(cls))
    graph.add("plain", cls)
    graph.add("turned", cls, **{**{name: other_value(spec) for name, spec in cls.params.items()}, **knobs})
    text = Project(graph).to_json()
    again = Project.parse(text, graph.registry)
    _require(again.to_json() == text, cls, "it comes back from a project file changed")
    for node in graph:
        _require(again.graph.node(node.name).params == node.params, cls, "its knobs come back changed")


def check_keys(cls: type[Node], knobs: Mapping[str, Any]) -> None:
    """Prove that each knob that matters changes the cache key, and that one that does not leaves it."""
    before = cache_key(cls, knobs)
    _require(cache_key(cls, knobs) == before, cls, "its cache key differs from one time to the next")
    for name, spec in cls.params.items():
        if spec.kind == "path":
            continue
        value = other_value(spec, knobs.get(name, spec.default))
        changed = cache_key(cls, {**knobs, name: value}) != before
        _require(changed is not spec.cosmetic, cls, f"knob {name} {'changes' if changed else 'leaves'} the cache key")


def cache_key(cls: type[Node], knobs: Mapping[str, Any]) -> bytes:
    """Return the fingerprint of a node's result with all its inputs linked."""
    registry = _registry(cls)
    graph = Graph(registry)
    graph.add("node", cls, **knobs)
    for port in cls.signature.inputs:
        graph.add(f"given_{port.name}", _giving(port.type))
        graph.link(f"given_{port.name}", f"node.{port.name}")
    outputs = cls.signature.outputs
    target = Source("node", outputs[0].name if outputs else "out")
    with tempfile.TemporaryDirectory() as folder:
        shot = Shot(Format(64, 48), DEFAULT_SHOT.fps, DEFAULT_SHOT.frames)
        planned = plan(graph, [target], shot, "", FileDigests(Path(folder) / "digests.json"))
        return planned.key(planned.targets[0][0], shot.frames.first)


def other_value(spec: ParamSpec, than: Any = None) -> Any:
    """Return a value the knob takes and is not set to."""
    than = spec.default if than is None else than
    candidates: Iterator[Any]
    if spec.kind == "choice":
        candidates = iter(spec.choices)
    elif spec.kind == "bool":
        candidates = iter((True, False))
    elif spec.kind in ("float", "int"):
        step = 1 if spec.kind == "int" else 0.25
        low = spec.low if spec.low is not None else than - 4 * step
        high = spec.high if spec.high is not None else than + 4 * step
        middle = (low + high) / 2
        candidates = iter((than + step, than - step, middle if spec.kind == "float" else int(middle), low, high))
    elif spec.kind == "color":
        candidates = iter((Color(0.25, 0.5, 0.75, 1.0), Color(0.5, 0.25, 0.75, 0.5)))
    elif spec.kind == "point":
        candidates = iter((Point(3.0, 5.0), Point(4.0, 7.0)))
    else:
        candidates = iter((f"{than}x", "other"))
    for candidate in candidates:
        try:
            value = spec.check(candidate)
        except GraphCoreError:
            continue
        if value != than:
            return value
    raise AssertionError(f"knob {spec.name} takes only one value: {than!r}\nhint: leave it out")


def _giving(kind: Any) -> type[Node]:
    """Make a node that gives a value of a type."""

    def process(self: Any) -> Any:
        """Give the sample."""
        return sample(kind)

    process.__annotations__["return"] = kind
    body = {"__doc__": "Stand for what is linked.", "process": process, "__module__": __name__}
    made: type[Node] = types.new_class(
        "Given", (Node,), {"id": "testing.given"}, lambda namespace: namespace.update(body)
    )
    return made


class _Plugin:
    """A plugin of one node."""

    def __init__(self, cls: type[Node]) -> None:
        self._cls = cls

    @hookimpl
    def register_nodes(self) -> list[type[Node]]:
        return [self._cls]


def _registry(cls: type[Node]) -> Registry:
    registry = Registry()
    registry.add(_Plugin(cls), "tested")
    error = registry.report[0].error
    _require(error is None, cls, f"it cannot be registered: {error}")
    return registry


def _require(condition: bool, cls: type[Node], what: str) -> None:
    if not condition:
        raise AssertionError(f"{cls.id}: {what}")
