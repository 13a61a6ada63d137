"""Words and numbers that commands write: labels of steps, free names, places on the canvas."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Container, Sequence

from graph_core.errors import GraphError

_FARTHEST = 1_000_000.0


def free_name(wanted: str, taken: Container[str]) -> str:
    """Return a name nobody has: the one wanted, or it with the next number.

    >>> free_name("blur", {"blur", "blur2"}), free_name("blur2", {"blur2"})
    ('blur3', 'blur3')
    """
    if wanted not in taken:
        return wanted
    digits = re.search(r"[0-9]{0,6}$", wanted)
    assert digits
    stem, number = wanted[: digits.start()], int(digits[0] or 1) + 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def counted(names: Collection[str]) -> str:
    """Say which node, or how many when there are several.

    >>> counted(["blur"]), counted(["blur", "grade"])
    ('blur', '2 nodes')
    """
    return next(iter(names)) if len(names) == 1 else f"{len(names)} nodes"


def placed(position: Sequence[float]) -> tuple[float, float]:
    """Return a place on the canvas as it is saved: in whole px, so that project files stay small to diff.

    Raises:
        GraphError: If it is no place, or farther out than a canvas is of use.
    """
    x, y = (float(part) for part in position)
    if not (math.isfinite(x) and math.isfinite(y)) or max(abs(x), abs(y)) > _FARTHEST:
        raise GraphError(f"Nothing can stand at ({x:g}, {y:g}).", hint=f"the canvas ends at {_FARTHEST:,.0f} px")
    return round(x) + 0.0, round(y) + 0.0
