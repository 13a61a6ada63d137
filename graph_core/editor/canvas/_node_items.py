"""The items that a node is drawn with: made for each level of detail when it is first needed, and kept.

A node stands under a draw node of its own, which is moved when the node is. What DearPyGui does not scale with the
view, sizes of text and radii, is set when the scale changes; everything else scales by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import dearpygui.dearpygui as dpg

from graph_core.editor.canvas._looks import NodeLook, PortLook, mixed
from graph_core.editor.canvas._ruler import Ruler
from graph_core.editor.canvas._view import Detail
from graph_core.editor.layout import HEADER, Position
from graph_core.editor.theme import Color, Theme

__all__ = ["NodeItems"]

Item = int | str

_NAME, _PORT, _REMARK, _BADGE, _TAG = 14.0, 12.0, 11.0, 11.0, 11.0
_PADDING = 8.0
_TAG_SIZE = 15.0
_LEAST_PX = 5
_NAME_FROM = 0.15
_MOST_REMARKS = 3
_NOTHING: Color = (0, 0, 0, 0)


@dataclass(slots=True)
class _Sized:
    """An item with a size that does not scale by itself."""

    item: Item
    size: float
    is_text: bool = True


@dataclass(slots=True)
class _Part:
    """The items of one level of detail."""

    item: Item
    sized: list[_Sized] = field(default_factory=list)
    name: Item = 0
    scale: float = 0.0


class NodeItems:
    """One node.

    Args:
        parent: The draw node of all nodes, which scales with the view.
        theme: Colours and fonts.
        ruler: Measures text.
    """

    def __init__(self, parent: Item, theme: Theme, ruler: Ruler) -> None:
        self._theme, self._ruler = theme, ruler
        self._root = dpg.add_draw_node(parent=parent)
        self._parts: dict[Detail, _Part] = {}
        self._look: NodeLook | None = None
        self._place: Position | None = None
        self._detail: Detail | None = None

    def show(self, look: NodeLook, place: Position, detail: Detail, scale: float) -> None:
        """Draw the node as it looks."""
        if look is not self._look and look != self._look:
            for part in self._parts.values():
                dpg.delete_item(part.item)
            self._parts.clear()
            self._detail = None
        self._look = look
        self.move(place)
        if detail is not self._detail:
            if self._detail is not None:
                dpg.configure_item(self._parts[self._detail].item, show=False)
            if detail not in self._parts:
                self._make(look, detail)
            dpg.configure_item(self._parts[detail].item, show=True)
            if self._detail is None:
                dpg.configure_item(self._root, show=True)
            self._detail = detail
        if self._parts[detail].scale != scale:
            self._scale(look, detail, scale)

    def move(self, place: Position) -> None:
        """Put the node elsewhere."""
        if place != self._place:
            self._place = place
            dpg.apply_transform(self._root, dpg.create_translation_matrix(place))

    def hide(self) -> None:
        """Take it out of sight."""
        if self._detail is not None:
            dpg.configure_item(self._root, show=False)
            dpg.configure_item(self._parts[self._detail].item, show=False)
            self._detail = None

    def remove(self) -> None:
        """Take it away."""
        dpg.delete_item(self._root)

    def _scale(self, look: NodeLook, detail: Detail, scale: float) -> None:
        part = self._parts[detail]
        part.scale = scale
        for sized in part.sized:
            if sized.is_text:
                size = int(sized.size * scale)
                dpg.configure_item(sized.item, size=size, show=size >= _LEAST_PX)
            else:
                dpg.configure_item(sized.item, radius=sized.size * scale)
        if part.name:
            self._scale_name(look, part.name, detail, scale)

    def _scale_name(self, look: NodeLook, item: Item, detail: Detail, scale: float) -> None:
        """Write the name as large as can be read in the middle of a block; in the smallest there is no room for it."""
        px = self._theme.px
        width, height = look.size[0] * scale, look.size[1] * scale
        if detail is Detail.FAR:
            size, padding, taken = max(px(8), min(px(11), int(height * 0.6))), 3.0, 0.0
        else:
            size, padding, taken = max(px(11), int(_NAME * scale)), 5.0, 8.0 if look.mark.status else 0.0
        is_shown = scale >= _NAME_FROM * self._theme.scale
        text = self._ruler.cut(look.name, size, width - padding - 3 - taken) if is_shown else ""
        dpg.configure_item(
            item, text=text, size=size, pos=(padding / scale, (height - size) / 2 / scale), show=bool(text)
        )

    # Making

    def _make(self, look: NodeLook, detail: Detail) -> None:
        part = self._parts[detail] = _Part(dpg.add_draw_node(parent=self._root))
        if look.is_dot:
            self._make_dot(part, look, detail)
        elif detail is Detail.NEAR:
            self._make_whole(part, look)
        else:
            self._make_block(part, look, detail)

    def _make_dot(self, part: _Part, look: NodeLook, detail: Detail) -> None:
        width, height = look.size
        fill = mixed(self._theme.raised, look.color, 0.8)
        edge = self._edge(look) or self._theme.background
        if detail is Detail.FAR:
            begin, end = (width * 0.2, height * 0.2), (width * 0.8, height * 0.8)
            dpg.draw_rectangle(begin, end, fill=fill, color=edge, parent=part.item)
            return
        thick = 2 if look.is_selected else 1
        item = dpg.draw_circle(
            (width / 2, height / 2), 1, fill=fill, color=edge, thickness=thick, segments=20, parent=part.item
        )
        part.sized.append(_Sized(item, width * 0.42, is_text=False))

    def _make_block(self, part: _Part, look: NodeLook, detail: Detail) -> None:
        """Draw a node that is too small to read as a block with its name, and with its ports if there is room."""
        theme = self._theme
        width, height = look.size
        fill = self._tint(look)
        edge = self._edge(look)
        # Without an edge and with square corners a box is two triangles, and there may be hundreds.
        thick = 2 if edge else 0
        rounding = 3 * theme.scale if detail is Detail.MIDDLE else 0
        dpg.draw_rectangle(
            (0, 0), (width, height), fill=fill, color=edge or _NOTHING, thickness=thick, rounding=rounding,
            parent=part.item,
        )  # fmt: skip
        if detail is Detail.MIDDLE:
            if look.is_placeholder:
                self._make_hatching(part, look)
            if look.through is not None:
                self._make_through(part, look)
            for port in look.ports:
                fill, color = self._port_colors(look, port)
                begin, end = (port.x - 5, port.y - 5), (port.x + 5, port.y + 5)
                dpg.draw_rectangle(begin, end, fill=fill, color=color, parent=part.item)
            if look.mark.status:
                self._make_mark(part, look, 10.0, 5.0)
                self._make_progress(part, look, height - 2)
            self._make_tags(part, look)
        color = theme.faint if look.is_disabled else theme.text
        part.name = dpg.draw_text((0, 0), "", color=color, parent=part.item)

    def _make_whole(self, part: _Part, look: NodeLook) -> None:
        self._make_body(part, look)
        self._make_header(part, look)
        if look.is_placeholder:
            self._make_hatching(part, look)
            words = f"{look.missing}: plugin missing"
            at = (2.0, look.size[1] + 4)
            self._write(part, words, at, _REMARK, self._theme.warning, room=look.size[0] + 60)
        if look.through is not None:
            self._make_through(part, look)
        for port in look.ports:
            self._make_port(part, look, port)
        for number, remark in enumerate(look.remarks[:_MOST_REMARKS], start=int(look.is_placeholder)):
            at = (2.0, look.size[1] + 4 + number * (_REMARK + 3))
            self._write(part, remark, at, _REMARK, self._theme.faint, room=look.size[0] + 20)
        self._make_tags(part, look)

    def _make_body(self, part: _Part, look: NodeLook) -> None:
        theme = self._theme
        width, height = look.size
        round_px = 5 * theme.scale
        fill = mixed(theme.panel, theme.raised, 0.0 if look.is_disabled or look.is_placeholder else 0.9)
        dpg.draw_rectangle(
            (2, 3), (width + 3, height + 5), fill=(0, 0, 0, 70), color=_NOTHING, thickness=0, rounding=round_px,
            parent=part.item,
        )  # fmt: skip
        edge = _NOTHING if look.is_placeholder else mixed(theme.background, theme.line, 0.6)
        dpg.draw_rectangle((0, 0), (width, height), fill=fill, color=edge, rounding=round_px, parent=part.item)
        strong = self._edge(look)
        if strong is not None:
            dpg.draw_rectangle(
                (-1, -1), (width + 1, height + 1), color=strong, thickness=2, rounding=round_px + 1, parent=part.item
            )

    def _tint(self, look: NodeLook) -> Color:
        """Return the ground of a node's name: the colour of what the node gives, held back."""
        return mixed(self._theme.raised, look.color, 0.08 if look.is_disabled or look.is_placeholder else 0.38)

    def _edge(self, look: NodeLook) -> Color | None:
        """Return the colour of the line around a node that stands out."""
        if look.mark.status == "error":
            return self._theme.error
        if look.is_selected:
            return self._theme.accent if look.is_active else mixed(self._theme.accent, self._theme.text, 0.45)
        return None

    def _make_header(self, part: _Part, look: NodeLook) -> None:
        theme = self._theme
        width = look.size[0]
        color = self._tint(look)
        dpg.draw_rectangle(
            (1, 1), (width - 1, HEADER), fill=color, color=_NOTHING, thickness=0, rounding=4 * theme.scale,
            parent=part.item,
        )  # fmt: skip
        dpg.draw_rectangle(
            (1, HEADER / 2), (width - 1, HEADER), fill=color, color=_NOTHING, thickness=0, parent=part.item
        )
        room = width - 2 * _PADDING
        if look.mark.status:
            room -= self._make_mark(part, look, _PADDING, 3.0) + self._make_mark_text(part, look)
        self._make_progress(part, look, HEADER)
        text = theme.faint if look.is_disabled else theme.text
        middle = HEADER / 2
        self._write(part, look.name, (_PADDING, middle - _NAME / 2), _NAME, text, room=room, is_bold=True)
        if look.is_disabled:
            end = _PADDING + min(self._ruler.width(look.name, _NAME, is_bold=True), room)
            dpg.draw_line((_PADDING, middle), (end, middle), color=theme.faint, thickness=1, parent=part.item)

    def _mark_color(self, look: NodeLook) -> Color:
        theme = self._theme
        tones = {"error": theme.error, "running": theme.accent, "reported": theme.warning}
        return tones.get(look.mark.status, theme.good)

    def _make_mark(self, part: _Part, look: NodeLook, away: float, radius: float) -> float:
        """Draw what the node is doing as a dot at the right of the header; return how much room it takes."""
        tone = self._mark_color(look)
        x, y = look.size[0] - away - radius, HEADER / 2
        dpg.draw_rectangle(
            (x - radius, y - radius), (x + radius, y + radius), fill=tone, color=_NOTHING, thickness=0,
            rounding=3 * self._theme.scale, parent=part.item,
        )  # fmt: skip
        return 2 * radius + 4

    def _make_progress(self, part: _Part, look: NodeLook, y: float) -> None:
        """Draw how much is done as a line across the node."""
        if look.mark.status == "running":
            end = 1 + (look.size[0] - 2) * (look.mark.share or 1.0)
            dpg.draw_line((1, y), (end, y), color=self._theme.accent, thickness=2, parent=part.item)

    def _make_mark_text(self, part: _Part, look: NodeLook) -> float:
        """Write what the node is doing beside its dot; return how much room it takes."""
        if not look.mark.text:
            return 0.0
        theme = self._theme
        is_plain = look.mark.status in ("done", "cached")
        color = mixed(theme.faint, theme.text, 0.3) if is_plain else self._mark_color(look)
        taken = self._ruler.width(look.mark.text, _BADGE)
        at = (look.size[0] - _PADDING - 10 - taken, HEADER / 2 - _BADGE / 2)
        self._write(part, look.mark.text, at, _BADGE, color, room=taken + 4)
        return taken + 6

    def _make_through(self, part: _Part, look: NodeLook) -> None:
        """Draw how a disabled node passes its input through."""
        assert look.through is not None
        (x0, y0), (x1, y1) = look.through
        handle = (x1 - x0) / 2
        dpg.draw_bezier_cubic(
            (x0, y0), (x0 + handle, y0), (x1 - handle, y1), (x1, y1), color=mixed(self._theme.line, look.color, 0.6),
            thickness=2, segments=12, parent=part.item,
        )  # fmt: skip

    def _make_hatching(self, part: _Part, look: NodeLook) -> None:
        """Draw that a node is missing: hatching and a dashed edge."""
        theme = self._theme
        width, height = look.size
        color = mixed(theme.line, theme.warning, 0.35)
        for x in _steps(-height, width, 14):
            begin, end = (max(x, 0), min(height, height + x)), (min(x + height, width), max(0, height + x - width))
            dpg.draw_line(begin, end, color=mixed(theme.panel, theme.line, 0.6), thickness=1, parent=part.item)
        for begin, end in _dashes(width, height):
            dpg.draw_line(begin, end, color=color, thickness=1, parent=part.item)

    def _port_colors(self, look: NodeLook, port: PortLook) -> tuple[Color, Color]:
        """Return the inner colour and the edge of a port: hollow while nothing is linked to it."""
        color = mixed(self._theme.line, port.color, 0.5) if look.is_disabled else port.color
        return (color if port.is_linked else self._theme.background, color)

    def _make_port(self, part: _Part, look: NodeLook, port: PortLook) -> None:
        theme = self._theme
        fill, color = self._port_colors(look, port)
        x, y = port.x, port.y
        item = dpg.draw_circle((x, y), 1, fill=fill, color=color, thickness=2, segments=12, parent=part.item)
        part.sized.append(_Sized(item, 4.5, is_text=False))
        text = mixed(theme.faint, theme.text, 0.55) if port.is_linked else theme.faint
        room = look.size[0] * 0.62
        shown = self._ruler.cut(port.text, _PORT, room)
        left = x + 10 if port.is_input else x - 10 - self._ruler.width(shown, _PORT)
        self._write(part, shown, (left, y - _PORT / 2), _PORT, text, room=room)

    def _make_tags(self, part: _Part, look: NodeLook) -> None:
        """Draw the numbers of the viewer's slots over the node."""
        theme = self._theme
        left = 0.0
        for tag in look.tags:
            tone = theme.accent if tag.is_shown else theme.faint
            width = max(_TAG_SIZE, self._ruler.width(tag.text, _TAG) + 8)
            dpg.draw_rectangle(
                (left, -_TAG_SIZE - 3), (left + width, -3), fill=tone, color=_NOTHING, thickness=0,
                rounding=3 * theme.scale, parent=part.item,
            )  # fmt: skip
            at = (left + (width - self._ruler.width(tag.text, _TAG)) / 2, -_TAG_SIZE / 2 - 3 - _TAG / 2)
            self._write(part, tag.text, at, _TAG, theme.background, room=width, is_bold=True)
            left += width + 3

    def _write(
        self, part: _Part, text: str, at: Position, size: float, color: Color, *, room: float, is_bold: bool = False
    ) -> None:
        shown = self._ruler.cut(text, size, room, is_bold=is_bold)
        if not shown:
            return
        item = dpg.draw_text(at, shown, size=size, color=color, parent=part.item)
        if is_bold:
            dpg.bind_item_font(item, self._theme.bold)
        part.sized.append(_Sized(item, size))


def _steps(begin: float, end: float, step: float) -> list[float]:
    return [begin + step * number for number in range(int((end - begin) / step))]


def _dashes(width: float, height: float) -> list[tuple[Position, Position]]:
    """Return the dashes around a box."""
    across = [(x, min(x + 6, width)) for x in _steps(0, width + 10, 10)]
    down = [(y, min(y + 6, height)) for y in _steps(0, height + 10, 10)]
    lines: list[tuple[Position, Position]] = []
    for begin, end in across:
        lines += [((begin, 0.0), (end, 0.0)), ((begin, height), (end, height))]
    for begin, end in down:
        lines += [((0.0, begin), (0.0, end)), ((width, begin), (width, end))]
    return lines
