"""Combine mattes."""

from functools import reduce
from typing import Literal

from graph_core import ExecutionError, Matte, Node, Param


class Combine(Node, id="matte.combine", version=1):
    """Combine any number of mattes into one."""

    operation: Literal["max", "min", "plus", "minus", "multiply", "screen", "difference"] = Param(
        "max",
        help="max covers what any covers, min what all do; plus adds; minus takes the others out of the first; "
        "multiply limits each by the others; screen joins soft edges; difference is what only one covers.",
    )

    def process(self, *mattes: Matte) -> Matte:
        """Combine mattes.

        Args:
            mattes: Mattes of the same size, in order.

        Returns:
            One matte, in [0, 1].
        """
        import torch

        from graph_nodes.merge._mix import require_same_size

        if not mattes:
            raise ExecutionError("There are no mattes to combine.", hint="connect at least one matte")
        require_same_size(**{f"mattes[{place}]": matte for place, matte in enumerate(mattes)})
        if len(mattes) == 1:
            return mattes[0]
        combine = {
            "max": torch.maximum,
            "min": torch.minimum,
            "plus": lambda a, b: (a + b).clamp_(max=1),
            "minus": lambda a, b: (a - b).clamp_(min=0),
            "multiply": torch.mul,
            "screen": lambda a, b: a + b - a * b,
            "difference": lambda a, b: (a - b).abs_(),
        }[self.operation]
        return Matte(reduce(combine, [matte.pixels for matte in mattes]))
