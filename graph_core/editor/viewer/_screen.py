"""The screen: one texture that is as large as the panel, changed in place."""

from __future__ import annotations

import cv2
import dearpygui.dearpygui as dpg
import numpy as np

from graph_core.editor.viewer._look import Codes

__all__ = ["Screen"]


class Screen:
    """Shows codes on a drawing.

    Args:
        drawing: DearPyGui drawlist or layer.
    """

    def __init__(self, drawing: int | str) -> None:
        """Make it; it is empty until it gets a size."""
        self._drawing = drawing
        self._registry = dpg.add_texture_registry()
        self._texture: int | str = 0
        self._image: int | str = 0
        self._pixels = np.zeros((0, 0, 4), np.float32)

    def resize(self, width: int, height: int) -> None:
        """Take another size; what was shown stays at its place."""
        before = self._pixels
        if before.shape[:2] == (height, width):
            return
        self._pixels = np.zeros((height, width, 4), np.float32)
        self._pixels[..., 3] = 1
        rows, columns = min(height, before.shape[0]), min(width, before.shape[1])
        self._pixels[:rows, :columns] = before[:rows, :columns]
        if self._texture:
            dpg.delete_item(self._image)
            dpg.delete_item(self._texture)
        self._texture = dpg.add_raw_texture(
            width, height, self._pixels, format=dpg.mvFormat_Float_rgba, parent=self._registry
        )
        self._image = dpg.draw_image(self._texture, (0, 0), (width, height), parent=self._drawing)

    def put(self, codes: Codes, left: int = 0) -> None:
        """Show codes `(H, W, 3)` from a column on; those painted for another size are cut off."""
        rows = min(codes.shape[0], self._pixels.shape[0])
        columns = min(codes.shape[1], self._pixels.shape[1] - left)
        if rows > 0 and columns > 0:
            # With alpha the numbers lie as in the texture, which takes a sixth of the time.
            opaque = cv2.cvtColor(codes[:rows, :columns], cv2.COLOR_RGB2RGBA)
            np.multiply(opaque, np.float32(1 / 255), out=self._pixels[:rows, left : left + columns])
