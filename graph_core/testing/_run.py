"""Running a node as the engine would, on samples."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from graph_core.cache import decode, encode
from graph_core.errors import DeclarationError, GraphCoreError, WeightsError
from graph_core.models import Models, Weights
from graph_core.node import Context, Format, InputPort, Node, Shot
from graph_core.testing._sample import sample
from graph_core.values import Alignment, Faces, FrameRange, Stream, Value, Window

__all__ = ["CASES", "Case", "check_batch", "check_case"]

_FRAME = 1003


class Case(NamedTuple):
    """What a node is tried with.

    Attributes:
        name: What a failure calls it.
        width: Of the pictures, in px.
        height: Of the pictures, in px.
        alpha: Pictures have an alpha.
        is_full: Optional inputs are linked too.
        empty: No face is found.
    """

    name: str
    width: int
    height: int
    alpha: bool = False
    is_full: bool = True
    empty: bool = False


CASES = (
    Case("a picture of odd size", 37, 29),
    Case("a square with alpha, optional inputs left out", 32, 32, alpha=True, is_full=False),
    Case("a single pixel", 1, 1),
    Case("no face", 32, 32, empty=True),
)


class Answer(NamedTuple):
    """What came of a call: results, or an error of ours."""

    results: tuple[Any, ...]
    error: GraphCoreError | None = None


class _LocalModels(Models):
    """Weights that lie in the plugin; none are fetched."""

    def _fetch(self, weights: Weights, path: Path) -> None:
        raise WeightsError(f"Weights {weights.name} are not fetched in this test.", hint="fetch them before")


def check_case(node: Node, case: Case, given: Mapping[str, Any]) -> None:
    """Prove that the node gives right and the same results, and leaves its inputs alone."""
    ports = node.signature.inputs
    if (case.empty and not any(port.type in (Faces, Alignment) for port in ports)) or (case.alpha and not ports):
        return
    where = f"{node.id}, {case.name}"
    inputs = _inputs(node, case, given)
    before = _bytes(inputs)
    first = _call(node, inputs, case, where)
    if _bytes(inputs) != before:
        raise AssertionError(f"{where}: it changes its inputs\nhint: work on a copy")
    for result in first.results:
        _check_result(node, result, where)
    again = _call(node, _inputs(node, case, given), case, where)
    if _bytes(again.results) != _bytes(first.results) or str(again.error) != str(first.error):
        raise AssertionError(f"{where}: the same inputs give another result\nhint: seed what is random with a knob")


def check_batch(node: Any, given: Mapping[str, Any]) -> None:
    """Prove that several frames at once come out as each alone."""
    where = f"{node.id}, several frames at once"
    rows = [_inputs(node, CASES[0], given, seed) for seed in range(3)]
    alone = [_call(node, row, CASES[0], where) for row in rows]
    if any(answer.error for answer in alone):
        return
    extra = {"ctx": _context(node, CASES[0])} if node.signature.takes_context else {}
    together = node.process_batch(*(list(column) for column in zip(*rows, strict=True)), **extra)
    if len(together) != len(rows):
        raise AssertionError(f"{where}: {len(rows)} frames give {len(together)} results")
    for result, answer in zip(together, alone, strict=True):
        if _bytes(result) != _bytes(answer.results[0]):
            raise AssertionError(f"{where}: process_batch gives another result than process")


def _inputs(node: Node, case: Case, given: Mapping[str, Any], seed: int = 0) -> list[Any]:
    values: list[Any] = []
    for at, port in enumerate(node.signature.inputs):
        if port.optional and not case.is_full:
            values.append(None)
        elif port.name in given:
            values.append(given[port.name])
        else:
            values += [_value(node, port, case, seed + 7 * at + more) for more in range(2 if port.variadic else 1)]
    return values


def _value(node: Node, port: InputPort, case: Case, seed: int) -> Any:
    size: dict[str, Any] = {
        "width": case.width,
        "height": case.height,
        "alpha": case.alpha,
        "empty": case.empty,
        "seed": seed,
    }
    if port.mode == "value":
        return sample(port.type, **size)
    if port.mode == "stream":
        # Three frames as a tuple: a stream can be read once, so it is made for each call.
        return _Frames(tuple(sample(port.type, **{**size, "seed": seed + frame}) for frame in range(3)))
    frames = node.input_frames(port.name, _FRAME)
    values = tuple(sample(port.type, **{**size, "seed": seed + frame - frames[0]}) for frame in frames)
    return Window(values, min(sum(1 for frame in frames if frame < _FRAME), len(frames) - 1))


class _Frames(NamedTuple):
    values: tuple[Any, ...]


def _call(node: Any, inputs: list[Any], case: Case, where: str) -> Answer:
    arguments = [Stream.of(*item.values) if isinstance(item, _Frames) else item for item in inputs]
    extra = {"ctx": _context(node, case)} if node.signature.takes_context else {}
    try:
        made = node.process(*arguments, **extra)
        results = tuple(made) if node.signature.yields else (made,)
    except DeclarationError as error:
        raise AssertionError(f"{where}: {error}") from error
    except GraphCoreError as error:
        if not error.hint:
            raise AssertionError(f"{where}: the error {error.message!r} has no hint") from error
        return Answer((), error)
    except Exception as error:
        raise AssertionError(f"{where}: it fails with {type(error).__name__}: {error}") from error
    if node.signature.yields and len(results) != 3:
        raise AssertionError(f"{where}: 3 frames give {len(results)} results")
    return Answer(results)


def _context(node: Node, case: Case) -> Context:
    shot = Shot(Format(case.width, case.height), Fraction(25), FrameRange(1001, 1005))
    models = _LocalModels(Path(tempfile.gettempdir()) / "semblance-no-weights")
    return Context(shot, uses=node.uses, frame=_FRAME, node=node.id, models=models)


def _check_result(node: Node, result: Any, where: str) -> None:
    outputs = node.signature.outputs
    if not outputs:
        if result is not None:
            raise AssertionError(f"{where}: it declares no output and gives {type(result).__name__}")
        return
    values = result if node.signature.bundle is not None else (result,)
    if len(values) != len(outputs):
        raise AssertionError(f"{where}: it gives {len(values)} values for {len(outputs)} outputs")
    for port, value in zip(outputs, values, strict=True):
        wanted = (int, float) if port.type is float else port.type
        if not isinstance(wanted, TypeVar) and not isinstance(value, wanted):
            raise AssertionError(f"{where}: output {port.name} is {type(value).__name__}, not {port.type.__name__}")
        if isinstance(value, Value):
            try:
                value.validate()
            except ValueError as error:
                raise AssertionError(f"{where}: output {port.name} breaks its promise: {error}") from error
    if _bytes(decode(_bytes(result))) != _bytes(result):
        raise AssertionError(f"{where}: the result comes back from disk changed")


def _bytes(value: Any) -> bytes:
    """Write any values so that equal ones, to the bit, give equal bytes."""
    return encode(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, Window):
        return value.values
    if isinstance(value, tuple | list):
        return tuple(_plain(item) for item in value)
    return value
