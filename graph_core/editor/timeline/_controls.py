"""The row of controls above the ruler: frame, transport, in and out points, rate, sound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import dearpygui.dearpygui as dpg

from graph_core.editor.desk import Desk
from graph_core.editor.playback import Mode
from graph_core.editor.timeline._arrangement import Slot, arranged
from graph_core.editor.timeline._icons import make_icons
from graph_core.editor.timeline._transport import Transport
from graph_core.editor.timeline._words import rate, timecode

__all__ = ["Controls"]

_MODES: dict[Mode, str] = {"loop": "Loop", "once": "Once", "bounce": "Bounce"}
_FIELDS = ("frame", "in", "out")


class Controls:
    """The controls; they show what is so, and do what the keys do.

    Args:
        desk: What panels share.
        transport: Does it.
        parent: A DearPyGui container.
    """

    def __init__(self, desk: Desk, transport: Transport, parent: int | str) -> None:
        """Make the row."""
        self._desk = desk
        self._transport = transport
        self._session = desk.session
        self._slots: dict[str, Slot] = {}
        self._items: dict[str, int | str] = {}
        self._shown: dict[str, object] = {}
        self._is_silent = False
        self._menu: int | str = 0
        self._icons = make_icons(desk.theme.px(16))
        self.height = desk.theme.px(30)
        with dpg.child_window(
            parent=parent, height=self.height, border=False, no_scrollbar=True, no_scroll_with_mouse=True
        ) as self.area:
            self._add_left()
            self._add_buttons()
            self._add_right()
        dpg.bind_item_theme(self.area, self._make_theme())

    # Building

    def _add_left(self) -> None:
        transport = self._transport
        self._add_field("frame", 64, "left", 0, transport.go_to, "Frame shown (Left, Right; with Shift by 10)")
        self._add_text("timecode", 84, "left", 4, "Time from the start of the shot")

    def _add_buttons(self) -> None:
        go = self._transport
        for name, run, tip in (
            ("start", go.go_to_start, "To the in point (Home)"),
            ("previous key", lambda: go.go_to_key(-1), "To the keyframe before (Down)"),
            ("previous", lambda: go.step(-1), "A frame back (Left)"),
            ("play backward", lambda: go.toggle(backward=True), "Play backward (J)"),
            ("play", go.toggle, "Play (Space or L)"),
            ("next", lambda: go.step(1), "A frame on (Right)"),
            ("next key", lambda: go.go_to_key(1), "To the next keyframe (Up)"),
            ("end", go.go_to_end, "To the out point (End)"),
        ):
            self._add_button(name, run, tip, "middle", 0)
        mode = dpg.add_combo(
            list(_MODES.values()),
            label="##loop mode",
            width=self._desk.theme.px(84),
            callback=lambda _, label: self._choose_mode(label),
        )
        self._place("mode", mode, 84, "middle", 1, "What happens at the end")

    def _add_right(self) -> None:
        go, px = self._transport, self._desk.theme.px
        self._add_text("in label", 16, "right", 2, "")
        self._add_field("in", 58, "right", 2, go.set_in, "First frame of the piece (I; Alt+I clears it)")
        self._add_text("out label", 24, "right", 2, "")
        self._add_field("out", 58, "right", 2, go.set_out, "Last frame of the piece (O; Alt+O clears it)")
        self._add_text("rate", 104, "right", 3, "Frames a second: shown while playing, and of the shot")
        self._add_button("sound", self._toggle_sound, "Sound on or off", "right", 0)
        volume = dpg.add_slider_float(
            label="##volume",
            width=px(64),
            max_value=1,
            default_value=1,
            format="",
            callback=lambda _, value: self._set_volume(value),
        )
        self._place("volume", volume, 64, "right", 5, "Volume")
        self._add_button("curves", self._show_curves, "Curves of the selected nodes", "right", 0)
        dpg.set_value(self._items["in label"], "In")
        dpg.set_value(self._items["out label"], "Out")

    def _place(self, name: str, item: int | str, width: float, side: str, rank: int, tip: str) -> None:
        self._items[name] = item
        self._slots[name] = Slot(name, self._desk.theme.px(width), side, rank)
        if tip:
            with dpg.tooltip(item, delay=0.5):
                dpg.add_text(tip)

    def _add_button(self, name: str, run: Callable[[], object], tip: str, side: str, rank: int) -> None:
        size = self._desk.theme.px(16)
        item = dpg.add_image_button(
            self._icons[name],
            label=name,
            width=size,
            height=size,
            tint_color=self._desk.theme.text,
            background_color=(0, 0, 0, 0),
            callback=run,
        )
        self._place(name, item, 26, side, rank, tip)

    def _add_field(self, name: str, width: int, side: str, rank: int, take: Callable[[int], object], tip: str) -> None:
        item = dpg.add_input_int(
            label=f"##{name} frame",
            width=self._desk.theme.px(width),
            step=0,
            on_enter=True,
            callback=lambda _, value: take(value),
        )
        self._place(name, item, width, side, rank, tip)

    def _add_text(self, name: str, width: int, side: str, rank: int, tip: str) -> None:
        self._place(name, dpg.add_text("", color=self._desk.theme.faint), width, side, rank, tip)

    def _make_theme(self) -> int | str:
        px = self._desk.theme.px
        with dpg.theme() as theme:
            with dpg.theme_component(dpg.mvAll):
                dpg.add_theme_style(dpg.mvStyleVar_FramePadding, px(6), px(4))
                dpg.add_theme_style(dpg.mvStyleVar_FrameRounding, px(3))
            with dpg.theme_component(dpg.mvImageButton):
                dpg.add_theme_style(dpg.mvStyleVar_FramePadding, px(5), px(4))
                dpg.add_theme_color(dpg.mvThemeCol_Button, (0, 0, 0, 0))
                dpg.add_theme_color(dpg.mvThemeCol_ButtonHovered, self._desk.theme.line)
                dpg.add_theme_color(dpg.mvThemeCol_ButtonActive, self._desk.theme.accent)
        made: int | str = theme
        return made

    # What they do

    def _choose_mode(self, label: str) -> None:
        playback = self._session.playback
        playback.mode = next(mode for mode, name in _MODES.items() if name == label)
        if playback.is_playing:
            self._transport.play(backward=self._transport.is_backward)

    def _toggle_sound(self) -> None:
        self._is_silent = not self._is_silent
        self._set_volume(dpg.get_value(self._items["volume"]))

    def _set_volume(self, volume: float) -> None:
        self._session.playback.volume = 0.0 if self._is_silent else volume

    def _show_curves(self) -> None:
        self.offer_curves(self._transport.row.knobs_at(self._transport.row.frames))

    def offer_curves(self, knobs: Sequence[tuple[str, str]]) -> None:
        """Open the curve editor; with several curves, ask which."""
        show = self._desk.show_curves
        if not knobs or show is None:
            self._desk.notify("The selected nodes have no keyframes: click the diamond beside a knob to set one.")
        elif len(knobs) == 1:
            show(*knobs[0])
        else:
            if self._menu:
                dpg.delete_item(self._menu)
            with dpg.window(popup=True, autosize=True, no_title_bar=True, min_size=(10, 10)) as self._menu:
                for node, knob in knobs:
                    dpg.add_menu_item(
                        label=f"{node}.{knob}", callback=partial(self._desk.later, partial(show, node, knob))
                    )

    # What they show

    def resize(self, width: int) -> None:
        """Take a width; what has no room is left out."""
        dpg.configure_item(self.area, width=width)
        px = self._desk.theme.px
        places = arranged(list(self._slots.values()), width, gap=px(4), margin=px(8))
        for name, item in self._items.items():
            is_text = dpg.get_item_type(item) == "mvAppItemType::mvText"
            y = px(4) if is_text else px(3)
            dpg.configure_item(item, show=name in places, pos=(places.get(name, 0), y))

    def update(self) -> None:
        """Show what is so now."""
        transport, playback = self._transport, self._session.playback
        shot, limits = transport.shot, transport.limits
        self._show_value("frame", transport.frame)
        self._show_value("in", limits.first)
        self._show_value("out", limits.last)
        self._show_value("timecode", timecode(transport.frame - shot.frames.first, shot.fps))
        self._show_value("mode", _MODES[playback.mode])
        forward = playback.is_playing and not transport.is_backward
        backward = playback.is_playing and transport.is_backward
        self._show_icon("play", "stop" if forward else "play")
        self._show_icon("play backward", "stop" if backward else "play backward")
        self._show_icon("sound", "silent" if self._is_silent else "sound")
        text = f"{rate(shot.fps)} fps"
        if playback.is_playing and playback.fps:
            text = f"{playback.fps:.1f} of {text}"
        self._show_value("rate", text)

    def _show_value(self, name: str, value: Any) -> None:
        item = self._items[name]
        is_typing = name in _FIELDS and dpg.is_item_active(item)
        if self._shown.get(name) != value and not is_typing:
            self._shown[name] = value
            dpg.set_value(item, value)

    def _show_icon(self, name: str, icon: str) -> None:
        if self._shown.get(name) != icon:
            self._shown[name] = icon
            dpg.configure_item(self._items[name], texture_tag=self._icons[icon])
