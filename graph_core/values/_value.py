"""What all values on the wires have in common."""

from __future__ import annotations

import dataclasses
from typing import Any, Self

__all__ = ["Value", "scaled_px"]


def _moved(item: Any, device: str) -> Any:
    if isinstance(item, Value):
        return item.to(device)
    if isinstance(item, tuple):
        moved = tuple(_moved(part, device) for part in item)
        return item if all(now is part for now, part in zip(moved, item, strict=True)) else moved
    if hasattr(item, "pin_memory"):
        return item.to(device)
    return item


def scaled_px(count: int, scale: float) -> int:
    """Return how many pixels a row or column has in a picture of another scale.

    >>> scaled_px(1280, 0.5), scaled_px(3, 0.1)
    (640, 1)
    """
    return max(1, round(count * scale))


def size_bytes_of(item: Any) -> int:
    """Bytes held by arrays and tensors inside a value, a tuple of them or a plain object."""
    if isinstance(item, Value):
        return item.size_bytes
    if isinstance(item, tuple | list):
        return 56 + sum(size_bytes_of(part) for part in item)
    if isinstance(item, dict):
        return 64 + sum(size_bytes_of(part) for part in item.values())
    size = getattr(item, "nbytes", None)
    return int(size) if size is not None else 64


@dataclasses.dataclass(frozen=True, eq=False)
class Value:
    """Base of everything that travels on a link: a frozen dataclass around arrays.

    A plugin may derive its own, with a class name of its own: the disk cache finds it by that name.

    Rasters hold torch tensors and move between devices; landmarks, sound and other small
    things hold NumPy arrays, which stay in host memory.
    """

    @property
    def size_bytes(self) -> int:
        """Bytes the value holds, for the cache's budget."""
        total = 64
        for field in dataclasses.fields(self):
            total += size_bytes_of(getattr(self, field.name))
        return total

    def to(self, device: str) -> Self:
        """Return the value with its tensors on `device`; itself when they are there already."""
        names = [field.name for field in dataclasses.fields(self)]
        moved = {name: _moved(getattr(self, name), device) for name in names}
        if all(moved[name] is getattr(self, name) for name in names):
            return self
        return dataclasses.replace(self, **moved)

    def scaled(self, scale: float) -> Self:
        """Return what the value is in a picture of another scale; itself if it is not measured in pixels."""
        return self

    def validate(self) -> None:
        """Check shape, range and finiteness.

        Raises:
            ValueError: If the value breaks what its class promises.
        """
