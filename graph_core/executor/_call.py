"""Calling a node: its arguments, its context, and the checks around its body."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np

from graph_core.errors import Cancelled, DeviceMemoryError, ExecutionError, GraphCoreError
from graph_core.executor._task import Task
from graph_core.node import type_name
from graph_core.plan import Step
from graph_core.values import Raster, Value, Window

__all__ = ["arguments_of", "checked", "explain", "is_out_of_memory", "scaled", "tensors_of", "value_of"]


def value_of(task: Task, output: int | None, device: str | None) -> Any:
    """Return one output of a finished task, on the device it is wanted on."""
    value = task.value if output is None else task.value[output]
    if device is not None and isinstance(value, Value):
        return value.to(device)
    return value


def arguments_of(task: Task, device: str | None) -> list[Any]:
    """Gather what a node's `process` is called with; stream arguments are left to the caller."""
    arguments: list[Any] = [None] * task.step.arguments
    for slot, feeds, before in task.feeds:
        if not feeds:
            continue
        if slot.mode == "window":
            arguments[slot.argument] = Window(tuple(value_of(feed, slot.output, device) for feed in feeds), before)
        else:
            arguments[slot.argument] = value_of(feeds[0], slot.output, device)
    return arguments


def tensors_of(arguments: Sequence[Any]) -> list[tuple[Any, int]]:
    """List the tensors among some arguments with their version, which counts changes in place."""
    found = []
    for argument in arguments:
        if isinstance(argument, Raster):
            found.append((argument.pixels, argument.pixels._version))
        elif isinstance(argument, Window):
            found += [(item.pixels, item.pixels._version) for item in argument if isinstance(item, Raster)]
    return found


def checked(step: Step, result: Any, tensors: list[tuple[Any, int]], validate: bool) -> Any:
    """Return a node's result if it is what the node declares and its inputs are as they were.

    Raises:
        ExecutionError: If they are not.
    """
    for tensor, version in tensors:
        if tensor._version != version:
            raise ExecutionError(
                f"Node {step.name} ({step.cls.id}) changed its input in place.",
                hint="this is a fault of the node: it must work on a copy",
            )
    signature = step.cls.signature
    if not signature.outputs:
        return None
    if signature.bundle is None:
        _check_output(step, signature.outputs[0].type, result, validate)
        return result
    if not isinstance(result, tuple) or len(result) != len(signature.outputs):
        raise ExecutionError(
            f"Node {step.name} ({step.cls.id}) gave {type(result).__name__}, not {signature.bundle.__name__}.",
            hint="this is a fault of the node",
        )
    for port, value in zip(signature.outputs, result, strict=True):
        _check_output(step, port.type, value, validate)
    return result


def _check_output(step: Step, wanted: Any, value: Any, validate: bool) -> None:
    if not isinstance(wanted, TypeVar):
        fine = isinstance(value, wanted) or (wanted is float and isinstance(value, int))
        if not fine:
            raise ExecutionError(
                f"Node {step.name} ({step.cls.id}) gave {type(value).__name__}, not {type_name(wanted)}.",
                hint="this is a fault of the node",
            )
    if isinstance(value, Value):
        if not isinstance(value, Raster):
            _freeze(value)
        if validate:
            try:
                value.validate()
            except ValueError as error:
                raise ExecutionError(
                    f"Node {step.name} ({step.cls.id}) gave a value that breaks its promise: {error}.",
                    hint="this is a fault of the node, or of a value that came into it",
                ) from error


def scaled(result: Any, scale: float) -> Any:
    """Return what a node gave at full resolution as it is in a proxy."""
    if isinstance(result, Value):
        smaller = result.scaled(scale)
        if not isinstance(smaller, Raster):
            _freeze(smaller)
        return smaller
    if isinstance(result, tuple) and hasattr(result, "_fields"):
        return type(result)(*(scaled(part, scale) for part in result))
    return result


def _freeze(value: Value) -> None:
    for item in vars(value).values():
        for part in item if isinstance(item, tuple) else (item,):
            if isinstance(part, np.ndarray):
                part.flags.writeable = False
            elif isinstance(part, Value):
                _freeze(part)


def is_out_of_memory(error: BaseException) -> bool:
    """Return whether an error means that memory ran out, on the host or on a device."""
    if isinstance(error, MemoryError | DeviceMemoryError):
        return True
    # Named, not imported: a graph without pictures never loads torch.
    return type(error).__name__ == "OutOfMemoryError" or "out of memory" in str(error)[:200].lower()


def explain(step: Step, frame: int | None, error: BaseException) -> GraphCoreError:
    """Turn whatever a node raised into an error that names the node and the frame."""
    if isinstance(error, Cancelled):
        return error
    where = f"Node {step.name} ({step.cls.id}) failed{'' if frame is None else f' at frame {frame}'}"
    if isinstance(error, GraphCoreError):
        if error.node is None:
            error.node, error.frame = step.name, frame
            error.message = f"{where}: {error.message}"
        return error
    wrapped = ExecutionError(
        f"{where}: {type(error).__name__}: {error}",
        hint="this is a fault of the node or of its inputs; --debug shows where",
        node=step.name,
        frame=frame,
    )
    wrapped.__cause__ = error
    return wrapped


def with_smaller_batches(
    tasks: list[Task], call: Callable[[list[Task]], list[Any]], free: Callable[[], None]
) -> list[Any]:
    """Run some tasks together; when memory runs out, run halves of them, and in the end each alone.

    Raises:
        DeviceMemoryError: If even one frame does not fit after everything kept was let go.
    """
    results: list[Any] = []
    waiting, retried = [tasks], False
    while waiting:
        part = waiting.pop()
        try:
            results += call(part)
        except BaseException as error:
            if not is_out_of_memory(error):
                raise
            if len(part) > 1:
                free()
                half = len(part) // 2
                waiting += [part[half:], part[:half]]
                continue
            if retried:
                raise _no_memory(part[0], error) from error
            retried = True
            free()
            waiting.append(part)
        else:
            retried = False
    return results


def _no_memory(task: Task, error: BaseException) -> DeviceMemoryError:
    step = task.step
    return DeviceMemoryError(
        f"Node {step.name} ({step.cls.id}) does not fit into memory, even alone: {error}",
        hint="use a smaller format, --dtype float16, or a device with more memory",
        node=step.name,
        frame=task.frame,
    )
