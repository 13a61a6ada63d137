"""Values to bytes and back, for the disk: safetensors with a description of the value beside the arrays."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import safetensors.numpy

from graph_core.values import Value

__all__ = ["decode", "encode"]

# safetensors knows no name for these in NumPy: they travel as whole numbers of the same width.
_AS_INTEGERS = {"bfloat16": "int16"}


def encode(value: Any) -> bytes:
    """Write a value, or a dict, list or tuple of values, numbers, words and arrays.

    Raises:
        TypeError: If it holds anything else.
    """
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    try:
        text = json.dumps(_describe(value, arrays))
    except (RecursionError, ValueError) as error:
        raise TypeError(f"it holds what cannot be kept on disk: {error}") from error
    return bytes(safetensors.numpy.save(arrays, {"value": text}))


def decode(data: bytes | bytearray) -> Any:
    """Read what `encode` wrote. Nothing in it is run or imported.

    Raises:
        ValueError: If it is anything else.
    """
    try:
        size = int.from_bytes(data[:8], "little")
        header = json.loads(bytes(data[8 : 8 + size]))
        tree = json.loads(header["__metadata__"]["value"])
        arrays = safetensors.numpy.load(bytes(data))
        return _rebuild(tree, arrays, {cls.__name__: cls for cls in _value_classes()})
    except (KeyError, TypeError, AttributeError, OverflowError, RuntimeError, safetensors.SafetensorError) as error:
        # RuntimeError is torch's word for a view that does not fit, and what nesting without end comes to.
        raise ValueError(f"not an encoded value: {error}") from error


def _describe(value: Any, arrays: dict[str, Any]) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return {"plain": value}
    if isinstance(value, Value):
        fields = {field.name: _describe(getattr(value, field.name), arrays) for field in dataclasses.fields(value)}
        return {"value": type(value).__name__, "fields": fields}
    if isinstance(value, tuple | list):
        kind = "tuple" if isinstance(value, tuple) else "list"
        return {kind: [_describe(item, arrays) for item in value]}
    if isinstance(value, dict):
        return {"dict": [[_describe(key, arrays), _describe(item, arrays)] for key, item in value.items()]}
    name = str(len(arrays))
    if isinstance(value, bytes):
        arrays[name] = np.frombuffer(value, dtype=np.uint8)
        return {"bytes": name}
    if isinstance(value, np.generic | np.ndarray) and value.dtype.kind in "biuf":
        arrays[name] = np.ascontiguousarray(value).reshape(np.shape(value))
        return {"array": name}
    if hasattr(value, "data_ptr"):
        dtype = str(value.dtype).removeprefix("torch.")
        plain = value.detach().to("cpu").contiguous()
        if dtype in _AS_INTEGERS:
            import torch

            plain = plain.view(getattr(torch, _AS_INTEGERS[dtype]))
        arrays[name] = plain.numpy()
        return {"tensor": name, "dtype": dtype}
    raise TypeError(f"{type(value).__name__} cannot be kept on disk")


def _rebuild(tree: Any, arrays: dict[str, Any], classes: dict[str, type[Value]]) -> Any:
    if "plain" in tree:
        return tree["plain"]
    if "value" in tree:
        cls = classes[tree["value"]]
        return cls(**{name: _rebuild(item, arrays, classes) for name, item in tree["fields"].items()})
    if "tuple" in tree:
        return tuple(_rebuild(item, arrays, classes) for item in tree["tuple"])
    if "list" in tree:
        return [_rebuild(item, arrays, classes) for item in tree["list"]]
    if "dict" in tree:
        return {_rebuild(key, arrays, classes): _rebuild(item, arrays, classes) for key, item in tree["dict"]}
    if "bytes" in tree:
        return arrays[tree["bytes"]].tobytes()
    if "array" in tree:
        return arrays[tree["array"]]
    import torch

    tensor = torch.from_numpy(arrays[tree["tensor"]])
    return tensor.view(getattr(torch, tree["dtype"])) if tree["dtype"] in _AS_INTEGERS else tensor


def _value_classes() -> Iterator[type[Value]]:
    waiting: list[type[Value]] = [Value]
    while waiting:
        cls = waiting.pop()
        yield cls
        waiting.extend(cls.__subclasses__())
