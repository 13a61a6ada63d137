"""Choose one of several inputs."""

from typing import TypeVar

from graph_core import ExecutionError, Node, Param

T = TypeVar("T")


class Switch(Node, id="graph.switch", version=1):
    """Pass on one of several inputs, chosen by its number.

    Animate `which` with constant keyframes to cut from one to another.
    """

    which: int = Param(0, ge=0, soft_max=10, help="Number of the input that is passed on; the first is 0.")

    def process(self, *inputs: T) -> T:
        """
        Args:
            inputs: Anything, all of one kind.

        Returns:
            The chosen one, unchanged.
        """
        if self.which >= len(inputs):
            raise ExecutionError(
                f"Input {self.which} is asked for, but {len(inputs)} inputs are connected.",
                hint=f"set which to at most {len(inputs) - 1}" if inputs else "connect at least one input",
            )
        return inputs[self.which]
