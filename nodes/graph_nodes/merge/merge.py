"""Merge two pictures by an operation of the compositing algebra."""

from typing import Literal

from graph_core import Image, Matte, Node, Param


class Merge(Node, id="merge.merge", version=1):
    """Merge two pictures by an operation such as over, plus or multiply.

    With premultiplied colours A, B and alphas a, b:

    - over A + B(1-a); under A(1-b) + B; plus A + B
    - in Ab; out A(1-b); atop Ab + B(1-a); xor A(1-b) + B(1-a)
    - mask Ba; stencil B(1-a); dissolve A, to be faded by `mix`
    - minus A-B, multiply AB, divide A/B, screen A+B-AB, max, min, difference |A-B|, overlay, soft_light, hard_light:
      where both are seen; elsewhere the one that is there stays: A(1-b) + B(1-a) + ab f(A/a, B/b)

    A picture without alpha is opaque. The result has an alpha only where it can be less than 1.
    """

    operation: Literal[
        "over",
        "under",
        "plus",
        "minus",
        "multiply",
        "divide",
        "screen",
        "max",
        "min",
        "difference",
        "overlay",
        "soft_light",
        "hard_light",
        "in",
        "out",
        "atop",
        "xor",
        "mask",
        "stencil",
        "dissolve",
    ] = Param("over", help="How A goes together with B.")
    mix: float = Param(1.0, ge=0, le=1, help="Fades from B alone at 0 to the full operation at 1.")

    def process(self, a: Image, b: Image, mask: Matte | None = None) -> Image:
        """Merge two pictures.

        Args:
            a: Foreground, premultiplied.
            b: Background, of the same size.
            mask: Where the operation applies; outside, B stays. Everywhere when not connected.

        Returns:
            The merged picture.
        """
        from graph_nodes.merge._algebra import composite
        from graph_nodes.merge._mix import mixed, require_same_size

        require_same_size(a=a, b=b, mask=mask)
        if self.mix == 0:
            return b
        pixels = composite(a.pixels, b.pixels, self.operation)
        merged = next((image for image in (a, b) if image.pixels is pixels), None) or Image(pixels)
        return mixed(b, merged, mask, self.mix)
