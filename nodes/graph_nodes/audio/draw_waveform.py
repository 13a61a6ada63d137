"""Draw the wave of a sound with a playhead."""

import itertools

from graph_core import Audio, Color, Context, Image, Node, Param


class DrawWaveform(Node, id="audio.draw_waveform", version=1, uses=("frame", "format", "fps", "range")):
    """Draw the wave of a sound with a playhead.

    Each channel has its own lane. The picture spans the shot, or a few seconds around the current frame.
    """

    window: float = Param(0.0, ge=0, soft_max=20, unit="s", help="How much sound is shown; 0 shows the whole shot.")
    gain: float = Param(1.0, ge=0, soft_max=10, help="Makes quiet sound taller.")
    color: Color = Param(Color(0.1, 0.7, 1.0), help="Colour of the wave.")
    background: Color = Param(Color(0.01, 0.01, 0.01), help="Colour behind the wave.")
    playhead: bool = Param(True, help="Mark the middle of the current frame.")

    def is_timed(self) -> bool:
        """Whether the playhead or the wave moves."""
        return self.playhead or self.window > 0

    def process(self, audio: Audio, *, ctx: Context) -> Image:
        """
        Args:
            audio: Sound to draw.

        Returns:
            The wave at the project's format; opaque RGB when the background is opaque.
        """
        import numpy as np
        import torch

        from graph_nodes.audio._trace import outline, trace_coverage
        from graph_nodes.draw._paint import fill, paint, pixel_centres
        from graph_nodes.draw._shapes import edge

        height, width = ctx.format.height, ctx.format.width
        now = float((ctx.frame - ctx.frames.first + 0.5) / float(ctx.fps))
        span = self.window or float(len(ctx.frames) / ctx.fps)
        left = now - span / 2 if self.window else 0.0
        times = left + span * np.arange(width + 1) / width
        bounds = np.round((times - audio.start_s) * audio.rate).astype(np.int64)
        pixels = fill(self.background, height, width, ctx.device)
        lanes = len(audio.samples)
        rows = [height * lane // lanes for lane in range(lanes + 1)]
        coverage = [
            trace_coverage(*outline(track, bounds), self.gain, bottom - top)
            for track, (top, bottom) in zip(audio.samples, itertools.pairwise(rows), strict=True)
        ]
        pixels = paint(pixels, torch.cat(coverage).to(pixels.device), self.color)
        if self.playhead:
            x, _ = pixel_centres(height, width, ctx.device)
            distance = (x - (now - left) / span * width).abs() - max(1.0, width / 640) / 2
            pixels = paint(pixels, edge(distance, 1.0).expand(height, -1), Color(1.0, 1.0, 1.0))
        return Image(pixels.to(ctx.dtype))
