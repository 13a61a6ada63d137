"""Values to bytes and back, for the disk: safetensors with a description of the value beside the arrays."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import safetensors

from graph_core.values import Value

__all__ = ["decode", "encode"]

_NUMPY = {
    "bool": "BOOL", "uint8": "U8", "int8": "I8", "uint16": "U16", "int16": "I16", "uint32": "U32",
    "int32": "I32", "uint64": "U64", "int64": "I64", "float16": "F16", "float32": "F32", "float64": "F64",
}  # fmt: skip
_TORCH = {
    "bool": "BOOL", "uint8": "U8", "int8": "I8", "int16": "I16", "int32": "I32", "int64": "I64",
    "float16": "F16", "bfloat16": "BF16", "float32": "F32", "float64": "F64",
}  # fmt: skip


def encode(value: Any) -> bytes:
    """Write a value, or a dict, list or tuple of values, numbers, words and arrays.

    Raises:
        TypeError: If it holds anything else.
    """
    arrays: dict[str, Any] = {}
    tree = _describe(value, arrays)
    return bytes(safetensors.serialize(arrays, {"value": json.dumps(tree)}))


def decode(data: bytes | bytearray) -> Any:
    """Read what `encode` wrote. Nothing in it is run or imported.

    Raises:
        ValueError: If it is anything else.
    """
    try:
        size = int.from_bytes(data[:8], "little")
        header = json.loads(bytes(data[8 : 8 + size]))
        tree = json.loads(header["__metadata__"]["value"])
        arrays = dict(safetensors.deserialize(bytes(data)))  # type: ignore[no-untyped-call]
        return _rebuild(tree, arrays, {cls.__name__: cls for cls in _value_classes()})
    except (KeyError, TypeError, AttributeError, OverflowError, safetensors.SafetensorError) as error:
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
        arrays[name] = {"dtype": "U8", "shape": [len(value)], "data": value}
        return {"bytes": name}
    if isinstance(value, np.generic | np.ndarray):
        array = np.ascontiguousarray(value)
        dtype = _NUMPY.get(array.dtype.name)
        if dtype is not None:
            arrays[name] = {"dtype": dtype, "shape": list(np.shape(value)), "data": array.tobytes()}
            return {"array": name}
    elif hasattr(value, "data_ptr"):
        import torch

        dtype = _TORCH.get(str(value.dtype).removeprefix("torch."))
        if dtype is not None:
            flat = value.detach().to("cpu").contiguous().reshape(-1)
            data = flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b""
            arrays[name] = {"dtype": dtype, "shape": list(value.shape), "data": data}
            return {"tensor": name}
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
        return bytes(arrays[tree["bytes"]]["data"])
    if "array" in tree:
        stored = arrays[tree["array"]]
        name = next(name for name, code in _NUMPY.items() if code == stored["dtype"])
        return np.frombuffer(bytearray(stored["data"]), dtype=name).reshape(stored["shape"])
    stored = arrays[tree["tensor"]]
    import torch

    dtype = getattr(torch, next(name for name, code in _TORCH.items() if code == stored["dtype"]))
    if not stored["data"]:
        return torch.empty(stored["shape"], dtype=dtype)
    return torch.frombuffer(bytearray(stored["data"]), dtype=dtype).reshape(stored["shape"])


def _value_classes() -> Iterator[type[Value]]:
    waiting: list[type[Value]] = [Value]
    while waiting:
        cls = waiting.pop()
        yield cls
        waiting.extend(cls.__subclasses__())
