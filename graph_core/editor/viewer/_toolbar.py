"""The row above the picture: slots, outputs, comparing, channels, exposure, overlays, zoom, resolution, snapshot."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.lineage import outputs_of
from graph_core.editor.viewer._actions import Viewer
from graph_core.editor.viewer._controls import Controls
from graph_core.editor.viewer._look import Channels
from graph_core.editor.viewer._monitor import Monitor
from graph_core.editor.viewer._overlays import Landmarks
from graph_core.editor.viewer._themes import Themes
from graph_core.editor.viewer._view import Mode

__all__ = ["Toolbar"]

_MODES: dict[str, Mode] = {"A only": "a", "Wipe": "wipe", "Difference": "difference", "Side by side": "side"}
_CHANNELS: tuple[tuple[str, Channels, str], ...] = (
    ("RGB", "rgb", "All colours"), ("R", "r", "Red alone (R)"), ("G", "g", "Green alone (G)"),
    ("B", "b", "Blue alone (B)"), ("A", "a", "Alpha alone (A)"), ("Y", "y", "Luminance (Y)"),
)  # fmt: skip
_ROW_PX = 34
_SCALES = {"Full": 1.0, "1/2": 0.5, "1/4": 0.25}
_ZOOMS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
_LANDMARKS: dict[str, Landmarks] = {"68 landmarks": "68", "478 landmarks": "478", "No landmarks": "none"}


class Toolbar:
    """The buttons.

    Attributes:
        height: In px; twice as high where the panel is too narrow for one row.

    Args:
        desk: What panels share.
        monitor: What is shown.
        controls: Change it.
        viewer: The panel.
    """

    def __init__(self, desk: Desk, monitor: Monitor, controls: Controls, viewer: Viewer) -> None:
        self._desk = desk
        self._monitor = monitor
        self._controls = controls
        self._viewer = viewer
        self.height = desk.theme.px(_ROW_PX)
        self._width = 0
        self._arranged: object = None
        self._shown: object = None
        self._lit: dict[int | str, str] = {}

    def build(self, parent: int | str) -> None:
        """Make the items."""
        px = self._desk.theme.px
        self._themes = Themes(self._desk.theme)
        self._bar = dpg.add_child_window(
            parent=parent,
            border=False,
            no_scrollbar=True,
            no_scroll_with_mouse=True,
            always_use_window_padding=True,
            pos=(0, 0),
        )
        dpg.bind_item_theme(self._bar, self._themes.bar)
        with dpg.group(horizontal=True, parent=self._bar, horizontal_spacing=px(2)) as self._left:
            self._slots = [self._button(str(slot), partial(self._press_slot, slot), px(22)) for slot in range(1, 10)]
            self._slot_tips = [self._tip(item, "") for item in self._slots]
            dpg.add_spacer(width=px(4))
            self._output = dpg.add_combo((), width=px(138), callback=self._choose_output, no_arrow_button=True)
            self._tip(self._output, "The output that is viewed; press the slot's number again for the next one")
            self._mode = dpg.add_combo(list(_MODES), width=px(96), callback=self._choose_mode, no_arrow_button=True)
            self._tip(self._mode, "Compare A with B (W wipe, D difference, S side by side); Shift+number chooses B")
            self._gain = dpg.add_drag_float(
                width=px(58), min_value=0.1, max_value=1000, speed=0.2, format="x %.1f", callback=self._set_gain
            )
            self._tip(self._gain, "How much brighter the difference is shown")
            dpg.add_spacer(width=px(4))
            self._build_channels()
        with dpg.group(horizontal=True, parent=self._bar, horizontal_spacing=px(2)) as self._right:
            self._build_numbers()
            dpg.add_spacer(width=px(4))
            self._build_menus()

    def _build_channels(self) -> None:
        px = self._desk.theme.px
        self._channels: list[tuple[int | str, Channels]] = []
        for label, channels, tip in _CHANNELS:
            item = self._button(
                label, partial(self._controls.change_look, channels=channels), px(34 if channels == "rgb" else 22)
            )
            self._tip(item, tip)
            self._channels.append((item, channels))
        self._matte = self._button("M", self._controls.toggle_tint, px(24))
        self._tip(self._matte, "Mattes as red over the picture (M)")

    def _build_numbers(self) -> None:
        px = self._desk.theme.px
        self._exposure = dpg.add_drag_float(
            width=px(62), min_value=-16, max_value=16, speed=0.02, format="%+.2f EV", callback=self._set_exposure
        )
        self._tip(self._exposure, "Exposure in stops, of the viewer alone; double-click to type, E to reset")
        self._gamma = dpg.add_drag_float(
            width=px(52), min_value=0.1, max_value=5, speed=0.005, format="γ %.2f", callback=self._set_gamma
        )
        self._tip(self._gamma, "Gamma, of the viewer alone; double-click to type, E to reset")

    def _build_menus(self) -> None:
        px = self._desk.theme.px
        self._overlay = self._button("Overlay", self._open_overlays, px(62))
        self._tip(self._overlay, "What is drawn over the picture")
        self._scopes = self._button("Scopes", self._controls.toggle_scopes, px(58))
        self._tip(self._scopes, "Histogram and waveform (P)")
        self._zoom = self._button("100 %", self._open_zooms, px(58))
        self._tip(self._zoom, "Zoom: F fits, 0 is 1:1, the wheel zooms about the mouse, middle drag pans")
        self._scale = dpg.add_combo(list(_SCALES), width=px(48), callback=self._choose_scale, no_arrow_button=True)
        self._tip(self._scale, "Resolution that is computed for viewing; renders are always full")
        self._snapshot = self._button("Snap", self._open_snapshots, px(48))
        self._tip(self._snapshot, "Save a PNG (Ctrl+Shift+S)")

    def resize(self, width: int) -> None:
        """Take the width of the panel."""
        self._width = width
        dpg.configure_item(self._bar, width=width, height=self.height)

    def _arrange(self) -> None:
        """Put everything in one row, or in two where the panel is narrow."""
        px = self._desk.theme.px
        left, right = (dpg.get_item_rect_size(item)[0] for item in (self._left, self._right))
        is_one = px(6) + left + px(8) + right + px(6) <= self._width
        arranged = (left, is_one)
        if left and arranged != self._arranged:
            self._arranged = arranged
            self.height = px(_ROW_PX if is_one else 2 * _ROW_PX - 4)
            dpg.configure_item(self._right, pos=(px(6) + left + px(8), px(5)) if is_one else (px(6), px(_ROW_PX + 1)))
            dpg.configure_item(self._bar, height=self.height)

    def update(self) -> None:
        """Bring the items up to date."""
        self._arrange()
        session, monitor = self._desk.session, self._monitor
        viewed, view = session.viewed, monitor.view
        slots = tuple(sorted(viewed.slots.items()))
        overlaid = (monitor.overlays, monitor.is_over_plate, monitor.has_scopes, monitor.kind)
        shown = (slots, viewed.a, viewed.b, viewed.scale, view, overlaid, session.document.graph.structure)
        if shown == self._shown:
            return
        self._shown = shown
        self._update_slots()
        target = monitor.target
        outputs = self._outputs(target)
        dpg.configure_item(self._output, items=outputs)
        dpg.set_value(self._output, target or "nothing viewed")
        dpg.set_value(self._mode, next(label for label, mode in _MODES.items() if mode == view.mode))
        dpg.configure_item(self._gain, show=view.mode == "difference")
        dpg.set_value(self._gain, view.gain)
        for item, channels in self._channels:
            self._light(item, "lit" if channels == view.look.channels else "plain")
        self._light(self._matte, "lit" if view.is_tinted else "plain")
        self._set(self._exposure, view.look.exposure, 0.0)
        self._set(self._gamma, view.look.gamma, 1.0)
        self._light(self._overlay, "lit" if monitor.overlays else "plain")
        self._light(self._scopes, "lit" if monitor.has_scopes else "plain")
        dpg.configure_item(self._zoom, label=f"{view.zoom * 100:.0f} %###{self._zoom}")
        dpg.set_value(self._scale, next((label for label, scale in _SCALES.items() if scale == viewed.scale), ""))
        self._light(self._scale, "lit" if viewed.scale != 1 else "plain")

    def _update_slots(self) -> None:
        viewed = self._desk.session.viewed
        for slot, (item, tip) in enumerate(zip(self._slots, self._slot_tips, strict=True), start=1):
            target = viewed.slots.get(slot)
            is_b = slot == viewed.b and self._monitor.view.mode != "a"
            look = "faint" if target is None else "lit" if slot == viewed.a else "second" if is_b else "plain"
            self._light(item, look)
            words = f"{target}   (Shift+click compares with it)" if target else "Empty: shows the selected node"
            dpg.set_value(tip, words)

    def _outputs(self, target: str | None) -> list[str]:
        graph = self._desk.session.document.graph
        name = target.partition(".")[0] if target is not None else ""
        return outputs_of(graph, name) if name in graph else []

    # What items do

    def _press_slot(self, slot: int) -> None:
        if dpg.is_key_down(dpg.mvKey_LShift) or dpg.is_key_down(dpg.mvKey_RShift):
            self._controls.compare_with(slot)
        else:
            self._controls.show(slot)

    def _choose_output(self, _: object, target: str) -> None:
        self._desk.session.viewed.view(self._desk.session.viewed.a, target)

    def _choose_mode(self, _: object, label: str) -> None:
        self._shown = None
        self._controls.compare(_MODES[label])

    def _choose_scale(self, _: object, label: str) -> None:
        self._desk.session.viewed.show_at(_SCALES[label])

    def _set_gain(self, _: object, gain: float) -> None:
        self._controls.set_gain(gain)

    def _set_exposure(self, _: object, stops: float) -> None:
        self._controls.change_look(exposure=round(stops, 2))

    def _set_gamma(self, _: object, gamma: float) -> None:
        self._controls.change_look(gamma=round(gamma, 2))

    # Menus

    def _open_overlays(self) -> None:
        monitor = self._monitor
        with self._menu(self._overlay):
            for label, landmarks in _LANDMARKS.items():
                self._entry(label, partial(self._controls.show_landmarks, landmarks), monitor.landmarks == landmarks)
            dpg.add_separator()
            self._entry("Mattes and motion over their plate", self._controls.toggle_over_plate, monitor.is_over_plate)
            self._entry("Waveform as parade", self._controls.toggle_parade, monitor.is_parade)
            choices = monitor.overlay_choices
            if choices:
                dpg.add_separator()
            for target in choices:
                self._entry(target, partial(self._controls.toggle_overlay, target), target in monitor.overlays)

    def _open_zooms(self) -> None:
        with self._menu(self._zoom):
            self._entry("Fit", self._viewer.fit, self._monitor.view.is_fitted)
            for zoom in _ZOOMS:
                is_now = self._monitor.view.zoom == zoom
                self._entry(f"{zoom * 100:.0f} %", partial(self._viewer.zoom_to, zoom), is_now)

    def _open_snapshots(self) -> None:
        with self._menu(self._snapshot):
            self._entry("What is shown", partial(self._viewer.snap, is_whole=False))
            self._entry("The whole frame", partial(self._viewer.snap, is_whole=True))

    def _menu(self, below: int | str) -> Any:
        """Open a menu under a button."""
        left, _ = dpg.get_item_rect_min(below)
        _, bottom = dpg.get_item_rect_max(below)
        return dpg.window(
            popup=True, pos=(left, bottom + 2), no_title_bar=True, no_move=True, autosize=True, max_size=(600, 520)
        )

    def _entry(self, label: str, run: Callable[[], object], is_checked: bool | None = None) -> None:
        dpg.add_menu_item(label=label, check=is_checked is not None, default_value=bool(is_checked), callback=run)

    # Making items

    def _button(self, label: str, run: Callable[[], object], width: int) -> int | str:
        item: int | str = dpg.add_button(label=label, width=width, callback=run)
        return item

    def _tip(self, item: int | str, words: str) -> int | str:
        with dpg.tooltip(item, delay=0.6):
            text: int | str = dpg.add_text(words)
        return text

    def _light(self, item: int | str, look: str) -> None:
        if self._lit.get(item) != look:
            self._lit[item] = look
            dpg.bind_item_theme(item, self._themes.looks[look])

    def _set(self, item: int | str, value: float, usual: float) -> None:
        if not dpg.is_item_active(item):
            dpg.set_value(item, value)
        self._light(item, "plain" if value == usual else "changed")
