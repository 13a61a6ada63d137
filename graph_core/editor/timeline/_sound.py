"""The sound track drawn behind the keyframes; measured in the background."""

from __future__ import annotations

import dearpygui.dearpygui as dpg
import numpy as np

from graph_core.editor._background import start
from graph_core.editor.theme import Theme
from graph_core.editor.timeline._axis import Axis
from graph_core.editor.timeline._rows import Rows
from graph_core.editor.timeline._waveform import Peaks, paint
from graph_core.node import Shot
from graph_core.values import Audio

__all__ = ["SoundStrip"]


class SoundStrip:
    """A picture of the sound, changed in place.

    Args:
        layer: Where to draw.
        theme: Colours.
    """

    def __init__(self, layer: int | str, theme: Theme) -> None:
        """Begin silent."""
        self._layer = layer
        self._theme = theme
        self._track: Audio | None = None
        self._peaks: Peaks | None = None
        self._shown: object = None
        self._texture: int | str = 0
        self._image: int | str = 0
        self._pixels = np.zeros((0, 0, 4), np.float32)
        with dpg.texture_registry() as self._registry:
            pass

    def show(self, track: Audio | None, shot: Shot, axis: Axis, rows: Rows) -> None:
        """Draw a sound track."""
        if track is not self._track:
            self._track, self._peaks = track, None
            if track is not None:
                start("waveform", lambda: self._measure(track))
        if self._peaks is None:
            if self._image:
                dpg.configure_item(self._image, show=False)
            self._shown = None
            return
        look = (self._peaks, shot, axis, rows)
        if look != self._shown:
            self._shown = look
            self._fit(axis.width, rows)
            paint(self._pixels, self._peaks.along(axis, shot))
            dpg.configure_item(self._image, show=True)

    def _measure(self, track: Audio) -> None:
        peaks = Peaks.of(track)
        if track is self._track:
            self._peaks = peaks

    def _fit(self, width: int, rows: Rows) -> None:
        height = rows.height - rows.ruler
        if self._pixels.shape[:2] == (height, width):
            return
        if self._image:
            dpg.delete_item(self._image)
            dpg.delete_item(self._texture)
        self._pixels = np.empty((height, width, 4), np.float32)
        self._pixels[..., :3] = np.array(self._theme.type_color(Audio)[:3], np.float32) / 255
        self._texture = dpg.add_raw_texture(
            width, height, self._pixels, format=dpg.mvFormat_Float_rgba, parent=self._registry
        )
        self._image = dpg.draw_image(
            self._texture, (0, rows.ruler), (width, rows.height), color=(255, 255, 255, 70), parent=self._layer
        )
