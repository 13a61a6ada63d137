"""Set black and white point of a matte."""

from graph_core import Matte, Node, Param


class Clamp(Node, id="matte.clamp", version=1):
    """Set black and white point of a matte.

    Cleans a matte: noise in what should be out becomes 0, holes in what should be in become 1.
    """

    black: float = Param(0.0, ge=0, le=1, help="Coverage up to this becomes 0.")
    white: float = Param(1.0, ge=0, le=1, help="Coverage from this on becomes 1.")

    def process(self, matte: Matte) -> Matte:
        """Clamp a matte.

        Args:
            matte: Matte to clean.

        Returns:
            The clean matte.
        """
        from graph_nodes.matte._key import clean

        pixels = clean(matte.pixels, self.black, self.white)
        return matte if pixels is matte.pixels else Matte(pixels)
