"""Show the levels of each column."""

import itertools
from typing import Literal

from graph_core import Image, Node, Param


class Waveform(Node, id="view.waveform", version=1):
    """Show which levels occur in each column of the picture.

    Levels are those of the sRGB signal, black at the bottom; lines mark every quarter.
    """

    mode: Literal["luma", "rgb", "parade"] = Param(
        "rgb", help="Brightness alone, the colours over each other, or the colours side by side."
    )
    width: int = Param(512, ge=1, soft_min=64, soft_max=1920, unit="px", help="How wide the scope is.")
    height: int = Param(256, ge=1, soft_min=64, soft_max=1080, unit="px", help="How high the scope is.")
    intensity: float = Param(1.0, ge=0, soft_max=10, help="Brightness of the trace.")

    def process(self, image: Image) -> Image:
        """
        Args:
            image: Picture to measure.

        Returns:
            The scope, opaque RGB.
        """
        import torch

        from graph_nodes.color._matrix import luma
        from graph_nodes.metric._signal import srgb_signal
        from graph_nodes.view._scopes import draw_waveform

        signal = srgb_signal(image.rgb)
        if self.mode == "luma":
            scope = draw_waveform(luma(signal), self.height, self.width, self.intensity).expand(3, -1, -1)
        elif self.mode == "rgb":
            scope = draw_waveform(signal, self.height, self.width, self.intensity)
        else:
            scope = signal.new_zeros((3, self.height, self.width))
            bounds = [self.width * part // 3 for part in range(4)]
            for part, (left, right) in enumerate(itertools.pairwise(bounds)):
                if right > left:
                    trace = draw_waveform(signal[part : part + 1], self.height, right - left, self.intensity)
                    scope[part, :, left:right] = trace[0]
        return Image(torch.clone(scope).to(image.pixels.dtype))
